"""Whether the sums of a report foot, and whether the data it rests on are fresh. One that fails is not confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.reports.figures import COLUMNS, FLOWS
from bot.domain.reports.model import TOTAL, Report, Row

WATCH = timedelta(days=3)  # the planner ticks every few minutes; this long without it, messages may be waiting


@dataclass(frozen=True)
class Problem:
    """A sum that fails: what was stated, what the parts are."""

    what: str
    stated: int
    parts: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.what}: {self.stated} ≠ {' + '.join(map(str, self.parts)) or 0} = {sum(self.parts)}"


def unequal(what: str, stated: int, parts: Sequence[int]) -> Problem | None:
    """None when the parts sum to what is stated."""
    return None if stated == sum(parts) else Problem(what, stated, tuple(parts))


def problems(report: Report) -> tuple[Problem, ...]:
    """Every sum of a report that does not foot, in the order in which it is read."""
    found: list[Problem | None] = []
    for name, rows in (("rows", report.rows), ("previous", report.previous), ("year_to_date", report.year_to_date)):
        found += [_classes(name, rows, column) for column in COLUMNS]
    total = report.total
    for column in COLUMNS:
        parts = [getattr(line.figures, column) for line in report.units]
        found.append(unequal(f"units.{column}", getattr(total, column), parts))
    for state in ("met", "on_pace", "due_soon", "behind", "halted"):
        parts = [getattr(line.pairings, state) for line in report.units]
        found.append(unequal(f"units.pairings.{state}", getattr(report.pairings, state), parts))
    found.append(unequal("units.gaps", len(report.gaps), [line.gaps for line in report.units]))
    moves = report.roster
    found.append(unequal("roster", moves.closing, [moves.opening, moves.entered, -moves.out]))
    return tuple([problem for problem in found if problem] + _more_than_the_year(report))


def _classes(name: str, rows: Sequence[Row], column: str) -> Problem | None:
    parts = [getattr(row.figures, column) for row in rows if row.key != TOTAL]
    return unequal(f"{name}.{column}", getattr(rows[-1].figures, column), parts)


def _more_than_the_year(report: Report) -> list[Problem]:
    """A period cannot hold more than the year that holds it."""
    year = report.year_to_date[-1].figures
    return [
        Problem(f"year_to_date.{column}", getattr(year, column), (getattr(report.total, column),))
        for column in FLOWS
        if getattr(report.total, column) > getattr(year, column)
    ]


def stale(as_of: datetime, newest: datetime | None, planner: datetime | None) -> tuple[str, ...]:
    """Why the data cannot be the last word.

    `newest` is the latest entry of the scope made after `as_of`, if there is one; `planner` when the clock of the bot
    last ran (None: this deployment has never run one).
    """
    found = []
    if newest is not None and newest > as_of:
        found.append(f"stale: an entry of {newest:%Y-%m-%dT%H:%M:%SZ} is newer than the snapshot")
    if planner is not None and planner < as_of - WATCH:
        found.append(f"stale: the planner last ran {planner:%Y-%m-%dT%H:%M:%SZ}; messages may be waiting")
    return tuple(found)
