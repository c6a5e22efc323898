"""The card: drafts that wait for a tap, as something is missing, guessed, or there are several. One row, any worker."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.domain.people import Actor
from bot.domain.records import Draft, Gap, first_gap, is_clear
from bot.services import entries
from bot.services.desk import Desk
from bot.services.entries import Line, Refused, Saved, Source
from db import records
from db.models import Question
from db.session import Session

DAYS = 7  # how many days back a card offers as buttons


@dataclass(frozen=True)
class Card:
    """Drafts before the cadre. `ask` is what line `at` lacks; without it the card asks whether to enter.

    `whom` are (recipient id, shown), `days` the days offered. `each`: going through them one by one, line `at` now.
    `unpaired`: somebody named who is not his. `dropped`: an older unanswered card gave way to this one.
    """

    key: int
    lines: tuple[Line, ...]
    ask: Gap | None
    at: int
    whom: tuple[tuple[int, str], ...] = ()
    days: tuple[date, ...] = ()
    each: bool = False
    unpaired: str | None = None
    dropped: bool = False
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Repeat:
    """The same words within ten minutes: the same occasion, or once more?"""

    key: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Dropped:
    """Not entered, as asked."""


@dataclass(frozen=True)
class Stale:
    """A button whose question is no longer open."""


@dataclass(frozen=True)
class State:
    """What the row holds: enough for any worker to go on."""

    source: Source
    drafts: tuple[Draft, ...]
    flags: tuple[str, ...] = ()
    photo: bool = False
    file: bool = False
    unpaired: str | None = None
    each: bool = False
    at: int = 0
    kept: tuple[int, ...] = ()

    def to_json(self) -> str:
        source = {**vars(self.source), "said_at": self.source.said_at.isoformat()}
        drafts = [draft.to_json() for draft in self.drafts]
        return json.dumps({**vars(self), "source": source, "drafts": drafts}, ensure_ascii=False)

    @classmethod
    def from_json(cls, stored: str) -> "State":
        raw: dict[str, Any] = json.loads(stored)
        raw["source"]["said_at"] = datetime.fromisoformat(raw["source"]["said_at"])
        raw["source"] = Source(**raw["source"])
        raw["drafts"] = tuple(Draft.from_json(draft) for draft in raw["drafts"])
        return cls(**raw | {"flags": tuple(raw["flags"]), "kept": tuple(raw["kept"])})


def open_card(session: Session, desk: Desk, actor: Actor, state: State) -> Card:
    older = records.question_of(session, actor.person_id)
    dropped = older is not None and older.kind == "card" and not _same_place(older, state)
    question = records.ask(session, actor.person_id, "card", state.to_json(), desk.now)
    return replace(_card(session, desk, actor, question.id, state), dropped=dropped)


def _same_place(older: Question, state: State) -> bool:
    was = State.from_json(older.payload).source
    return (was.chat_id, was.message_id) == (state.source.chat_id, state.source.message_id)


def ask_repeat(session: Session, desk: Desk, actor: Actor, state: State, standing: tuple[Line, ...]) -> Repeat:
    return Repeat(records.ask(session, actor.person_id, "repeat", state.to_json(), desk.now).id, standing)


def answer(
    session: Session, desk: Desk, actor: Actor, *, key: int, verb: str, value: str = ""
) -> Saved | Card | Dropped | Stale | Refused:
    """A tap on a card. Verbs: all, each, none, who <id>, day <ISO>, keep, skip, again, same; else Stale."""
    question = records.question_of(session, actor.person_id)
    if question is None or question.id != key or question.kind not in {"card", "repeat"}:
        return Stale()
    state = State.from_json(question.payload)
    if verb in {"none", "same"}:
        records.drop_question(session, actor.person_id)
        return Dropped()
    if question.kind == "repeat":
        return proceed(session, desk, actor, state) if verb == "again" else Stale()
    return _tapped(session, desk, actor, question, state, verb, value)


def _tapped(
    session: Session, desk: Desk, actor: Actor, question: Question, state: State, verb: str, value: str
) -> Saved | Card | Dropped | Stale | Refused:
    gap = first_gap(_shown(state))
    match verb:
        case "who" | "day" if gap and gap[1] == verb:
            filled = _filled(session, desk, actor, state, gap[0], verb, value)
            if filled is None:
                return Stale()
            if isinstance(filled, Refused):
                return filled
            done = len(filled.drafts) == 1 and first_gap(filled.drafts) is None
            return save(session, desk, actor, filled) if done else _again(session, desk, actor, question, filled)
        case "who" if state.each and gap is None:
            other = _filled(session, desk, actor, state, state.at, verb, value)
            if other is None:
                return Stale()
            return other if isinstance(other, Refused) else _again(session, desk, actor, question, other)
        case "all" if gap is None and not state.each:
            return save(session, desk, actor, state)
        case "each":
            return _again(session, desk, actor, question, replace(state, each=True, at=0, kept=()))
        case "keep" | "skip" if state.each and value == str(state.at) and gap is None:
            return _next(session, desk, actor, question, state, keep=verb == "keep")
    return Stale()


def _next(
    session: Session, desk: Desk, actor: Actor, question: Question, state: State, *, keep: bool
) -> Saved | Card | Dropped | Refused:
    state = replace(state, at=state.at + 1, kept=(*state.kept, state.at) if keep else state.kept)
    if state.at < len(state.drafts):
        return _again(session, desk, actor, question, state)
    chosen = replace(state, drafts=tuple(state.drafts[n] for n in state.kept))
    if chosen.drafts:
        return save(session, desk, actor, chosen)
    records.drop_question(session, actor.person_id)
    return Dropped()


def _shown(state: State) -> Sequence[Draft]:
    """The drafts whose gaps matter now: one at a time, only the one on view."""
    if not state.each:
        return state.drafts
    return [
        draft if n == state.at else replace(draft, recipient_ids=(0,), day=date.min)
        for n, draft in enumerate(state.drafts)
    ]


def _filled(
    session: Session, desk: Desk, actor: Actor, state: State, at: int, verb: str, value: str
) -> State | Refused | None:
    """The state with one gap filled; None when the value is not one that was offered (forged)."""
    draft = state.drafts[at]
    try:
        if verb == "who":
            recipient_id = int(value)
            if recipient_id not in dict(whom(session, desk, actor)):
                return None
            guessed = tuple(guess for guess in draft.guessed if guess != "who")
            draft = replace(draft, recipient_ids=(recipient_id,), guessed=guessed)
        else:
            draft = replace(draft, day=date.fromisoformat(value))
    except ValueError:
        return None
    drafts = (*state.drafts[:at], draft, *state.drafts[at + 1 :])
    return entries.check(session, desk, actor, [draft]) or replace(state, drafts=drafts, unpaired=None)


def answer_day(
    session: Session, desk: Desk, actor: Actor, day: date
) -> Saved | Card | Refused | Stale | Dropped | None:
    """A day written instead of tapped; None when no card waits for one."""
    question = records.question_of(session, actor.person_id)
    if question is None or question.kind != "card":
        return None
    gap = first_gap(_shown(state := State.from_json(question.payload)))
    if gap is None or gap[1] != "day":
        return None
    return _tapped(session, desk, actor, question, state, "day", day.isoformat())


def _again(session: Session, desk: Desk, actor: Actor, question: Question, state: State) -> Card:
    question.payload = state.to_json()
    session.flush()
    return _card(session, desk, actor, question.id, state)


def proceed(session: Session, desk: Desk, actor: Actor, state: State) -> Saved | Card | Refused:
    """Save what is clear, ask about the rest."""
    if is_clear(state.drafts):
        return save(session, desk, actor, state)
    return open_card(session, desk, actor, state)


def save(session: Session, desk: Desk, actor: Actor, state: State) -> Saved | Refused:
    refused = entries.check(session, desk, actor, state.drafts)
    if refused:
        return refused
    question = records.question_of(session, actor.person_id)
    if (
        question is not None
        and question.kind in {"card", "repeat"}
        and State.from_json(question.payload).source == state.source
    ):
        records.drop_question(session, actor.person_id)
    message = entries.message_for(session, actor, state.source)
    entries.enter(session, desk, actor, message, state.drafts, state.source.text, state.flags)
    lines = entries.lines_of(session, desk, actor, message.id)
    return Saved(message.id, lines, state.flags, state.photo, state.file)


def whom(session: Session, desk: Desk, actor: Actor) -> tuple[tuple[int, str], ...]:
    """The cadre's recipients of the last weeks, as (id, shown)."""
    first = desk.programme.earliest_entry(desk.today)
    rows = records.pairings_of(session, actor.person_id, first, desk.today)
    return tuple({r.id: desk.shown(r.number, r.name) for _, r in rows}.items())


def _card(session: Session, desk: Desk, actor: Actor, key: int, state: State) -> Card:
    people = whom(session, desk, actor)
    names = dict(people)
    gap = first_gap(_shown(state))
    lines = tuple(
        entries.line(
            desk, draft, "、".join(names.get(n, "?") for n in draft.recipient_ids) if draft.recipient_ids else None
        )
        for draft in state.drafts
    )
    offered = tuple(desk.today - timedelta(days=n) for n in range(DAYS)) if gap and gap[1] == "day" else ()
    return Card(
        key=key,
        lines=lines,
        ask=gap[1] if gap else None,
        at=gap[0] if gap else state.at,
        whom=people if (gap and gap[1] == "who") or (state.each and not gap) else (),
        days=offered,
        each=state.each,
        unpaired=state.unpaired,
        flags=state.flags,
    )


@dataclass(frozen=True)
class Guide:
    """/log: whom, then what. `chosen` is the recipient (id, shown) once tapped."""

    whom: tuple[tuple[int, str], ...]
    chosen: tuple[int, str] | None = None


GUIDED: dict[str, tuple[tuple[str, ...], str | None]] = {
    "home": (("visit",), "home"),
    "institution": (("visit",), "institution"),
    "phone": (("contact",), "phone"),
    "wechat": (("contact",), "wechat"),
    "video": (("contact",), "video"),
    "deed": (("deed",), None),
}
"""What /log offers: the act of a button as columns and channel."""


def whom_for_guide(session: Session, desk: Desk, actor: Actor) -> Guide:
    return Guide(whom(session, desk, actor))


def guided(
    session: Session, desk: Desk, actor: Actor, *, recipient_id: int, act: str, chat_id: int, message_id: int
) -> Guide | Saved | Card | Stale | Refused:
    """One tap of /log. `act` "who" chose the recipient; the others of GUIDED open a card that asks the day."""
    people = whom(session, desk, actor)
    entered = records.message_said(session, chat_id, message_id)
    if recipient_id not in dict(people) or entered is not None:
        return Stale()
    if act == "who":
        return Guide(people, (recipient_id, dict(people)[recipient_id]))
    if act not in GUIDED:
        return Stale()
    columns, channel = GUIDED[act]
    draft = Draft((recipient_id,), columns, channel, None)
    return open_card(session, desk, actor, State(Source(chat_id, message_id, desk.now, ""), (draft,)))
