"""Entries that wait to be keyed into the official system, and the lists that people have in hand."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import Session, aliased

from db.counts import Rows
from db.models import KeyingItem, KeyingList, Pairing, Person, Recipient, Record, UnitTree
from db.upsert import insert_new

FULL = (Record, Pairing, Recipient, Person)


def waiting(
    session: Session,
    limit: int,
    offset: int,
    *,
    person_id: int | None = None,
    units: Iterable[int | None] = (),
    among: Sequence[int] | None = None,
) -> Rows:
    """(record,) of entries not keyed in, the oldest first: of one cadre, or of the cadres of some units.

    A withdrawal or an attempt is among them only when it changes an earlier entry.
    """
    statement = (
        select(Record)
        .join(Pairing, Pairing.id == Record.pairing_id)
        .where(
            Record.keyed_at.is_(None),
            or_(
                and_(Record.standing, or_(~Record.attempt, Record.corrects_id.is_not(None))),
                Record.action == "withdraw",
            ),
            ~select(KeyingItem.record_id).where(KeyingItem.record_id == Record.id).exists(),
        )
        .order_by(Record.day, Record.id)
        .limit(limit)
        .offset(offset)
    )
    if among is not None:
        statement = statement.where(Record.id.in_(among))
    if person_id is not None:
        statement = statement.where(Pairing.person_id == person_id)
    else:
        statement = statement.join(Person, Person.id == Pairing.person_id)
        scopes = list(units)
        if None not in scopes:
            inside = select(UnitTree.unit_id).where(UnitTree.ancestor_id.in_(scopes))
            statement = statement.where(Person.unit_id.in_(inside))
    return session.execute(statement).all()


def corrected(session: Session, ids: Iterable[int]) -> dict[int, tuple[int | None, bool, bool]]:
    """By record: what it corrects in turn, whether it was keyed in, whether it stands on a list that is open."""
    rows = session.execute(
        select(Record.id, Record.corrects_id, Record.keyed_at, KeyingList.state)
        .outerjoin(KeyingItem, KeyingItem.record_id == Record.id)
        .outerjoin(KeyingList, KeyingList.id == KeyingItem.list_id)
        .where(Record.id.in_(list(ids)))
    )
    return {key: (before, keyed is not None, state == "open") for key, before, keyed, state in rows}


def open_list(session: Session, person_id: int, *, own: bool) -> KeyingList | None:
    """The list that somebody has in hand: of his own entries, or of an office's. Locked."""
    mine = KeyingList.own if own else ~KeyingList.own
    return session.scalar(
        select(KeyingList)
        .where(KeyingList.person_id == person_id, KeyingList.state == "open", mine)
        .order_by(KeyingList.id)
        .limit(1)
        .with_for_update()
    )


def has_open_list(session: Session, person_id: int, *, own: bool) -> bool:
    mine = KeyingList.own if own else ~KeyingList.own
    found = select(KeyingList.id).where(KeyingList.person_id == person_id, KeyingList.state == "open", mine)
    return session.scalar(found.limit(1)) is not None


def get(session: Session, key: int, person_id: int, *, lock: bool = False) -> KeyingList | None:
    """A list of this person, and of nobody else."""
    statement = select(KeyingList).where(KeyingList.id == key, KeyingList.person_id == person_id)
    return session.scalar(statement.with_for_update() if lock else statement)


def put_on(session: Session, list_id: int, entries: Sequence[tuple[int, int | None]]) -> int:
    """Put (record, what it replaces) on a list; those that somebody else took in the meantime stay his. How many."""
    rows = [{"record_id": key, "list_id": list_id, "was_id": was} for key, was in entries]
    return insert_new(session, KeyingItem, rows)


def items(session: Session, list_id: int) -> Rows:
    """(record, pairing, recipient, cadre, the record as it was keyed in, its recipient), by cadre and day."""
    was, old_pairing, old = aliased(Record), aliased(Pairing), aliased(Recipient)
    return session.execute(
        select(*FULL, was, old)
        .select_from(KeyingItem)
        .join(Record, Record.id == KeyingItem.record_id)
        .join(Pairing, Pairing.id == Record.pairing_id)
        .join(Recipient, Recipient.id == Pairing.recipient_id)
        .join(Person, Person.id == Pairing.person_id)
        .outerjoin(was, was.id == KeyingItem.was_id)
        .outerjoin(old_pairing, old_pairing.id == was.pairing_id)
        .outerjoin(old, old.id == old_pairing.recipient_id)
        .where(KeyingItem.list_id == list_id)
        .order_by(Person.number, Record.day, Record.id)
    ).all()


def mark_keyed(session: Session, list_id: int, now: datetime) -> None:
    on_it = select(KeyingItem.record_id).where(KeyingItem.list_id == list_id)
    session.execute(
        update(Record).where(Record.id.in_(on_it)).values(keyed_at=now).execution_options(synchronize_session=False)
    )


def take_off(session: Session, list_id: int) -> None:
    session.execute(delete(KeyingItem).where(KeyingItem.list_id == list_id))


def forgotten(session: Session, before: datetime, not_of: int) -> Sequence[Any]:
    """Open lists of others made before a moment. Locked."""
    return session.scalars(
        select(KeyingList)
        .where(KeyingList.state == "open", KeyingList.made_at < before, KeyingList.person_id != not_of)
        .with_for_update(skip_locked=True)
    ).all()
