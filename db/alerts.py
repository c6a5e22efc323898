"""Alerts and their trail, and who holds which office over a place."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from bot.domain.alerts import ORDER, Holder
from db.models import Alert, AlertStep, Grant, Person, Recipient, Unit, UnitTree


def holders(session: Session, unit_id: int | None, day: date) -> list[Holder]:
    """People who can be reached now and whose office covers a unit; an office over everything is furthest away."""
    chain = list(
        session.execute(
            select(UnitTree.ancestor_id, UnitTree.depth, Unit.level)
            .join(Unit, Unit.id == UnitTree.ancestor_id)
            .where(UnitTree.unit_id == unit_id)
            .order_by(UnitTree.depth)
        )
    )
    county = next((depth for _, depth, level in chain if level == "county"), 0)
    depths = {ancestor: depth for ancestor, depth, _ in chain}
    top = len(chain)
    rows = session.execute(
        select(Grant.person_id, Grant.role, Grant.unit_id)
        .join(Person, Person.id == Grant.person_id)
        .where(
            Grant.role.in_(ORDER),
            Grant.revoked_at.is_(None),
            or_(Grant.first_day.is_(None), Grant.first_day <= day),
            or_(Grant.last_day.is_(None), Grant.last_day >= day),
            or_(Grant.unit_id.is_(None), Grant.unit_id.in_(list(depths))),
            Person.status != "left",
            Person.telegram_id.is_not(None),
            Person.blocked_at.is_(None),
        )
        .order_by(Grant.id)
    )
    found = []
    for person_id, role, held in rows:
        steps = top if held is None else depths[held]
        found.append(Holder(person_id, role, steps, held is not None and steps <= county))
    return found


def of_message(session: Session, chat_id: int, message_id: int) -> Sequence[Alert]:
    return session.scalars(
        select(Alert).where(Alert.chat_id == chat_id, Alert.message_id == message_id).order_by(Alert.part)
    ).all()


def open_of(session: Session, reporter_id: int, since: datetime) -> Sequence[Alert]:
    """Alerts of a reporter that are not closed, opened since then, the newest first."""
    return session.scalars(
        select(Alert)
        .where(Alert.reporter_id == reporter_id, Alert.state != "closed", Alert.opened_at >= since)
        .order_by(Alert.id.desc())
    ).all()


def get(session: Session, key: int, *, lock: bool = False) -> Alert | None:
    statement = select(Alert).where(Alert.id == key)
    return session.scalar(statement.with_for_update() if lock else statement)


def step(
    session: Session, alert_id: int, at: datetime, person_id: int | None, what: str, word: str | None = None
) -> None:
    session.add(AlertStep(alert_id=alert_id, at=at, person_id=person_id, what=what, word=word))
    session.flush()


def trail(session: Session, alert_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """(step, number of who did it)."""
    return session.execute(
        select(AlertStep, Person.number)
        .outerjoin(Person, Person.id == AlertStep.person_id)
        .where(AlertStep.alert_id == alert_id)
        .order_by(AlertStep.id)
    ).all()


def open_ones(session: Session) -> Sequence[Alert]:
    """Everything not closed, the oldest first."""
    return session.scalars(select(Alert).where(Alert.state != "closed").order_by(Alert.id)).all()


def untaken(session: Session) -> Sequence[Alert]:
    return session.scalars(select(Alert).where(Alert.state == "open").order_by(Alert.id).with_for_update()).all()


def codes(session: Session, recipient_id: int | None) -> tuple[str, int] | None:
    """Number and place of a recipient."""
    row = session.execute(select(Recipient.number, Recipient.unit_id).where(Recipient.id == recipient_id)).one_or_none()
    return (row[0], row[1]) if row else None


def places(session: Session, alert: Alert) -> set[int | None]:
    """The units in whose scope an alert lies: where the recipient lives and where the reporter works."""
    found = {alert.unit_id, session.scalar(select(Person.unit_id).where(Person.id == alert.reporter_id))}
    if alert.recipient_id is not None:
        found.add(session.scalar(select(Recipient.unit_id).where(Recipient.id == alert.recipient_id)))
    return found


def last_told(session: Session, alert_id: int) -> datetime | None:
    """When a group was last told of it."""
    return session.scalar(
        select(AlertStep.at)
        .where(AlertStep.alert_id == alert_id, AlertStep.what == "told")
        .order_by(AlertStep.id.desc())
        .limit(1)
    )
