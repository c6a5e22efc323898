from datetime import date

import pytest

from bot.domain.notices import RULES, Facts, needed
from bot.domain.quota import Counts, Span, status
from bot.programmes import load

GANSU = load()
YEAR = Span(date(2026, 1, 1))


def standing(day, **done):
    return status(GANSU, YEAR, 2026, (), [(date(2026, 1, 2), Counts(**done))], day)


BEHIND = standing(date(2026, 7, 1))
DUE_SOON = standing(date(2026, 3, 20))
ON_PACE = standing(date(2026, 3, 20), contact=1)
MET = standing(date(2026, 3, 20), contact=4, visit=2, deed=1)


def test_the_four_standings_are_what_they_are_called():
    assert [s.status for s in (BEHIND, DUE_SOON, ON_PACE, MET)] == ["behind", "due_soon", "on_pace", "met"]


SILENT = [
    ("roster.confirm", "2026-05", Facts(month_answered=True)),
    ("roster.confirm", "2026-05:last", Facts(active=False)),
    ("roster.liaison", "2026-05", Facts()),
    ("roster.liaison", "2026-05:last", Facts(unconfirmed=3, entered=True)),
    ("roster.liaison", "2026-05:entry", Facts(unconfirmed=3, entered=True)),
    ("roster.overdue", "2026-05", Facts()),
    ("quota.pace", "2026-W12", Facts(standings=(ON_PACE, MET))),
    ("quota.pace", "2026-W12", Facts()),
    ("quota.year_end", "2026:60", Facts(standings=(MET, MET))),
    ("quota.supervisor", "2026:30", Facts()),
    ("first_visit", "2026-05-01:P7", Facts(visited=True)),
    ("first_visit", "2026-05-01:P7", Facts(active=False)),
    ("weekly.visit", "2026-W12", Facts(weekly_due=3, weekly_answered=3)),
    ("birthday", "2026-05-03:R7", Facts(switched_off=True)),
    ("birthday", "2026-05-03:R7", Facts(active=False)),
    ("festival", "2026:mid_autumn", Facts(switched_off=True)),
    ("age", "14:90:R7", Facts(done=True)),
    ("age", "14:90:R7", Facts(active=False)),
    ("escalation", "2026-05-04", Facts()),
    ("alert.follow_up", "24h", Facts(done=True)),
    ("calendar.missing", "2027:2026-W45", Facts(done=True)),
    ("audit.due", "2027:14", Facts(done=True)),
]

SPEAKS = [
    ("roster.confirm", "2026-05", Facts(), "unconfirmed"),
    ("roster.liaison", "2026-05", Facts(unconfirmed=3), "open unconfirmed=3 changes=0"),
    ("roster.liaison", "2026-05:last", Facts(open_changes=1), "open unconfirmed=0 changes=1"),
    ("roster.liaison", "2026-05:entry", Facts(), "entry_list unconfirmed=0 changes=0"),
    ("roster.overdue", "2026-05", Facts(open_changes=2), "overdue unconfirmed=0 changes=2"),
    (
        "quota.pace",
        "2026-W27",
        Facts(standings=(BEHIND, DUE_SOON, MET)),
        "pace behind=1 due_soon=1 deed=2 visit=4 contact=8",
    ),
    ("quota.year_end", "2026:60", Facts(standings=(ON_PACE, MET)), "year_end pairings=1 deed=1 visit=2 contact=3"),
    ("quota.supervisor", "2026:30", Facts(behind=5, behind_deeds=4), "behind pairings=5 deeds=4"),
    ("first_visit", "2026-05-01:P7", Facts(), "not_visited"),
    ("weekly.visit", "2026-W12", Facts(weekly_due=3, weekly_answered=2), "unanswered due=3 unanswered=1"),
    ("birthday", "2026-05-03:R7", Facts(), "greeting"),
    ("festival", "2026:mid_autumn", Facts(), "greeting"),
    ("age", "14:90:R7", Facts(), "age age=14 days=90"),
    ("escalation", "2026-05-04", Facts(open_items=2), "ignored cadres=2"),
    ("report.month", "2026-04", Facts(), "period_over"),
    ("report.quarter", "2026-Q1", Facts(), "period_over"),
    ("report.year", "2026", Facts(), "period_over"),
    ("alert.follow_up", "72h", Facts(), "open"),
    ("calendar.missing", "2027:2026-W45", Facts(), "open"),
    ("audit.due", "2027:14", Facts(), "open"),
]


@pytest.mark.parametrize(("kind", "period", "facts"), SILENT)
def test_what_is_done_falls_silent(kind, period, facts):
    assert needed(kind, period, facts) is None


@pytest.mark.parametrize(("kind", "period", "facts", "reason"), SPEAKS)
def test_what_is_open_says_why_and_how_much(kind, period, facts, reason):
    assert str(needed(kind, period, facts)) == reason


def test_both_cases_are_shown_for_every_kind_that_can_be_silent():
    assert {case[0] for case in SPEAKS} == set(RULES)
    assert set(RULES) - {case[0] for case in SILENT} == {"report.month", "report.quarter", "report.year"}
