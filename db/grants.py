"""Roles given and taken back."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from db.models import Grant, Person, Unit


def by_id(session: Session, person_id: int) -> Person | None:
    """Locked: two admins who grant and revoke at once take turns."""
    return session.scalar(select(Person).where(Person.id == person_id).with_for_update())


def same(session: Session, person_id: int, role: str, unit_id: int | None, day: date) -> Grant | None:
    """A grant of exactly this, in force on `day`; one without an end first."""
    return session.scalar(
        _in_force(day)
        .where(Grant.person_id == person_id, Grant.role == role, Grant.unit_id == unit_id)
        .order_by(Grant.last_day.is_(None).desc(), Grant.id)
        .limit(1)
    )


def held(session: Session, person_id: int, role: str, day: date) -> Sequence[Grant]:
    return session.scalars(
        _in_force(day).where(Grant.person_id == person_id, Grant.role == role).order_by(Grant.id)
    ).all()


def _in_force(day: date) -> Select[Grant]:
    return select(Grant).where(Grant.revoked_at.is_(None), or_(Grant.last_day.is_(None), Grant.last_day >= day))


def add(
    session: Session, person_id: int, role: str, unit_id: int | None, first: date, last: date | None, by: int
) -> Grant:
    grant = Grant(
        person_id=person_id, role=role, unit_id=unit_id, first_day=first, last_day=last, granted_by=by, source="granted"
    )
    session.add(grant)
    session.flush()
    return grant


def extend(session: Session, grant: Grant, last: date | None) -> None:
    grant.last_day = last
    session.flush()


def revoke(session: Session, grant: Grant, now: datetime) -> None:
    grant.revoked_at = now
    session.flush()


def others(session: Session, role: str, but: int, day: date) -> int:
    """How many people hold a role besides one."""
    statement = (
        select(func.count(Grant.person_id.distinct()))
        .join(Person, Person.id == Grant.person_id)
        .where(
            Grant.role == role,
            Grant.person_id != but,
            Grant.revoked_at.is_(None),
            or_(Grant.last_day.is_(None), Grant.last_day >= day),
            Person.status != "left",
        )
    )
    return session.scalar(statement) or 0


def unit_name(session: Session, unit_id: int | None) -> str | None:
    """None: everywhere."""
    return session.scalar(select(Unit.name).where(Unit.id == unit_id))
