"""The roster month: cadres confirm, the liaison keys in on the rolled 15th, what is missing goes to the supervisor."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.calendar import Period, WorkingDays, deadlines
from bot.domain.notices.campaign import LOOK_AHEAD, Campaign, Moment
from bot.domain.notices.facts import Facts, Reason
from bot.domain.programme import Deadline

DAY = timedelta(days=1)
USEFUL = timedelta(days=14)  # how long after the deadline a list that was not sent still helps
LAST, ENTRY = ":last", ":entry"


@dataclass(frozen=True)
class RosterMonth:
    """The days of one month. `reminder` and `last` fall together when the days between are all rest days."""

    month: str
    reminder: date
    last: date
    entry: date
    overdue: date


def roster_month(deadline: Deadline, unrolled: date, reminder_day: int, working_days: WorkingDays) -> RosterMonth:
    """`unrolled` is the 15th itself. Nothing is overdue before the rolled day has ended."""
    entry = working_days.roll(unrolled, deadline.roll)
    last = working_days.before(unrolled)
    reminder = working_days.on_or_before(unrolled.replace(day=reminder_day))
    return RosterMonth(str(Period.month_of(unrolled)), min(reminder, last), last, entry, working_days.after(entry))


def _months(moment: Moment) -> Iterator[RosterMonth]:
    deadline = moment.programme.deadlines[moment.notice.deadline]
    day = moment.notice.day or deadline.day or 1
    for unrolled in deadlines(deadline, moment.first - LOOK_AHEAD, moment.last + LOOK_AHEAD):
        yield roster_month(deadline, unrolled, day, moment.working_days)


def confirm(moment: Moment) -> Iterator[Campaign]:
    for month in _months(moment):
        if month.reminder < month.last:
            yield moment.to_cadres(month.month, month.reminder, month.last - DAY)
        yield moment.to_cadres(month.month + LAST, month.last, month.entry)


def liaison(moment: Moment) -> Iterator[Campaign]:
    for month in _months(moment):
        if month.reminder < month.last:
            yield from moment.to_roles(month.month, month.reminder, month.last - DAY)
        if month.last < month.entry:
            yield from moment.to_roles(month.month + LAST, month.last, month.entry - DAY)
        yield from moment.to_roles(month.month + ENTRY, month.entry, month.entry + USEFUL)


def overdue(moment: Moment) -> Iterator[Campaign]:
    for month in _months(moment):
        yield from moment.to_roles(month.month, month.overdue, month.overdue + USEFUL)


def confirm_needed(_period: str, facts: Facts) -> Reason | None:
    return Reason("unconfirmed") if facts.active and not facts.month_answered else None


def liaison_needed(period: str, facts: Facts) -> Reason | None:
    """On the rolled 15th the entry list comes even when it is empty; before, only when there is something to chase."""
    if facts.entered:
        return None
    numbers = {"unconfirmed": facts.unconfirmed, "changes": facts.open_changes}
    if period.endswith(ENTRY):
        return Reason("entry_list", numbers)
    return Reason("open", numbers) if any(numbers.values()) else None


def overdue_needed(_period: str, facts: Facts) -> Reason | None:
    numbers = {"unconfirmed": facts.unconfirmed, "changes": facts.open_changes}
    return Reason("overdue", numbers) if any(numbers.values()) else None
