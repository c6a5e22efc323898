"""Days: working days and rolls, local hours, report periods, birthdays, lunar festivals. Nothing here reads a clock."""

import calendar as month_lengths
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Self
from zoneinfo import ZoneInfo

import holidays
from lunar_python import Lunar, LunarMonth

from bot.domain.programme import Deadline, MonthDay, Roll

DAY = timedelta(days=1)
SATURDAY = 5  # date.weekday()
MONTHS_IN_QUARTER = 3
LAST_MONTH = 12
LONGEST_REST = 60  # days; a calendar without a working day in two months is a mistake in the table


class WorkingDays:
    """Which days are worked. `table` holds the days that differ from Monday-to-Friday (True: worked).

    A year in `years_published` follows the table alone. Any other year is *estimated* by the `holidays` library (which
    knows the make-up weekends of years already published); single days in the table still win over the estimate.
    """

    def __init__(self, table: Mapping[date, bool] | None = None, years_published: Collection[int] = ()) -> None:
        self._table = dict(table or {})
        self._published = frozenset(years_published)
        self._known: dict[date, bool] = {}

    def is_working(self, day: date) -> bool:
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = self._look_up(day)
        return known

    def _look_up(self, day: date) -> bool:
        if day in self._table:
            return self._table[day]
        weekday = day.weekday() < SATURDAY
        if day.year in self._published:
            return weekday
        rests, makeups = _estimate(day.year)
        return day in makeups or (weekday and day not in rests)

    def estimated(self, year: int) -> bool:
        """No table of this year was imported."""
        return year not in self._published

    def on_or_before(self, day: date) -> date:
        return self._walk(day, -DAY)

    def on_or_after(self, day: date) -> date:
        return self._walk(day, DAY)

    def before(self, day: date) -> date:
        """The last working day strictly before."""
        return self._walk(day - DAY, -DAY)

    def after(self, day: date) -> date:
        """The first working day strictly after."""
        return self._walk(day + DAY, DAY)

    def roll(self, day: date, how: Roll) -> date:
        """Where a deadline goes that falls on a rest day."""
        if how == "next":
            return self.on_or_after(day)
        return self.on_or_before(day) if how == "previous" else day

    def add(self, day: date, n: int) -> date:
        """The n-th working day after `day` (before it when n is negative); n = 0 is `day` itself, worked or not."""
        step = self.after if n > 0 else self.before
        for _ in range(abs(n)):
            day = step(day)
        return day

    def _walk(self, day: date, step: timedelta) -> date:
        for _ in range(LONGEST_REST):
            if self.is_working(day):
                return day
            day += step
        raise ValueError(f"no working day within {LONGEST_REST} days of {day}")


@lru_cache(maxsize=64)
def _estimate(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Rest days and make-up working days of a year, as far as the library knows them."""
    china = holidays.country_holidays("CN", years=year, expand=False)
    return frozenset(china), frozenset(day for day in china.weekend_workdays if day.year == year)


def local(day: date, hour: time, tz: ZoneInfo) -> datetime:
    """The moment of a local day and hour, aware, in UTC."""
    return datetime.combine(day, hour, tz).astimezone(UTC)


def day_of(now: datetime, tz: ZoneInfo) -> date:
    """The local day of an aware moment."""
    return now.astimezone(tz).date()


def days(first: date, last: date) -> Iterator[date]:
    """Every day from first to last, both included; none when last lies before first."""
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)


@dataclass(frozen=True, order=True)
class Period:
    """A month `2026-10`, a quarter `2026-Q3` or a year `2026`; `first` and `last` are both inside."""

    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises ValueError with the word itself when it names no period."""
        found = re.fullmatch(r"(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?", text.strip())
        if not found or int(found[1]) == 0:
            raise ValueError(f"{text!r} is no period: write 2026-10, 2026-Q3 or 2026")
        year = int(found[1])
        if found[2]:
            return cls.quarter(year, int(found[2]))
        return cls.month(year, int(found[3])) if found[3] else cls.year(year)

    @classmethod
    def month(cls, year: int, month: int) -> Self:
        return cls(date(year, month, 1), end_of_month(year, month))

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Self:
        last = quarter * MONTHS_IN_QUARTER
        return cls(date(year, last - MONTHS_IN_QUARTER + 1, 1), end_of_month(year, last))

    @classmethod
    def year(cls, year: int) -> Self:
        return cls(date(year, 1, 1), date(year, LAST_MONTH, 31))

    @classmethod
    def month_of(cls, day: date) -> Self:
        return cls.month(day.year, day.month)

    @classmethod
    def quarter_of(cls, day: date) -> Self:
        return cls.quarter(day.year, (day.month + 2) // MONTHS_IN_QUARTER)

    @property
    def months(self) -> int:
        return self.last.month - self.first.month + 1

    @property
    def unit(self) -> str:
        """`month`, `quarter` or `year`."""
        return {1: "month", MONTHS_IN_QUARTER: "quarter"}.get(self.months, "year")

    @property
    def previous(self) -> Self:
        """The period of the same length before."""
        return self._around(self.first - DAY)

    @property
    def next(self) -> Self:
        return self._around(self.last + DAY)

    def _around(self, day: date) -> Self:
        if self.months == 1:
            return self.month_of(day)
        return self.quarter_of(day) if self.months == MONTHS_IN_QUARTER else self.year(day.year)

    @property
    def year_to_date(self) -> tuple[date, date]:
        """First and last day from January to the end of this period."""
        return date(self.first.year, 1, 1), self.last

    def contains(self, day: date) -> bool:
        return self.first <= day <= self.last

    def finished(self, day: date) -> bool:
        """Over on `day`: a report of it may be frozen; before, it is a preview."""
        return self.last < day

    def __str__(self) -> str:
        if self.months == 1:
            return f"{self.first:%Y-%m}"
        quarter = f"-Q{self.last.month // MONTHS_IN_QUARTER}" if self.months == MONTHS_IN_QUARTER else ""
        return f"{self.first:%Y}{quarter}"


def report_due(period: Period, working_days: WorkingDays) -> date:
    """The first working day after the period; for a year that always lies in the first week of January."""
    return working_days.after(period.last)


def week(day: date) -> str:
    """The ISO week, such as 2026-W07."""
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02d}"


def week_start(day: date) -> date:
    """The Monday of its week."""
    return day - day.weekday() * DAY


def end_of_month(year: int, month: int) -> date:
    return date(year, month, month_lengths.monthrange(year, month)[1])


def deadlines(deadline: Deadline, first: date, last: date) -> Iterator[date]:
    """The unrolled days of a deadline from first to last, both included."""
    if deadline.on:
        candidates = [deadline.on.in_year(year) for year in range(first.year, last.year + 1)]
    else:
        months = range(first.year * LAST_MONTH + first.month - 1, last.year * LAST_MONTH + last.month)
        candidates = [date(m // LAST_MONTH, m % LAST_MONTH + 1, deadline.day or 1) for m in months]
    return (day for day in candidates if first <= day <= last)


def birthday(born: MonthDay, year: int) -> date:
    """Born on 29 February: the 28th in a common year."""
    return born.in_year(year)


def age_on(year: int, month: int, day: int, at: date) -> int:
    """Full years at a day, of someone born on year-month-day."""
    return at.year - year - (MonthDay(month, day).in_year(at.year) > at)


def born_on(anniversary: date, age: int) -> tuple[date, ...]:
    """The days of birth of those who turn `age` on a day: also 29 February, when that day stands in for it."""
    year = anniversary.year - age
    born = [kept for kept in celebrated_on(anniversary) if not _is_leap_day(kept) or month_lengths.isleap(year)]
    return tuple(kept.in_year(year) for kept in born)


def celebrated_on(day: date) -> tuple[MonthDay, ...]:
    """The birthdays kept on a day: its own, and 29 February on the 28th of a common year."""
    own = MonthDay(day.month, day.day)
    return (own, MonthDay(2, 29)) if _stands_in_for_leap_day(day) else (own,)


def _is_leap_day(day: MonthDay) -> bool:
    return day == MonthDay(2, 29)


def _stands_in_for_leap_day(day: date) -> bool:
    return (day.month, day.day) == (2, 28) and not month_lengths.isleap(day.year)


@lru_cache(maxsize=512)
def lunar_day(year: int, month: int, day: int) -> date:
    """The solar date of a day of the Chinese year that begins in `year`: 1-1 is Spring Festival, 8-15 Mid-Autumn.

    Day 30 of a month of 29 days is its last day, so 12-30 is New Year's Eve in every year.
    """
    longest = LunarMonth.fromYm(year, month).getDayCount()
    found = Lunar.fromYmd(year, month, min(day, longest)).getSolar()
    return date(found.getYear(), found.getMonth(), found.getDay())
