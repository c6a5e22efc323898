"""Messages about one thing to a few people, each once: rows of `notices` in the lane of their own messages."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy.orm import Session

from db.models import Notice
from db.notices import APART
from db.upsert import insert_new


def tell(
    session: Session, people: Iterable[int], kind: str, period: str, subject_id: int | None, day: date, due: datetime
) -> int:
    """How many were new: what was told before is not told again."""
    rows = [
        {
            "person_id": person_id,
            "kind": kind,
            "period": period,
            "day": day,
            "due": due,
            "lane": APART,
            "subject_id": subject_id,
            "state": "planned",
            "attempts": 0,
        }
        for person_id in dict.fromkeys(people)
    ]
    return insert_new(session, Notice, rows)
