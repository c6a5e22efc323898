"""Walking the tree: where one is, what stands out below, who is behind and who has nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.people import Actor
from bot.domain.quota import Standing
from bot.domain.reports import Gap, Pace, UnitLine
from bot.services import judging
from bot.services.desk import Desk
from bot.services.reports import READERS, Several, Unknown, reachable, visible
from bot.services.snapshot import OVERVIEW_PARTS, gaps_of, overview, paced
from bot.services.steps import Tick, nothing
from db import behind as store
from db import counts, people, units_read
from db.session import Session

PAGE = 10
WIDE = 1000  # pairings that are looked at one by one
WALK_STEPS = OVERVIEW_PARTS
BEHIND_STEPS = 2


@dataclass(frozen=True)
class Place:
    """A unit as a button leads to it."""

    unit_id: int
    name: str


@dataclass(frozen=True)
class Walk:
    """One level: `path` from the topmost unit the asker may see down to this one; `lines` with their keys."""

    here: Place
    level: str
    path: tuple[Place, ...]
    recipients: int
    pairings: Pace
    gaps: int
    lines: tuple[tuple[int, UnitLine], ...]
    offices: tuple[Place, ...]
    day: date


@dataclass(frozen=True)
class Late:
    """A pairing that is behind: `recipient` and `cadre` as a chat may name them."""

    recipient: str
    cadre: str
    unit: str
    standing: Standing


@dataclass(frozen=True)
class Lates:
    here: Place
    found: tuple[Late, ...]
    offset: int
    total: int
    day: date


@dataclass(frozen=True)
class Gaps:
    here: Place
    found: tuple[tuple[Gap, str], ...]
    offset: int
    total: int
    day: date


def meant(session: Session, actor: Actor, unit_id: int | None, word: str | None) -> Any | Unknown | Several:
    """The unit of a button or a word; without either the topmost one."""
    return visible(session, actor, word) if unit_id is None else reachable(session, actor, unit_id)


def walk(
    session: Session,
    desk: Desk,
    actor: Actor,
    *,
    unit_id: int | None = None,
    word: str | None = None,
    tick: Tick = nothing,
) -> Walk | Unknown | Several:
    """What /unit and its buttons show. `tick` is called after each of WALK_STEPS."""
    unit = meant(session, actor, unit_id, word)
    if isinstance(unit, Unknown | Several):
        return unit
    scopes = actor.units(*READERS)
    path = [step for step in units_read.path(session, unit.id) if people.covers(session, scopes, step.id)]
    children = units_read.children(session, unit.id)
    figures, pace, gaps, lines = overview(session, desk, unit, tick)
    keys = {child.code: child.id for child in children} | {unit.code: unit.id}
    return Walk(
        here=Place(unit.id, unit.name),
        level=unit.level,
        path=tuple(Place(step.id, step.name) for step in path),
        recipients=figures.recipients,
        pairings=pace,
        gaps=gaps,
        lines=tuple((keys[line.code], line) for line in lines),
        offices=tuple(Place(c.id, c.name) for c in children if c.level == "unit" and unit.level != "unit"),
        day=desk.today,
    )


def behind(
    session: Session,
    desk: Desk,
    actor: Actor,
    *,
    unit_id: int | None = None,
    word: str | None = None,
    offset: int = 0,
    wide: int = WIDE,
    tick: Tick = nothing,
) -> Lates | Unknown | Several:
    """Exceptions in the order of the tree, a page at a time: who is behind today. Never a ranking.

    Of more than `wide` pairings the page is looked for one level down. `tick` is called after each of BEHIND_STEPS.
    """
    unit = meant(session, actor, unit_id, word)
    if isinstance(unit, Unknown | Several):
        return unit
    lines = paced(session, desk, unit)
    tick()
    wanted = _late(session, desk, unit, lines, offset, PAGE, wide)
    tick()
    names = store.named(session, [one.pairing_id for one in wanted])
    found = []
    for one in wanted:
        recipient, person, place = names[one.pairing_id]
        assert one.standing is not None
        shown = desk.shown(recipient.number, recipient.name)
        found.append(Late(shown, desk.shown(person.number or "", person.name).strip(), place.name, one.standing))
    total = sum(pace.behind for _line, pace in lines)
    return Lates(Place(unit.id, unit.name), tuple(found), offset, total, desk.today)


def _late(
    session: Session, desk: Desk, unit: Any, lines: Sequence[tuple[Any, Pace]], offset: int, room: int, wide: int
) -> list[judging.One]:
    """At most `room` from `offset` on, child by child, so that the pairings of a province are never all looked at."""
    page: list[judging.One] = []
    for line, pace in lines:
        left = room - len(page)
        if not left:
            break
        if pace.behind <= offset:
            offset -= pace.behind
            continue
        if line.id != unit.id and pace.judged > wide:
            page += _late(session, desk, line, paced(session, desk, line), offset, left, wide)
        else:
            own = line.id == unit.id
            at = (
                counts.own(unit, [other for other, _pace in lines if other.id != unit.id])
                if own
                else counts.area(session, line, ())
            )
            late = [one for one in judging.each(session, desk.programme, at, desk.today, running=True) if _behind(one)]
            page += late[offset : offset + left]
        offset = 0
    return page


def _behind(one: judging.One) -> bool:
    return one.standing is not None and one.standing.status == "behind"


def gaps(
    session: Session,
    desk: Desk,
    actor: Actor,
    *,
    unit_id: int | None = None,
    word: str | None = None,
    offset: int = 0,
    tick: Tick = nothing,
) -> Gaps | Unknown | Several:
    """Recipients without a primary cadre today, with the days it has lasted."""
    unit = meant(session, actor, unit_id, word)
    if isinstance(unit, Unknown | Several):
        return unit
    at = counts.area(session, unit, ())
    found = [gap for _line, gap in gaps_of(session, desk.programme, at, desk.today)]
    tick()
    page = found[offset : offset + PAGE]
    names = units_read.recipient_names(session, [gap.recipient for gap in page])
    shown = tuple((gap, desk.shown(gap.recipient, names[gap.recipient])) for gap in page)
    return Gaps(Place(unit.id, unit.name), shown, offset, len(found), desk.today)
