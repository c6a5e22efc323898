"""Reminders of the yearly quota: weekly near the end of a quarter, then counted days before the end of the year."""

from collections.abc import Iterator
from datetime import date, timedelta

from bot.domain.calendar import Period, days, deadlines, week, week_start
from bot.domain.notices.campaign import LOOK_AHEAD, Campaign, Moment
from bot.domain.notices.facts import Facts, Reason
from bot.domain.quota import Counts, Standing

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
PRESSING = frozenset({"due_soon", "behind"})


def first_of_week(moment: Moment, day: date, not_before: date = date.min) -> date | None:
    """The first working day of the week of `day` that is not before a day; None when that week has no such day."""
    monday = week_start(day)
    start = moment.working_days.on_or_after(max(monday, not_before))
    return start if start < monday + WEEK else None


def mondays(moment: Moment) -> list[date]:
    """Of every week that the days to plan touch."""
    return sorted({week_start(day) for day in days(moment.first, moment.last)})


def pace(moment: Moment) -> Iterator[Campaign]:
    for monday in mondays(moment):
        start = first_of_week(moment, monday)
        quarter_end = Period.quarter_of(start or monday).last
        if start and (quarter_end - start).days < moment.notice.last_days:
            yield moment.to_cadres(week(start), start, min(week_start(start) + WEEK - DAY, quarter_end))


def countdown(moment: Moment) -> Iterator[tuple[str, date, date]]:
    """(period, day, expires) of the notices so many days before a yearly deadline.

    Each moves to the working day before; of two that then fall on one day the nearer to the deadline stays.
    """
    deadline = moment.programme.deadlines[moment.notice.deadline]
    longest = timedelta(days=max(moment.notice.days_before))
    for unrolled in deadlines(deadline, moment.first, moment.last + longest + LOOK_AHEAD):
        end = moment.working_days.roll(unrolled, deadline.roll)
        chosen = {
            moment.working_days.on_or_before(unrolled - timedelta(days=before)): before
            for before in sorted(moment.notice.days_before, reverse=True)
        }
        for day, following in zip(chosen, [*list(chosen)[1:], None], strict=True):
            yield f"{unrolled.year}:{chosen[day]}", day, following - DAY if following else max(end, day)


def year_end(moment: Moment) -> Iterator[Campaign]:
    for period, day, expires in countdown(moment):
        yield moment.to_cadres(period, day, expires)


def to_office(moment: Moment) -> Iterator[Campaign]:
    for period, day, expires in countdown(moment):
        yield from moment.to_roles(period, day, expires)


def pace_needed(_period: str, facts: Facts) -> Reason | None:
    pressing = [standing for standing in facts.standings if standing.status in PRESSING]
    if not pressing:
        return None
    behind = sum(standing.status == "behind" for standing in pressing)
    return Reason("pace", {"behind": behind, "due_soon": len(pressing) - behind, **_missing(pressing)})


def year_end_needed(_period: str, facts: Facts) -> Reason | None:
    unmet = [standing for standing in facts.standings if standing.status != "met"]
    return Reason("year_end", {"pairings": len(unmet), **_missing(unmet)}) if unmet else None


def supervisor_needed(_period: str, facts: Facts) -> Reason | None:
    return Reason("behind", {"pairings": facts.behind, "deeds": facts.behind_deeds}) if facts.behind else None


def _missing(standings: list[Standing]) -> dict[str, int]:
    """Deeds first: they are what lags."""
    total = sum((standing.missing for standing in standings), Counts())
    return {"deed": total.deed, "visit": total.visit, "contact": total.contact}
