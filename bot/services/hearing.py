"""A free message: the answer to an open question of the roster month, a request for leave, or else a record."""

from dataclasses import dataclass
from typing import Any

from bot.domain import leave as words
from bot.domain.people import Actor
from bot.domain.understanding import Intent
from bot.services import changes, deputies, followups, leave, records, spans, updates
from bot.services.cards import Stale
from bot.services.desk import Desk
from bot.services.entries import Source
from db import records as questions
from db.session import Session


@dataclass(frozen=True)
class Tapped:
    """`what` was asked about: leave or a deputy."""

    what: str
    outcome: Any


def heard(
    session: Session,
    desk: Desk,
    actor: Actor,
    *,
    source: Source,
    reply_to: int | None = None,
    photo: bool = False,
    file: bool = False,
    album: str | None = None,
) -> Any:
    """Whatever the message was: an outcome of changes, leave, deputies or records. `photo`, `file`: it is a caption."""
    if album is not None:
        first_of(session, desk, actor, album=album)
    found = None if photo or file else _answered(session, desk, actor, source)
    if found is None and not (photo or file):
        found = _leave(session, desk, actor, source.text)
    return found or records.heard(session, desk, actor, source=source, reply_to=reply_to, photo=photo, file=file)


def first_of(session: Session, desk: Desk, actor: Actor, *, album: str | None) -> bool:
    """Whether nothing of an album was answered yet: its photos come one by one, and one answer is enough."""
    return album is None or updates.first_of_album(session, desk, f"{actor.person_id} {album}")


def tap(session: Session, desk: Desk, actor: Actor, *, key: int, value: str) -> Tapped:
    """A tapped day: of a leave or of a deputy, as the open question says."""
    question = spans.open_question(session, actor)
    if question is None or question.id != key:
        return Tapped(spans.LEAVE, Stale())
    if question.kind == spans.DEPUTY:
        return Tapped(spans.DEPUTY, deputies.tap(session, desk, actor, key=key, value=value))
    return Tapped(spans.LEAVE, leave.tap(session, desk, actor, key=key, value=value))


def _answered(session: Session, desk: Desk, actor: Actor, source: Source) -> Any:
    question = questions.question_of(session, actor.person_id)
    if question is None:
        return None
    match question.kind:
        case changes.KIND if not _alarming(session, desk, actor, source):
            return changes.said(session, desk, actor, question=question, text=source.text)
        case followups.KIND:
            return followups.said(session, desk, actor, question=question, source=source)
        case spans.LEAVE:
            return leave.said(session, desk, actor, question=question, text=source.text)
        case spans.DEPUTY:
            return deputies.said(session, desk, actor, question=question, text=source.text)
    return None


def _alarming(session: Session, desk: Desk, actor: Actor, source: Source) -> bool:
    """An acute danger is never taken for the note of a form."""
    return records.read_for(session, desk, actor, source)[0].intent is Intent.UNSAFE_REPORT


def _leave(session: Session, desk: Desk, actor: Actor, text: str) -> Any:
    """请假 6月1日到6月15日; words after it that are no days are about something else."""
    rest = words.asks_for_leave(text)
    if rest is None or (rest.strip() and words.read_span(rest, desk.today) is None):
        return None
    return leave.begin(session, desk, actor, text=rest)
