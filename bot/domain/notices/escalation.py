"""Escalation: cadre, liaison, supervisor. One open item a cadre; it closes itself, and goes up only if ignored.

An item stands at a level, an index into the roles of the programme's notice (Gansu: 0 the liaison, 1 the supervisor).
Above the last role it goes to the same role of the unit above, which is a matter of the tree, not of this module.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.calendar import WorkingDays, days
from bot.domain.notices.campaign import Audience, Campaign, Moment
from bot.domain.notices.facts import Facts, Reason
from bot.domain.programme import Notice
from bot.domain.quota import Standing

USEFUL = timedelta(days=30)


@dataclass(frozen=True)
class Item:
    """`since`: the day it reached its level. An acknowledged item stays open, but does not rise."""

    level: int
    since: date
    acknowledged: bool


def opens(notice: Notice, unanswered: int, standings: Sequence[Standing]) -> bool:
    """Two reminders of this year without an answer, and a pairing behind."""
    return unanswered >= notice.unanswered and not closes(standings)


def closes(standings: Sequence[Standing]) -> bool:
    """Nothing is behind any more; what then comes late again starts afresh."""
    return all(standing.status != "behind" for standing in standings)


def rises_on(notice: Notice, item: Item, working_days: WorkingDays) -> date | None:
    """The day it goes one level up, five working days after it came; None once acknowledged."""
    return None if item.acknowledged else working_days.add(item.since, notice.working_days)


def role_at(notice: Notice, level: int) -> tuple[str, int]:
    """The role that holds an item of a level, and how many units further up than the first of that role."""
    last = len(notice.to) - 1
    return notice.to[min(level, last)], max(level - last, 0)


def escalation(moment: Moment) -> Iterator[Campaign]:
    """Every working day, for those to whom an item has come; who has none is not in the set."""
    for day in days(moment.first, moment.last):
        if moment.working_days.is_working(day):
            for role in moment.notice.to:
                yield moment.campaign(day.isoformat(), day, day + USEFUL, Audience("escalation", role))


def escalation_needed(_period: str, facts: Facts) -> Reason | None:
    return Reason("ignored", {"cadres": facts.open_items}) if facts.open_items else None
