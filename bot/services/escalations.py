"""Who is behind and left reminders unanswered: one open item a cadre; it closes itself, and rises only if ignored."""

from dataclasses import dataclass
from datetime import date

from bot.domain.calendar import WorkingDays
from bot.domain.notices import escalation
from bot.domain.notices.escalation import Item
from bot.domain.notices.kinds import ASKING
from bot.domain.people import Actor
from bot.services.desk import Desk
from bot.services.facts import Cadres, County
from db import facts, working_days
from db.models import Escalation
from db.session import Session

REVIEW = "review"
CHUNK = 500  # cadres judged in one transaction
KIND = "escalation"


def review(session: Session, desk: Desk, calendar: WorkingDays, *, after: int) -> int | None:
    """The morning's look at every item, then at the next cadres who may need one; the id to go on after, or None."""
    notice = desk.programme.notices.get(KIND)
    if notice is None:
        return None
    if after == 0:
        _review_open(session, desk, calendar)
    first = date(desk.today.year, 1, 1)
    found = facts.ignoring(session, ASKING, first, notice.unanswered, after, CHUNK)
    cadres = Cadres(session, desk, found)
    for person_id in found:
        standings = [one.standing for one in cadres.standings(person_id, desk.today.year, desk.today)]
        if escalation.opens(notice, notice.unanswered, standings):
            session.add(Escalation(person_id=person_id, level=0, since=desk.today, opened_at=desk.now))
    session.flush()
    return found[-1] if len(found) == CHUNK else None


def _review_open(session: Session, desk: Desk, calendar: WorkingDays) -> None:
    notice = desk.programme.notices[KIND]
    items = [item for item, _ in facts.open_escalations(session)]
    cadres = Cadres(session, desk, (item.person_id for item in items))
    for item in items:
        standings = [one.standing for one in cadres.standings(item.person_id, desk.today.year, desk.today)]
        rises = escalation.rises_on(notice, Item(item.level, item.since, item.acknowledged_at is not None), calendar)
        if escalation.closes(standings):
            item.closed_at = desk.now
        elif rises is not None and rises <= desk.today:
            item.level, item.since = item.level + 1, desk.today


@dataclass(frozen=True)
class Acknowledged:
    """How many items somebody took on; 0: they were taken or closed before."""

    count: int


def acknowledge(session: Session, desk: Desk, actor: Actor) -> Acknowledged:
    """Everything that waits for this person: he knows, and it does not rise."""
    county = County(session, desk, working_days.calendar(session))
    items = county.items_of(actor.person_id, desk.today)
    for item in items:
        item.acknowledged_at, item.acknowledged_by = desk.now, actor.person_id
    return Acknowledged(len(items))
