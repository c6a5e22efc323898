"""The entry list: what is not yet in the official system, handed to one person at a time and ticked when it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from bot.domain.people import Actor
from bot.services.cards import Stale
from bot.services.desk import Desk
from db import audit
from db import keying as store
from db.models import KeyingList, Record
from db.session import Session

Change = Literal["new", "corrected", "withdrawn", "not_reached"]
OFFICE = ("liaison", "admin")
LONGEST = 100  # entries of one list: as many as somebody keys in at a sitting
LOOKED_AT = 1000  # entries looked at to fill a list
FORGOTTEN = timedelta(days=7)
"""A list that nobody ticked for so long is free for others who ask (a choice)."""


@dataclass(frozen=True)
class Was:
    """What stands in the official system now and is to be found there: day, recipient's number, acts."""

    day: date
    number: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One line of the list. Money in fen. `change` other than new: 更正 of what was keyed in before."""

    record_id: int
    day: date
    cadre_number: str
    cadre: str
    number: str
    recipient: str
    shown: str
    class_key: str
    kind: str
    columns: tuple[str, ...]
    channel: str | None
    cash_fen: int
    goods_fen: int
    note: str | None
    change: Change
    was: Was | None = None


@dataclass(frozen=True)
class EntryList:
    """What somebody has in hand. `own`: his own entries. `more`: further ones wait for the next list."""

    key: int
    own: bool
    rows: tuple[Row, ...]
    more: bool


@dataclass(frozen=True)
class NothingLeft:
    own: bool


@dataclass(frozen=True)
class Ticked:
    """已录入, or given back; `more`: there is another list."""

    count: int
    own: bool
    entered: bool
    more: bool


def ask(session: Session, desk: Desk, actor: Actor, *, own: bool) -> EntryList | NothingLeft:
    """The list somebody has in hand; without one the next entries that nobody else has in hand."""
    if not own and not actor.units(*OFFICE):
        return NothingLeft(own)
    held = store.open_list(session, actor.person_id, own=own)
    if held is None:
        _free_forgotten(session, desk, actor)
        found = _next(session, actor, own=own)
        if not found:
            return NothingLeft(own)
        held = KeyingList(person_id=actor.person_id, own=own, made_at=desk.now)
        session.add(held)
        session.flush()
        if not store.put_on(session, held.id, found[:LONGEST]):  # somebody else took them in this very moment
            _return(session, desk, held)
            return NothingLeft(own)
    return _shown(session, desk, actor, held)


def _free_forgotten(session: Session, desk: Desk, actor: Actor) -> None:
    for held in store.forgotten(session, desk.now - FORGOTTEN, actor.person_id):
        _return(session, desk, held)


def _return(session: Session, desk: Desk, held: KeyingList) -> None:
    held.state, held.closed_at = "returned", desk.now
    store.take_off(session, held.id)


def _next(session: Session, actor: Actor, *, own: bool) -> list[tuple[int, int | None]]:
    """(record, the one keyed in before that it replaces) of what may be listed now, one more than a list holds."""
    found: list[tuple[int, int | None]] = []
    offset = 0
    while len(found) <= LONGEST:
        if own:
            rows = store.waiting(session, LOOKED_AT, offset, person_id=actor.person_id)
        else:
            rows = store.waiting(session, LOOKED_AT, offset, units=actor.units(*OFFICE))
        entries: list[Record] = [row[0] for row in rows]
        before = _chains(session, entries)
        for record in entries:
            keyed, held = before[record.id]
            if not held and (keyed is not None or not (record.action == "withdraw" or record.attempt)):
                found.append((record.id, keyed))
        if len(rows) < LOOKED_AT:
            break
        offset += LOOKED_AT
    return found[: LONGEST + 1]


def _chains(session: Session, entries: Iterable[Record]) -> dict[int, tuple[int | None, bool]]:
    """By entry: the last keyed-in one of those it corrects, directly or through others; whether one is in a hand."""
    wanted = {record.id: record.corrects_id for record in entries}
    links: dict[int, tuple[int | None, bool, bool]] = {}
    ahead = {key for key in wanted.values() if key is not None}
    while ahead:
        links |= store.corrected(session, ahead)
        ahead = {before for key in ahead if (before := links[key][0]) is not None}
    found: dict[int, tuple[int | None, bool]] = {}
    for key, before in wanted.items():
        keyed: int | None = None
        held = False
        at = before
        while at is not None:
            here = at
            at, was_keyed, is_held = links[here]
            keyed, held = (here if keyed is None and was_keyed else keyed), held or is_held
        found[key] = keyed, held
    return found


def _shown(session: Session, desk: Desk, actor: Actor, held: KeyingList) -> EntryList:
    rows = tuple(_row(desk, *row) for row in store.items(session, held.id))
    return EntryList(held.id, held.own, rows, bool(_next(session, actor, own=held.own)))


def _row(desk: Desk, record: Record, pairing: Any, recipient: Any, cadre: Any, was: Record | None, old: Any) -> Row:
    change: Change = "new"
    if was is not None:
        change = "withdrawn" if record.action == "withdraw" else "not_reached" if record.attempt else "corrected"
    return Row(
        record_id=record.id,
        day=record.day,
        cadre_number=cadre.number or "",
        cadre=cadre.name,
        number=recipient.number,
        recipient=recipient.name,
        shown=desk.shown(recipient.number, recipient.name),
        class_key=recipient.class_key,
        kind=pairing.kind,
        columns=columns_of(was if was is not None and change == "withdrawn" else record),
        channel=record.channel,
        cash_fen=record.cash_fen,
        goods_fen=record.goods_fen,
        note=record.note,
        change=change,
        was=Was(was.day, old.number, columns_of(was)) if was is not None else None,
    )


def columns_of(record: Record) -> tuple[str, ...]:
    return tuple(c for c in ("contact", "visit", "deed", "policy", "difficulty") if getattr(record, c))


def close(session: Session, desk: Desk, actor: Actor, *, key: int, entered: bool) -> Ticked | Stale:
    """已录入: exactly what was on the list. Or given back, for others or later."""
    held = store.get(session, key, actor.person_id, lock=True)
    if held is None or held.state != "open":
        return Stale()
    count = len(store.items(session, held.id))
    if entered:
        held.state, held.closed_at = "entered", desk.now
        store.mark_keyed(session, held.id, desk.now)
    else:
        _return(session, desk, held)
    session.flush()
    action = "keyed" if entered else "keying.returned"
    audit.note(session, desk.now, actor.person_id, action, subject=f"{key} ({count})")
    return Ticked(count, held.own, entered, bool(_next(session, actor, own=held.own)))


@dataclass(frozen=True)
class Book:
    """What the workbook of a list is made of; full names, so it was noted in the audit trail."""

    key: int
    rows: Sequence[Row]
    language: str


def book(session: Session, desk: Desk, actor: Actor, *, key: int) -> Book | Stale:
    """The open list of somebody for a workbook."""
    held = store.get(session, key, actor.person_id)
    if held is None or held.state != "open":
        return Stale()
    rows = tuple(_row(desk, *row) for row in store.items(session, held.id))
    audit.note(session, desk.now, actor.person_id, "keying.workbook", subject=f"{key} ({len(rows)})")
    children = {c.key for c in desk.programme.classes.values() if c.child}
    for number in dict.fromkeys(row.number for row in rows if row.class_key in children):
        audit.note(session, desk.now, actor.person_id, "minor.viewed", subject=number, detail=f"keying list {key}")
    return Book(key, rows, desk.language)
