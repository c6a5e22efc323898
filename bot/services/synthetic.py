"""A synthetic roster with records: for newcomers, for measuring, for the sandbox. The same seed gives the same one."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from random import Random
from typing import Any

from bot.services.desk import Desk
from bot.services.synthetic_names import Names
from bot.services.synthetic_people import County, Seeds
from bot.services.synthetic_records import records_of
from bot.services.synthetic_tree import Tree, plan_tree
from db import audit
from db import roster as stored
from db import synthetic as bulk
from db import units as unit_tree
from db.session import Session

RECORDS = 7  # a pairing and year: what Gansu and Pingliang published


@dataclass(frozen=True)
class Seeded:
    """What was made, and numbers of people worth meeting: a cadre with one recipient, one with two, office holders."""

    units: int
    cadres: int
    recipients: int
    pairings: int
    records: int
    top_unit: str
    cadre_of_one: str
    cadre_of_two: str
    liaison: str
    supervisor: str
    admin: str

    def counts(self) -> dict[str, Any]:
        every = asdict(self)
        return {name: every[name] for name in ("units", "cadres", "recipients", "pairings", "records", "top_unit")}


def fill(
    session: Session,
    desk: Desk,
    *,
    cadres: int = 200,
    records_per_pairing: int = RECORDS,
    seed: int = 1,
    year: int | None = None,
) -> Seeded | None:
    """None, and nothing written, when there is a roster already.

    Records lie in `year` (default: this one), none after today. County by county, so that the whole of Gansu fits
    into little memory.
    """
    if not stored.is_empty(session):
        return None
    random = Random(seed)  # noqa: S311  nothing secret: a repeatable invention
    names = Names(random)
    tree = plan_tree(names, cadres)
    unit_ids = _write_units(session, tree)
    first = date(year or desk.today.year, 1, 1)
    last = min(date(first.year, 12, 31), desk.today)
    seeds = Seeds(random, names, desk.programme, first, last, tree.top)
    people = recipients = pairings = records = 0
    with bulk.filling(session):
        for county in tree.counties:
            made = seeds.county(county)
            person_ids = stored.insert(session, "people", bulk.with_phone_keys(session, _placed(made.people, unit_ids)))
            bulk.insert_grants(session, _grants(made, person_ids, unit_ids))
            recipient_ids = stored.insert(session, "recipients", _placed(made.recipients, unit_ids))
            rows = [
                {
                    **row,
                    "person_id": person_ids[row["person_id"]],
                    "recipient_id": recipient_ids[row["recipient_id"]],
                }
                for row in made.pairings
            ]
            pairing_ids = stored.insert(session, "pairings", rows)
            people += made.cadres
            recipients += len(recipient_ids)
            pairings += len(rows)
            records += bulk.insert_records(
                session, records_of(random, desk, zip(pairing_ids, rows, strict=True), records_per_pairing, first, last)
            )
    audit.note(session, desk.now, None, "seed", subject=tree.top)
    return Seeded(len(tree.units), people, recipients, pairings, records, tree.top, **seeds.known)


def _write_units(session: Session, tree: Tree) -> dict[str, int]:
    """Level by level: a unit needs the id of the one above."""
    ids: dict[str, int] = {}
    for depth in sorted({unit.depth for unit in tree.units}):
        units = [unit for unit in tree.units if unit.depth == depth]
        rows = [
            {
                "code": unit.code,
                "name": unit.name,
                "level": unit.level,
                "parent_id": ids[unit.parent] if unit.parent else None,
                "active": True,
            }
            for unit in units
        ]
        ids.update(zip((unit.code for unit in units), stored.insert(session, "units", rows), strict=True))
    unit_tree.rebuild_tree(session)
    return ids


def _placed(rows: list[dict[str, Any]], unit_ids: dict[str, int]) -> Iterator[dict[str, Any]]:
    for row in rows:
        found = {name: value for name, value in row.items() if name != "unit"}
        found["unit_id"] = unit_ids[row["unit"]]
        yield found


def _grants(made: County, person_ids: list[int], unit_ids: dict[str, int]) -> Iterator[dict[str, Any]]:
    for person, role, unit in made.grants:
        yield {"person_id": person_ids[person], "role": role, "unit_id": unit_ids[unit], "source": "roster"}
