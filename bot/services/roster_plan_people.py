"""People and their roles: who is new, changed, gone; what the file grants and no longer grants."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from bot.domain.roster import CADRES, RANK, CadreRow
from bot.services.roster_ground import OFFICES, Ground, same, whole
from db import roster as stored


def plan_people(at: Ground) -> dict[str, Any]:
    """Everybody of the scope by number, also when the sheet is absent."""
    there = {row.number: row for row in stored.people_below(at.session, at.tops())}
    rows = at.roster.cadres
    if rows is None:
        return there
    more = [row.number for row in rows if row.number and row.number not in there]
    there.update({row.number: row for row in stored.people_numbered(at.session, more)})
    table = at.plan.people
    held = _roles_of(at, there.values())
    for row in rows:
        if row.number:
            _plan_cadre(at, row, there.get(row.number), held)
    if at.roster.units is not None:
        for found in there.values():
            if found.unit_id in at.scope and found.status != "left":
                table.existing += 1
                above = _above(at, held.get(found.id, ()))
                if found.number not in at.file_cadres and not above:
                    table.removed.append({"id": found.id, "status": "left"})
                    table.before.append(whole(found, stored.PERSON_FIELDS))
                    table.shown.append(at.desk.shown(found.number, found.name))
                    at.plan.grants_revoked += [key for key, _, _, source in held[found.id] if source == "roster"]
    return there


def _roles_of(at: Ground, people: Iterable[Any]) -> Mapping[int, list[tuple[int, str, int | None, str]]]:
    """(grant, role, unit, source) in force, by person."""
    held: dict[int, list[tuple[int, str, int | None, str]]] = defaultdict(list)
    grants = stored.grants_in_force(at.session, [row.id for row in people], at.desk.today)
    for grant, person, role, unit, source in grants:
        held[person].append((grant, role, unit, source))
    return held


def _above(at: Ground, held: Iterable[tuple[int, str, int | None, str]]) -> bool:
    """Whether somebody holds more than the importer: such a person is not the file's to change."""
    return any(RANK[role] > _rank(at) for _, role, _, _ in held)


def _rank(at: Ground) -> int:
    roles = at.importer.roles.intersection(OFFICES) if at.importer else RANK
    return max((RANK[role] for role in roles), default=-1)


def _plan_cadre(
    at: Ground, row: CadreRow, there: Any, held: Mapping[int, list[tuple[int, str, int | None, str]]]
) -> None:
    if at.roster.units is None and row.unit and not at.unit_known(row.unit):
        at.wrong(CADRES, row.row, "单位编码", "unknown_unit", row.unit)
    new = {"name": row.name, "phone": row.phone, "unit": row.unit, "status": row.status}
    wanted = {(role, row.unit) for role in row.roles} if row.status != "left" else set()
    mine: list[tuple[int, str, int | None, str]] = []
    if there is None:
        at.plan.people.added.append({"number": row.number, **new})
    else:
        if there.status != "left" and not at.in_file_scope(there.unit_id):
            at.wrong(CADRES, row.row, "干部编号", "elsewhere", row.number)
        mine = [grant for grant in held.get(there.id, ()) if grant[3] == "roster"]
        old = {**same(there, "name", "phone", "status"), "unit": at.codes.get(there.unit_id)}
        if new != old:
            at.plan.people.changed.append({"id": there.id, **new})
            at.plan.people.before.append(whole(there, stored.PERSON_FIELDS))
    has = {(role, at.codes.get(unit or 0)): grant for grant, role, unit, _ in mine}
    for role, unit in sorted(wanted - has.keys()):
        if RANK[role] > _rank(at):
            at.wrong(CADRES, row.row, "角色", "above_you", role)
        at.plan.grants_added.append((row.number, role, unit))
    at.plan.grants_revoked += [grant for key, grant in has.items() if key not in wanted]
    if there is not None and wanted != has.keys():
        at.plan.regranted.add(row.number)
        if at.plan.people.changed and at.plan.people.changed[-1]["id"] == there.id:
            at.plan.regranted.discard(row.number)
