from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import WorkingDays
from bot.domain.notices import digest_at, may_send, send_at
from bot.programmes import load

GANSU = load()
CALENDAR = WorkingDays()
SHANGHAI = ZoneInfo("Asia/Shanghai")


def sent(day, *earliest, **chosen):
    return (
        send_at(GANSU, CALENDAR, SHANGHAI, day=day, earliest=earliest, **chosen)
        .astimezone(SHANGHAI)
        .replace(tzinfo=None)
    )


def test_a_bundle_goes_out_at_nine_when_nobody_chose():
    assert sent(date(2026, 4, 10), time(9)) == datetime(2026, 4, 10, 9)  # noqa: DTZ001  # local, shown as such


@pytest.mark.parametrize(
    ("hour", "earliest", "expected"),
    [
        (time(18, 30), [time(9), time(9, 30)], "18:30"),
        (time(8), [time(9), time(9, 30)], "09:30"),
        (time(8), [time(9), time(16)], "16:00"),
        (time(6), [], "07:30"),
        (time(23), [time(9)], "21:00"),
        (None, [], "09:00"),
    ],
)
def test_the_hours_of_the_table_are_earliest_hours_and_quiet_hours_hold(hour, earliest, expected):
    assert f"{sent(date(2026, 4, 10), *earliest, person_hour=hour):%H:%M}" == expected


def test_snoozed_until_tomorrow_comes_tomorrow_or_on_the_next_working_day():
    assert sent(date(2026, 4, 9), snoozed_until=date(2026, 4, 10)).date() == date(2026, 4, 10)
    assert sent(date(2026, 4, 10), snoozed_until=date(2026, 4, 11)).date() == date(2026, 4, 13)
    assert sent(date(2026, 4, 10), snoozed_until=date(2026, 4, 1)).date() == date(2026, 4, 10)


def test_leave_over_national_day_ends_on_the_first_working_day():
    assert sent(date(2026, 9, 28), snoozed_until=date(2026, 10, 1)).date() == date(2026, 10, 8)


def test_a_digest_keeps_its_own_hour():
    at = digest_at(GANSU, SHANGHAI, day=date(2026, 5, 6), earliest=time(9))
    assert at == datetime(2026, 5, 6, 1, tzinfo=UTC)
    early = digest_at(GANSU, SHANGHAI, day=date(2026, 5, 6), earliest=time(5))
    assert early == datetime(2026, 5, 5, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        ("2026-04-10T07:29:59+08:00", False),
        ("2026-04-10T07:30:00+08:00", True),
        ("2026-04-10T21:00:59+08:00", True),
        ("2026-04-10T21:01:00+08:00", False),
        ("2026-04-11T10:00:00+08:00", False),
        ("2026-02-14T10:00:00+08:00", True),
    ],
)
def test_reminders_go_out_only_on_working_days_inside_the_quiet_hours(moment, allowed):
    assert may_send(GANSU, CALENDAR, SHANGHAI, datetime.fromisoformat(moment)) is allowed


@given(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.none() | st.times(),
    st.lists(st.times(time(0), time(21)), max_size=4),
    st.none() | st.integers(-5, 40),
)
def test_a_bundle_is_never_early_never_in_the_quiet_hours_and_never_on_a_rest_day(day, hour, earliest, snooze):
    until = None if snooze is None else day + timedelta(days=snooze)
    moment = send_at(GANSU, CALENDAR, SHANGHAI, day=day, earliest=earliest, person_hour=hour, snoozed_until=until)
    here = moment.astimezone(SHANGHAI)
    assert may_send(GANSU, CALENDAR, SHANGHAI, moment)
    assert all(here.time() >= one for one in earliest)
    assert here.date() >= max(day, until or day)
