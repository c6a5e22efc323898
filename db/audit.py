"""The trail of who did what."""

from datetime import datetime

from sqlalchemy.orm import Session

from db.models import Audit


def note(
    session: Session,
    at: datetime,
    person_id: int | None,
    action: str,
    *,
    unit_id: int | None = None,
    subject: str | None = None,
    detail: str | None = None,
) -> None:
    """`person_id` is empty for the command line; `subject` is a code or number, never a name; `detail` is encrypted."""
    session.add(
        Audit(
            at=at,
            person_id=person_id,
            action=action,
            unit_id=unit_id,
            subject=(subject or "")[:64] or None,
            detail=detail,
        )
    )
    session.flush()
