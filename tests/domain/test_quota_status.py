from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from bot.domain.programme import QuotaRule
from bot.domain.quota import Counts, Span, credit, status
from bot.domain.scopes import shared_acts, together
from bot.programmes import load

GANSU = load()
YEAR = Span(date(2026, 1, 1))


def with_rules(*rules):
    return replace(GANSU, quota_rules=rules)


def rule(valid_from, contact=4, visit=2, deed=1, by=None, deed_counts=("deed",), *, visit_is_contact=False):
    return QuotaRule(valid_from, contact, visit, deed, MappingProxyType(by or {}), deed_counts, visit_is_contact)


def contacts(*days_):
    return [(date(2026, *day), Counts(contact=1)) for day in days_]


DONE = [(date(2026, 1, 2), Counts(contact=4, visit=2, deed=1))]


def test_met_when_all_of_the_year_is_done():
    standing = status(GANSU, YEAR, 2026, (), DONE, date(2026, 1, 2))
    assert standing.status == "met"
    assert standing.missing == Counts()
    assert (standing.next_deadline, standing.late_since) == (None, None)


def test_behind_once_a_step_has_ended_short_and_not_on_its_last_day():
    last_day = status(GANSU, YEAR, 2026, (), [], date(2026, 3, 31))
    assert (last_day.status, last_day.next_deadline, last_day.next_kind) == ("due_soon", date(2026, 3, 31), "contact")
    after = status(GANSU, YEAR, 2026, (), [], date(2026, 4, 1))
    assert (after.status, after.late, after.late_since) == ("behind", Counts(contact=1), date(2026, 3, 31))
    assert (after.next_deadline, after.next_kind, after.next_count) == (date(2026, 6, 30), "visit", 1)


@pytest.mark.parametrize(("day", "said"), [((3, 10), "on_pace"), ((3, 11), "due_soon"), ((3, 31), "due_soon")])
def test_due_soon_when_the_running_step_ends_within_twenty_days(day, said):
    assert status(GANSU, YEAR, 2026, (), [], date(2026, *day)).status == said


def test_on_pace_when_the_running_step_is_done():
    assert status(GANSU, YEAR, 2026, (), contacts((2, 3)), date(2026, 3, 25)).status == "on_pace"


def test_soon_is_all_that_is_late_or_ends_within_twenty_days_so_that_one_reminder_names_it():
    acts = contacts((1, 5))
    assert status(GANSU, YEAR, 2026, (), acts, date(2026, 6, 9)).soon == Counts()
    assert status(GANSU, YEAR, 2026, (), acts, date(2026, 6, 10)).soon == Counts(contact=1, visit=1)
    assert status(GANSU, YEAR, 2026, (), [], date(2026, 6, 10)).soon == Counts(contact=2, visit=1)
    assert status(GANSU, YEAR, 2026, (), [], date(2026, 7, 1)).soon == Counts(contact=2, visit=1)
    done = [*acts, (date(2026, 6, 10), Counts(contact=1, visit=1))]
    assert status(GANSU, YEAR, 2026, (), done, date(2026, 6, 10)).status == "on_pace"


def test_the_deed_comes_first_among_steps_of_one_day():
    acts = [*contacts((1, 5), (4, 5)), (date(2026, 4, 5), Counts(visit=1))]
    standing = status(GANSU, YEAR, 2026, (), acts, date(2026, 9, 20))
    assert (standing.status, standing.next_kind, standing.next_count) == ("due_soon", "deed", 1)
    assert standing.missing == Counts(contact=2, visit=1, deed=1)


def test_an_ended_year_is_met_or_behind():
    assert status(GANSU, YEAR, 2026, (), DONE, date(2027, 3, 1)).status == "met"
    standing = status(GANSU, YEAR, 2026, (), contacts((2, 3)), date(2027, 3, 1))
    assert (standing.status, standing.next_deadline, standing.late) == (
        "behind",
        None,
        Counts(contact=3, visit=2, deed=1),
    )


def test_a_pairing_that_has_not_begun_is_on_pace():
    late = Span(date(2026, 12, 1))
    assert status(GANSU, late, 2026, (), [], date(2026, 11, 30)).status == "on_pace"
    assert status(GANSU, late, 2026, (), [], date(2026, 12, 11)).status == "due_soon"


def test_acts_of_the_future_of_another_year_or_outside_the_pairing_are_left_out():
    span = Span(date(2026, 2, 1))
    acts = contacts((1, 31), (2, 1), (5, 1), (5, 2))
    acts.append((date(2025, 5, 1), Counts(contact=9)))
    assert status(GANSU, span, 2026, (), acts, date(2026, 5, 1)).done == Counts(contact=2)
    assert status(GANSU, span, 2025, (), acts, date(2026, 5, 1)).done == Counts()


def test_what_counts_as_a_deed_and_whether_a_visit_is_a_contact_are_settings_with_a_date():
    loose = rule(date(2026, 7, 1), deed_counts=("deed", "difficulty", "policy"), visit_is_contact=True)
    changed = with_rules(rule(date(2022, 1, 1)), loose)
    both = Counts(visit=1, deed=1, policy=1)
    assert credit(changed.quota_rules[0], both) == Counts(visit=1, deed=1)
    assert credit(loose, both) == Counts(contact=1, visit=1, deed=1)
    assert credit(loose, Counts(difficulty=1)) == Counts(deed=1)
    acts = [(date(2026, 6, 30), Counts(visit=1, policy=1)), (date(2026, 7, 1), Counts(visit=1, policy=1))]
    assert status(changed, YEAR, 2026, (), acts, date(2026, 8, 1)).done == Counts(contact=1, visit=2, deed=1)


def test_two_pairings_of_a_household_are_judged_as_one_span_with_its_holes():
    spans = [
        Span(date(2026, 6, 1), date(2026, 7, 31)),
        Span(date(2025, 1, 1), date(2026, 3, 31)),
        Span(date(2026, 6, 15)),
    ]
    assert together(spans) == (Span(date(2025, 1, 1)), ((date(2026, 4, 1), date(2026, 5, 31)),))
    adjoining = [Span(date(2026, 1, 1), date(2026, 3, 31)), Span(date(2026, 4, 1), date(2026, 8, 31))]
    assert together(adjoining) == (Span(date(2026, 1, 1), date(2026, 8, 31)), ())


def test_one_call_on_a_household_is_one_visit_but_two_for_a_cadre():
    day, later = date(2026, 5, 1), date(2026, 5, 9)
    acts = [
        [(day, Counts(visit=1)), (later, Counts(contact=1))],
        [(day, Counts(visit=1, deed=1)), (day, Counts(visit=1))],
    ]
    assert shared_acts("household", acts) == [(day, Counts(visit=2, deed=1)), (later, Counts(contact=1))]
    assert sum((counts for _, counts in shared_acts("cadre", acts)), Counts()) == Counts(contact=1, visit=3, deed=1)
    together_ = shared_acts("household", [[(day, Counts(visit=1))], [(day, Counts(visit=1, policy=1))]])
    assert together_ == [(day, Counts(visit=1, policy=1))]


def test_an_open_pairing_covers_what_begins_after_it() -> None:
    from bot.domain.scopes import together

    span, holes = together([Span(date(2026, 1, 1)), Span(date(2026, 6, 1), date(2026, 7, 1))])
    assert (span.first, span.last, holes) == (date(2026, 1, 1), None, ())
