"""The month's list for the official system: each approved change once, ready to copy, and 已全部录入."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.calendar import Period
from bot.domain.people import Actor
from bot.services import offices
from bot.services.cadres import moments
from bot.services.cards import Stale
from bot.services.change_lines import ChangeLine, line_of
from bot.services.desk import Desk
from bot.services.steps import Tick, nothing
from db import changes, facts, units_read
from db.changes import Filed
from db.offices import Offices
from db.session import Session

ROLES = ("liaison", "supervisor", "admin")


@dataclass(frozen=True)
class EntryList:
    """`lines` in the order of the units; `waiting` changes nobody approved yet, so they are not in it.

    `mark` names exactly these lines: a tap below an older list enters nothing that it did not show.
    `grown`: this is shown again because there is more than the tapped list held.
    """

    month: str
    lines: tuple[ChangeLine, ...]
    waiting: tuple[ChangeLine, ...]
    unconfirmed: int
    mark: str
    entered: bool
    grown: bool = False


@dataclass(frozen=True)
class Entered:
    """已全部录入: so many changes are in the official system. `again`: it was ticked before, and nothing came since."""

    month: str
    count: int
    again: bool = False


def shown(session: Session, desk: Desk, actor: Actor, *, month: str, tick: Tick = nothing) -> EntryList | Stale:
    """What the person has to key in for a month: of the units he answers for."""
    if not _near(desk, month):
        return Stale()
    units = _units(session, desk, actor)
    approved, filed = (_of(session, desk, units, month, state) for state in ("approved", "filed"))
    first, last = moments(month, desk)
    silent = facts.unconfirmed_by_unit(session, desk.programme.quota_pairings, desk.today, month, first, last)
    desks = _desks(session, actor)
    tick()
    return EntryList(
        month,
        tuple(line_of(desk, one) for one in approved),
        tuple(line_of(desk, one) for one in filed),
        sum(silent.get(unit, 0) for unit in units),
        _mark(approved),
        entered=bool(desks) and facts.entered_units(session, month).keys() >= set(desks),
    )


def begin(session: Session, desk: Desk, actor: Actor, *, month: str) -> EntryList | Entered | Stale:
    """已全部录入 below a reminder: where nothing is open, that is all; else the list comes first."""
    found = shown(session, desk, actor, month=month)
    if isinstance(found, Stale) or found.lines or found.waiting:
        return found
    return enter(session, desk, actor, month=month, mark=found.mark)


def enter(session: Session, desk: Desk, actor: Actor, *, month: str, mark: str) -> Entered | EntryList | Stale:
    """Tick the list as it was shown; one that has changed since is shown anew and enters nothing."""
    found = shown(session, desk, actor, month=month)
    if isinstance(found, Stale):
        return found
    if found.mark != mark:
        return EntryList(**{**vars(found), "grown": True})
    if found.entered and not found.lines:
        return Entered(month, 0, again=True)
    changes.close(session, [line.id for line in found.lines], "entered", actor.person_id, desk.now)
    changes.enter(session, _desks(session, actor), month, actor.person_id, desk.now)
    offices.note(session, desk, actor, "roster.entered", unit_id=actor.unit_id, subject=month)
    return Entered(month, len(found.lines))


def _near(desk: Desk, month: str) -> bool:
    """Of the running month or the last one."""
    now = Period.month_of(desk.today)
    return month in {str(now), str(now.previous)}


def _of(session: Session, desk: Desk, units: list[int], month: str, state: str) -> list[Filed]:
    until: datetime = moments(month, desk)[1]
    return changes.open_of_units(session, units, until, (state,))


def _units(session: Session, desk: Desk, actor: Actor) -> list[int]:
    """Every unit for which the person is the one who answers, whatever his office."""
    tree = Offices(session, desk.today)
    return [unit for unit in tree.parents if actor.person_id in tree.responsible("liaison", unit)]


def _desks(session: Session, actor: Actor) -> list[int]:
    """The units that his offices name; an office over everything stands for the topmost units."""
    scopes = actor.units(*ROLES)
    named = [unit for unit in scopes if unit is not None]
    return named if None not in scopes else [*named, *(unit.id for unit in units_read.roots(session))]


def _mark(approved: list[Filed]) -> str:
    """Ids are never used twice, so how many and the sum of their ids name a set that only grows or is closed."""
    return f"{len(approved)}-{sum(one.change.id for one in approved)}"
