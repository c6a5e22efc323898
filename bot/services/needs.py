"""What a cadre saw that somebody needs: kept as an open need with one tap, closed with another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.people import Actor
from bot.services.cards import Stale
from bot.services.desk import Desk
from db import needs as store
from db import records
from db.session import Session

KINDS = ("illness", "dropout", "unsafe_house", "distress", "living_alone")
LETTERS = dict(zip("idush", KINDS, strict=True))
"""A letter a kind, for buttons."""

ENDS = ("done", "handed_on")
LISTED = 20


@dataclass(frozen=True)
class Noted:
    """Needs that are open now; `new` says whether one of them was not before."""

    shown: str
    kinds: tuple[str, ...]
    new: bool


@dataclass(frozen=True)
class Whom:
    """Several people could be meant. Buttons carry `source` (m12 or the letters of the kinds) and a recipient."""

    source: str
    whom: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class OpenNeed:
    key: int
    shown: str
    kind: str
    since: date


@dataclass(frozen=True)
class Needs:
    """The open needs of a cadre's recipients, the oldest first."""

    needs: tuple[OpenNeed, ...]
    more: int = 0


def letters_of(kinds: Iterable[str]) -> str:
    """The normal flags among `kinds` as letters; harm is no need but an alert."""
    wanted = set(kinds)
    return "".join(letter for letter, kind in LETTERS.items() if kind in wanted)


def kinds_of(letters: str) -> tuple[str, ...]:
    return tuple(kind for letter, kind in LETTERS.items() if letter in letters)


def note(session: Session, desk: Desk, actor: Actor, *, source: str, recipient: int = 0) -> Noted | Whom | Stale:
    """记为待办 was tapped, under a receipt (`source` m<message>) or under an answer (letters of the kinds)."""
    if source.startswith("m"):
        return _of_message(session, desk, actor, int(source[1:]), recipient)
    kinds = kinds_of(source)
    own = _own(session, desk, actor)
    if recipient not in own:
        return Whom(source, tuple(own.items())) if own and not recipient and kinds else Stale()
    return _note(session, desk, actor, recipient, own[recipient], kinds)


def _of_message(session: Session, desk: Desk, actor: Actor, key: int, recipient: int) -> Noted | Whom | Stale:
    message = records.message_by_id(session, key, actor.person_id)
    rows = store.recipients_of_message(session, key) if message else []
    people = {one.id: desk.shown(one.number, one.name) for one, _ in rows}
    kinds = kinds_of(letters_of(flag for _, flags in rows for flag in (flags or "").split(",")))
    if not people or not kinds or (recipient and recipient not in people):
        return Stale()
    if len(people) > 1 and not recipient:
        return Whom(f"m{key}", tuple(people.items()))
    chosen = recipient or next(iter(people))
    return _note(session, desk, actor, chosen, people[chosen], kinds)


def _note(session: Session, desk: Desk, actor: Actor, recipient: int, shown: str, kinds: Sequence[str]) -> Noted:
    new = [store.open_new(session, recipient, kind, desk.today, actor.person_id, desk.now) for kind in kinds]
    return Noted(shown, tuple(kinds), any(new))


def _own(session: Session, desk: Desk, actor: Actor) -> dict[int, str]:
    rows = records.pairings_of(session, actor.person_id, desk.today, desk.today)
    return {one.id: desk.shown(one.number, one.name) for _, one in rows}


def listed(session: Session, desk: Desk, actor: Actor) -> Needs:
    own = _own(session, desk, actor)
    rows = store.open_of(session, own)
    shown = tuple(OpenNeed(need.id, own[one.id], need.kind, need.since) for need, one in rows[:LISTED])
    return Needs(shown, max(0, len(rows) - LISTED))


def close(session: Session, desk: Desk, actor: Actor, *, key: int, state: str) -> Needs | Stale:
    """办好了, or handed on to whoever it belongs to; the rest of the list."""
    need = store.get(session, key)
    if need is None or need.state != "open" or state not in ENDS:
        return Stale()
    if need.recipient_id not in _own(session, desk, actor):
        return Stale()
    need.state, need.closed_at, need.closed_by = state, desk.now, actor.person_id
    session.flush()
    return listed(session, desk, actor)
