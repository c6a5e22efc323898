"""A cadre's message, taken in: entered, asked about, or answered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from bot.domain.commands import COMMANDS
from bot.domain.people import Actor
from bot.domain.quota import Span
from bot.domain.records import carried, drafts_of, is_clear
from bot.domain.understanding import Intent, Paired, Reading, dates, read
from bot.domain.understanding.normalise import normalise
from bot.services import alerts, cards, corrections, editing, entries, plans, progress
from bot.services.cards import Card, Dropped, Repeat, Stale, State
from bot.services.corrections import Changed, NothingToChange, Undone
from bot.services.desk import Desk
from bot.services.entries import Line, Refused, Saved, Source
from bot.services.progress import Answered
from db import records
from db.session import Session

AGAIN = timedelta(minutes=10)
BARE = 12  # characters of an answer that may be nothing but a day: 前天, 5月20日, 上周三下午
# What a doubted report may be taken for besides: an answer to it would be beside the point.
_LEFT_OVER = frozenset({Intent.OTHER, Intent.CHITCHAT})
_OF_RECORDS = frozenset({Intent.UNDO, Intent.CORRECTION, Intent.PROGRESS_QUERY})
FILLER = 2  # 是 in 是前天


@dataclass(frozen=True)
class Spoken:
    """Nothing to enter: what the message was instead, for a fitting answer. `danger` is the kind of acute danger."""

    intent: str
    topic: str | None = None
    danger: str | None = None
    flags: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()
    named: tuple[int, ...] = ()
    plan_day: date | None = None
    plan_recipients: tuple[int, ...] = ()


@dataclass(frozen=True)
class NoPairs:
    """Somebody without recipients, or who may not log, reported something."""


@dataclass(frozen=True)
class Urgent:
    """An acute danger, first: the alert that is open now; what was done besides it, if anything."""

    danger: str | None
    heard: Any
    alert: alerts.Opened


Heard = Saved | Card | Repeat | Refused | Spoken | NoPairs | Urgent | Undone | Changed | NothingToChange | Answered


def paired_of(desk: Desk, rows: Sequence[Any]) -> list[Paired]:
    """Recipients as the understanding knows them, each once."""
    found = {}
    for _, one in rows:
        category = (
            desk.programme.classes[one.class_key].zh if one.class_key in desk.programme.classes else one.class_key
        )
        gender = {"male": "男", "female": "女"}.get(one.gender or "")
        aliases = tuple(alias for alias in (one.aliases or "").split("、") if alias)
        found[one.id] = Paired(one.id, one.name, gender, one.birth_year, category, aliases)
    return list(found.values())


def logs(actor: Actor) -> bool:
    """Whether somebody may log, and ask after what was logged: as for /log, whatever he is paired with."""
    return bool(COMMANDS["log"] & actor.roles)


def read_for(session: Session, desk: Desk, actor: Actor, source: Source) -> tuple[Reading, list[Paired]]:
    """What a message says to somebody with these recipients: those of today, or of the last weeks when that helps.

    Who may not log has none: a pairing may outlast the role.
    """
    said_at = source.said_at.astimezone(desk.zone)
    if not logs(actor):
        return read(source.text, said_at, []), []
    today = paired_of(desk, records.pairings_of(session, actor.person_id, desk.today, desk.today))
    reading = read(source.text, said_at, today)
    if reading.records and all(one.recipient_ids for one in reading.records):
        return reading, today
    earliest = desk.programme.earliest_entry(desk.today)
    lately = paired_of(desk, records.pairings_of(session, actor.person_id, earliest, desk.today))
    if len(lately) == len(today):
        return reading, today
    wider = read(source.text, said_at, lately)
    resolved = wider.records and all(one.recipient_ids for one in wider.records)
    return (wider, lately) if resolved else (reading, today)


def heard(
    session: Session,
    desk: Desk,
    actor: Actor,
    *,
    source: Source,
    reply_to: int | None = None,
    photo: bool = False,
    file: bool = False,
) -> Heard | Stale | Dropped:
    """One message of a person in a private chat. `photo`, `file`: its words stand below one."""
    reading, paired = read_for(session, desk, actor, source)
    if reading.intent is Intent.UNSAFE_REPORT:  # before any open question: nothing may swallow it
        opened = _alert(session, desk, actor, source, reading, paired)
        acted = (
            _enter(session, desk, actor, source, reading, paired, photo=photo, file=file) if reading.records else None
        )
        return Urgent(reading.danger, acted, opened)
    if not logs(actor) and reading.intent in _OF_RECORDS:
        asks = reading.intent is Intent.PROGRESS_QUERY
        return progress.Progress(desk.today, ()) if asks else NothingToChange("none")
    answered: Heard | Stale | Dropped | None = _awaited(session, desk, actor, source, reading)
    if answered is not None:
        return answered
    if reading.intent is Intent.RECORD:
        return _enter(session, desk, actor, source, reading, paired, photo=photo, file=file)
    if reading.intent in _LEFT_OVER and reading.doubted:  # asked with a card, as nothing doubted is stored unasked
        return _enter(
            session, desk, actor, source, replace(reading, records=reading.doubted), paired, photo=photo, file=file
        )
    if reading.intent is Intent.UNDO:
        return corrections.undo_last(session, desk, actor, chat_id=source.chat_id, reply_to=reply_to)
    if reading.intent is Intent.CORRECTION:
        return corrections.by_words(session, desk, actor, source=source, reply_to=reply_to, patch=reading.patch)
    if reading.intent is Intent.PROGRESS_QUERY:
        return progress.asked(session, desk, actor, topic=reading.topic, named=reading.named)
    if reading.intent is Intent.PLAN and reading.plan_day and (reading.plan_day - desk.today).days > plans.FURTHEST:
        return Refused("future", reading.plan_day, "", desk.today, Span(reading.plan_day))
    return Spoken(
        reading.intent.value,
        reading.topic,
        None,
        reading.flags,
        tuple(one.name for one in paired),
        reading.named,
        reading.plan_day,
        reading.plan_recipients,
    )


def _alert(
    session: Session, desk: Desk, actor: Actor, source: Source, reading: Reading, paired: Sequence[Paired]
) -> alerts.Opened:
    """The alert of a message that tells of danger, about those it names."""
    acted_on = [key for one in reading.records for key in one.recipient_ids or ()]
    return alerts.open_alert(
        session,
        desk,
        actor,
        source=source,
        danger=reading.danger,
        named=reading.named or acted_on,
        paired=[one.id for one in paired],
    )


def _awaited(session: Session, desk: Desk, actor: Actor, source: Source, reading: Reading) -> Any:
    """An answer in words to the open question: a day for a card, the right thing for a correction."""
    question = records.question_of(session, actor.person_id) if logs(actor) else None
    if question is None:
        return None
    day = day_in(source.text, source, desk) if len(source.text) <= BARE else None
    if question.kind == "card" and day is not None:
        return cards.answer_day(session, desk, actor, day)
    if question.kind == "edit":
        return editing.by_answer(session, desk, actor, question=question, source=source, reading=reading, day=day)
    return None


def day_in(text: str, source: Source, desk: Desk) -> date | None:
    """The day that a few words name by themselves."""
    rest, days = dates.mask(normalise(text), source.said_at.astimezone(desk.zone))
    return days[0].value if len(days) == 1 and len(rest) <= FILLER + 1 else None


def _enter(
    session: Session,
    desk: Desk,
    actor: Actor,
    source: Source,
    reading: Reading,
    paired: Sequence[Paired],
    *,
    photo: bool,
    file: bool,
) -> Saved | Card | Repeat | Refused | NoPairs:
    if not paired:
        return NoPairs()
    state = State(source, drafts_of(reading), reading.flags, photo, file, reading.unpaired)
    mark = records.fingerprint(session, entries.normal(source.text))
    same = records.same_recently(session, actor.person_id, mark, desk.now - AGAIN, source.message_id)
    if same is not None and same.chat_id == source.chat_id:
        return cards.ask_repeat(session, desk, actor, state, entries.lines_of(session, desk, actor, same.id))
    if is_clear(state.drafts):
        return cards.save(session, desk, actor, state)
    refused = entries.check(session, desk, actor, state.drafts)
    return refused or cards.open_card(session, desk, actor, state)


def edited(session: Session, desk: Desk, actor: Actor, *, source: Source) -> Heard | Stale | Dropped:
    """The cadre changed a message he had sent: its records follow; one that gave none is read as new."""
    message = records.message_said(session, source.chat_id, source.message_id)
    if message is None or message.person_id != actor.person_id or not logs(actor):
        return heard(session, desk, actor, source=source)
    reading, paired = read_for(session, desk, actor, source)
    drafts = drafts_of(reading)
    if reading.unpaired is None:  # chosen by a tap before, and not said anew
        stood = corrections.rows_of(session, message)
        drafts = carried(drafts, [one.id for _, _, one in stood], [record.day for record, _, _ in stood])
    unsafe = reading.intent is Intent.UNSAFE_REPORT
    opened = _alert(session, desk, actor, source, reading, paired) if unsafe else None
    complete = bool(drafts) and all(draft.gap is None for draft in drafts)
    if not complete or not (unsafe or reading.intent is Intent.RECORD):
        kept = corrections.unchanged(session, desk, actor, message.id)
        return Urgent(reading.danger, kept, opened) if opened else kept
    changed = corrections.replace_all(
        session, desk, actor, message=message, drafts=drafts, source=source, flags=reading.flags
    )
    return Urgent(reading.danger, changed, opened) if opened else changed


__all__ = ["Heard", "Line", "NoPairs", "Spoken", "Urgent", "edited", "heard", "read_for"]
