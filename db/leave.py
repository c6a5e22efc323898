"""Leave: asked, decided, looked at."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from db.models import Absence


def ask(session: Session, person_id: int, first: date, last: date, now: datetime) -> Absence:
    absence = Absence(person_id=person_id, first_day=first, last_day=last, asked_at=now)
    session.add(absence)
    session.flush()
    return absence


def get(session: Session, absence_id: int) -> Absence | None:
    """Locked: it is decided once."""
    return session.scalar(select(Absence).where(Absence.id == absence_id).with_for_update())


def of_person(session: Session, person_id: int, since: date) -> Sequence[Absence]:
    """Asked or approved leave that did not end before a day, in order."""
    return session.scalars(
        select(Absence)
        .where(Absence.person_id == person_id, Absence.state != "declined", Absence.last_day >= since)
        .order_by(Absence.first_day, Absence.id)
    ).all()


def decide(session: Session, absence: Absence, state: str, by: int) -> None:
    absence.state, absence.decided_by = state, by
    session.flush()


def approved_in(year: int) -> ColumnElement[bool]:
    """Approved leave that touches a year: all of it lightens the quota, whether it has begun or not."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return and_(Absence.state == "approved", Absence.last_day >= first, Absence.first_day <= last)
