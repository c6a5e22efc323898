"""Filed changes of the roster, and what they do to recipients and pairings."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, delete, func, or_, select, true, update
from sqlalchemy.orm import Session, aliased

from db.models import Change, Confirmation, EntryList, Pairing, Person, Recipient, Record, Unit, UnitTree
from db.upsert import put

OPEN = ("filed", "approved")


class Filed(NamedTuple):
    """A change with the rows it names."""

    change: Change
    cadre: Person
    recipient: Recipient | None
    unit: Unit | None
    successor: Person | None


def _joined() -> Select[Change, Person, Recipient, Unit, Person]:
    successor = aliased(Person)
    return (
        select(Change, Person, Recipient, Unit, successor)
        .join(Person, Person.id == Change.person_id)
        .outerjoin(Recipient, Recipient.id == Change.recipient_id)
        .outerjoin(Unit, Unit.id == Change.unit_id)
        .outerjoin(successor, successor.id == Change.successor_id)
    )


def add(session: Session, change: Change) -> Change:
    session.add(change)
    session.flush()
    return change


def get(session: Session, change_id: int) -> Filed | None:
    """Locked: it is approved, entered or withdrawn once."""
    found = session.execute(_joined().where(Change.id == change_id).with_for_update(of=Change)).one_or_none()
    return Filed(*found) if found else None


def own(session: Session, person_id: int, first: datetime, last: datetime) -> list[Filed]:
    """What a cadre filed between two moments, and what of his is still open."""
    within = or_((Change.filed_at >= first) & (Change.filed_at < last), Change.state.in_(OPEN))
    rows = session.execute(_joined().where(Change.person_id == person_id, within).order_by(Change.filed_at, Change.id))
    return [Filed(*row) for row in rows]


def open_same(session: Session, person_id: int, recipient_id: int | None, kind: str) -> int | None:
    """The id of an open change of one cadre about the same thing; words about nobody in particular never repeat."""
    if recipient_id is None and kind != "cadre_moved":
        return None
    about = Change.recipient_id.is_(None) if recipient_id is None else Change.recipient_id == recipient_id
    return session.scalar(
        select(Change.id).where(Change.person_id == person_id, about, Change.kind == kind, Change.state.in_(OPEN))
    )


def _within(scopes: Collection[int | None]) -> ColumnElement[bool]:
    """Changes of the units of some scopes; None in it: all."""
    if None in scopes:
        return true()
    return Change.unit_id.in_(select(UnitTree.unit_id).where(UnitTree.ancestor_id.in_(scopes)))


def open_within(session: Session, scopes: Collection[int | None], limit: int) -> tuple[list[Filed], int]:
    """Filed and approved changes, in the order of the units and of filing; and how many there are."""
    here = (Change.state.in_(OPEN), _within(scopes))
    count = session.scalar(select(func.count()).select_from(Change).where(*here)) or 0
    rows = session.execute(_joined().where(*here).order_by(Unit.code, Change.filed_at, Change.id).limit(limit))
    return [Filed(*row) for row in rows], count


def open_of_units(session: Session, units: Iterable[int], before: datetime, states: Collection[str]) -> list[Filed]:
    """Changes of exactly these units in a state, filed before a moment, in the order of the units and of filing."""
    wanted = set(units)
    rows = session.execute(
        _joined()
        .where(Change.state.in_(list(states)), Change.filed_at < before)
        .order_by(Unit.code, Change.filed_at, Change.id)
    )
    return [Filed(*row) for row in rows if row[0].unit_id in wanted]


def close(session: Session, ids: Collection[int], state: str, person_id: int, now: datetime) -> None:
    session.execute(
        update(Change).where(Change.id.in_(ids)).values(state=state, closed_at=now, closed_by=person_id),
        execution_options={"synchronize_session": "fetch"},
    )


def said_changed(session: Session, person_id: int, month: str, now: datetime) -> None:
    put(session, Confirmation, {"person_id": person_id, "month": month}, {"answer": "changed", "at": now})


def unsay_changed(session: Session, person_id: int, month: str) -> None:
    """Nothing is filed any more, so the month is open again."""
    session.execute(
        delete(Confirmation).where(
            Confirmation.person_id == person_id, Confirmation.month == month, Confirmation.answer == "changed"
        )
    )


def answer_of(session: Session, person_id: int, month: str) -> str | None:
    return session.scalar(
        select(Confirmation.answer).where(Confirmation.person_id == person_id, Confirmation.month == month)
    )


def halt(session: Session, recipient_id: int, now: datetime) -> None:
    """Stop every reminder of a recipient; one that was stopped before keeps its moment."""
    session.execute(
        update(Recipient).where(Recipient.id == recipient_id, Recipient.halted_at.is_(None)).values(halted_at=now)
    )


def lift_halt(session: Session, recipient_id: int) -> bool:
    """Let reminders come again, unless another report of the death stands."""
    other = select(Change.id).where(
        Change.recipient_id == recipient_id, Change.kind == "died", Change.state != "withdrawn"
    )
    if session.scalar(other.limit(1)) is not None:
        return False
    session.execute(update(Recipient).where(Recipient.id == recipient_id).values(halted_at=None))
    return True


def running(session: Session, person_id: int | None, recipient_id: int | None, day: date) -> Sequence[Pairing]:
    """Pairings that run on a day, or begin later, of a cadre or with a recipient (None: any)."""
    wanted = [or_(Pairing.last_day.is_(None), Pairing.last_day >= day)]
    if person_id is not None:
        wanted.append(Pairing.person_id == person_id)
    if recipient_id is not None:
        wanted.append(Pairing.recipient_id == recipient_id)
    return session.scalars(select(Pairing).where(*wanted).order_by(Pairing.id).with_for_update()).all()


def end_pairings(session: Session, ids: Collection[int], last: date, reason: str) -> list[int]:
    """Give pairings their last day; one that would end before it began ends on its first. Their recipients."""
    rows = session.scalars(select(Pairing).where(Pairing.id.in_(ids)).order_by(Pairing.id)).all()
    for pairing in rows:
        pairing.last_day, pairing.end_reason = max(last, pairing.first_day), reason
    session.flush()
    return list(dict.fromkeys(pairing.recipient_id for pairing in rows))


def successor(session: Session, recipient_id: int, person_id: int) -> bool:
    """Name the successor in the open change that moved the cadre of a recipient away; whether there is one."""
    moved = session.scalars(
        select(Change)
        .where(
            Change.kind == "cadre_moved",
            Change.state.in_(OPEN),
            Change.successor_id.is_(None),
            Change.recipient_id == recipient_id,
        )
        .order_by(Change.id)
    ).all()
    for change in moved:
        change.successor_id = person_id
    session.flush()
    return bool(moved)


def latest_record(session: Session, pairing_ids: Collection[int]) -> date | None:
    """The last day on which something was done in some pairings."""
    return session.scalar(select(func.max(Record.day)).where(Record.pairing_id.in_(pairing_ids), Record.standing))


def enter(session: Session, units: Iterable[int], month: str, person_id: int, now: datetime) -> None:
    """The list of a month is keyed in for these units, as it is now: what is filed later is not in it."""
    for unit in units:
        put(session, EntryList, {"unit_id": unit, "month": month}, {"person_id": person_id, "at": now})
