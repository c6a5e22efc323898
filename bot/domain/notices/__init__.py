"""The calendar of duties: what falls due on which day to whom, and whether it is still needed when it is sent.

Pure: `plan` names sets of people by predicates, the database fills them; `needed` judges facts read at sending.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from bot.domain.calendar import WorkingDays
from bot.domain.notices import admin, early, escalation, greetings, quota, reports, roster, visits
from bot.domain.notices.bundle import digest_at, may_send, send_at
from bot.domain.notices.campaign import Audience, Campaign, Moment
from bot.domain.notices.facts import Facts, Reason
from bot.domain.notices.kinds import ALERTS, APART, ASKING, DIGESTS
from bot.domain.programme import Programme

__all__ = [
    "ALERTS",
    "APART",
    "ASKING",
    "DIGESTS",
    "RULES",
    "Audience",
    "Campaign",
    "Facts",
    "Reason",
    "digest_at",
    "may_send",
    "needed",
    "plan",
    "send_at",
    "told_early",
]


class Rule(NamedTuple):
    """`days`: the campaigns of a span of days, and perhaps some around it. `needed`: why it still goes out, or None."""

    days: Callable[[Moment], Iterator[Campaign]]
    needed: Callable[[str, Facts], Reason | None]


RULES: dict[str, Rule] = {
    "roster.confirm": Rule(roster.confirm, roster.confirm_needed),
    "roster.liaison": Rule(roster.liaison, roster.liaison_needed),
    "roster.overdue": Rule(roster.overdue, roster.overdue_needed),
    "quota.pace": Rule(quota.pace, quota.pace_needed),
    "quota.year_end": Rule(quota.year_end, quota.year_end_needed),
    "quota.supervisor": Rule(quota.to_office, quota.supervisor_needed),
    "first_visit": Rule(visits.first_visit, visits.first_visit_needed),
    "weekly.visit": Rule(visits.weekly, visits.weekly_needed),
    "birthday": Rule(greetings.birthday, greetings.greeting_needed),
    "festival": Rule(greetings.festival, greetings.greeting_needed),
    "age": Rule(greetings.age, greetings.age_needed),
    "escalation": Rule(escalation.escalation, escalation.escalation_needed),
    "report.month": Rule(reports.month, reports.digest_needed),
    "report.quarter": Rule(reports.quarter, reports.digest_needed),
    "report.year": Rule(reports.year, reports.digest_needed),
    "alert.follow_up": Rule(admin.not_planned, admin.open_needed),
    "calendar.missing": Rule(admin.calendar_missing, admin.open_needed),
    "audit.due": Rule(admin.audit_due, admin.open_needed),
}


def plan(programme: Programme, working_days: WorkingDays, since: date, until: date) -> list[Campaign]:
    """What becomes due after `since` up to and including `until`, by day and hour, whenever it is asked."""
    first = since + timedelta(days=1)
    if first > until:
        return []
    return _planned(programme, working_days, programme.notices, first, until)


def _planned(
    programme: Programme, working_days: WorkingDays, kinds: Iterable[str], first: date, until: date
) -> list[Campaign]:
    found = (
        campaign
        for kind in kinds
        for campaign in RULES[kind].days(Moment(programme, working_days, programme.notices[kind], first, until))
        if first <= campaign.day <= until
    )
    return sorted(found, key=lambda c: (c.day, c.earliest, c.kind, c.period, c.audience.role))


def told_early(programme: Programme, working_days: WorkingDays, kind: str, period: str, today: date) -> list[Campaign]:
    """The reminders of the coming days that a reminder of this kind and period takes along when it goes out today."""
    notice = programme.notices.get(kind)
    if notice is None or not notice.along:
        return []
    until = today + early.SPAN
    messages = _planned(programme, working_days, [kind], today - early.SPAN, until)
    return early.told(period, today, messages, _planned(programme, working_days, notice.along, today, until))


def needed(kind: str, period: str, facts: Facts) -> Reason | None:
    """Why a notice still goes out now; None: it falls silent. `period` may carry its `:P` or `:R` subject."""
    return RULES[kind].needed(period, facts)
