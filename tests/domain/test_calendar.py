from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import (
    Period,
    WorkingDays,
    age_on,
    birthday,
    born_on,
    celebrated_on,
    day_of,
    days,
    deadlines,
    local,
    lunar_day,
    report_due,
    week,
    week_start,
)
from bot.domain.programme import Deadline, MonthDay

PUBLISHED = yaml.safe_load((Path(__file__).parents[1] / "fixtures" / "published.yaml").read_text(encoding="utf-8"))
SHANGHAI = ZoneInfo("Asia/Shanghai")
FIFTEENTHS = PUBLISHED["working_days_of_the_15th_2026"].items()
any_day = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@pytest.fixture(scope="module")
def estimate():
    return WorkingDays()


@pytest.fixture(scope="module")
def table():
    """2026 as an admin would import it: only the days that differ from Monday-to-Friday."""
    guess = WorkingDays()
    year = days(date(2026, 1, 1), date(2026, 12, 31))
    return {day: guess.is_working(day) for day in year if guess.is_working(day) != (day.weekday() < 5)}


@pytest.mark.parametrize(("day", "around"), FIFTEENTHS)
def test_the_fifteenths_of_2026_roll_as_published(estimate, table, day, around):
    for calendar in (estimate, WorkingDays(table, {2026})):
        assert [calendar.on_or_before(day), calendar.on_or_after(day)] == around
        assert calendar.roll(day, "previous") == around[0]
        assert calendar.roll(day, "next") == around[1]
        assert calendar.roll(day, "none") == day


def test_the_make_up_weekends_of_2026_are_worked_and_no_other(estimate):
    weekends = [d for d in days(date(2026, 1, 1), date(2026, 12, 31)) if d.weekday() >= 5]
    assert [day for day in weekends if estimate.is_working(day)] == PUBLISHED["working_weekends_2026"]


def test_the_fifteenth_of_september_2027_is_mid_autumn(estimate):
    assert lunar_day(2027, 8, 15) == date(2027, 9, 15)
    assert not estimate.is_working(date(2027, 9, 15))
    assert estimate.before(date(2027, 9, 15)) == date(2027, 9, 14)
    assert estimate.roll(date(2027, 9, 15), "next") == date(2027, 9, 16)


def test_strictly_before_and_after_leave_a_working_day(estimate):
    assert estimate.before(date(2026, 4, 15)) == date(2026, 4, 14)
    assert estimate.after(date(2026, 2, 14)) == date(2026, 2, 24)


def test_a_year_without_a_table_is_estimated_and_one_with_it_is_not(table):
    calendar = WorkingDays(table, {2026})
    assert not calendar.estimated(2026)
    assert calendar.estimated(2027)
    assert not calendar.is_working(date(2027, 10, 1))


def test_a_published_table_overrules_the_library_completely():
    calendar = WorkingDays({date(2026, 3, 7): True}, {2026})
    assert calendar.is_working(date(2026, 3, 7))
    assert calendar.is_working(date(2026, 10, 1))


def test_a_single_day_may_be_set_in_a_year_that_is_only_estimated():
    calendar = WorkingDays({date(2027, 9, 19): True})
    assert calendar.is_working(date(2027, 9, 19))
    assert not calendar.is_working(date(2027, 9, 15))


def test_five_working_days_skip_the_holidays(estimate):
    assert estimate.add(date(2026, 9, 30), 5) == date(2026, 10, 13)
    assert estimate.add(date(2026, 10, 13), -5) == date(2026, 9, 30)
    assert estimate.add(date(2026, 10, 1), 0) == date(2026, 10, 1)


def test_a_table_without_working_days_is_refused_instead_of_walked_forever():
    spring = dict.fromkeys(days(date(2026, 1, 1), date(2026, 12, 31)), False)
    with pytest.raises(ValueError, match="no working day"):
        WorkingDays(spring, {2026}).on_or_after(date(2026, 3, 1))


@given(any_day)
def test_before_is_the_nearest_working_day_before(day):
    calendar = WorkingDays()
    found = calendar.before(day)
    assert found < day
    assert calendar.is_working(found)
    assert not any(calendar.is_working(between) for between in days(found + timedelta(1), day - timedelta(1)))


@given(any_day, st.integers(1, 15))
def test_adding_working_days_can_be_taken_back(day, n):
    calendar = WorkingDays()
    worked = calendar.on_or_after(day)
    assert calendar.add(calendar.add(worked, n), -n) == worked


def test_a_local_hour_is_a_moment_in_utc_and_back():
    moment = local(date(2026, 5, 25), time(7, 30), SHANGHAI)
    assert moment == datetime(2026, 5, 24, 23, 30, tzinfo=UTC)
    assert moment.tzinfo is UTC
    assert day_of(moment, SHANGHAI) == date(2026, 5, 25)
    assert day_of(moment, ZoneInfo("UTC")) == date(2026, 5, 24)


@pytest.mark.parametrize(
    ("text", "first", "last", "previous", "following", "unit"),
    [
        ("2026-10", date(2026, 10, 1), date(2026, 10, 31), "2026-09", "2026-11", "month"),
        ("2026-01", date(2026, 1, 1), date(2026, 1, 31), "2025-12", "2026-02", "month"),
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31), "2025-Q4", "2026-Q2", "quarter"),
        ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30), "2026-Q2", "2026-Q4", "quarter"),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "2025", "2027", "year"),
    ],
)
def test_a_period_knows_its_days_and_its_neighbours(text, first, last, previous, following, unit):
    period = Period.parse(text)
    assert (period.first, period.last, period.unit, str(period)) == (first, last, unit, text)
    assert (str(period.previous), str(period.next)) == (previous, following)
    assert period.contains(first)
    assert period.contains(last)
    assert not period.contains(last + timedelta(1))
    assert not period.finished(last)
    assert period.finished(last + timedelta(1))
    assert period.year_to_date == (date(2026, 1, 1), last)


@pytest.mark.parametrize("text", ["", "2026-13", "2026-Q5", "0000", "26-10", "2026-1", "2026-10-01", "Q3", "二〇二六"])
def test_a_word_that_is_no_period_is_refused_by_name(text):
    with pytest.raises(ValueError, match="is no period"):
        Period.parse(text)


@given(any_day)
def test_the_month_of_a_day_holds_it_and_so_does_the_quarter(day):
    for period in (Period.month_of(day), Period.quarter_of(day)):
        assert period.contains(day)
        assert Period.parse(str(period)) == period
        assert period.previous.next == period


def test_reports_are_due_on_the_first_working_day_after(estimate):
    assert report_due(Period.parse("2026-04"), estimate) == date(2026, 5, 6)
    assert report_due(Period.parse("2026-Q3"), estimate) == date(2026, 10, 8)
    assert report_due(Period.parse("2026"), estimate) == date(2027, 1, 4)


@given(st.integers(2024, 2034))
def test_the_report_of_a_year_is_due_within_the_first_week_of_january(year):
    due = report_due(Period.year(year), WorkingDays())
    assert date(year + 1, 1, 1) < due <= date(year + 1, 1, 7)


def test_weeks_are_iso_weeks():
    assert week(date(2026, 6, 5)) == "2026-W23"
    assert week(date(2027, 1, 1)) == "2026-W53"
    assert week_start(date(2026, 6, 7)) == date(2026, 6, 1)


def test_deadlines_come_every_month_or_every_year():
    monthly = Deadline("roster", 15, None, "next")
    assert list(deadlines(monthly, date(2026, 11, 16), date(2027, 2, 15))) == [
        date(2026, 12, 15),
        date(2027, 1, 15),
        date(2027, 2, 15),
    ]
    yearly = Deadline("year", None, MonthDay(12, 31), "none")
    assert list(deadlines(yearly, date(2026, 12, 31), date(2027, 12, 30))) == [date(2026, 12, 31)]


def test_someone_born_on_a_leap_day_celebrates_on_the_28th():
    leap = MonthDay(2, 29)
    assert birthday(leap, 2027) == date(2027, 2, 28)
    assert birthday(leap, 2028) == date(2028, 2, 29)
    assert celebrated_on(date(2027, 2, 28)) == (MonthDay(2, 28), leap)
    assert celebrated_on(date(2028, 2, 28)) == (MonthDay(2, 28),)
    assert celebrated_on(date(2028, 2, 29)) == (leap,)


def test_those_who_turn_an_age_were_born_on_these_days():
    assert born_on(date(2026, 6, 1), 14) == (date(2012, 6, 1),)
    assert born_on(date(2026, 2, 28), 14) == (date(2012, 2, 28), date(2012, 2, 29))
    assert born_on(date(2026, 2, 28), 15) == (date(2011, 2, 28),)
    assert born_on(date(2028, 2, 29), 14) == ()
    assert born_on(date(2028, 2, 29), 16) == (date(2012, 2, 29),)


@given(st.dates(date(1920, 1, 1), date(2026, 12, 31)), st.integers(0, 100))
def test_age_turns_on_the_birthday(born, years):
    turned = birthday(MonthDay(born.month, born.day), born.year + years)
    assert age_on(born.year, born.month, born.day, turned) == years
    assert age_on(born.year, born.month, born.day, turned - timedelta(1)) == years - 1
    assert born in born_on(turned, years)


@pytest.mark.parametrize(
    ("year", "month", "day", "solar"),
    [
        (2026, 1, 1, date(2026, 2, 17)),
        (2027, 1, 1, date(2027, 2, 6)),
        (2026, 5, 5, date(2026, 6, 19)),
        (2026, 8, 15, date(2026, 9, 25)),
        (2026, 9, 9, date(2026, 10, 18)),
        (2025, 12, 30, date(2026, 2, 16)),
        (2026, 12, 30, date(2027, 2, 5)),
    ],
)
def test_lunar_festivals_fall_on_their_solar_days(year, month, day, solar):
    assert lunar_day(year, month, day) == solar
