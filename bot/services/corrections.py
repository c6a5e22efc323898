"""Undo and correction: append-only, with what stood before and what stands after."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.people import Actor
from bot.domain.records import Draft, is_late, patched
from bot.domain.understanding import Patch
from bot.services import entries
from bot.services.cards import Stale
from bot.services.desk import Desk
from bot.services.entries import Line, Place, Refused, Source
from db import records
from db.models import Message, Pairing, Recipient, Record
from db.session import Session

Row = tuple[Record, Pairing, Recipient]


@dataclass(frozen=True)
class Undone:
    """Withdrawn: `lines` stood before. `already`: somebody (he himself, another tap) had done it."""

    lines: tuple[Line, ...]
    already: bool = False


@dataclass(frozen=True)
class Changed:
    """Corrected: what stood before and what stands now."""

    key: int
    before: tuple[Line, ...]
    after: tuple[Line, ...]


@dataclass(frozen=True)
class NothingToChange:
    """There is no entry to undo or correct, or the words do not say what would be right.

    `why`: none (no standing entry), unread (the new words hold no record; the old one stands), several (which one?),
    withdrawn (the message's records were undone), same (nothing would change).
    """

    why: str
    lines: tuple[Line, ...] = ()


def undo(session: Session, desk: Desk, actor: Actor, *, key: int) -> Undone | Stale:
    """Withdraw every standing entry of one message of the actor's."""
    message = records.message_by_id(session, key, actor.person_id)
    if message is None:
        return Stale()
    rows = rows_of(session, message)
    lines = lines_of(desk, rows)
    for record, pairing, _ in rows:
        _withdraw(session, desk, actor, record, pairing)
    return Undone(lines, already=not rows)


def undo_last(
    session: Session, desk: Desk, actor: Actor, *, chat_id: int = 0, reply_to: int | None = None
) -> Undone | NothingToChange:
    """Withdraw the entries of the message replied to, or of the last one."""
    message = _meant(session, actor, chat_id, reply_to)
    if message is None:
        return NothingToChange("none")
    undone = undo(session, desk, actor, key=message.id)
    assert isinstance(undone, Undone)
    return NothingToChange("withdrawn") if undone.already else undone


def by_words(
    session: Session, desk: Desk, actor: Actor, *, source: Source, reply_to: int | None, patch: Patch | None
) -> Changed | NothingToChange | Refused:
    """上一条记错了,是走访不是电话: the fields that were said, on the message replied to or the last one."""
    message = _meant(session, actor, source.chat_id, reply_to)
    if message is None:
        return NothingToChange("none")
    if patch is None or patch == Patch():
        return NothingToChange("unread", lines_of(desk, rows_of(session, message)))
    return apply(session, desk, actor, message, patch, source.text)


def replace_all(
    session: Session,
    desk: Desk,
    actor: Actor,
    *,
    message: Message,
    drafts: Sequence[Draft],
    source: Source,
    flags: Sequence[str],
) -> Changed | NothingToChange | Refused:
    """The sent message was edited: each old entry is corrected by the new one of the same person, or withdrawn."""
    rows = list(rows_of(session, message))
    if not rows:
        return NothingToChange("withdrawn")
    refused = entries.check(session, desk, actor, drafts)
    if refused:
        return refused
    before = lines_of(desk, rows)
    single = [part for draft in drafts for part in _per_head(draft)]
    if [entries.draft_of(record, recipient.id) for record, _, recipient in rows] == single:
        return NothingToChange("same", before)
    for draft in single:
        assert draft.recipient_ids
        old = next((row for row in rows if row[2].id == draft.recipient_ids[0]), None) or (rows[0] if rows else None)
        if old is not None:
            rows.remove(old)
        _correct(session, desk, actor, message, old[0] if old else None, draft, source.text, flags)
    for record, pairing, _ in rows:
        _withdraw(session, desk, actor, record, pairing)
    entries.message_for(session, actor, source)
    return Changed(message.id, before, entries.lines_of(session, desk, actor, message.id))


def unchanged(session: Session, desk: Desk, actor: Actor, key: int) -> NothingToChange:  # noqa: ARG001  a use case
    """The edited words hold no record: what was entered stays, and the cadre hears so."""
    rows = records.standing_of(session, key)
    return NothingToChange("unread" if rows else "withdrawn", lines_of(desk, rows))


def apply(
    session: Session,
    desk: Desk,
    actor: Actor,
    message: Message,
    patch: Patch,
    text: str | None,
    at: int | None = None,
    *,
    attempt: bool | None = None,
) -> Changed | NothingToChange | Refused:
    """Correct what stands of a message, or its entry `at`. `attempt`: whether nobody was reached; None leaves that."""
    rows = list(rows_of(session, message))
    if not rows:
        return NothingToChange("withdrawn")
    before = lines_of(desk, rows)
    spread = patch.recipient_ids is not None and len(patch.recipient_ids) > 1
    if spread and at is None:
        return _spread(session, desk, actor, message, rows, patch, text)
    if at is None and len(rows) > 1 and not _fits_all(rows, patch):
        return NothingToChange("several", before)
    chosen = rows if at is None else [rows[at]]
    fen = patch.amount_fen
    shares = [fen] if fen is None or len(chosen) == 1 else [fen // len(chosen)] * len(chosen)
    drafts = [
        patched(_reached(record, recipient.id, attempt), replace(patch, amount_fen=shares[n % len(shares)]))
        for n, (record, _, recipient) in enumerate(chosen)
    ]
    if refused := entries.check(session, desk, actor, drafts):
        return refused
    old = [entries.draft_of(record, recipient.id) for record, _, recipient in chosen]
    if old == drafts:
        return NothingToChange("same", before)
    for (record, _, _), draft in zip(chosen, drafts, strict=True):
        _correct(session, desk, actor, message, record, draft, text or record.note, (record.flags or "").split(","))
    return Changed(message.id, before, entries.lines_of(session, desk, actor, message.id))


def _reached(record: Record, recipient_id: int, attempt: bool | None) -> Draft:
    draft = entries.draft_of(record, recipient_id)
    return draft if attempt is None else replace(draft, attempt=attempt)


def _fits_all(rows: Sequence[Row], patch: Patch) -> bool:
    """A message about several people treated alike is corrected alike; different entries need a choice."""
    alike = {entries.draft_of(record, 0) for record, _, _ in rows}
    return len(alike) == 1 and patch.recipient_ids is None


def _spread(
    session: Session, desk: Desk, actor: Actor, message: Message, rows: list[Row], patch: Patch, text: str | None
) -> Changed | NothingToChange | Refused:
    """两个人都去了: the one entry becomes one for each of them."""
    record, _, recipient = rows[0]
    total = record.cash_fen or record.goods_fen or None
    draft = patched(replace(entries.draft_of(record, recipient.id), amount_fen=total), patch)
    source = Source(message.chat_id, message.message_id, message.said_at, text or record.note or "")
    return replace_all(session, desk, actor, message=message, drafts=[draft], source=source, flags=())


def _per_head(draft: Draft) -> list[Draft]:
    from bot.domain.records import share

    ids = draft.recipient_ids or ()
    fens = share(draft.amount_fen, len(ids)) if draft.amount_fen is not None else [None] * len(ids)
    return [replace(draft, recipient_ids=(n,), amount_fen=fen, guessed=()) for n, fen in zip(ids, fens, strict=True)]


def _correct(
    session: Session,
    desk: Desk,
    actor: Actor,
    message: Message,
    old: Record | None,
    draft: Draft,
    text: str | None,
    flags: Sequence[str],
) -> None:
    assert draft.recipient_ids
    assert draft.day is not None
    found = entries.place(session, desk, actor, draft.recipient_ids[0], draft.day)
    assert isinstance(found, Place)  # `check` went over the same drafts in this transaction
    if old is not None:
        records.lay_down(session, old)
    kept = [flag for flag in flags if flag]
    session.add(entries.entry(desk, actor, message, found.pairing, draft, draft.amount_fen or 0, text, kept, old))
    session.flush()


def _withdraw(session: Session, desk: Desk, actor: Actor, record: Record, pairing: Pairing) -> None:
    records.lay_down(session, record)
    session.add(
        Record(
            pairing_id=pairing.id,
            message_id=record.message_id,
            entered_by=actor.person_id,
            day=record.day,
            action="withdraw",
            corrects_id=record.id,
            standing=False,
            attempt=record.attempt,
            late=is_late(record.day, desk.today),
            created_at=desk.now,
        )
    )
    session.flush()


def _meant(session: Session, actor: Actor, chat_id: int, reply_to: int | None) -> Message | None:
    if reply_to is not None:
        found = records.message_of_receipt(session, actor.person_id, chat_id, reply_to)
        if found is not None:
            return found
    return records.last_message(session, actor.person_id)


def rows_of(session: Session, message: Message) -> Sequence[Any]:
    return records.standing_of(session, message.id)


def lines_of(desk: Desk, rows: Sequence[Any]) -> tuple[Line, ...]:
    return tuple(
        entries.line(desk, entries.draft_of(record, one.id), desk.shown(one.number, one.name), late=record.late)
        for record, _, one in rows
    )
