"""Writing drafts into the register, append-only, and saying afterwards what stands there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.people import Actor
from bot.domain.programme import QUOTA_KINDS
from bot.domain.quota import Span
from bot.domain.records import Draft, Refusal, is_late, refusal, share
from bot.services.desk import Desk
from bot.services.standing import standings_of
from db import records
from db.models import Message, Pairing, Recipient, Record
from db.session import Session


@dataclass(frozen=True)
class Line:
    """One entry as a receipt or a card shows it. Money in fen. `counts`: (kind, done, required) of what it changed."""

    shown: str | None
    columns: tuple[str, ...]
    channel: str | None
    day: date | None
    amount_fen: int | None
    support: str | None
    attempt: bool
    late: bool = False
    guessed: tuple[str, ...] = ()
    counts: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True)
class Source:
    """The message that entries come from: its place in the chat, its moment, its words."""

    chat_id: int
    message_id: int
    said_at: datetime
    text: str


@dataclass(frozen=True)
class Saved:
    """Entered, and committed by the time anybody reads this. `key` names the message in buttons.

    `photo`, `file`: the words stood below one, which is not kept.
    """

    key: int
    lines: tuple[Line, ...]
    flags: tuple[str, ...] = ()
    photo: bool = False
    file: bool = False


@dataclass(frozen=True)
class Refused:
    """Not entered: why, and what it was about."""

    reason: Refusal
    day: date
    shown: str
    earliest: date
    span: Span


@dataclass(frozen=True)
class Place:
    """Where an act of a cadre with a recipient on a day belongs."""

    pairing: Pairing
    recipient: Recipient


def place(session: Session, desk: Desk, actor: Actor, recipient_id: int, day: date) -> Place | Refused | None:
    """The pairing that gets the credit: the one of that day, the quota's first. None: never paired with that person."""
    rows = [
        row for row in records.pairings_of(session, actor.person_id, date.min, date.max) if row[1].id == recipient_id
    ]
    if not rows:
        return None
    order = [*desk.programme.quota_pairings, *desk.programme.weekly_pairings]
    rows.sort(key=lambda row: (order.index(row[0].kind) if row[0].kind in order else len(order), -row[0].id))
    refused = []
    for pairing, recipient in rows:
        span = Span(pairing.first_day, pairing.last_day)
        reason = refusal(desk.programme, span, day, desk.today)
        if reason is None:
            return Place(pairing, recipient)
        shown = desk.shown(recipient.number, recipient.name)
        refused.append(Refused(reason, day, shown, desk.programme.earliest_entry(desk.today), span))
    return refused[0]


def check(session: Session, desk: Desk, actor: Actor, drafts: Sequence[Draft]) -> Refused | None:
    """The first reason why one of the complete drafts cannot be entered."""
    for draft in drafts:
        for recipient_id in draft.recipient_ids or ():
            if draft.day is not None:
                found = place(session, desk, actor, recipient_id, draft.day)
                if isinstance(found, Refused):
                    return found
    return None


def message_for(session: Session, actor: Actor, source: Source) -> Message:
    """The row of the message, made on first use."""
    message = records.message_said(session, source.chat_id, source.message_id)
    if message is None:
        message = Message(
            person_id=actor.person_id,
            chat_id=source.chat_id,
            message_id=source.message_id,
            said_at=source.said_at,
            fingerprint=records.fingerprint(session, normal(source.text)),
        )
        session.add(message)
    else:
        message.fingerprint = records.fingerprint(session, normal(source.text))
    session.flush()
    return message


def normal(text: str) -> str:
    """Two messages that differ in spaces, case or punctuation say the same."""
    return "".join(c for c in text.casefold() if c.isalnum())


def enter(
    session: Session,
    desk: Desk,
    actor: Actor,
    message: Message,
    drafts: Sequence[Draft],
    text: str,
    flags: Sequence[str],
) -> list[Record]:
    """Append one entry a recipient. Every draft is complete and was checked in this transaction."""
    made = []
    for draft in drafts:
        ids = draft.recipient_ids or ()
        shares = share(draft.amount_fen or 0, len(ids))
        for recipient_id, fen in zip(ids, shares, strict=True):
            assert draft.day is not None
            found = place(session, desk, actor, recipient_id, draft.day)
            assert isinstance(found, Place)
            made.append(entry(desk, actor, message, found.pairing, draft, fen, text, flags))
    session.add_all(made)
    session.flush()
    return made


def entry(
    desk: Desk,
    actor: Actor,
    message: Message,
    pairing: Pairing,
    draft: Draft,
    fen: int,
    text: str | None,
    flags: Sequence[str] = (),
    corrects: Record | None = None,
) -> Record:
    """One row of the register, not yet added."""
    assert draft.day is not None
    return Record(
        pairing_id=pairing.id,
        message_id=message.id,
        entered_by=actor.person_id,
        day=draft.day,
        **{column: int(column in draft.columns) for column in ("contact", "visit", "deed", "policy", "difficulty")},
        channel=draft.channel,
        support=draft.support,
        cash_fen=fen if draft.support == "cash" else 0,
        goods_fen=fen if draft.support == "goods" else 0,
        attempt=draft.attempt,
        late=is_late(draft.day, desk.today),
        flags=",".join(flags) or None,
        note=text,
        action="correct" if corrects else "log",
        corrects_id=corrects.id if corrects else None,
        standing=True,
        created_at=desk.now,
    )


def draft_of(record: Record, recipient_id: int) -> Draft:
    """An entry as a draft again, to be corrected."""
    columns = tuple(c for c in ("contact", "visit", "deed", "policy", "difficulty") if getattr(record, c))
    fen = record.cash_fen or record.goods_fen or None
    return Draft((recipient_id,), columns, record.channel, record.day, fen, record.support, record.attempt)


def lines_of(session: Session, desk: Desk, actor: Actor, message_key: int) -> tuple[Line, ...]:
    """The standing entries of a message with the new counts of what they changed."""
    rows = records.standing_of(session, message_key)
    years = {record.day.year for record, _, _ in rows}
    standings = {
        (year, one.pairing_id): one
        for year in years
        for one in standings_of(session, desk, actor.person_id, min(desk.today, date(year, 12, 31)))
    }
    lines = []
    for record, pairing, recipient in rows:
        standing = standings.get((record.day.year, pairing.id))
        counts: tuple[tuple[str, int, int], ...] = ()
        if standing and standing.standing and not record.attempt:
            done, asked = standing.standing.done, standing.standing.required
            counts = tuple(
                (kind, done.of(kind), asked.of(kind))
                for kind in QUOTA_KINDS
                if getattr(record, kind) and asked.of(kind)
            )
        draft = draft_of(record, recipient.id)
        lines.append(line(desk, draft, desk.shown(recipient.number, recipient.name), late=record.late, counts=counts))
    return tuple(lines)


def line(
    desk: Desk,
    draft: Draft,
    shown: str | None,
    *,
    late: bool | None = None,
    counts: tuple[tuple[str, int, int], ...] = (),
) -> Line:
    return Line(
        shown=shown,
        columns=draft.columns,
        channel=draft.channel,
        day=draft.day,
        amount_fen=draft.amount_fen,
        support=draft.support,
        attempt=draft.attempt,
        late=bool(draft.day and is_late(draft.day, desk.today)) if late is None else late,
        guessed=draft.guessed,
        counts=counts,
    )
