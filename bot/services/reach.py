"""/reach: whom the bot can reach at all, by the units below an admin's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.people import Actor
from bot.services import lookup
from bot.services.desk import Desk
from bot.services.lookup import NotFound, Several
from bot.services.steps import Tick, nothing
from db import reach, units_read
from db.models import Unit
from db.reach import Ledger
from db.session import Session

SILENT = timedelta(days=60)


@dataclass(frozen=True)
class Reach:
    """`name` None: everything the asker may see. `units`: (name, ledger) of the parts, in the order of the tree.

    `own`: those of the unit itself, in no part of it; with the parts it adds up to `total`. None when there are none.
    """

    name: str | None
    total: Ledger
    units: tuple[tuple[str, Ledger], ...]
    own: Ledger | None = None


def shown(
    session: Session, desk: Desk, actor: Actor, *, word: str | None = None, tick: Tick = nothing
) -> Reach | NotFound | Several:
    """The unit that was named; else everybody for an admin of everything, or his units. Where it is one, its parts."""
    before = desk.now - SILENT
    scopes = actor.units("admin")
    named = lookup.unit(session, scopes, word) if word else None
    if isinstance(named, NotFound | Several):
        return named
    tops = [named] if named else units_read.topmost(session, scopes)
    tick()
    if named is None and None in scopes:
        return Reach(None, reach.ledger(session, None, before), _each(session, tops, before))
    if len(tops) == 1:
        below = units_read.children(session, tops[0].id)
        parts = _each(session, below, before)
        total = reach.ledger(session, tops[0].id, before)
        own = Ledger(*(all_in - known for all_in, known in zip(total, _sum(parts), strict=True)))
        return Reach(tops[0].name, total, parts, own if parts and own.people else None)
    parts = _each(session, tops, before)
    return Reach(None, _sum(parts), parts)


def _sum(parts: Iterable[tuple[str, Ledger]]) -> Ledger:
    return Ledger(*(sum(numbers) for numbers in zip(Ledger(0, 0, 0, 0, 0), *(one for _, one in parts), strict=True)))


def _each(session: Session, units: Iterable[Unit], before: datetime) -> tuple[tuple[str, Ledger], ...]:
    return tuple((unit.name, reach.ledger(session, unit.id, before)) for unit in units)
