"""Jobs: long work asked for in a chat, taken up by one process at a time."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session

from db.counts import Area, within
from db.models import Job, Person, Recipient

OPEN = ("waiting", "running")
SETTLING = timedelta(minutes=1)  # a job whose message was not yet told waits so long for it


def people_up_to(session: Session, at: Area, limit: int) -> int:
    """How many people a scope holds, recipients of a place or cadres of an office, counted up to `limit`."""
    found = select(Person.id if at.by_cadre else Recipient.id)
    if not at.whole:
        found = found.where(within(at, at.home))
    return session.scalar(select(func.count()).select_from(found.limit(limit).subquery())) or 0


def add(session: Session, person_id: int, chat_id: int, form: str, asked: str, now: datetime) -> Job:
    job = Job(person_id=person_id, chat_id=chat_id, form=form, asked=asked, made_at=now, beat_at=now)
    session.add(job)
    session.flush()
    return job


def open_of(session: Session, person_id: int, form: str, asked: str) -> Job | None:
    """The same work that a person asked for already and that is not done."""
    return session.scalar(
        select(Job).where(Job.person_id == person_id, Job.form == form, Job.asked == asked, Job.state.in_(OPEN))
    )


def get(session: Session, job_id: int) -> Job | None:
    """Locked: a tap and the end of the work may meet."""
    return session.scalar(select(Job).where(Job.id == job_id).with_for_update())


def next_of(session: Session, now: datetime, silent_since: datetime, forms: Collection[str] | None) -> Job | None:
    """The oldest job nobody is at: waiting, or running in a process silent since a moment; others pass it over."""
    ready = and_(Job.state == "waiting", or_(Job.message_id.is_not(None), Job.made_at <= now - SETTLING))
    left = and_(Job.state == "running", Job.beat_at <= silent_since)
    found = select(Job).where(or_(ready, left)).order_by(Job.id).limit(1)
    if forms is not None:
        found = found.where(Job.form.in_(forms))
    return session.scalar(found.with_for_update(skip_locked=True))


def leave_all(session: Session, silent_since: datetime) -> None:
    """Nobody is at anything any more."""
    session.execute(update(Job).where(Job.state == "running").values(beat_at=silent_since))


def beat(session: Session, job_id: int, now: datetime) -> bool:
    """Say that it is being worked at; False when it is no longer wanted."""
    found = session.scalars(
        update(Job).where(Job.id == job_id, Job.state == "running").values(beat_at=now).returning(Job.id)
    )
    return len(found.all()) == 1


def note(session: Session, job_id: int, came_to: int) -> None:
    """Remember the key of what was kept."""
    session.execute(update(Job).where(Job.id == job_id).values(came_to=came_to))
