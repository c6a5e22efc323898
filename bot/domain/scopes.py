"""Quotas asked of a household or a cadre instead of each pairing: several pairings judged as one."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from bot.domain.programme import Scope
from bot.domain.quota import Absence, Counts, Span


def together(spans: Sequence[Span]) -> tuple[Span, tuple[Absence, ...]]:
    """Several pairings judged as one (scope household or cadre): the whole span, and the holes in it as absences."""
    ordered = sorted(spans, key=lambda span: span.first)
    holes: list[Absence] = []
    covered = ordered[0].last or date.max
    for span in ordered[1:]:
        if covered < date.max and span.first > covered + timedelta(days=1):
            holes.append((covered + timedelta(days=1), span.first - timedelta(days=1)))
        covered = max(covered, span.last or date.max)
    return Span(ordered[0].first, None if covered == date.max else covered), tuple(holes)


def shared_acts(scope: Scope, acts: Collection[Sequence[tuple[date, Counts]]]) -> list[tuple[date, Counts]]:
    """The acts of pairings judged as one. One call on a household is one visit, whoever of it was written down."""
    if scope != "household":
        return [act for one in acts for act in one]
    fullest: dict[date, Counts] = {}
    for one in acts:
        own: dict[date, Counts] = {}
        for day, counts in one:
            own[day] = own.get(day, Counts()) + counts
        for day, counts in own.items():
            fullest[day] = _larger(fullest.get(day, Counts()), counts)
    return sorted(fullest.items(), key=lambda act: act[0])


def _larger(one: Counts, other: Counts) -> Counts:
    return Counts(
        max(one.contact, other.contact),
        max(one.visit, other.visit),
        max(one.deed, other.deed),
        max(one.policy, other.policy),
        max(one.difficulty, other.difficulty),
    )
