"""What cadres answered below their reminders."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from db.models import Confirmation, Record
from db.upsert import put


def answer(session: Session, person_id: int, month: str, now: datetime) -> None:
    """无变化; the last answer of a month counts."""
    put(session, Confirmation, {"person_id": person_id, "month": month}, {"answer": "unchanged", "at": now})


def roll_call(session: Session, pairing_id: int, person_id: int, day: date, now: datetime, *, met: bool) -> None:
    """An answer of the weekly roll-call: a visit under the weekly pairing, or an attempt, which never counts."""
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
