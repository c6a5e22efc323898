"""Texts of admins, and whom they reach."""

from datetime import date, datetime

from sqlalchemy import Select, func, literal, select
from sqlalchemy.orm import Session

from db.models import Broadcast, Notice, Person, UnitTree
from db.upsert import insert_for

APART = 1  # a message of its own, as db.notices has it
COLUMNS = ("person_id", "kind", "period", "day", "due", "lane", "subject_id", "state", "attempts")


def _reachable(unit_id: int) -> Select[int]:
    """People of a unit and all below who can be written to."""
    below = select(UnitTree.unit_id).where(UnitTree.ancestor_id == unit_id)
    return select(Person.id).where(
        Person.unit_id.in_(below),
        Person.status != "left",
        Person.telegram_id.is_not(None),
        Person.blocked_at.is_(None),
    )


def count(session: Session, unit_id: int) -> int:
    return session.scalar(select(func.count()).select_from(_reachable(unit_id).subquery())) or 0


def everybody(session: Session, unit_id: int) -> int:
    """People of the unit and below, reachable or not."""
    below = select(UnitTree.unit_id).where(UnitTree.ancestor_id == unit_id)
    found = select(func.count(Person.id)).where(Person.unit_id.in_(below), Person.status != "left")
    return session.scalar(found) or 0


def draft(session: Session, person_id: int, unit_id: int, text: str, count: int, now: datetime) -> int:
    kept = Broadcast(person_id=person_id, unit_id=unit_id, text=text, count=count, at=now)
    session.add(kept)
    session.flush()
    return kept.id


def get(session: Session, broadcast_id: int, *, lock: bool = True) -> Broadcast | None:
    """Locked: it is confirmed once."""
    found = select(Broadcast).where(Broadcast.id == broadcast_id)
    return session.scalar(found.with_for_update() if lock else found)


def written(session: Session, kept: Broadcast, kind: str) -> int:
    """How many notices it has."""
    found = select(func.count()).select_from(Notice).where(Notice.kind == kind, Notice.subject_id == kept.id)
    return session.scalar(found) or 0


def close(session: Session, kept: Broadcast, state: str, count: int) -> None:
    kept.state, kept.count = state, count
    session.flush()


def write(session: Session, kept: Broadcast, kind: str, day: date, now: datetime, limit: int | None = None) -> int:
    """One notice a reachable person who has none yet, up to `limit`, in one statement; how many are new."""
    assert kept.unit_id is not None
    type_of = Notice.__table__.c
    values = (kind, str(kept.id), day, now, APART, kept.id, "planned", 0)
    fixed = [literal(value, type_of[name].type) for name, value in zip(COLUMNS[1:], values, strict=True)]
    has = select(Notice.id).where(Notice.person_id == Person.id, Notice.kind == kind, Notice.period == str(kept.id))
    rows = _reachable(kept.unit_id).add_columns(*fixed).where(~has.exists()).order_by(Person.id).limit(limit)
    statement = insert_for(session, Notice).from_select(list(COLUMNS), rows).on_conflict_do_nothing()
    return len(session.execute(statement.returning(Notice.id)).all())
