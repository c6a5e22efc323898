"""Figures of what is watched over in a scope: spot checks, alerts, open needs. Counts only, never a name or a story."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from db.counts import Area, Query, within
from db.models import Alert, Need, Pairing, Person, Recipient, Record, SpotCheck, SpotItem


def spot_checks(session: Session, at: Area, since: datetime, before: datetime) -> dict[str | None, int]:
    """Records of the scope drawn between two moments, by outcome as it stands (None: not yet asked)."""
    statement: Query = (
        select(SpotItem.outcome, func.count())
        .join(SpotCheck, SpotCheck.id == SpotItem.check_id)
        .where(SpotCheck.drawn_at >= since, SpotCheck.drawn_at < before)
    )
    if at.by_cadre:
        statement = statement.join(Record, Record.id == SpotItem.record_id)
        statement = statement.join(Pairing, Pairing.id == Record.pairing_id)
        statement = statement.join(Person, Person.id == Pairing.person_id).where(within(at, Person.unit_id))
    elif not at.whole:
        joined = statement.join(Recipient, Recipient.id == SpotItem.recipient_id)
        statement = joined.where(within(at, Recipient.unit_id))
    return dict(_pairs(session, statement.group_by(SpotItem.outcome)))


def alerts(session: Session, at: Area, since: datetime, before: datetime) -> tuple[int, int]:
    """Opened between two moments, and still open at the second."""
    told = [Alert.opened_at >= since, _later(Alert.closed_at, before)]
    sums = [func.coalesce(func.sum(case((rule, 1), else_=0)), 0) for rule in told]
    statement: Query = select(*sums).where(Alert.opened_at < before)
    if at.by_cadre:
        statement = statement.join(Person, Person.id == Alert.reporter_id).where(within(at, Person.unit_id))
    elif not at.whole:
        statement = statement.where(within(at, Alert.unit_id))
    opened, waiting = session.execute(statement).one()
    return int(opened), int(waiting)


def needs(session: Session, at: Area, before: datetime) -> dict[str, int]:
    """Needs open at a moment, by kind; of an office those that its cadres told."""
    statement: Query = select(Need.kind, func.count()).where(Need.opened_at < before, _later(Need.closed_at, before))
    if at.by_cadre:
        statement = statement.join(Person, Person.id == Need.opened_by).where(within(at, Person.unit_id))
    elif not at.whole:
        statement = statement.join(Recipient, Recipient.id == Need.recipient_id).where(within(at, Recipient.unit_id))
    return dict(_pairs(session, statement.group_by(Need.kind)))


def _later(column: Any, moment: datetime) -> ColumnElement[bool]:
    return or_(column.is_(None), column >= moment)


def _pairs(session: Session, statement: Query) -> list[tuple[Any, int]]:
    return [(row[0], row[1]) for row in session.execute(statement)]
