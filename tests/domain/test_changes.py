"""What a roster change asks, from when it may count, what it ends; when a gap begins; what a span of leave means."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import changes, gaps, leave
from bot.domain.changes import Draft
from bot.domain.gaps import Candidate

TODAY = date(2026, 5, 26)


def asked(draft: Draft, **answers: object) -> list[str]:
    """The questions of a form, answered one by one."""
    from dataclasses import replace

    steps = []
    while (step := draft.asks()) is not None:
        steps.append(step)
        draft = replace(draft, **{step: answers[step]})
    return steps


@pytest.mark.parametrize(
    ("answers", "steps"),
    [
        ({"whom": 7, "kind": "died", "day": TODAY, "duties": "end"}, ["whom", "kind", "day", "duties"]),
        (
            {"whom": 7, "kind": "moved", "reason": "moved_out", "day": TODAY, "duties": "end"},
            ["whom", "kind", "reason", "day", "duties"],
        ),
        (
            {"whom": 7, "kind": "class_change", "reason": "orphan", "day": TODAY},
            ["whom", "kind", "reason", "day"],
        ),
        ({"whom": 0, "kind": "added", "note": "八里村一位老人", "day": TODAY}, ["whom", "kind", "note", "day"]),
        (
            {"whom": 0, "kind": "cadre_moved", "reason": "ill", "day": TODAY, "duties": "explain", "note": "药还没送"},
            ["whom", "kind", "reason", "day", "duties", "note"],
        ),
        ({"whom": 7, "kind": "institution", "reason": "care_home", "day": TODAY}, ["whom", "kind", "reason", "day"]),
    ],
)
def test_each_kind_asks_what_it_needs_one_at_a_time(answers, steps):
    assert asked(Draft(), **answers) == steps


def test_a_draft_survives_its_row():
    draft = Draft(7, "moved", "away_long", None, TODAY, "end")
    assert Draft.from_json(draft.to_json()) == draft
    assert Draft.from_json(Draft().to_json()) == Draft()


def test_who_leaves_the_roster_leaves_nothing_for_a_successor():
    assert "continue" not in Draft(7, "died").choices()
    assert "continue" in Draft(0, "cadre_moved").choices()


def test_a_death_is_inside_its_day_other_changes_begin_the_day_after_the_last():
    assert changes.last_day("died", TODAY) == TODAY
    assert changes.last_day("moved", TODAY) == date(2026, 5, 25)


@pytest.mark.parametrize(
    ("kind", "day", "why"),
    [
        ("died", TODAY, None),
        ("died", TODAY + timedelta(days=1), "future"),
        ("moved", TODAY + timedelta(days=62), None),
        ("moved", TODAY + timedelta(days=63), "too_far"),
        ("moved", TODAY - timedelta(days=366), None),
        ("moved", TODAY - timedelta(days=367), "too_old"),
    ],
)
def test_a_change_lies_between_a_year_back_and_two_months_ahead(kind, day, why):
    assert changes.day_problem(kind, day, TODAY) == why


def test_a_gap_begins_the_day_after_the_last_cadre_and_that_day_is_the_first():
    assert gaps.since(date(2024, 1, 1), date(2026, 5, 25)) == TODAY
    assert gaps.since(date(2024, 1, 1), None) == date(2024, 1, 1)
    assert gaps.since(date(2026, 5, 20), date(2025, 12, 31)) == date(2026, 5, 20), "he was not there before"
    assert gaps.days(TODAY, TODAY) == 1
    assert gaps.days(date(2026, 5, 22), TODAY) == 5


def test_the_successor_is_who_looks_after_the_fewest_and_of_equals_the_first_of_the_roster():
    able = [Candidate(3, "C-3", "甲", 1), Candidate(2, "C-2", "乙", 0), Candidate(1, "C-1", "丙", 0)]
    chosen = gaps.proposed(able)
    assert chosen is not None
    assert chosen.number == "C-1"
    assert gaps.proposed(reversed(able)) == chosen
    assert gaps.proposed([]) is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("6月1日到6月15日", "2026-06-01", "2026-06-15"),
        ("6.1-6.15", "2026-06-01", "2026-06-15"),
        ("6/1 to 6/15", "2026-06-01", "2026-06-15"),
        ("2026-06-01 至 2026-06-15", "2026-06-01", "2026-06-15"),
        ("明天到周五", "2026-05-27", "2026-05-29"),
        ("下周一到下周五", "2026-06-01", "2026-06-05"),
        ("1号到15号", "2026-06-01", "2026-06-15"),
        ("28号到3号", "2026-05-28", "2026-06-03"),
        ("到6月15日", "2026-05-26", "2026-06-15"),
        ("6月1日", "2026-06-01", "2026-06-01"),
        ("12月28日到1月3日", "2026-12-28", "2027-01-03"),
        ("5月1日到5月30日", "2026-05-01", "2026-05-30"),
        ("6月1日到6月15日请假。", "2026-06-01", "2026-06-15"),
    ],
)
def test_days_of_leave_lie_ahead_unless_said_otherwise(text, first, last):
    assert leave.read_span(text, TODAY) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("text", ["", "看情况", "2月30日", "6月1日到看情况", "随便到6月1日", "31号到32号", "请假"])
def test_what_holds_no_days_gives_none(text):
    assert leave.read_span(text, TODAY) is None


def test_a_day_of_a_change_lies_behind_unless_it_is_near():
    assert leave.read_day("5月20日", TODAY) == date(2026, 5, 20)
    assert leave.read_day("12月1日", TODAY) == date(2025, 12, 1)
    assert leave.read_day("28号", TODAY) == date(2026, 4, 28)
    assert leave.read_day("6月3日", TODAY) == date(2026, 6, 3)
    assert leave.read_day("前天", TODAY) == date(2026, 5, 24)
    assert leave.read_day("周一", TODAY) == date(2026, 5, 25)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("请假 6月1日", "6月1日"),
        ("我想请个假，6月1日", "6月1日"),
        ("请假", ""),
        ("他请假了", None),
        ("给小宝请假", None),
    ],
)
def test_who_begins_with_leave_asks_for_it(text, rest):
    assert leave.asks_for_leave(text) == rest


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        (TODAY, TODAY, None),
        (TODAY, date(2026, 5, 25), "order"),
        (TODAY, TODAY + timedelta(days=367), "long"),
        (TODAY + timedelta(days=367), TODAY + timedelta(days=368), "long"),
        (TODAY - timedelta(days=61), TODAY, "old"),
    ],
)
def test_leave_has_an_order_and_an_end(first, last, why):
    assert leave.problem((first, last), TODAY) == why


def test_overlap_counts_both_ends():
    june = (date(2026, 6, 1), date(2026, 6, 15))
    assert leave.overlaps(june, (date(2026, 6, 15), date(2026, 6, 20)))
    assert not leave.overlaps(june, (date(2026, 6, 16), date(2026, 6, 20)))


@given(st.dates(date(2026, 4, 25), date(2027, 3, 1)), st.integers(0, 300))
def test_what_is_said_as_month_and_day_is_read_back(first, length):
    last = first + timedelta(days=length)
    said = f"{first.month}月{first.day}日到{last.month}月{last.day}日"
    assert leave.read_span(said, TODAY) == (first, last)
    assert leave.read_span(f"{first}到{last}", TODAY) == (first, last)
