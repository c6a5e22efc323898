import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pytest
import yaml

from bot.domain.programme import QuotaRule
from bot.domain.quota import Counts, Span, Step, required, status, year_plan
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


def test_the_sister_programme_counts_by_its_own_rules():
    sister = load(BUNDLED / "leftbehind.toml")
    assert asked(Span(date(2026, 1, 1)), programme=sister) == [12, 4, 2]
    assert asked(Span(date(2026, 1, 1)), programme=sister, year=2027) == [12, 5, 2]


def test_steps_are_plain_values():
    assert year_plan(GANSU, Span(date(2026, 12, 1)), 2026).steps == (
        Step(date(2026, 12, 31), "visit", 1),
        Step(date(2026, 12, 31), "contact", 1),
    )


def test_the_bundled_quota_is_the_published_one():
    values = tomllib.loads((BUNDLED / "gansu.toml").read_text(encoding="utf-8"))
    assert {kind: values["quota"]["rules"][0][kind] for kind in KINDS} == {"contact": 4, "visit": 2, "deed": 1}
