"""The first visit of a new pairing, and the weekly roll-call of those who visit every week."""

from collections.abc import Iterator
from datetime import timedelta

from bot.domain.calendar import week
from bot.domain.notices.campaign import Audience, Campaign, Moment
from bot.domain.notices.facts import Facts, Reason

WEEK = timedelta(days=7)


def first_visit(moment: Moment) -> Iterator[Campaign]:
    """Day 23 counts the first day of the pairing as day 1."""
    for nominal in moment.nominal_days():
        began = nominal - timedelta(days=moment.notice.day - 1)
        audience = Audience("new_pairings", "cadre", kinds=moment.programme.quota_pairings, first_day=began)
        yield moment.campaign(
            began.isoformat(),
            moment.working_days.on_or_before(nominal),
            began + timedelta(days=moment.notice.within_days - 1),
            audience,
            "pairing",
        )


def weekly(moment: Moment) -> Iterator[Campaign]:
    audience = Audience("paired", "cadre", kinds=moment.programme.weekly_pairings)
    for nominal in moment.nominal_days():
        if nominal.isoweekday() == moment.notice.weekday:
            day = moment.working_days.on_or_before(nominal)
            yield moment.campaign(week(nominal), day, nominal + WEEK - timedelta(days=1), audience)


def first_visit_needed(_period: str, facts: Facts) -> Reason | None:
    return Reason("not_visited") if facts.active and not facts.visited else None


def weekly_needed(_period: str, facts: Facts) -> Reason | None:
    unanswered = facts.weekly_due - facts.weekly_answered
    return Reason("unanswered", {"due": facts.weekly_due, "unanswered": unanswered}) if unanswered > 0 else None
