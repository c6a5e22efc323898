"""The accounts of campaigns: which are through, and what became of every notice."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Row, func, or_, select
from sqlalchemy.orm import Session

from db.models import Campaign, Notice


def finished(session: Session, tomorrow: datetime, day: date) -> Sequence[Campaign]:
    """Campaigns up to `day` of which nothing is under way or to go out before `tomorrow`, and nobody had an account."""
    rest = select(Notice.id).where(
        Notice.kind == Campaign.kind,
        Notice.day == Campaign.day,
        or_(Notice.state == "claimed", (Notice.state == "planned") & (Notice.due < tomorrow)),
    )
    return session.scalars(
        select(Campaign)
        .where(Campaign.accounted_at.is_(None), Campaign.day <= day, ~rest.exists())
        .order_by(Campaign.day, Campaign.kind)
    ).all()


def account(session: Session, kind: str, day: date) -> Sequence[Row[str, str | None, int]]:
    """(state, outcome, how many) of a campaign."""
    return session.execute(
        select(Notice.state, Notice.outcome, func.count())
        .where(Notice.kind == kind, Notice.day == day)
        .group_by(Notice.state, Notice.outcome)
    ).all()


def of_day(session: Session, day: date) -> Sequence[Campaign]:
    return session.scalars(select(Campaign).where(Campaign.day == day).order_by(Campaign.kind)).all()
