import tomllib
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.programme import QuotaRule
from bot.domain.quota import Counts, Span, Step, credit, required, status, year_plan
from bot.domain.scopes import shared_acts, together
from bot.programmes import BUNDLED, load

PUBLISHED = yaml.safe_load((Path(__file__).parents[1] / "fixtures" / "published.yaml").read_text(encoding="utf-8"))
GANSU = load()
YEAR = Span(date(2026, 1, 1))
KINDS = ("contact", "visit", "deed")


def with_rules(*rules):
    return replace(GANSU, quota_rules=rules)


def rule(valid_from, contact=4, visit=2, deed=1, by=None, deed_counts=("deed",), *, visit_is_contact=False):
    return QuotaRule(valid_from, contact, visit, deed, MappingProxyType(by or {}), deed_counts, visit_is_contact)


def steps(span, kind, absences=(), programme=GANSU):
    return [f"{s.deadline:%m-%d}" for s in year_plan(programme, span, 2026, absences).steps if s.kind == kind]


def asked(span, absences=(), programme=GANSU, year=2026):
    counts = required(programme, span, year, absences)
    return [counts.contact, counts.visit, counts.deed]


@pytest.mark.parametrize(("first", "counts"), PUBLISHED["pro_rata"].items())
def test_the_published_pro_rata_cases_hold(first, counts):
    assert asked(Span(first)) == counts


@pytest.mark.parametrize("per", ["per_pairing", "per_cadre"])
def test_the_yearly_minimum_of_pingliang_is_the_quota_times_its_pairings_or_cadres(per):
    number = PUBLISHED["pingliang_mid_2024"]["recipients" if per == "per_pairing" else "cadres"]
    assert [n * number for n in asked(Span(date(2023, 1, 1)), year=2024)] == PUBLISHED["pingliang_yearly_minimum"][per]


def test_a_whole_year_asks_a_contact_a_quarter_a_visit_a_half_year_and_the_deed_by_30_september():
    assert steps(YEAR, "contact") == ["03-31", "06-30", "09-30", "12-31"]
    assert steps(YEAR, "visit") == ["06-30", "12-31"]
    assert steps(YEAR, "deed") == ["09-30"]


def test_of_two_contacts_in_seven_months_one_is_due_by_half_of_them():
    span = Span(date(2026, 5, 25))
    assert steps(span, "contact") == ["09-30", "12-31"]
    assert steps(span, "visit") == ["12-31"]
    assert steps(span, "deed") == ["09-30"]


def test_a_pairing_that_ends_in_june_owes_its_last_step_on_its_last_day():
    span = Span(date(2026, 1, 1), date(2026, 6, 20))
    assert asked(span) == [2, 1, 1]
    assert steps(span, "contact") == ["03-31", "06-20"]
    assert steps(span, "deed") == ["06-20"]


def test_days_too_few_to_count_at_the_end_belong_to_the_last_step():
    span = Span(date(2025, 3, 1), date(2026, 9, 10))
    assert asked(span) == [3, 1, 1]
    assert steps(span, "contact")[-1] == "09-10"
    assert steps(span, "deed") == ["09-10"]


def test_leave_takes_months_off_and_spreads_the_rest():
    spring = ((date(2026, 4, 1), date(2026, 6, 30)),)
    assert asked(YEAR, spring) == [3, 2, 1]
    assert steps(YEAR, "contact", spring) == ["03-31", "09-30", "12-31"]
    assert steps(YEAR, "visit", spring) == ["08-31", "12-31"]


def test_the_deed_of_one_on_leave_all_september_is_due_in_october():
    assert steps(YEAR, "deed", ((date(2026, 9, 1), date(2026, 9, 30)),)) == ["10-31"]


def test_leave_until_the_end_of_the_year_ends_the_last_step_before_it():
    assert steps(YEAR, "contact", ((date(2026, 12, 1), date(2027, 1, 31)),))[-1] == "11-30"


def test_short_leave_takes_nothing_off():
    assert asked(YEAR, ((date(2026, 3, 10), date(2026, 3, 25)),)) == [4, 2, 1]


def test_a_pairing_outside_the_year_owes_nothing():
    assert asked(Span(date(2027, 1, 1))) == [0, 0, 0]
    assert asked(Span(date(2024, 1, 1), date(2025, 12, 31))) == [0, 0, 0]
    assert asked(YEAR, ((date(2026, 1, 1), date(2026, 12, 31)),)) == [0, 0, 0]


def test_thirty_active_days_owe_a_contact_and_a_visit_and_twenty_nine_do_not():
    assert asked(Span(date(2026, 12, 2))) == [1, 1, 0]
    assert asked(Span(date(2026, 12, 3))) == [0, 0, 0]


def test_active_days_scattered_over_uncounted_months_still_owe_one_by_the_last_of_them():
    away = (
        (date(2026, 1, 15), date(2026, 1, 31)),
        (date(2026, 2, 15), date(2026, 2, 28)),
        (date(2026, 3, 15), date(2026, 12, 31)),
    )
    assert asked(YEAR, away) == [1, 1, 0]
    assert steps(YEAR, "visit", away) == ["03-14"]


def test_the_order_of_absences_does_not_matter():
    spring, autumn = (date(2026, 4, 1), date(2026, 5, 31)), (date(2026, 10, 1), date(2026, 10, 31))
    assert year_plan(GANSU, YEAR, 2026, (spring, autumn)) == year_plan(GANSU, YEAR, 2026, (autumn, spring))


def test_a_change_in_july_does_not_rewrite_june():
    before, after = rule(date(2022, 1, 1)), rule(date(2026, 7, 1), contact=6, visit=6, deed=3)
    changed = with_rules(before, after)
    assert asked(YEAR, programme=changed) == [5, 4, 2]
    assert steps(YEAR, "contact", programme=changed) == ["03-31", "06-30", "08-31", "10-31", "12-31"]
    assert steps(YEAR, "visit", programme=changed) == ["06-30", "08-31", "10-31", "12-31"]
    june = date(2026, 6, 30)
    acts = [(date(2026, 3, 1), Counts(contact=1))]
    assert (
        status(changed, YEAR, 2026, (), acts, june).late == status(with_rules(before), YEAR, 2026, (), acts, june).late
    )


def test_a_quota_that_falls_keeps_what_was_already_due():
    changed = with_rules(rule(date(2022, 1, 1), contact=12), rule(date(2026, 7, 1), contact=0))
    assert asked(YEAR, programme=changed) == [6, 2, 1]
    assert steps(YEAR, "contact", programme=changed)[-1] == "06-30"


def test_a_rule_that_begins_next_year_changes_nothing_this_year():
    changed = with_rules(rule(date(2022, 1, 1)), rule(date(2027, 1, 1), contact=12))
    assert asked(YEAR, programme=changed) == [4, 2, 1]
    assert asked(YEAR, programme=changed, year=2027) == [12, 2, 1]


def test_before_the_first_rule_the_first_rule_holds():
    assert asked(Span(date(2020, 1, 1)), year=2020) == [4, 2, 1]


def test_a_kind_that_nothing_asks_for_is_never_asked_once():
    assert asked(YEAR, programme=with_rules(rule(date(2022, 1, 1), contact=0))) == [0, 2, 1]


def test_a_deadline_in_the_middle_of_a_month_holds_to_the_day():
    by = with_rules(rule(date(2022, 1, 1), deed=2, by={"deed": GANSU.year_open_until._replace(month=9, day=15)}))
    assert steps(YEAR, "deed", programme=by) == ["05-31", "09-15"]


def test_a_pairing_wholly_after_the_day_of_the_deed_owes_it_by_its_own_end():
    often = with_rules(replace(GANSU.quota_rules[0], deed=12))
    assert steps(Span(date(2026, 11, 1)), "deed", programme=often) == ["11-30", "12-31"]


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


def test_the_sister_programme_counts_by_its_own_rules():
    sister = load(BUNDLED / "leftbehind.toml")
    assert asked(Span(date(2026, 1, 1)), programme=sister) == [12, 4, 2]
    assert asked(Span(date(2026, 1, 1)), programme=sister, year=2027) == [12, 5, 2]


# A slow oracle, written from the words of PROGRAMME.md with fractions and day-by-day loops.


def slow_months(span, absences):
    day, active = date(2026, 1, 1), []
    while day.year == 2026:
        if (
            span.first <= day
            and (span.last is None or day <= span.last)
            and not any(a <= day <= b for a, b in absences)
        ):
            active.append(day)
        day += timedelta(1)
    counted = [month for month in range(1, 13) if sum(day.month == month for day in active) >= 15]
    return active, counted


def slow_required(span, absences):
    active, counted = slow_months(span, absences)
    found = {}
    for kind, quota in zip(KINDS, (4, 2, 1), strict=True):
        exact = Fraction(quota * len(counted), 12)
        rounded = int(exact + Fraction(1, 2))
        found[kind] = max(rounded, 1) if kind != "deed" and len(active) >= 30 else rounded
    return Counts(**found)


days_of_2026 = st.dates(date(2025, 6, 1), date(2027, 2, 1))
spans = st.tuples(days_of_2026, st.none() | days_of_2026).map(
    lambda pair: Span(pair[0], pair[1] if pair[1] is None or pair[1] >= pair[0] else pair[0])
)
absences_ = st.lists(
    st.tuples(days_of_2026, st.integers(0, 120)).map(lambda a: (a[0], a[0] + timedelta(a[1]))), max_size=3
)
acts_ = st.lists(
    st.tuples(days_of_2026, st.sampled_from([Counts(contact=1), Counts(visit=1), Counts(deed=1)])), max_size=12
)


@given(spans, absences_)
def test_required_is_what_the_slow_oracle_says(span, absences):
    assert required(GANSU, span, 2026, tuple(absences)) == slow_required(span, absences)


@given(spans, absences_)
def test_steps_are_as_many_as_required_and_lie_inside_the_pairing(span, absences):
    plan = year_plan(GANSU, span, 2026, tuple(absences))
    active, counted = slow_months(span, absences)
    for kind in KINDS:
        own = [step for step in plan.steps if step.kind == kind]
        assert [step.due for step in own] == list(range(1, plan.required.of(kind) + 1))
        assert [step.deadline for step in own] == sorted(step.deadline for step in own)
    assert list(plan.steps) == sorted(plan.steps, key=lambda step: step.deadline)
    for step in plan.steps:
        assert active[0] <= step.deadline <= date(2026, 12, 31)
        assert span.last is None or step.deadline <= span.last
        if step.kind != "deed" and counted:
            places = [-(-len(counted) * k // plan.required.of(step.kind)) for k in range(1, 20)]
            assert step.deadline.month >= counted[places[step.due - 1] - 1]


@given(spans, absences_, acts_, st.dates(date(2025, 12, 1), date(2027, 1, 31)))
def test_status_is_what_its_four_sentences_say(span, absences, acts, today):
    standing = status(GANSU, span, 2026, absences, acts, today)
    plan = year_plan(GANSU, span, 2026, tuple(absences))
    inside = [
        (day, counts) for day, counts in acts if day.year == 2026 and span.first <= day <= min(span.last or day, today)
    ]
    done = sum((counts for _, counts in inside), Counts())
    short = [step for step in plan.steps if done.of(step.kind) < step.due]
    started = max(span.first, date(2026, 1, 1)) <= today
    running = [step for step in short if step.deadline >= today]
    if not short:
        expected = "met"
    elif any(step.deadline < today for step in short):
        expected = "behind"
    elif started and any((step.deadline - today).days <= 20 for step in running):
        expected = "due_soon"
    else:
        expected = "on_pace"
    assert standing.status == expected
    assert standing.done == done
    assert standing.next_deadline == (min(step.deadline for step in running) if running else None)


@given(spans, acts_, st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_one_more_act_never_makes_it_worse(span, acts, today):
    order = ["behind", "due_soon", "on_pace", "met"]
    before = order.index(status(GANSU, span, 2026, (), acts, today).status)
    for more in (Counts(contact=1), Counts(visit=1), Counts(deed=1)):
        after = order.index(status(GANSU, span, 2026, (), [*acts, (today, more)], today).status)
        assert after >= before


@given(spans, absences_, st.integers(1, 12), st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 4)))
def test_no_change_of_rule_moves_a_step_that_ended_before_it(span, absences, month, quotas):
    starts = date(2026, month, 1)
    changed = with_rules(*GANSU.quota_rules, rule(starts, *quotas))

    def ended(programme):
        found = year_plan(programme, span, 2026, tuple(absences)).steps
        return [step for step in found if step.deadline < starts]

    assert ended(changed) == ended(GANSU)


def test_steps_are_plain_values():
    assert year_plan(GANSU, Span(date(2026, 12, 1)), 2026).steps == (
        Step(date(2026, 12, 31), "visit", 1),
        Step(date(2026, 12, 31), "contact", 1),
    )


def test_the_bundled_quota_is_the_published_one():
    values = tomllib.loads((BUNDLED / "gansu.toml").read_text(encoding="utf-8"))
    assert {kind: values["quota"]["rules"][0][kind] for kind in KINDS} == {"contact": 4, "visit": 2, "deed": 1}
