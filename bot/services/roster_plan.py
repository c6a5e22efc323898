"""The difference between a checked workbook and the database, inside the scope of the file. Reads, never writes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from bot.domain.people import Actor
from bot.domain.roster import (
    CADRES,
    PAIRINGS,
    RANK,
    RECIPIENTS,
    UNITS,
    CadreRow,
    PairingRow,
    Problem,
    RecipientRow,
    Roster,
    UnitRow,
    Workbook,
    overlaps,
)
from bot.domain.roster_checks import in_order, in_order_of_sheets
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


def make(session: Session, desk: Desk, workbook: Workbook, importer: Actor | None) -> Plan:
    """`importer` is None for the command line, which may touch and grant everything."""
    planner = _Planner(session, desk, workbook.roster, importer)
    plan = planner.run()
    plan.problems = in_order_of_sheets([*workbook.problems, *planner.problems])
    return plan


class _Planner:
    def __init__(self, session: Session, desk: Desk, roster: Roster, importer: Actor | None) -> None:
        self.session, self.desk, self.roster, self.importer = session, desk, roster, importer
        self.problems: list[Problem] = []
        self.plan = Plan(tops=tuple(unit.code for unit in roster.tops))
        self.units = {row.code: row for row in stored.units(session)}
        self.codes = {row.id: row.code for row in self.units.values()}
        self.below = self._children()
        # What the file speaks of: the units it lists on top, and everything that hangs below them now.
        self.scope = self._under(self.units[code].id for code in self.plan.tops if code in self.units)
        self.allowed = self._allowed()
        self.file_units = {unit.code for unit in roster.units or ()}
        self.file_cadres = {cadre.number for cadre in roster.cadres or ()}

    def _children(self) -> Mapping[int, list[int]]:
        below: dict[int, list[int]] = defaultdict(list)
        for row in self.units.values():
            if row.parent_id is not None:
                below[row.parent_id].append(row.id)
        return below

    def _under(self, tops: Iterable[int]) -> set[int]:
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
        return self._under(scope for scope in scopes if scope is not None)

    def run(self) -> Plan:
        if self.roster.units is not None:
            self._plan_units(self.roster.units)
        people = self._plan_people()
        recipients = self._plan_recipients()
        if self.roster.pairings is not None:
            self._plan_pairings(self.roster.pairings, people, recipients)
        return self.plan

    def wrong(self, sheet: str, row: int, column: str, error: str, value: str = "") -> None:
        self.problems.append(Problem(sheet, row, column, error, value))

    # Units

    def _plan_units(self, rows: tuple[UnitRow, ...]) -> None:
        table = self.plan.units
        for row in rows:
            if not row.code:
                continue
            there = self.units.get(row.code)
            parent = self._parent(row, there)
            if there is None:
                table.added.append({"code": row.code, "name": row.name, "level": row.level, "parent": parent})
                continue
            if row.code not in self.plan.tops and there.id not in self.scope:
                self.wrong(UNITS, row.row, "单位编码", "elsewhere", row.code)
            new = {"name": row.name, "level": row.level, "parent": parent, "active": True}
            old = {**_same(there, "name", "level", "active"), "parent": self.codes.get(there.parent_id)}
            if new != old:
                table.changed.append({"id": there.id, **new})
                table.before.append(_whole(there, stored.UNIT_FIELDS))
        for row_there in self.units.values():
            if row_there.id in self.scope and row_there.active:
                table.existing += 1
                if row_there.code not in self.file_units:
                    table.removed.append({"id": row_there.id, "active": False})
                    table.before.append(_whole(row_there, stored.UNIT_FIELDS))
                    table.shown.append(f"{row_there.code} {row_there.name}")

    def _parent(self, row: UnitRow, there: Any) -> str | None:
        """The code of the unit above. A topmost unit without one stays where it hangs."""
        if row.parent in self.file_units:
            return row.parent
        if row.parent is None:
            if self.allowed is not None and (there is None or there.id not in self.allowed):
                self.wrong(UNITS, row.row, "单位编码", "outside", row.code)
            return self.codes.get(there.parent_id) if there is not None else None
        above = self.units.get(row.parent)
        within = self.allowed is None or (above is not None and above.id in self.allowed)
        if there is not None and self.allowed is not None:
            # What a scoped importer leads himself may hang below what he does not.
            within = there.id in self.allowed and (within or self.codes.get(there.parent_id) == row.parent)
        if above is None or not within:
            self.wrong(UNITS, row.row, "上级编码", "unknown_unit", row.parent)
        elif above.id in self.scope:
            self.wrong(UNITS, row.row, "上级编码", "circle", row.parent)
        elif row.level and not in_order(above.level, row.level):
            self.wrong(UNITS, row.row, "层级", "wrong_level", above.name)
        return row.parent

    def _unit_known(self, code: str) -> bool:
        """Without a 单位 sheet, a row may name any unit of the database that the importer may touch."""
        there = self.units.get(code)
        return there is not None and there.active and (self.allowed is None or there.id in self.allowed)

    def _in_file_scope(self, unit_id: int | None) -> bool:
        if self.roster.units is None:
            return self.allowed is None or unit_id in self.allowed
        return unit_id in self.scope

    # People and their roles

    def _plan_people(self) -> dict[str, Any]:
        """Everybody of the scope by number, also when the sheet is absent."""
        there = {row.number: row for row in stored.people_below(self.session, self._tops())}
        rows = self.roster.cadres
        if rows is None:
            return there
        more = [row.number for row in rows if row.number and row.number not in there]
        there.update({row.number: row for row in stored.people_numbered(self.session, more)})
        table = self.plan.people
        held = self._roles_of(there.values())
        for row in rows:
            if row.number:
                self._plan_cadre(row, there.get(row.number), held)
        if self.roster.units is not None:
            for found in there.values():
                if found.unit_id in self.scope and found.status != "left":
                    table.existing += 1
                    above = self._above(held.get(found.id, ()))
                    if found.number not in self.file_cadres and not above:
                        table.removed.append({"id": found.id, "status": "left"})
                        table.before.append(_whole(found, stored.PERSON_FIELDS))
                        table.shown.append(self.desk.shown(found.number, found.name))
                        self.plan.grants_revoked += [key for key, _, _, source in held[found.id] if source == "roster"]
        return there

    def _tops(self) -> list[int]:
        return [self.units[code].id for code in self.plan.tops if code in self.units]

    def _roles_of(self, people: Iterable[Any]) -> Mapping[int, list[tuple[int, str, int | None, str]]]:
        """(grant, role, unit, source) in force, by person."""
        held: dict[int, list[tuple[int, str, int | None, str]]] = defaultdict(list)
        grants = stored.grants_in_force(self.session, [row.id for row in people], self.desk.today)
        for grant, person, role, unit, source in grants:
            held[person].append((grant, role, unit, source))
        return held

    def _above(self, held: Iterable[tuple[int, str, int | None, str]]) -> bool:
        """Whether somebody holds more than the importer: such a person is not the file's to change."""
        return any(RANK[role] > self._rank() for _, role, _, _ in held)

    def _rank(self) -> int:
        roles = self.importer.roles.intersection(OFFICES) if self.importer else RANK
        return max((RANK[role] for role in roles), default=-1)

    def _plan_cadre(
        self, row: CadreRow, there: Any, held: Mapping[int, list[tuple[int, str, int | None, str]]]
    ) -> None:
        if self.roster.units is None and row.unit and not self._unit_known(row.unit):
            self.wrong(CADRES, row.row, "单位编码", "unknown_unit", row.unit)
        new = {"name": row.name, "phone": row.phone, "unit": row.unit, "status": row.status}
        wanted = {(role, row.unit) for role in row.roles} if row.status != "left" else set()
        mine: list[tuple[int, str, int | None, str]] = []
        if there is None:
            self.plan.people.added.append({"number": row.number, **new})
        else:
            if there.status != "left" and not self._in_file_scope(there.unit_id):
                self.wrong(CADRES, row.row, "干部编号", "elsewhere", row.number)
            mine = [grant for grant in held.get(there.id, ()) if grant[3] == "roster"]
            old = {**_same(there, "name", "phone", "status"), "unit": self.codes.get(there.unit_id)}
            if new != old:
                self.plan.people.changed.append({"id": there.id, **new})
                self.plan.people.before.append(_whole(there, stored.PERSON_FIELDS))
        has = {(role, self.codes.get(unit or 0)): grant for grant, role, unit, _ in mine}
        for role, unit in sorted(wanted - has.keys()):
            if RANK[role] > self._rank():
                self.wrong(CADRES, row.row, "角色", "above_you", role)
            self.plan.grants_added.append((row.number, role, unit))
        self.plan.grants_revoked += [grant for key, grant in has.items() if key not in wanted]
        if there is not None and wanted != has.keys():
            self.plan.regranted.add(row.number)
            if self.plan.people.changed and self.plan.people.changed[-1]["id"] == there.id:
                self.plan.regranted.discard(row.number)

    # Recipients

    def _plan_recipients(self) -> dict[str, Any]:
        there = {row.number: row for row in stored.recipients_below(self.session, self._tops())}
        rows = self.roster.recipients
        named = rows if rows is not None else (self.roster.pairings or ())
        more = {n for row in named if (n := _number(row)) and n not in there}
        there.update({row.number: row for row in stored.recipients_numbered(self.session, more)})
        if rows is None:
            return there
        first_days: dict[str, date] = {}
        for pairing in self.roster.pairings or ():
            first_days[pairing.recipient] = min(pairing.first_day, first_days.get(pairing.recipient, self.desk.today))
        for row in rows:
            if row.number:
                self._plan_recipient(row, there.get(row.number), first_days.get(row.number, self.desk.today))
        if self.roster.units is not None:
            self._missing_recipients(there, {row.number for row in rows})
        return there

    def _plan_recipient(self, row: RecipientRow, there: Any, first_day: date) -> None:
        if self.roster.units is None and row.unit and not self._unit_known(row.unit):
            self.wrong(RECIPIENTS, row.row, "所在地编码", "unknown_unit", row.unit)
        year, month, day = row.birth or (None, None, None)
        new = {
            "name": row.name,
            "gender": row.gender,
            "birth_year": year,
            "birth_month": month,
            "birth_day": day,
            "class_key": row.class_key,
            "unit": row.unit,
            "living": row.living,
            "household": row.household,
            "phone": row.phone,
            "guardian": row.guardian,
            "aliases": row.aliases,
            "last_day": None,
            "left_reason": None,
        }
        table = self.plan.recipients
        if there is None:
            table.added.append({"number": row.number, "first_day": first_day, **new})
            return
        if there.last_day is None and not self._in_file_scope(there.unit_id):
            self.wrong(RECIPIENTS, row.row, "对象编号", "elsewhere", row.number)
        old = {**_same(there, *(name for name in new if name != "unit")), "unit": self.codes[there.unit_id]}
        if new != old:
            table.changed.append({"id": there.id, **new})
            table.before.append(_whole(there, stored.RECIPIENT_FIELDS))

    def _missing_recipients(self, there: Mapping[str, Any], listed: set[str]) -> None:
        table = self.plan.recipients
        for found in there.values():
            if found.unit_id in self.scope and (found.last_day is None or found.last_day >= self.desk.today):
                table.existing += 1
                if found.number not in listed:
                    last = max(found.first_day, self.desk.today - DAY)
                    table.removed.append({"id": found.id, "last_day": last, "left_reason": "roster"})
                    table.before.append(_whole(found, stored.RECIPIENT_FIELDS))
                    table.shown.append(self.desk.shown(found.number, found.name))

    # Pairings: of the recipients of the scope

    def _plan_pairings(
        self, rows: tuple[PairingRow, ...], people: Mapping[str, Any], recipients: Mapping[str, Any]
    ) -> None:
        outside = [row.cadre for row in rows if row.cadre not in people and row.cadre not in self.file_cadres]
        cadres = {**people, **{found.number: found for found in stored.people_numbered(self.session, set(outside))}}
        table = self.plan.pairings
        numbers = {found.id: number for number, found in recipients.items()}
        there = self._pairings_there(recipients)
        names = stored.numbers_of_people(self.session, {found.person_id for found in there})
        known = {
            (names[found.person_id], numbers[found.recipient_id], found.kind, found.first_day): found for found in there
        }
        listed = set()
        for row in rows:
            self._check_pairing(row, cadres, recipients)
            key = (row.cadre, row.recipient, row.kind, row.first_day)
            listed.add(key)
            found = known.get(key)
            new = {"last_day": row.last_day, "end_reason": row.end_reason}
            if found is None:
                table.added.append(
                    {
                        "person": row.cadre,
                        "recipient": row.recipient,
                        "kind": row.kind,
                        "first_day": row.first_day,
                        **new,
                    }
                )
            elif new != _same(found, "last_day", "end_reason"):
                table.changed.append({"id": found.id, **new})
                table.before.append(_whole(found, stored.PAIRING_FIELDS))
        if self.roster.units is not None:
            self._missing_pairings(rows, known, listed, recipients)

    def _pairings_there(self, recipients: Mapping[str, Any]) -> list[Any]:
        return stored.pairings_of_recipients(self.session, [found.id for found in recipients.values()])

    def _check_pairing(self, row: PairingRow, cadres: Mapping[str, Any], recipients: Mapping[str, Any]) -> None:
        if row.cadre and row.cadre not in self.file_cadres:
            found = cadres.get(row.cadre)
            # With a 干部 sheet, who is not in it has left, unless he belongs to a place the file does not speak of.
            leaving = self.roster.cadres is not None and found is not None and found.unit_id in self.scope
            hidden = self.allowed is not None and found is not None and found.unit_id not in self.allowed
            if found is None or found.status == "left" or leaving or hidden:
                self.wrong(PAIRINGS, row.row, "干部编号", "unknown_cadre", row.cadre)
        if row.recipient and self.roster.recipients is None:
            there = recipients.get(row.recipient)
            if there is None or not self._in_file_scope(there.unit_id):
                self.wrong(PAIRINGS, row.row, "对象编号", "unknown_recipient", row.recipient)

    def _missing_pairings(
        self,
        rows: tuple[PairingRow, ...],
        known: Mapping[Any, Any],
        listed: set[Any],
        recipients: Mapping[str, Any],
    ) -> None:
        """A pairing that is no longer listed ended yesterday, or the day before its successor began. History stays."""
        table, today = self.plan.pairings, self.desk.today
        in_scope = {found.id for found in recipients.values() if found.unit_id in self.scope}
        single = {key for key, kind in self.desk.programme.kinds.items() if kind.quota}
        starts: dict[tuple[str, str], list[date]] = defaultdict(list)
        for row in rows:
            if row.kind in single and row.first_day <= today:
                starts[row.recipient, row.kind].append(row.first_day)
        missing = {key: found for key, found in known.items() if found.recipient_id in in_scope}
        table.existing = sum(1 for found in missing.values() if found.last_day is None or found.last_day >= today)
        open_ones = {
            key: found
            for key, found in missing.items()
            if key not in listed and (found.last_day is None or found.last_day >= today)
        }
        done = stored.latest_records(self.session, [found.id for found in open_ones.values()])
        for (cadre, recipient, kind, first), found in open_ones.items():
            after = [day for day in starts.get((recipient, kind), ()) if day > first]
            last = min([today - DAY, *(day - DAY for day in after)])
            last = max(first, last, done.get(found.id, first))
            table.removed.append({"id": found.id, "last_day": last, "end_reason": "roster"})
            table.before.append(_whole(found, stored.PAIRING_FIELDS))
            table.shown.append(f"{cadre} – {recipient}")
        ended = {item["id"]: item["last_day"] for item in table.removed}
        self._check_history(rows, {k: v for k, v in missing.items() if k not in listed}, ended, single)

    def _check_history(
        self, rows: tuple[PairingRow, ...], kept: Mapping[Any, Any], ended: Mapping[int, date], single: set[str]
    ) -> None:
        """A new primary pairing may not lie over one of the past that the file does not list."""
        spans: dict[str, list[tuple[date, date | None, int]]] = defaultdict(list)
        for (_, recipient, kind, first), found in kept.items():
            if kind in single:
                spans[recipient].append((first, ended.get(found.id, found.last_day), 0))
        for row in rows:
            if row.kind in single and row.recipient in spans:
                spans[row.recipient].append((row.first_day, row.last_day, row.row))
        for recipient, found in spans.items():
            for key in overlaps(found):
                number = key or max(row for _, _, row in found)
                if number:
                    self.wrong(PAIRINGS, number, "开始日期", "overlaps_history", recipient)


def _number(row: RecipientRow | PairingRow) -> str:
    return row.number if isinstance(row, RecipientRow) else row.recipient


def _same(found: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(found, name) for name in names}


def _whole(found: Any, fields: Iterable[str]) -> dict[str, Any]:
    return _same(found, *fields)
