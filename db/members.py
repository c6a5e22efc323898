"""Everybody of the roster and the units they work in, as forecasts count them."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session

from db.models import Person, Unit


class Member(NamedTuple):
    """Somebody of the roster, as a forecast counts him. `minute` is his hour of reminders, after midnight."""

    id: int
    number: str
    unit_id: int | None
    minute: int
    greetings: bool
    reachable: bool


def members(session: Session) -> dict[int, Member]:
    """Everybody who has not left."""
    rows = session.execute(
        select(
            Person.id,
            Person.number,
            Person.unit_id,
            Person.minute,
            Person.greetings,
            and_(Person.telegram_id.is_not(None), Person.blocked_at.is_(None)),
        )
        .where(Person.status != "left")
        .order_by(Person.id)
    )
    return {
        key: Member(key, number or f"#{key}", unit_id, minute, greetings, bool(reachable))
        for key, number, unit_id, minute, greetings, reachable in rows
    }


def unit_names(session: Session) -> dict[int, str]:
    return {unit: value for unit, value in session.execute(select(Unit.id, Unit.name))}  # noqa: C416  rows are not pairs to dict()


def unit_codes(session: Session) -> dict[int, str]:
    return {unit: code for unit, code in session.execute(select(Unit.id, Unit.code))}  # noqa: C416  rows are not pairs to dict()


def staffed_units(session: Session) -> Sequence[int]:
    """Units in which somebody works."""
    works = exists().where(Person.unit_id == Unit.id, Person.status != "left")
    return session.scalars(select(Unit.id).where(works).order_by(Unit.id)).all()
