"""修改: what may be changed of an entry, by button or by the next sentence."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.domain.people import Actor
from bot.domain.understanding import Intent, Patch, Reading
from bot.services import corrections
from bot.services.cards import Stale
from bot.services.corrections import Changed, NothingToChange, Undone
from bot.services.desk import Desk
from bot.services.entries import Line, Refused, Source
from db import records
from db.models import Question
from db.session import Session

DAYS = 7  # how many days back the menu knows
ACTS = {"home": "visit", "institution": "visit", "phone": "contact", "wechat": "contact", "video": "contact"}


@dataclass(frozen=True)
class Editing:
    """The menu of a correction: one entry of a message, or a choice among several."""

    key: int
    lines: tuple[Line, ...]
    at: int | None
    days: tuple[date, ...] = ()
    whom: tuple[tuple[int, str], ...] = ()


def menu(session: Session, desk: Desk, actor: Actor, *, key: int, at: int | None = None) -> Editing | Undone | Stale:
    """修改 was tapped: what may be changed of which entry; the next message may also simply say it."""
    message = records.message_by_id(session, key, actor.person_id)
    rows = corrections.rows_of(session, message) if message else []
    if message is not None and not rows:
        return Undone((), already=True)
    if not rows or (at is not None and at >= len(rows)):
        return Stale()
    at = 0 if len(rows) == 1 else at
    records.ask(session, actor.person_id, "edit", json.dumps({"key": key, "at": at}), desk.now)
    own = records.pairings_of(session, actor.person_id, desk.today, desk.today)
    whom = tuple({r.id: desk.shown(r.number, r.name) for _, r in own}.items())
    days = tuple(desk.today - timedelta(days=n) for n in range(DAYS))
    return Editing(key, corrections.lines_of(desk, rows), at, days, whom)


def change(
    session: Session, desk: Desk, actor: Actor, *, key: int, at: int, field: str, value: str
) -> Changed | NothingToChange | Refused | Stale:
    """One field of one entry, by button. Fields: act (a channel), day (ISO), who (recipient id)."""
    message = records.message_by_id(session, key, actor.person_id)
    if message is None or at >= len(corrections.rows_of(session, message)):
        return Stale()
    patch = _patch(field, value)
    if patch is None:
        return Stale()
    records.drop_question(session, actor.person_id)
    return corrections.apply(session, desk, actor, message, patch, None, at)


def by_answer(
    session: Session,
    desk: Desk,
    actor: Actor,
    *,
    question: Question,
    source: Source,
    reading: Reading,
    day: date | None = None,
) -> Changed | NothingToChange | Refused | None:
    """The message after 修改: a correction, nothing but a `day`, or a whole new wording; None when it is neither."""
    payload: dict[str, Any] = json.loads(question.payload)
    message = records.message_by_id(session, payload["key"], actor.person_id)
    if message is None or not corrections.rows_of(session, message):
        return None
    patch = Patch(date=day) if day else reading.patch
    attempt = None
    if reading.intent is Intent.RECORD and len(reading.records) == 1:
        read = reading.records[0]
        patch = Patch(
            kinds=read.kinds or None,
            channel=read.channel,
            date=read.date,
            amount_fen=read.amount_fen,
            amount_type=read.amount_type,
            recipient_ids=read.recipient_ids,
        )
        attempt = read.attempt_only
    if patch is None or patch == Patch():
        return None
    records.drop_question(session, actor.person_id)
    return corrections.apply(session, desk, actor, message, patch, source.text, payload["at"], attempt=attempt)


def _patch(field: str, value: str) -> Patch | None:
    try:
        if field == "day":
            return Patch(date=date.fromisoformat(value))
        if field == "who":
            return Patch(recipient_ids=(int(value),))
    except ValueError:
        return None
    return Patch(kinds=(ACTS[value],), channel=value) if field == "act" and value in ACTS else None
