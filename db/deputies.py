"""Deputies: grants for a time, in somebody's place."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.models import Grant


def add(session: Session, offices: Sequence[Grant], deputy: int, absent: int, first: date, last: date) -> list[Grant]:
    """The same offices for the deputy, from first to last day."""
    grants = [
        Grant(
            person_id=deputy,
            role=office.role,
            unit_id=office.unit_id,
            first_day=first,
            last_day=last,
            source="deputy",
            deputy_for=absent,
            granted_by=absent,
        )
        for office in offices
    ]
    session.add_all(grants)
    session.flush()
    return grants


def named_by(session: Session, absent: int, since: date) -> Sequence[Grant]:
    """Grants to deputies of a person that are not revoked and not over on `since`."""
    return session.scalars(
        select(Grant)
        .where(
            Grant.source == "deputy", Grant.deputy_for == absent, Grant.revoked_at.is_(None), Grant.last_day >= since
        )
        .order_by(Grant.first_day, Grant.person_id, Grant.id)
    ).all()


def get(session: Session, grant_id: int) -> Grant | None:
    return session.get(Grant, grant_id)


def revoke(session: Session, absent: int, deputy: int, now: datetime) -> int:
    """End what a person gave to one deputy; how many grants."""
    rows = session.scalars(
        update(Grant)
        .where(
            Grant.source == "deputy",
            Grant.deputy_for == absent,
            Grant.person_id == deputy,
            Grant.revoked_at.is_(None),
        )
        .values(revoked_at=now)
        .returning(Grant.id),
        execution_options={"synchronize_session": False},
    )
    return len(rows.all())
