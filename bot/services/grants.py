"""Roles given and taken back by admins, inside their own scope."""

from dataclasses import dataclass
from datetime import date

from bot.domain.people import ROLES, Actor
from bot.domain.roster import ROLE_WORDS
from bot.services import lookup
from bot.services.desk import Desk
from bot.services.lookup import Misused, NotFound, Several
from bot.services.scopes import may_give
from db import audit, grants
from db.models import Person
from db.session import Session

ADMIN = "admin"


@dataclass(frozen=True)
class Granted:
    """`last_day` is inclusive, None: until revoked. `again`: it was so already."""

    shown: str
    role: str
    unit: str
    last_day: date | None
    again: bool = False


@dataclass(frozen=True)
class Revoked:
    """`units` are the names of the scopes taken away, None: everywhere."""

    shown: str
    role: str
    units: tuple[str | None, ...]


@dataclass(frozen=True)
class LastAdmin:
    """Nobody would be left to grant anything."""


def role_called(word: str) -> str | None:
    """联络员, liaison, or supervisor written in capitals."""
    found = ROLE_WORDS.get(word) or word.casefold().replace("-", "_")
    return found if found in ROLES else None


def grant(
    session: Session, desk: Desk, actor: Actor, *, words: tuple[str, ...]
) -> Granted | NotFound | Several | Misused:
    """`words`: number, role, unit, and perhaps the last day."""
    if len(words) not in (3, 4):
        return Misused("grant")
    number, role_word, unit_word, *rest = words
    role = role_called(role_word)
    if role is None:
        return Misused("role")
    last = _day(rest[0]) if rest else None
    if rest and (last is None or last < desk.today):
        return Misused("day")
    who = lookup.person(session, actor, number, ADMIN)
    if isinstance(who, NotFound):
        return who
    unit = lookup.unit(session, actor.units(ADMIN), unit_word)
    if isinstance(unit, NotFound | Several):
        return unit
    grants.by_id(session, who.id)
    there = grants.same(session, who.id, role, unit.id, desk.today)
    again = there is not None and there.last_day == last
    if there is None:
        grants.add(session, who.id, role, unit.id, desk.today, last, actor.person_id)
    elif not again:
        grants.extend(session, there, last)
    if not again:
        detail = f"{role} {last.isoformat() if last else ''}".strip()
        audit.note(session, desk.now, actor.person_id, "grant", unit_id=unit.id, subject=number, detail=detail)
    return Granted(desk.shown(number, who.name), role, unit.name, last, again)


def revoke(
    session: Session, desk: Desk, actor: Actor, *, words: tuple[str, ...]
) -> Revoked | NotFound | Several | Misused | LastAdmin:
    """`words`: number, role, and perhaps the unit; without it all grants of the role that lie in the actor's scope."""
    if len(words) not in (2, 3):
        return Misused("revoke")
    number, role_word, *rest = words
    role = role_called(role_word)
    if role is None:
        return Misused("role")
    who = lookup.person(session, actor, number, ADMIN)
    wanted = lookup.unit(session, actor.units(ADMIN), rest[0]) if rest else None
    for found in (who, wanted):
        if isinstance(found, NotFound | Several):
            return found
    assert isinstance(who, Person)
    assert not isinstance(wanted, NotFound | Several)
    grants.by_id(session, who.id)
    mine = [
        one
        for one in grants.held(session, who.id, role, desk.today)
        if may_give(session, actor, ADMIN, one.unit_id) and (wanted is None or one.unit_id == wanted.id)
    ]
    if not mine:
        return NotFound(role_word)
    if role == ADMIN and not grants.others(session, ADMIN, who.id, desk.today):
        return LastAdmin()
    for one in mine:
        grants.revoke(session, one, desk.now)
        audit.note(session, desk.now, actor.person_id, "revoke", unit_id=one.unit_id, subject=number, detail=role)
    return Revoked(desk.shown(number, who.name), role, tuple(grants.unit_name(session, one.unit_id) for one in mine))


def _day(word: str) -> date | None:
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None
