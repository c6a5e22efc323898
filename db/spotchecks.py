"""Draws, their items and answers, and what followed from a difference."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select, text
from sqlalchemy.orm import Session, aliased

from db import counts
from db.counts import Area, Query, Rows
from db.models import FollowUp, Pairing, Recipient, Record, SpotAnswer, SpotCheck, SpotItem, SpotSalt, Unit


def newest_record(session: Session) -> int:
    """The id of the newest record, when none below it is under way any more: what it bounds never changes.

    On PostgreSQL ids are given out before they are committed, so it waits for the writers of this moment; going back to
    the savepoint lets the next ones in at once. SQLite has one writer, and that is us.
    """
    newest = select(func.max(Record.id))
    if session.get_bind().dialect.name != "postgresql":
        return session.scalar(newest) or 0
    with session.begin_nested() as savepoint:
        session.execute(text("LOCK TABLE records IN SHARE MODE"))
        found = session.scalar(newest) or 0
        savepoint.rollback()
    return found


def countable(session: Session, at: Area, first: date, last: date, last_record: int) -> Rows:
    """(line, record, recipient's number, day, class) of what counted when `last_record` was the newest, as entered."""
    tree, line = counts.line_of(at)
    columns = (line, Record.id, Recipient.number, Record.day, Recipient.class_key)
    statement = _counted_at(columns, first, last, last_record).order_by(Record.id)
    return session.execute(counts.placed(statement, at, tree)).all()


def any_countable(session: Session, at: Area, first: date, last: date) -> bool:
    """Whether anything counts by now."""
    found: Query = select(Record.id).join(Pairing, Pairing.id == Record.pairing_id)
    found = found.where(counts.counts(), Record.day.between(first, last))
    return session.scalar(counts.inside(found, at).limit(1)) is not None


def _counted_at(columns: Sequence[Any], first: date, last: date, last_record: int) -> Query:
    later = aliased(Record)
    replaced = select(later.id).where(later.corrects_id == Record.id, later.id <= last_record).exists()
    return (
        select(*columns)
        .select_from(Record)
        .join(Pairing, Pairing.id == Record.pairing_id)
        .where(
            Record.id <= last_record,
            Record.day.between(first, last),
            ~Record.attempt,
            Record.action != "withdraw",
            ~replaced,
        )
    )


def drawn_before(session: Session, unit_id: int, year: int, check_id: int | None) -> Counter[str]:
    """How often somebody was drawn in a scope and year, before a check (None: so far), by number."""
    statement = (
        select(Recipient.number, func.count())
        .select_from(SpotItem)
        .join(SpotCheck, SpotCheck.id == SpotItem.check_id)
        .join(Recipient, Recipient.id == SpotItem.recipient_id)
        .where(SpotCheck.unit_id == unit_id, SpotCheck.period.startswith(str(year)))
        .group_by(Recipient.number)
    )
    if check_id is not None:
        statement = statement.where(SpotCheck.id < check_id)
    return Counter({number: times for number, times in session.execute(statement)})  # noqa: C416  rows are no pairs to mypy


def waiting_salt(session: Session, unit_id: int, *, lock: bool = True) -> SpotSalt | None:
    """The salt of a unit's next draw."""
    found = select(SpotSalt).where(SpotSalt.unit_id == unit_id, SpotSalt.used_at.is_(None))
    return session.scalar(found.with_for_update() if lock else found)


def lock_unit(session: Session, unit_id: int) -> None:
    """One draw of a unit at a time."""
    session.execute(select(Unit.id).where(Unit.id == unit_id).with_for_update())


def get(session: Session, check_id: int) -> SpotCheck | None:
    return session.get(SpotCheck, check_id)


def item(session: Session, item_id: int) -> SpotItem | None:
    return session.scalar(select(SpotItem).where(SpotItem.id == item_id).with_for_update())


def items(session: Session, check_id: int) -> Sequence[SpotItem]:
    return session.scalars(select(SpotItem).where(SpotItem.check_id == check_id).order_by(SpotItem.position)).all()


def sample(session: Session, check_id: int) -> Rows:
    """The items with what they are about and the name of the place or office of their line."""
    return session.execute(
        select(SpotItem, Record, Pairing, Recipient, Unit.name)
        .join(Record, Record.id == SpotItem.record_id)
        .join(Pairing, Pairing.id == Record.pairing_id)
        .join(Recipient, Recipient.id == SpotItem.recipient_id)
        .join(Unit, Unit.code == SpotItem.line)
        .where(SpotItem.check_id == check_id)
        .order_by(SpotItem.position)
    ).all()


def recipients(session: Session, numbers: Iterable[str]) -> dict[str, int]:
    rows = session.execute(select(Recipient.number, Recipient.id).where(Recipient.number.in_(list(numbers))))
    return {number: key for number, key in rows}  # noqa: C416  rows are no pairs to mypy


def latest(session: Session, unit_ids: Sequence[int | None], limit: int) -> Rows:
    """The newest checks of some scopes (None in them: of all) and of what lies below."""
    statement = (
        select(SpotCheck, Unit).join(Unit, Unit.id == SpotCheck.unit_id).order_by(SpotCheck.id.desc()).limit(limit)
    )
    if None not in unit_ids:
        tops = tuple(key for key in unit_ids if key is not None)
        statement = statement.where(counts.within(Area(0, by_cadre=False, children=(), tops=tops), SpotCheck.unit_id))
    return session.execute(statement).all()


def tally(session: Session, check_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """(drawn, answered in any way) by check."""
    rows = session.execute(
        select(SpotItem.check_id, func.count(), func.count(SpotItem.outcome))
        .where(SpotItem.check_id.in_(list(check_ids)))
        .group_by(SpotItem.check_id)
    )
    return {check: (drawn, told) for check, drawn, told in rows}


def open_follow_ups(session: Session, check_id: int) -> Rows:
    return session.execute(
        select(FollowUp, SpotItem, Record, Recipient)
        .join(SpotItem, SpotItem.id == FollowUp.item_id)
        .join(Record, Record.id == SpotItem.record_id)
        .join(Recipient, Recipient.id == SpotItem.recipient_id)
        .where(SpotItem.check_id == check_id, FollowUp.state == "open")
        .order_by(SpotItem.position)
    ).all()


def follow_up(session: Session, key: int, *, lock: bool = False) -> Row[*tuple[Any, ...]] | None:
    """The follow-up with its item, record and recipient."""
    statement = (
        select(FollowUp, SpotItem, Record, Recipient)
        .join(SpotItem, SpotItem.id == FollowUp.item_id)
        .join(Record, Record.id == SpotItem.record_id)
        .join(Recipient, Recipient.id == SpotItem.recipient_id)
        .where(FollowUp.id == key)
    )
    return session.execute(statement.with_for_update(of=FollowUp) if lock else statement).one_or_none()


def answers(session: Session, item_id: int) -> Sequence[SpotAnswer]:
    return session.scalars(select(SpotAnswer).where(SpotAnswer.item_id == item_id).order_by(SpotAnswer.id)).all()
