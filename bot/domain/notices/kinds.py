"""The kinds of notices there are: which settings of the programme file each needs, and whom it may go to."""

from typing import NamedTuple


class Shape(NamedTuple):
    """`fields` of `bot.domain.programme.Notice` that the kind uses, and the roles that its `to` may name."""

    fields: frozenset[str]
    to: tuple[str, ...]


CADRE = ("cadre",)
OFFICE = ("liaison", "supervisor", "admin")

KINDS: dict[str, Shape] = {
    "roster.confirm": Shape(frozenset({"deadline", "day", "along"}), CADRE),
    "roster.liaison": Shape(frozenset({"deadline", "day"}), OFFICE),
    "roster.overdue": Shape(frozenset({"deadline"}), OFFICE),
    "quota.pace": Shape(frozenset({"last_days"}), CADRE),
    "quota.year_end": Shape(frozenset({"deadline", "days_before"}), CADRE),
    "quota.supervisor": Shape(frozenset({"deadline", "days_before"}), OFFICE),
    "first_visit": Shape(frozenset({"day", "within_days"}), CADRE),
    "weekly.visit": Shape(frozenset({"weekday"}), CADRE),
    "birthday": Shape(frozenset({"max_age"}), CADRE),
    "festival": Shape(frozenset(), CADRE),
    "age": Shape(frozenset({"ages", "days_before"}), (*CADRE, *OFFICE)),
    "escalation": Shape(frozenset({"unanswered", "working_days"}), OFFICE),
    "report.month": Shape(frozenset(), OFFICE),
    "report.quarter": Shape(frozenset(), OFFICE),
    "report.year": Shape(frozenset(), OFFICE),
    "alert.follow_up": Shape(frozenset({"hours_after"}), ("duty_officer", "supervisor", "admin")),
    "calendar.missing": Shape(frozenset({"start"}), ("admin",)),
    "audit.due": Shape(frozenset({"deadline", "days_before"}), ("admin",)),
}

SWITCHABLE = frozenset({"birthday", "festival"})
"""What a person may turn off in /settings; the programme says which of them."""


def text_of(kind: str) -> str:
    """The text that a kind is said with: its own, or that of every report."""
    return "report" if kind.startswith("report.") else kind.replace(".", "_")


DIGESTS = frozenset({"report.month", "report.quarter", "report.year"})
ALERTS = frozenset({"alert.follow_up"})
APART = DIGESTS | ALERTS
"""Not reminders: never in a bundle. Digests keep their own hour of a working day, alerts come at any day and hour."""

EARLY = ("quota.pace", "quota.year_end")
"""Kinds that may be told before their own day, along with another reminder of a cadre."""

ASKING = frozenset({"roster.confirm", "quota.pace", "quota.year_end", "first_visit"})
"""Reminders that ask a cadre for something; two of them unanswered count towards an escalation."""
