"""Notices that somebody's act brings about, not the calendar: alerts, follow-ups, promised reminders."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.models import Notice
from db.notices import AT_ONCE, BUNDLED
from db.upsert import insert_new

__all__ = ["AT_ONCE", "BUNDLED", "look_again", "make", "of_day", "of_subject", "settle"]


def make(
    session: Session,
    people: Iterable[int],
    kind: str,
    period: str,
    *,
    day: date,
    due: datetime,
    lane: int,
    subject_id: int | None = None,
    expires: date | None = None,
) -> int:
    """Write a notice to each of these people, once; how many are new."""
    rows = [
        {
            "person_id": person_id,
            "kind": kind,
            "period": period,
            "day": day,
            "due": due,
            "expires": expires,
            "lane": lane,
            "subject_id": subject_id,
            "state": "planned",
            "attempts": 0,
        }
        for person_id in people
    ]
    return insert_new(session, Notice, rows)


def of_day(session: Session, kinds: Iterable[str], day: date, now: datetime) -> Sequence[Notice]:
    """What falls due on a day up to a moment and was not settled, whether it was sent or not."""
    return session.scalars(
        select(Notice)
        .where(Notice.kind.in_(list(kinds)), Notice.day == day, Notice.due <= now, Notice.state != "closed")
        .order_by(Notice.due, Notice.id)
    ).all()


def settle(session: Session, kinds: Iterable[str], subject_id: int) -> None:
    """What is still planned about a subject has lost its use."""
    session.execute(
        update(Notice)
        .where(Notice.kind.in_(list(kinds)), Notice.subject_id == subject_id, Notice.state == "planned")
        .values(state="closed", outcome="done")
        .execution_options(synchronize_session=False)
    )


def of_subject(session: Session, kind: str, subject_id: int) -> list[tuple[int, str]]:
    """(person, state) of every notice of a kind about a subject."""
    rows = session.execute(
        select(Notice.person_id, Notice.state).where(Notice.kind == kind, Notice.subject_id == subject_id)
    )
    return [(person, state) for person, state in rows]


def look_again(session: Session, person_id: int, today: date, now: datetime) -> None:
    """What waits of a person's bundle is looked at anew, as his hour is another: an earlier one may have come."""
    session.execute(
        update(Notice)
        .where(
            Notice.person_id == person_id,
            Notice.lane == BUNDLED,
            Notice.state == "planned",
            Notice.day <= today,
            Notice.due > now,
        )
        .values(due=now)
        .execution_options(synchronize_session=False)
    )
