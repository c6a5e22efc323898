"""When a person's reminders of a day go out: one bundle, at his hour, inside the quiet hours, on a working day."""

from collections.abc import Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.domain.calendar import WorkingDays, local
from bot.domain.programme import Programme


def send_at(
    programme: Programme,
    working_days: WorkingDays,
    tz: ZoneInfo,
    *,
    day: date,
    earliest: Iterable[time],
    person_hour: time | None = None,
    snoozed_until: date | None = None,
) -> datetime:
    """The moment (UTC) of the one bundle of a day.

    The person's hour, or the latest of the earliest hours in the bundle when that is later, never outside the quiet
    hours. `snoozed_until` is the first day on which reminders may come again. A rest day moves on to the next working
    day: plans lie on working days already, so this happens to snoozed and overlooked ones only.
    """
    hour = max([person_hour or programme.default_hour, programme.quiet_from, *earliest])
    send_day = working_days.on_or_after(max(day, snoozed_until or day))
    return local(send_day, min(hour, programme.quiet_to), tz)


def digest_at(programme: Programme, tz: ZoneInfo, *, day: date, earliest: time) -> datetime:
    """A digest keeps its own hour; it is no part of the bundle."""
    return local(day, min(max(earliest, programme.quiet_from), programme.quiet_to), tz)


def may_send(programme: Programme, working_days: WorkingDays, tz: ZoneInfo, now: datetime) -> bool:
    """Whether reminders may go out at this moment; both ends of the quiet hours are inside."""
    here = now.astimezone(tz)
    clock = here.time().replace(second=0, microsecond=0)
    return working_days.is_working(here.date()) and programme.quiet_from <= clock <= programme.quiet_to
