"""Open items about cadres who are behind and left reminders unanswered."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import and_, exists, func, select, update
from sqlalchemy.orm import Session

from bot.domain.notices import early
from db.models import Escalation, Notice, Person


def open_escalations(session: Session) -> Sequence[tuple[Escalation, int | None]]:
    """Open items with the cadre's unit."""
    return [
        (item, unit_id)
        for item, unit_id in session.execute(
            select(Escalation, Person.unit_id)
            .join(Person, Person.id == Escalation.person_id)
            .where(Escalation.closed_at.is_(None))
            .order_by(Escalation.since, Escalation.id)
        )
    ]


def acknowledge(session: Session, ids: Sequence[int], person_id: int, now: datetime) -> None:
    """Somebody took these items on: they stay where they are."""
    session.execute(
        update(Escalation)
        .where(Escalation.id.in_(ids), Escalation.acknowledged_at.is_(None))
        .values(acknowledged_at=now, acknowledged_by=person_id)
        .execution_options(synchronize_session=False)
    )


def ignoring(session: Session, kinds: Collection[str], since: date, least: int, after: int, limit: int) -> list[int]:
    """Cadres after an id with at least so many reminders unanswered since a day and no open item.

    What was told early is not yet due, and does not count.
    """
    open_item = exists().where(and_(Escalation.person_id == Notice.person_id, Escalation.closed_at.is_(None)))
    return list(
        session.scalars(
            select(Notice.person_id)
            .where(
                Notice.kind.in_(list(kinds)),
                Notice.state == "sent",
                Notice.day >= since,
                ~Notice.period.contains(early.MARK),
                Notice.person_id > after,
                ~open_item,
            )
            .group_by(Notice.person_id)
            .having(func.count() >= least)
            .order_by(Notice.person_id)
            .limit(limit)
        )
    )
