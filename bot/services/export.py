"""Records on their way into a workbook: masked, or in full for a reason that the audit trail keeps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.domain.people import masked
from bot.services.desk import Desk
from db import audit, counts
from db import export as store
from db.session import Session


@dataclass(frozen=True)
class Line:
    """An entry; the last three fields in full only.

    `state`: counted, attempt, corrected (another took its place), withdrawn.
    """

    number: int
    day: date
    unit_code: str
    unit: str
    recipient: str
    name: str
    class_key: str
    cadre_number: str | None
    cadre: str
    kind: str
    contact: int
    visit: int
    policy: int
    difficulty: int
    deed: int
    cash_fen: int
    goods_fen: int
    channel: str | None
    late: bool
    state: str
    corrects: int | None
    entered_at: datetime
    phone: str | None = None
    guardian: str | None = None
    note: str | None = None


def note_export(session: Session, desk: Desk, unit: Any, *, full: bool, reason: str | None) -> None:
    """The trail of an export, written before it begins."""
    action = "export.full" if full else "export.masked"
    audit.note(session, desk.now, None, action, unit_id=unit.id, subject=unit.code, detail=reason)


def lines(session: Session, desk: Desk, unit: Any, *, full: bool) -> Iterator[Line]:
    """Every entry of a unit's scope, by number; laid-down ones too, for history is never cut."""
    at = counts.area(session, unit, ())
    for record, pairing, recipient, cadre, place in store.records(session, at):
        yield Line(
            number=record.id,
            day=record.day,
            unit_code=place.code,
            unit=place.name,
            recipient=recipient.number,
            name=recipient.name if full else masked(recipient.name),
            class_key=recipient.class_key,
            cadre_number=cadre.number,
            cadre=cadre.name if full else masked(cadre.name),
            kind=pairing.kind,
            contact=record.contact,
            visit=record.visit,
            policy=record.policy,
            difficulty=record.difficulty,
            deed=record.deed,
            cash_fen=record.cash_fen,
            goods_fen=record.goods_fen,
            channel=record.channel,
            late=record.late,
            state=_state(record),
            corrects=record.corrects_id,
            entered_at=record.created_at.astimezone(desk.zone),
            phone=recipient.phone if full else None,
            guardian=recipient.guardian if full else None,
            note=record.note if full else None,
        )


def _state(record: Any) -> str:
    if record.action == "withdraw":
        return "withdrawn"
    if not record.standing:
        return "corrected"
    return "attempt" if record.attempt else "counted"
