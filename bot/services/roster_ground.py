"""What a workbook would change, as values, and the ground on which it is compared with the database."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.domain.people import Actor
from bot.domain.roster import CADRES, PAIRINGS, RECIPIENTS, UNITS, Problem, Roster
from bot.services.desk import Desk
from db import roster as stored
from db.session import Session

DAY = timedelta(days=1)
OFFICES = ("admin", "liaison")  # who may send a roster


@dataclass
class Table:
    """What happens to one table. Rows name units, people and recipients by code (`unit`, `person`, `recipient`).

    `changed` and `removed` hold (id, new values); `before` the old values of the same rows, all columns.
    `existing` is how many stand in the scope now, `shown` who of them goes.
    """

    existing: int = 0
    added: list[dict[str, Any]] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)
    removed: list[dict[str, Any]] = field(default_factory=list)
    before: list[dict[str, Any]] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)


@dataclass
class Plan:
    units: Table = field(default_factory=Table)
    people: Table = field(default_factory=Table)
    recipients: Table = field(default_factory=Table)
    pairings: Table = field(default_factory=Table)
    grants_added: list[tuple[str, str, str]] = field(default_factory=list)  # person's number, role, unit's code
    grants_revoked: list[int] = field(default_factory=list)
    regranted: set[str] = field(default_factory=set)  # numbers of people who are the same but for their roles
    tops: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def tables(self) -> dict[str, Table]:
        return {UNITS: self.units, CADRES: self.people, RECIPIENTS: self.recipients, PAIRINGS: self.pairings}


class Ground:
    """What all of the comparison stands on: the tree as it is, the scope of the file, the rights of its importer."""

    def __init__(self, session: Session, desk: Desk, roster: Roster, importer: Actor | None) -> None:
        self.session, self.desk, self.roster, self.importer = session, desk, roster, importer
        self.problems: list[Problem] = []
        self.plan = Plan(tops=tuple(unit.code for unit in roster.tops))
        self.units = {row.code: row for row in stored.units(session)}
        self.codes = {row.id: row.code for row in self.units.values()}
        self.below = self._children()
        # What the file speaks of: the units it lists on top, and everything that hangs below them now.
        self.scope = self.under(self.units[code].id for code in self.plan.tops if code in self.units)
        self.allowed = self._allowed()
        self.file_units = {unit.code for unit in roster.units or ()}
        self.file_cadres = {cadre.number for cadre in roster.cadres or ()}

    def _children(self) -> Mapping[int, list[int]]:
        below: dict[int, list[int]] = defaultdict(list)
        for row in self.units.values():
            if row.parent_id is not None:
                below[row.parent_id].append(row.id)
        return below

    def under(self, tops: Iterable[int]) -> set[int]:
        found: set[int] = set()
        waiting = list(tops)
        while waiting:
            unit = waiting.pop()
            if unit not in found:
                found.add(unit)
                waiting += self.below.get(unit, ())
        return found

    def _allowed(self) -> set[int] | None:
        """Ids of the units the importer may touch; None: all."""
        if self.importer is None or None in (scopes := self.importer.units(*OFFICES)):
            return None
        return self.under(scope for scope in scopes if scope is not None)

    def wrong(self, sheet: str, row: int, column: str, error: str, value: str = "") -> None:
        self.problems.append(Problem(sheet, row, column, error, value))

    def unit_known(self, code: str) -> bool:
        """Without a 单位 sheet, a row may name any unit of the database that the importer may touch."""
        there = self.units.get(code)
        return there is not None and there.active and (self.allowed is None or there.id in self.allowed)

    def in_file_scope(self, unit_id: int | None) -> bool:
        if self.roster.units is None:
            return self.allowed is None or unit_id in self.allowed
        return unit_id in self.scope

    def tops(self) -> list[int]:
        return [self.units[code].id for code in self.plan.tops if code in self.units]


def same(found: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(found, name) for name in names}


def whole(found: Any, fields: Iterable[str]) -> dict[str, Any]:
    return same(found, *fields)
