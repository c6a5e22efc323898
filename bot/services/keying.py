"""The entry list: what is not yet in the official system, handed to one person at a time and ticked when it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from bot.domain.people import Actor
from bot.services.cards import Stale
from bot.services.desk import Desk
from bot.services.steps import Overtaken, Tick
from bot.services.wide import office_is_wide
from db import audit
from db import keying as store
from db.models import KeyingList, Record
from db.session import Session

Candidate = tuple[int, int | None]  # a record, and the one keyed in before that it replaces
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
        held = _hand_out(session, desk, actor, found, own=own, more=len(found) > LONGEST)
    return _shown(session, desk, actor, held) if held is not None else NothingLeft(own)


def _hand_out(
    session: Session, desk: Desk, actor: Actor, found: Sequence[Candidate], *, own: bool, more: bool
) -> KeyingList | None:
    """A list of the first LONGEST; None when none of them is left."""
    if not found:
        return None
    held = KeyingList(person_id=actor.person_id, own=own, more=more, made_at=desk.now)
    session.add(held)
    session.flush()
    if store.put_on(session, held.id, found[:LONGEST]):
        return held
    _return(session, desk, held)  # somebody else took them in this very moment
    return None


def is_wide(session: Session, actor: Actor) -> bool:
    """Whether looking through the entries of his office takes long."""
    return office_is_wide(session, actor.units(*OFFICE))


def in_hand(session: Session, actor: Actor, *, own: bool) -> bool:
    return store.has_open_list(session, actor.person_id, own=own)


def before(session: Session, desk: Desk, actor: Actor, *, own: bool) -> None:  # noqa: ARG001  the words of the form
    """The list of a wide office in three parts, the first: what was forgotten is free again."""
    _free_forgotten(session, desk, actor)


def look(
    session: Session,
    desk: Desk,  # noqa: ARG001  the shape of every use case
    actor: Actor,
    *,
    own: bool,
    tick: Tick,
    first: None = None,  # noqa: ARG001  nothing comes from before
) -> tuple[Candidate, ...]:
    """The second, on a read-only view: which entries come next."""
    found = tuple(_next(session, actor, own=own))
    tick()
    return found


def hand_out(
    session: Session, desk: Desk, actor: Actor, *, own: bool, looked: Sequence[Candidate]
) -> EntryList | NothingLeft | Overtaken:
    """The third: those that may still be listed are handed out, not what was ticked, taken or changed meanwhile."""
    held = store.open_list(session, actor.person_id, own=own)
    if held is None:
        still, more = _still(session, actor, looked), len(looked) > LONGEST
        held = _hand_out(session, desk, actor, still, own=own, more=more)
        if held is None and looked:
            return Overtaken()
    return _shown(session, desk, actor, held) if held is not None else NothingLeft(own)


def _still(session: Session, actor: Actor, looked: Sequence[Candidate]) -> list[Candidate]:
    rows = store.waiting(
        session, len(looked), 0, units=actor.units(*OFFICE), among=[record for record, _keyed in looked]
    )
    return _listable(session, [row[0] for row in rows])


def _free_forgotten(session: Session, desk: Desk, actor: Actor) -> None:
    for held in store.forgotten(session, desk.now - FORGOTTEN, actor.person_id):
        _return(session, desk, held)


def _return(session: Session, desk: Desk, held: KeyingList) -> None:
    held.state, held.closed_at = "returned", desk.now
    store.take_off(session, held.id)


def _next(session: Session, actor: Actor, *, own: bool) -> list[Candidate]:
    """What may be listed now, one more than a list holds."""
    found: list[Candidate] = []
    offset = 0
    while len(found) <= LONGEST:
        if own:
            rows = store.waiting(session, LOOKED_AT, offset, person_id=actor.person_id)
        else:
            rows = store.waiting(session, LOOKED_AT, offset, units=actor.units(*OFFICE))
        found += _listable(session, [row[0] for row in rows])
        if len(rows) < LOOKED_AT:
            break
        offset += LOOKED_AT
    return found[: LONGEST + 1]


def _listable(session: Session, entries: Sequence[Record]) -> list[Candidate]:
    """Without those whose earlier entry is in a hand, and what changes nothing that was keyed in."""
    before, found = _chains(session, entries), []
    for record in entries:
        keyed, held = before[record.id]
        if not held and (keyed is not None or not (record.action == "withdraw" or record.attempt)):
            found.append((record.id, keyed))
    return found


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
    return EntryList(held.id, held.own, rows, _more(session, actor, held))


def _more(session: Session, actor: Actor, held: KeyingList) -> bool:
    """Whether further entries wait; in a wide office, where asking takes long, whether they did."""
    if not held.own and is_wide(session, actor):
        return held.more
    return bool(_next(session, actor, own=held.own))


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
    return Ticked(count, held.own, entered, _more(session, actor, held) or not entered)


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
