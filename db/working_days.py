"""The working days of the published years, and which years those are."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.domain.calendar import WorkingDays
from db.models import PublishedYear, WorkingDay
from db.upsert import put


def calendar(session: Session) -> WorkingDays:
    """What the tables say now; years that were not published are estimated."""
    table = {row.day: row.working for row in session.scalars(select(WorkingDay))}
    return WorkingDays(table, session.scalars(select(PublishedYear.year)).all())


def publish(
    session: Session,
    year: int,
    days: Mapping[date, tuple[bool, str | None]],
    *,
    person_id: int | None,
    now: datetime,
) -> None:
    """Replace the table of a year: each day that differs from Monday-to-Friday, whether it is worked, and its name."""
    session.execute(delete(WorkingDay).where(WorkingDay.day.between(date(year, 1, 1), date(year, 12, 31))))
    session.add_all(WorkingDay(day=day, working=working, name=name) for day, (working, name) in days.items())
    put(session, PublishedYear, {"year": year}, {"at": now, "person_id": person_id})


def of_year(session: Session, year: int) -> Sequence[WorkingDay]:
    """The days of a year's table, in order."""
    within = WorkingDay.day.between(date(year, 1, 1), date(year, 12, 31))
    return session.scalars(select(WorkingDay).where(within).order_by(WorkingDay.day)).all()


def published(session: Session) -> Sequence[int]:
    return session.scalars(select(PublishedYear.year).order_by(PublishedYear.year)).all()
