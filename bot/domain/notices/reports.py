"""Digests: the report of a finished period, on the first working day after it."""

from collections.abc import Iterator

from bot.domain.calendar import Period, report_due
from bot.domain.notices.campaign import LOOK_AHEAD, Campaign, Moment
from bot.domain.notices.facts import Facts, Reason


def month(moment: Moment) -> Iterator[Campaign]:
    return _digests(moment, Period.month_of(moment.first - LOOK_AHEAD))


def quarter(moment: Moment) -> Iterator[Campaign]:
    return _digests(moment, Period.quarter_of(moment.first - LOOK_AHEAD))


def year(moment: Moment) -> Iterator[Campaign]:
    return _digests(moment, Period.year((moment.first - LOOK_AHEAD).year))


def _digests(moment: Moment, period: Period) -> Iterator[Campaign]:
    """A digest stays of use until the next one is due."""
    due = report_due(period, moment.working_days)
    while due <= moment.last:
        following = report_due(period.next, moment.working_days)
        yield from moment.to_roles(str(period), due, following)
        period, due = period.next, following


def digest_needed(_period: str, _facts: Facts) -> Reason | None:
    """Always: a quiet month is also told."""
    return Reason("period_over")
