"""What the admin and the duty officer owe: next year's working days, the yearly audit, alerts that are still open."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.domain.calendar import week
from bot.domain.notices.campaign import Campaign, Moment
from bot.domain.notices.facts import Facts, Reason
from bot.domain.notices.quota import first_of_week, mondays, to_office
from bot.domain.programme import Notice

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


def calendar_missing(moment: Moment) -> Iterator[Campaign]:
    """On the first working day of each week from 1 November to December; the period begins with the year missing."""
    for monday in mondays(moment):
        start = moment.notice.start.in_year(monday.year)
        day = first_of_week(moment, monday, start) if monday + WEEK > start else None
        if day and day.year == monday.year:
            yield from moment.to_roles(f"{day.year + 1}:{week(day)}", day, monday + WEEK - DAY)


def year_missing(period: str) -> int:
    """The year whose working days a notice of calendar.missing asks for."""
    return int(period.split(":", maxsplit=1)[0])


audit_due = to_office


def follow_ups(notice: Notice, taken: datetime) -> list[tuple[str, datetime]]:
    """(period, moment) of each question after an alert was taken; at any day and hour. The alert's id goes before."""
    return [(f"{hours}h", taken + timedelta(hours=hours)) for hours in notice.hours_after]


def not_planned(_moment: Moment) -> Iterator[Campaign]:
    """Follow-ups of an alert are written down when it is taken (see `follow_ups`), not by the day."""
    return iter(())


def open_needed(_period: str, facts: Facts) -> Reason | None:
    return None if facts.done else Reason("open")
