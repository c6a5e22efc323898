"""A filed change as people see it."""

from dataclasses import dataclass
from datetime import date

from bot.services.desk import Desk
from db.changes import Filed


@dataclass(frozen=True)
class ChangeLine:
    """`shown`: the recipient, "" where none is in the roster. `reason` is a key, or the name of the new class."""

    id: int
    kind: str
    reason: str | None
    shown: str
    cadre: str
    unit: str
    day: date | None
    duties: str | None
    note: str | None
    state: str
    successor: str


def line_of(desk: Desk, filed: Filed) -> ChangeLine:
    change, recipient, successor = filed.change, filed.recipient, filed.successor
    reason = change.reason
    if change.kind == "class_change" and reason is not None and reason in desk.programme.classes:
        chosen = desk.programme.classes[reason]
        reason = chosen.en if desk.language == "en" else chosen.zh
    return ChangeLine(
        id=change.id,
        kind=change.kind,
        reason=reason,
        shown=desk.shown(recipient.number, recipient.name) if recipient else "",
        cadre=desk.shown(filed.cadre.number or "", filed.cadre.name).strip(),
        unit=filed.unit.name if filed.unit else "",
        day=change.from_day,
        duties=change.open_duties,
        note=change.note,
        state=change.state,
        successor=desk.shown(successor.number or "", successor.name).strip() if successor else "",
    )
