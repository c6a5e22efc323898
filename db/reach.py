"""The reachability ledger: a bot cannot write first, so who has pressed /start is the delivery rate."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from db.models import Person, UnitTree


class Ledger(NamedTuple):
    """People of the roster. `silent` started and did not block, but said nothing since a given moment."""

    people: int
    invited: int
    started: int
    blocked: int
    silent: int


def ledger(session: Session, unit_id: int | None, silent_before: datetime) -> Ledger:
    """Of everybody, or of a unit and all below."""
    quiet = Person.blocked_at.is_(None) & (Person.heard_at.is_(None) | (Person.heard_at < silent_before))
    statement = select(
        func.count(),
        func.count(Person.invited_at),
        func.count(Person.telegram_id),
        func.count(Person.blocked_at),
        func.count(case((Person.telegram_id.is_not(None) & quiet, 1))),
    ).where(Person.status != "left")
    if unit_id is not None:
        below = select(UnitTree.unit_id).where(UnitTree.ancestor_id == unit_id)
        statement = statement.where(Person.unit_id.in_(below))
    return Ledger(*session.execute(statement).one())
