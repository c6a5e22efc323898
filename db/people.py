"""People, their grants, and how to find them."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from db.models import Grant, Person, UnitTree
from db.types import cipher_of


def by_telegram(session: Session, telegram_id: int, *, lock: bool = False) -> Person | None:
    """`lock` holds the person until the end of the transaction: one update of a person at a time, on any worker."""
    statement = select(Person).where(Person.telegram_id == telegram_id, Person.status != "left")
    return session.scalar(statement.with_for_update() if lock else statement)


def by_number(session: Session, number: str) -> Person | None:
    return session.scalar(select(Person).where(Person.number == number))


def by_phone(session: Session, phone: str) -> Sequence[Person]:
    """People of the roster with this number (digits only), under any of the keys."""
    keys = cipher_of(session.get_bind().dialect).blind(phone)
    return session.scalars(select(Person).where(Person.phone_index.in_(keys), Person.status != "left")).all()


def phone_key(session: Session, phone: str) -> str:
    """What is stored in `phone_index` for a number (digits only)."""
    return cipher_of(session.get_bind().dialect).blind(phone)[0]


def grants_of(session: Session, person_id: int, day: date) -> Sequence[Grant]:
    """Grants in force on `day`."""
    return session.scalars(
        select(Grant)
        .where(
            Grant.person_id == person_id,
            Grant.revoked_at.is_(None),
            or_(Grant.first_day.is_(None), Grant.first_day <= day),
            or_(Grant.last_day.is_(None), Grant.last_day >= day),
        )
        .order_by(Grant.id)
    ).all()


def covers(session: Session, scopes: Sequence[int | None], unit_id: int | None) -> bool:
    """Whether `unit_id` lies in one of the units `scopes` (None in it: everywhere)."""
    if None in scopes:
        return True
    if unit_id is None:
        return False
    found = select(UnitTree.unit_id).where(UnitTree.unit_id == unit_id, UnitTree.ancestor_id.in_(scopes))
    return session.scalar(found.limit(1)) is not None


def mark_blocked(session: Session, person_id: int, now: datetime) -> None:
    session.execute(update(Person).where(Person.id == person_id).values(blocked_at=now))


def keep_menu(session: Session, person_id: int, menu: str) -> None:
    session.execute(update(Person).where(Person.id == person_id).values(menu=menu))


def by_id(session: Session, person_id: int) -> Person:
    """Raises sqlalchemy's NoResultFound: ids come from the database itself."""
    return session.scalars(select(Person).where(Person.id == person_id)).one()
