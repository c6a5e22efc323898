"""What cadres answered about their roster, and what liaisons keyed in."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from db.models import Change, Confirmation, EntryList, Record
from db.upsert import insert_new, put


def answer(session: Session, person_id: int, month: str, said: str, now: datetime) -> None:
    """The last answer of a month counts."""
    put(session, Confirmation, {"person_id": person_id, "month": month}, {"answer": said, "at": now})


def enter(session: Session, units: Iterable[int], month: str, person_id: int, now: datetime) -> None:
    """已全部录入 for these units; who ticked first stays."""
    rows = [{"unit_id": unit, "month": month, "person_id": person_id, "at": now} for unit in units]
    insert_new(session, EntryList, rows)


def close_changes(session: Session, ids: Iterable[int], person_id: int, now: datetime) -> None:
    """Changes keyed into the official system."""
    session.execute(
        update(Change)
        .where(Change.id.in_(list(ids)), Change.state.in_(("filed", "approved")))
        .values(state="entered", closed_at=now, closed_by=person_id)
        .execution_options(synchronize_session=False)
    )


def roll_call(session: Session, pairing_id: int, person_id: int, day: date, now: datetime, *, met: bool) -> None:
    """An answer of the weekly roll-call: a visit under the weekly pairing; nobody met: an attempt, which never counts."""
    session.add(
        Record(
            pairing_id=pairing_id,
            entered_by=person_id,
            day=day,
            visit=1,
            channel="home",
            attempt=not met,
            created_at=now,
        )
    )
