"""The difference between a checked workbook and the database, inside the scope of the file. Reads, never writes."""

from typing import Any

from bot.domain.people import Actor
from bot.domain.roster import UNITS, UnitRow, Workbook
from bot.domain.roster_checks import in_order, in_order_of_sheets
from bot.services.desk import Desk
from bot.services.roster_ground import Ground, Plan, same, whole
from bot.services.roster_plan_care import plan_pairings, plan_recipients
from bot.services.roster_plan_people import plan_people
from db import roster as stored
from db.session import Session


def make(session: Session, desk: Desk, workbook: Workbook, importer: Actor | None) -> Plan:
    """`importer` is None for the command line, which may touch and grant everything."""
    at = Ground(session, desk, workbook.roster, importer)
    if at.roster.units is not None:
        _plan_units(at, at.roster.units)
    people = plan_people(at)
    recipients = plan_recipients(at)
    if at.roster.pairings is not None:
        plan_pairings(at, at.roster.pairings, people, recipients)
    at.plan.problems = in_order_of_sheets([*workbook.problems, *at.problems])
    return at.plan


def _plan_units(at: Ground, rows: tuple[UnitRow, ...]) -> None:
    table = at.plan.units
    for row in rows:
        if not row.code:
            continue
        there = at.units.get(row.code)
        parent = _parent(at, row, there)
        if there is None:
            table.added.append({"code": row.code, "name": row.name, "level": row.level, "parent": parent})
            continue
        if row.code not in at.plan.tops and there.id not in at.scope:
            at.wrong(UNITS, row.row, "单位编码", "elsewhere", row.code)
        new = {"name": row.name, "level": row.level, "parent": parent, "active": True}
        old = {**same(there, "name", "level", "active"), "parent": at.codes.get(there.parent_id)}
        if new != old:
            table.changed.append({"id": there.id, **new})
            table.before.append(whole(there, stored.UNIT_FIELDS))
    for row_there in at.units.values():
        if row_there.id in at.scope and row_there.active:
            table.existing += 1
            if row_there.code not in at.file_units:
                table.removed.append({"id": row_there.id, "active": False})
                table.before.append(whole(row_there, stored.UNIT_FIELDS))
                table.shown.append(f"{row_there.code} {row_there.name}")


def _parent(at: Ground, row: UnitRow, there: Any) -> str | None:
    """The code of the unit above. A topmost unit without one stays where it hangs."""
    if row.parent in at.file_units:
        return row.parent
    if row.parent is None:
        if at.allowed is not None and (there is None or there.id not in at.allowed):
            at.wrong(UNITS, row.row, "单位编码", "outside", row.code)
        return at.codes.get(there.parent_id) if there is not None else None
    above = at.units.get(row.parent)
    within = at.allowed is None or (above is not None and above.id in at.allowed)
    if there is not None and at.allowed is not None:
        # What a scoped importer leads himself may hang below what he does not.
        within = there.id in at.allowed and (within or at.codes.get(there.parent_id) == row.parent)
    if above is None or not within:
        at.wrong(UNITS, row.row, "上级编码", "unknown_unit", row.parent)
    elif above.id in at.scope:
        at.wrong(UNITS, row.row, "上级编码", "circle", row.parent)
    elif row.level and not in_order(above.level, row.level):
        at.wrong(UNITS, row.row, "层级", "wrong_level", above.name)
    return row.parent
