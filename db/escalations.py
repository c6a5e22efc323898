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


def afresh(session: Session, kinds: Collection[str], people: Collection[int], least: int) -> list[int]:
    """Of these people, without those who ignored fewer since their last item closed: an item is not opened twice."""
    last = (
        select(Escalation.person_id, func.max(Escalation.closed_at).label("at"))
        .where(Escalation.closed_at.is_not(None))
        .group_by(Escalation.person_id)
        .subquery()
    )
    since = (Notice.person_id == last.c.person_id, Notice.sent_at > last.c.at, Notice.state == "sent")
    counted = (
        select(last.c.person_id, func.count(Notice.id))
        .outerjoin(Notice, and_(*since, Notice.kind.in_(list(kinds)), ~Notice.period.contains(early.MARK)))
        .group_by(last.c.person_id)
    )
    few = {person_id for person_id, count in session.execute(counted) if count < least} if people else set()
    return [person_id for person_id in people if person_id not in few]
