"""A plan written down, and taken back."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from bot.services.desk import Desk
from bot.services.roster_codec import dump_rows, load_rows
from bot.services.roster_ground import Plan
from db import marks, statistics, units
from db import roster as stored
from db.session import Session

DAY = timedelta(days=1)
Row = dict[str, Any]


def write(session: Session, desk: Desk, plan: Plan) -> str:
    """Everything of the plan, in bulk. Returns what `take_back` needs (JSON)."""
    added = {"units": _add_units(session, plan.units.added)}
    unit_ids = stored.ids_by_number(session, "units")
    _change(session, "units", plan.units.changed, {"parent": ("parent_id", unit_ids)})
    stored.change(session, "units", plan.units.removed)
    if added["units"] or plan.units.changed:
        units.rebuild_tree(session)
    in_unit = {"unit": ("unit_id", unit_ids)}
    phones = {row["phone"] for row in [*plan.people.added, *plan.people.changed] if row["phone"]}
    keys = stored.phone_keys(session, phones)
    for row in (*plan.people.added, *plan.people.changed):
        row["phone_index"] = keys[row["phone"]] if row["phone"] else None
    hour = desk.programme.default_hour
    for row in plan.people.added:
        row["minute"] = hour.hour * 60 + hour.minute
    added["people"] = stored.insert(session, "people", (_resolved(row, in_unit) for row in plan.people.added))
    _change(session, "people", plan.people.changed, in_unit)
    stored.change(session, "people", plan.people.removed)
    added["recipients"] = stored.insert(
        session, "recipients", (_resolved(row, in_unit) for row in plan.recipients.added)
    )
    _change(session, "recipients", plan.recipients.changed, in_unit)
    stored.change(session, "recipients", plan.recipients.removed)
    people_ids = stored.ids_by_number(session, "people")
    added["pairings"] = _write_pairings(session, plan, people_ids)
    added["grants"] = stored.insert(
        session,
        "grants",
        (
            {"person_id": people_ids[number], "role": role, "unit_id": unit_ids[unit], "source": "roster"}
            for number, role, unit in plan.grants_added
        ),
    )
    stored.change(session, "grants", [{"id": key, "revoked_at": desk.now} for key in plan.grants_revoked])
    statistics.refresh(session.connection(), statistics.ROSTER)
    marks.set_mark(session, marks.ROSTER_CHANGED, desk.now)
    return dump_rows(
        {
            "added": added,
            "before": {
                "units": plan.units.before,
                "people": plan.people.before,
                "recipients": plan.recipients.before,
                "pairings": plan.pairings.before,
            },
            "revoked": plan.grants_revoked,
        }
    )


def _write_pairings(session: Session, plan: Plan, people_ids: Mapping[str, int]) -> list[int]:
    named = {
        "person": ("person_id", people_ids),
        "recipient": ("recipient_id", stored.ids_by_number(session, "recipients")),
    }
    stored.change(session, "pairings", plan.pairings.changed)
    stored.change(session, "pairings", plan.pairings.removed)
    return stored.insert(session, "pairings", (_resolved(row, named) for row in plan.pairings.added))


def _add_units(session: Session, rows: Iterable[Row]) -> list[int]:
    """From the top down: a unit needs the id of the one above."""
    added: list[int] = []
    waiting = list(rows)
    while waiting:
        ids = stored.ids_by_number(session, "units")
        ready = [row for row in waiting if row["parent"] is None or row["parent"] in ids]
        waiting = [row for row in waiting if row["parent"] is not None and row["parent"] not in ids]
        parent = {"parent": ("parent_id", ids)}
        added += stored.insert(session, "units", ({**_resolved(row, parent), "active": True} for row in ready))
    return added


def _resolved(row: Row, codes: Mapping[str, tuple[str, Mapping[str, int]]]) -> Row:
    """Codes become ids: {"unit": "62"} → {"unit_id": 1}."""
    found = {name: value for name, value in row.items() if name not in codes}
    for name, (column, ids) in codes.items():
        found[column] = None if row[name] is None else ids[row[name]]
    return found


def _change(
    session: Session, table: str, rows: Iterable[Row], codes: Mapping[str, tuple[str, Mapping[str, int]]]
) -> None:
    stored.change(session, table, [_resolved(row, codes) for row in rows])


def take_back(session: Session, desk: Desk, before: str) -> int:
    """The roster as it was before. How many rows were touched.

    What the import added goes; where something was built on it since (a record, a grant, a message) it cannot be
    deleted, so it ends instead: pairings and recipients yesterday, people leave, units rest.
    """
    document = load_rows(before)
    added, old = document["added"], document["before"]
    stored.remove(session, "grants", added["grants"])
    stored.change(session, "grants", [{"id": key, "revoked_at": None} for key in document["revoked"]])
    touched = len(added["grants"]) + len(document["revoked"])
    for table in ("pairings", "recipients", "people", "units"):
        rows: list[Row] = old[table]
        if table == "people":
            phones = stored.phone_keys(session, {row["phone"] for row in rows if row["phone"]})
            rows = [{**row, "phone_index": phones.get(row["phone"])} for row in rows]
        stored.change(session, table, rows)
        touched += len(rows) + len(added[table])
        held = stored.referenced(session, table, added[table])
        if table == "units":
            held = _with_those_above(session, added[table], held)
        stored.remove(session, table, [key for key in added[table] if key not in held])
        stored.end(session, table, held, desk.today - DAY)
    units.rebuild_tree(session)
    marks.set_mark(session, marks.ROSTER_CHANGED, desk.now)
    return touched


def _with_those_above(session: Session, added: Iterable[int], held: set[int]) -> set[int]:
    """Units that must stay because something that stays hangs below them."""
    parents = {row.id: row.parent_id for row in stored.units(session)}
    mine = set(added)
    waiting = list((parents.keys() - mine) | held)
    kept: set[int] = set()
    while waiting:
        unit = waiting.pop()
        if unit is not None and unit not in kept:
            kept.add(unit)
            waiting.append(parents[unit])
    return kept & mine
