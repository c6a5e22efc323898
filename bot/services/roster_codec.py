"""A roster as JSON: a proposal waits in the database for its confirmation, and what was replaced waits for an undo."""

import json
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

from bot.domain.roster import CadreRow, PairingRow, RecipientRow, Roster, UnitRow

T = TypeVar("T")
ROWS: dict[str, type] = {"units": UnitRow, "cadres": CadreRow, "recipients": RecipientRow, "pairings": PairingRow}
DAYS = ("first_day", "last_day")


def dump(roster: Roster) -> str:
    document = {
        name: None if (rows := getattr(roster, name)) is None else [_values(row) for row in rows] for name in ROWS
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _values(row: Any) -> list[Any]:
    values = [getattr(row, each.name) for each in fields(row)]
    return [value.isoformat() if isinstance(value, date) else value for value in values]


def load(stored: str) -> Roster:
    document = json.loads(stored)
    return Roster(
        **{
            name: None if (rows := document[name]) is None else tuple(_row(kind, row) for row in rows)
            for name, kind in ROWS.items()
        }
    )


def _row(kind: type[T], values: list[Any]) -> T:
    named = dict(zip((each.name for each in fields(kind)), values, strict=True))  # type: ignore[arg-type]  # a dataclass
    for name, value in named.items():
        if name in DAYS and value:
            named[name] = date.fromisoformat(value)
        elif isinstance(value, list):
            named[name] = tuple(value)
    return kind(**named)


def dump_rows(document: dict[str, Any]) -> str:
    """Rows of tables; days become text."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=date.isoformat)


def load_rows(stored: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(stored)
    for rows in document["before"].values():
        for row in rows:
            for name in DAYS:
                if row.get(name):
                    row[name] = date.fromisoformat(row[name])
    return document
