"""Each subject of the calendar by the dates people would check first."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.domain.calendar import WorkingDays
from bot.domain.notices import admin, escalation, plan
from bot.domain.notices.escalation import Item
from bot.domain.notices.roster import roster_month
from bot.domain.programme import MonthDay
from bot.domain.quota import Span, status
from bot.programmes import load

GANSU = load()
CALENDAR = WorkingDays()


def of(kind, first, last, programme=GANSU, calendar=CALENDAR):
    return [c for c in plan(programme, calendar, first, last) if c.kind == kind]


def periods(kind, first, last):
    return [(c.period, c.day) for c in of(kind, first, last)]


def test_the_last_reminder_of_april_goes_out_on_tuesday_the_14th():
    assert periods("roster.confirm", date(2026, 4, 1), date(2026, 4, 30)) == [
        ("2026-04", date(2026, 4, 10)),
        ("2026-04:last", date(2026, 4, 14)),
    ]


def test_february_2026_is_confirmed_by_the_make_up_saturday_and_entered_after_spring_festival():
    assert periods("roster.liaison", date(2026, 2, 1), date(2026, 2, 28)) == [
        ("2026-02", date(2026, 2, 10)),
        ("2026-02:last", date(2026, 2, 14)),
        ("2026-02:entry", date(2026, 2, 24)),
    ]
    assert periods("roster.overdue", date(2026, 2, 1), date(2026, 2, 28)) == [("2026-02", date(2026, 2, 25))]


def test_september_2027_is_entered_the_day_after_mid_autumn():
    days = roster_month(GANSU.deadlines["roster"], date(2027, 9, 15), 10, CALENDAR)
    assert (days.last, days.entry, days.overdue) == (date(2027, 9, 14), date(2027, 9, 16), date(2027, 9, 17))


def test_the_hours_are_those_of_the_table():
    hours = {notice.kind: notice.hour for notice in GANSU.notices.values()}
    assert hours["roster.confirm"] == time(9)
    assert hours["roster.liaison"] == time(9, 30)
    assert hours["weekly.visit"] == time(16)


def test_two_reminders_that_fall_on_one_day_are_one():
    rests = {date(2026, 5, d): False for d in range(10, 15)}
    calendar = WorkingDays(rests, {2026})
    april, may = date(2026, 4, 30), date(2026, 5, 31)
    assert [(c.period, c.day) for c in of("roster.confirm", april, may, calendar=calendar)] == [
        ("2026-05:last", date(2026, 5, 8))
    ]
    assert [c.period for c in of("roster.liaison", april, may, calendar=calendar)] == ["2026-05:last", "2026-05:entry"]


def test_a_reminder_expires_the_day_before_the_next_of_its_kind():
    first, last = of("roster.confirm", date(2026, 4, 1), date(2026, 4, 30))
    assert (first.expires, last.expires) == (date(2026, 4, 13), date(2026, 4, 15))
    year_end = of("quota.year_end", date(2026, 1, 1), date(2026, 12, 31))
    assert [c.expires for c in year_end] == [date(2026, 11, d) for d in (30,)] + [
        date(2026, 12, d) for d in (16, 23, 27, 29, 31)
    ]


def test_the_countdown_of_2026_moves_to_working_days_before():
    assert periods("quota.year_end", date(2026, 1, 1), date(2026, 12, 31)) == [
        ("2026:60", date(2026, 10, 30)),
        ("2026:30", date(2026, 12, 1)),
        ("2026:14", date(2026, 12, 17)),
        ("2026:7", date(2026, 12, 24)),
        ("2026:3", date(2026, 12, 28)),
        ("2026:1", date(2026, 12, 30)),
    ]
    assert [c.day for c in of("quota.supervisor", date(2026, 1, 1), date(2026, 12, 31))] == [
        date(2026, 12, 1),
        date(2026, 12, 17),
        date(2026, 12, 28),
    ]


def test_of_two_countdown_days_that_meet_the_nearer_stays():
    sunday = {date(2028, 12, d): False for d in (28, 29, 30)}
    calendar = WorkingDays(sunday, {2028})
    found = of("quota.year_end", date(2028, 12, 20), date(2028, 12, 31), calendar=calendar)
    assert [(c.period, c.day) for c in found] == [("2028:7", date(2028, 12, 22)), ("2028:1", date(2028, 12, 27))]


def test_the_pace_is_asked_on_the_first_working_day_of_the_last_weeks_of_a_quarter():
    assert periods("quota.pace", date(2026, 9, 1), date(2026, 9, 30)) == [
        ("2026-W38", date(2026, 9, 14)),
        ("2026-W39", date(2026, 9, 21)),
        ("2026-W40", date(2026, 9, 28)),
    ]


def test_the_first_visit_is_asked_on_day_23_or_the_working_day_before():
    (asked,) = [
        c for c in of("first_visit", date(2026, 1, 1), date(2026, 12, 31)) if c.audience.first_day == date(2026, 5, 1)
    ]
    assert (asked.day, asked.expires) == (date(2026, 5, 22), date(2026, 5, 30))
    assert (asked.subject, asked.mark, asked.audience.kinds) == ("pairing", ":P", ("primary",))


def test_the_roll_call_comes_on_friday_or_the_working_day_before_it():
    assert ("2026-W23", date(2026, 6, 5)) in periods("weekly.visit", date(2026, 6, 1), date(2026, 6, 7))
    assert periods("weekly.visit", date(2026, 6, 14), date(2026, 6, 21)) == [("2026-W25", date(2026, 6, 18))]


def test_a_birthday_on_a_rest_day_is_greeted_before_and_children_only():
    (greeting,) = [c for c in of("birthday", date(2026, 4, 1), date(2026, 5, 31)) if c.period == "2026-05-03"]
    assert (greeting.day, greeting.expires) == (date(2026, 4, 30), date(2026, 5, 3))
    assert greeting.audience.month_days == (MonthDay(5, 3),)
    assert greeting.audience.born_from == 2008
    assert greeting.mark == ":R"


def test_a_birthday_without_a_day_is_greeted_on_the_first_working_day_of_the_month():
    (greeting,) = [c for c in of("birthday", date(2026, 4, 30), date(2026, 5, 31)) if c.period == "2026-05"]
    assert (greeting.day, greeting.audience.who, greeting.expires) == (
        date(2026, 5, 6),
        "birth_month",
        date(2026, 5, 31),
    )


def test_someone_born_on_29_february_is_greeted_on_the_28th():
    (greeting,) = [c for c in of("birthday", date(2026, 2, 20), date(2026, 2, 28)) if c.period == "2026-02-28"]
    assert MonthDay(2, 29) in greeting.audience.month_days


def test_festivals_move_before_the_holidays_they_open():
    assert periods("festival", date(2026, 1, 1), date(2026, 12, 31)) == [
        ("2026:spring_festival", date(2026, 2, 14)),
        ("2026:children_day", date(2026, 6, 1)),
        ("2026:mid_autumn", date(2026, 9, 24)),
        ("2026:double_ninth", date(2026, 10, 16)),
    ]
    children = of("festival", date(2026, 5, 30), date(2026, 6, 1))[0].audience
    assert children.classes == ("orphan", "unattended_child")


def test_the_liaison_hears_90_and_30_days_before_a_child_turns_14_or_18():
    found = of("age", date(2026, 1, 1), date(2026, 12, 31))
    born = date(2012, 9, 1)
    assert [(c.period, c.day, c.expires) for c in found if born in c.audience.born] == [
        ("14:90", date(2026, 6, 3), date(2026, 9, 1)),
        ("14:30", date(2026, 7, 31), date(2026, 9, 1)),
    ]
    assert {c.audience.born_month for c in found if born in c.audience.born} == {(2012, 9)}
    assert {c.audience.born_month for c in found if date(2012, 9, 2) in c.audience.born} == {None}
    assert {c.audience.role for c in found} == {"liaison"}


def test_digests_come_on_the_first_working_day_after():
    for kind, period, day in (
        ("report.month", "2026-04", date(2026, 5, 6)),
        ("report.quarter", "2026-Q3", date(2026, 10, 8)),
        ("report.year", "2025", date(2026, 1, 4)),
    ):
        assert (period, day) in periods(kind, date(2025, 12, 31), date(2026, 12, 31))


def test_the_admin_hears_weekly_from_november_that_next_year_has_no_table():
    found = periods("calendar.missing", date(2026, 10, 1), date(2027, 2, 1))
    assert [day for _, day in found] == [date(2026, 11, d) for d in (2, 9, 16, 23, 30)] + [
        date(2026, 12, d) for d in (7, 14, 21, 28)
    ]
    assert {admin.year_missing(period) for period, _ in found} == {2027}
    in_its_week = periods("calendar.missing", date(2028, 10, 28), date(2028, 11, 6))
    assert [day for _, day in in_its_week] == [date(2028, 11, 1), date(2028, 11, 6)]


def test_the_audit_is_due_by_the_end_of_january():
    assert [day for _, day in periods("audit.due", date(2027, 1, 1), date(2027, 12, 31))] == [
        date(2027, 1, 15),
        date(2027, 1, 29),
    ]


def test_an_alert_is_followed_up_after_24_and_72_hours_and_7_days_to_the_minute():
    taken = datetime(2026, 10, 1, 15, 30, tzinfo=UTC)
    assert admin.follow_ups(GANSU.notices["alert.follow_up"], taken) == [
        ("24h", datetime(2026, 10, 2, 15, 30, tzinfo=UTC)),
        ("72h", datetime(2026, 10, 4, 15, 30, tzinfo=UTC)),
        ("168h", datetime(2026, 10, 8, 15, 30, tzinfo=UTC)),
    ]
    assert of("alert.follow_up", date(2026, 1, 1), date(2026, 12, 31)) == []


def standing_on(day):
    return status(GANSU, Span(date(2026, 1, 1)), 2026, (), [], day)


NOTICE = GANSU.notices["escalation"]


@pytest.mark.parametrize(("unanswered", "day", "opened"), [(1, 7, False), (2, 7, True), (5, 7, True), (2, 1, False)])
def test_an_escalation_opens_after_two_unanswered_reminders_and_only_when_behind(unanswered, day, opened):
    standings = [standing_on(date(2026, 1, 5)), standing_on(date(2026, day, 1))]
    assert escalation.opens(NOTICE, unanswered, standings) is opened


def test_an_escalation_closes_itself_when_nothing_is_behind():
    assert escalation.closes([standing_on(date(2026, 3, 31))])
    assert not escalation.closes([standing_on(date(2026, 3, 31)), standing_on(date(2026, 4, 1))])


def test_an_escalation_rises_five_working_days_later_unless_acknowledged():
    item = Item(level=0, since=date(2026, 9, 30), acknowledged=False)
    assert escalation.rises_on(NOTICE, item, CALENDAR) == date(2026, 10, 13)
    assert escalation.rises_on(NOTICE, replace(item, acknowledged=True), CALENDAR) is None


def test_above_the_last_role_an_item_goes_to_the_same_role_of_the_units_above():
    assert [escalation.role_at(NOTICE, level) for level in range(4)] == [
        ("liaison", 0),
        ("supervisor", 0),
        ("supervisor", 1),
        ("supervisor", 2),
    ]
