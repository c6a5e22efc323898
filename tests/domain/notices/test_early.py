"""What is told early, along with the month's first question about the roster."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.calendar import WorkingDays
from bot.domain.notices import early, plan, told_early
from bot.programmes import BUNDLED, load

GANSU = load()
SISTER = load(BUNDLED / "leftbehind.toml")
CALENDAR = WorkingDays()


def told(period, today, programme=GANSU, kind="roster.confirm"):
    found = told_early(programme, CALENDAR, kind, period, today)
    return [(one.kind, one.period, one.day) for one in found]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2027, 1, 8), []),
        (date(2027, 3, 10), [("quota.pace", "2027-W11", date(2027, 3, 15))]),
        (date(2027, 4, 9), []),
        (date(2027, 6, 10), [("quota.pace", "2027-W24", date(2027, 6, 14))]),
        (date(2027, 9, 10), [("quota.pace", "2027-W37", date(2027, 9, 13))]),
        (date(2027, 10, 8), [("quota.year_end", "2027:60", date(2027, 11, 1))]),
        (date(2027, 11, 10), [("quota.year_end", "2027:30", date(2027, 12, 1))]),
        (
            date(2027, 12, 10),
            [("quota.pace", "2027-W50", date(2027, 12, 13)), ("quota.year_end", "2027:14", date(2027, 12, 17))],
        ),
    ],
)
def test_the_first_question_of_a_month_tells_what_comes_before_the_next_months(today, expected):
    assert told(f"{today:%Y-%m}", today) == expected


def test_the_second_question_of_a_month_tells_nothing():
    assert told("2027-03:last", date(2027, 3, 12)) == []


def test_what_falls_due_on_the_very_day_comes_by_itself():
    assert told("2027-09", date(2027, 9, 20), SISTER) == []


def test_a_question_asked_late_tells_only_what_still_lies_ahead():
    assert told("2027-03", date(2027, 3, 29)) == []
    assert told("2027-03", date(2027, 3, 16)) == [("quota.pace", "2027-W12", date(2027, 3, 22))]


def test_a_question_of_long_ago_tells_nothing():
    assert told("2026-03", date(2027, 3, 10)) == []


def test_only_the_kinds_that_the_programme_names_tell_anything():
    assert told("2027-W11", date(2027, 3, 15), kind="quota.pace") == []
    assert told("1", date(2027, 3, 15), kind="plan.reminder") == []
    plain = replace(
        GANSU, notices={**GANSU.notices, "roster.confirm": replace(GANSU.notices["roster.confirm"], along=())}
    )
    assert told("2027-03", date(2027, 3, 10), plain) == []


def test_the_sister_programme_tells_its_own_without_code():
    assert told("2027-03", date(2027, 3, 19), SISTER) == [("quota.pace", "2027-W12", date(2027, 3, 22))]
    assert told("2027-10", date(2027, 10, 20), SISTER) == [("quota.year_end", "2027:21", date(2027, 11, 9))]


def test_what_is_told_early_is_judged_as_of_its_own_day_but_never_of_a_day_gone():
    (campaign,) = [c for c in plan(GANSU, CALENDAR, date(2027, 3, 14), date(2027, 3, 15)) if c.kind == "quota.pace"]
    period = early.period_of(campaign)
    assert period == "2027-W11:early:2027-03-15"
    assert early.is_early(period)
    assert not early.is_early(campaign.period)
    assert early.own_day(period, date(2027, 3, 10)) == date(2027, 3, 15)
    assert early.own_day(period, date(2027, 3, 16)) == date(2027, 3, 16)
    assert early.own_day(campaign.period, date(2027, 3, 10)) == date(2027, 3, 10)
