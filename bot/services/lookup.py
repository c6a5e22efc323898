"""Finding by what an admin typed: a unit by code or name, a person or recipient by number, each only in his scope."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.people import Actor
from db import pairings, people, units_read
from db.models import Person, Recipient, Unit
from db.session import Session


@dataclass(frozen=True)
class NotFound:
    """Absent, or outside the scope: it sounds the same."""

    word: str


@dataclass(frozen=True)
class Several:
    """Units of one name: (code, name of the unit above)."""

    name: str
    units: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Misused:
    """What was typed cannot be read; `what` is a word of bot.texts.grants.MISUSES."""

    what: str


def unit(session: Session, scopes: Sequence[int | None], word: str) -> Unit | NotFound | Several:
    found = [one for one in units_read.find(session, word) if people.covers(session, scopes, one.id)]
    if not found:
        return NotFound(word)
    if len(found) > 1:
        return Several(word, tuple((one.code, _above(session, one)) for one in found))
    return found[0]


def _above(session: Session, one: Unit) -> str:
    above = units_read.get(session, one.parent_id) if one.parent_id is not None else None
    return above.name if above else ""


def person(session: Session, actor: Actor, number: str, *roles: str) -> Person | NotFound:
    """Of the roster, not left, in the actor's scope by one of `roles`."""
    found = people.by_number(session, number)
    if found is None or found.status == "left" or not people.covers(session, actor.units(*roles), found.unit_id):
        return NotFound(number)
    return found


def recipient(session: Session, actor: Actor, number: str, *roles: str) -> Recipient | NotFound:
    found = pairings.recipient(session, number)
    if found is None or not people.covers(session, actor.units(*roles), found.unit_id):
        return NotFound(number)
    return found
