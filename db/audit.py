"""The trail of who did what."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from db.models import Audit, Person, UnitTree


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


def noted(session: Session, person_id: int, action: str, subject: str) -> bool:
    """Whether somebody did this, about this."""
    found = select(Audit.id).where(Audit.person_id == person_id, Audit.action == action, Audit.subject == subject)
    return session.scalar(found.limit(1)) is not None


def acts(
    session: Session, scopes: Sequence[int | None], about: str | None, limit: int, offset: int
) -> Sequence[Row[Audit, str | None]]:
    """Newest first, with the 干部编号 of who did it: on units or by people of the scopes (None in them: all)."""
    found = select(Audit, Person.number).outerjoin(Person, Person.id == Audit.person_id)
    if None not in scopes:
        inside = select(UnitTree.unit_id).where(UnitTree.ancestor_id.in_(scopes))
        found = found.where(or_(Audit.unit_id.in_(inside), Person.unit_id.in_(inside)))
    if about is not None:
        found = found.where(or_(Audit.subject == about, Person.number == about))
    return session.execute(found.order_by(Audit.id.desc()).limit(limit).offset(offset)).all()
