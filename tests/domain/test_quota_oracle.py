"""The quota against a slow oracle, written from the words of PROGRAMME.md with fractions and day-by-day loops."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.quota import Counts, Span, required, status, year_plan
from bot.programmes import load

GANSU = load()
KINDS = ("contact", "visit", "deed")


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
    contact, visit, deed = quotas
    new = replace(GANSU.quota_rules[0], valid_from=starts, contact=contact, visit=visit, deed=deed)
    changed = replace(GANSU, quota_rules=(*GANSU.quota_rules, new))

    def ended(programme):
        found = year_plan(programme, span, 2026, tuple(absences)).steps
        return [step for step in found if step.deadline < starts]

    assert ended(changed) == ended(GANSU)
