"""The JSON lines of the corpus, in and out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.domain.understanding.model import Paired, Patch, Reading, ReadRecord
from bot.domain.understanding.reading import read


def yuan(fen: int | None) -> int | float | None:
    """Whole yuan as int, the others as float: 9900 is 99, 15960 is 159.6."""
    if fen is None:
        return None
    return fen // 100 if fen % 100 == 0 else fen / 100


def _record(record: ReadRecord) -> dict[str, Any]:
    return {
        "recipient_ids": None if record.recipient_ids is None else list(record.recipient_ids),
        "kinds": list(record.kinds),
        "channel": record.channel,
        "date": record.date.isoformat() if record.date else None,
        "amount_yuan": yuan(record.amount_fen),
        "amount_type": record.amount_type,
        "attempt_only": record.attempt_only,
    }


def _patch(patch: Patch) -> dict[str, Any]:
    fields = {
        "kinds": None if patch.kinds is None else list(patch.kinds),
        "channel": patch.channel,
        "date": patch.date.isoformat() if patch.date else None,
        "amount_yuan": yuan(patch.amount_fen),
        "amount_type": patch.amount_type,
        "recipient_ids": None if patch.recipient_ids is None else list(patch.recipient_ids),
    }
    return {name: value for name, value in fields.items() if value is not None}


def to_json(reading: Reading) -> dict[str, Any]:
    """Exactly the shape of the corpus's labels; `patch` only on corrections that name a new value."""
    shaped: dict[str, Any] = {
        "intent": reading.intent.value,
        "records": [_record(record) for record in reading.records],
        "flags": list(reading.flags),
    }
    if reading.patch is not None:
        shaped["patch"] = _patch(reading.patch)
    return shaped


def paired(row: dict[str, Any]) -> Paired:
    return Paired(
        id=row["id"],
        name=row["name"],
        gender=row.get("gender"),
        birth_year=row.get("birth_year"),
        category=row.get("category") or "",
        aliases=tuple(row.get("aliases") or ()),
    )


def parse_line(line: dict[str, Any]) -> dict[str, Any]:
    """One line of `python -m bot parse`: reads `sent_at`, `pairings` and `text`, and passes `id` through."""
    sent_at = datetime.fromisoformat(line["sent_at"])
    reading = read(line["text"], sent_at, [paired(row) for row in line["pairings"]])
    return ({"id": line["id"]} if "id" in line else {}) | to_json(reading)
