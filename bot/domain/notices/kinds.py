"""The kinds of notices there are, and which settings of the programme file each of them needs."""

FIELDS: dict[str, frozenset[str]] = {
    "roster.confirm": frozenset({"deadline", "day"}),
    "roster.liaison": frozenset({"deadline", "day"}),
    "roster.overdue": frozenset({"deadline"}),
    "quota.pace": frozenset({"last_days"}),
    "quota.year_end": frozenset({"deadline", "days_before"}),
    "quota.supervisor": frozenset({"deadline", "days_before"}),
    "first_visit": frozenset({"day", "within_days"}),
    "weekly.visit": frozenset({"weekday"}),
    "birthday": frozenset({"max_age"}),
    "festival": frozenset(),
    "age": frozenset({"ages", "days_before"}),
    "escalation": frozenset({"unanswered", "working_days"}),
    "report.month": frozenset(),
    "report.quarter": frozenset(),
    "report.year": frozenset(),
    "alert.follow_up": frozenset({"hours_after"}),
    "calendar.missing": frozenset({"start"}),
    "audit.due": frozenset({"deadline", "days_before"}),
}

AT_ANY_HOUR = frozenset({"alert.follow_up"})
