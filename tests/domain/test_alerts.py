"""Alerts: the category of a danger, the order of the numbers, who hears of it and who comes next."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.alerts import CALLS, CATEGORIES, FROM_DANGER, NINE, Holder, calls_for, category_of, circles, goes_on
from bot.texts import alerts as texts
from bot.texts.language import language

NOW = datetime(2026, 5, 26, 2, tzinfo=UTC)
REPORTER = 99


def test_there_are_nine_situations_and_every_danger_has_a_category():
    assert len(NINE) == 9
    assert set(FROM_DANGER.values()) <= set(CATEGORIES)
    assert category_of(None) == category_of("something new") == "other_harm"


@pytest.mark.parametrize("category", CATEGORIES)
def test_all_three_numbers_are_always_shown_the_fitting_one_first(category):
    assert sorted(calls_for(category)) == sorted(CALLS)
    shown = texts.whom_to_ring(language("zh_CN"), category)
    at = [shown.index(f"<b>{number}</b>") for number in calls_for(category)]
    assert at == sorted(at)


@pytest.mark.parametrize(
    ("danger", "first"),
    [
        ("abuse", "110"),
        ("missing", "110"),
        ("suicide", "120"),
        ("collapse", "120"),
        ("gas", "119"),
        ("fire", "119"),
        ("house", "119"),
    ],
)
def test_the_first_number_fits_the_danger(danger, first):
    assert calls_for(category_of(danger))[0] == first


def holder(person, role, steps=0, *, inside=True):
    return Holder(person, role, steps, inside)


def test_the_county_s_duty_officers_hear_first_then_those_above_then_supervisors_then_admins():
    found = circles(
        [
            holder(1, "admin", 5, inside=False),
            holder(2, "admin", 3),
            holder(3, "supervisor", 2),
            holder(4, "supervisor", 1),
            holder(5, "duty_officer", 4, inside=False),
            holder(6, "duty_officer", 3, inside=False),
            holder(7, "duty_officer", 2),
            holder(8, "duty_officer", 1),
        ],
        REPORTER,
    )
    assert found == ((7, 8), (6,), (5,), (3, 4), (1, 2))


def test_nobody_is_told_twice_and_the_reporter_not_at_all():
    found = circles(
        [holder(1, "duty_officer"), holder(1, "supervisor"), holder(REPORTER, "supervisor"), holder(2, "admin")],
        REPORTER,
    )
    assert found == ((1,), (2,))
    assert circles([holder(REPORTER, "duty_officer")], REPORTER) == ()


def test_an_alert_goes_on_when_nobody_was_reached_or_nobody_answered_within_the_hour():
    assert goes_on(NOW, NOW, lost=True)
    assert not goes_on(NOW, NOW + timedelta(minutes=59), lost=False)
    assert goes_on(NOW, NOW + timedelta(minutes=60), lost=False)
    assert not goes_on(NOW, NOW + timedelta(minutes=100), lost=False, last_told=NOW + timedelta(minutes=60))
