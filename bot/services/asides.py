"""The forms of long work: what is looked up beside those who write, and the short writes before and after.

Small scopes are answered at once, wide ones by a job (bot.services.longwork); both by the functions named here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.commands import ADMIN, COMMANDS, LIAISON, SUPERVISOR
from bot.domain.people import Actor
from bot.services import (
    broadcasts,
    entry_list,
    explain,
    gaps,
    keying,
    nudges,
    offices,
    outlook,
    reach,
    reports,
    roster_month,
    spotchecks,
    spotdraws,
    units,
)
from bot.services.desk import Desk
from bot.services.reports import NoPeriod, Several, Unknown
from bot.services.wide import is_heavy, is_long, is_wide, office_is_wide
from db import units_read
from db.session import Session

Words = dict[str, Any]


@dataclass(frozen=True)
class Ready:
    """The file of a small scope: it can be drawn at once."""


@dataclass(frozen=True)
class Form:
    """What is done for one form of question; all are use cases of (session, desk, actor, **words).

    `wide` says what to do aside, in words that are JSON, or None for what is answered at once. `look` only reads, calls
    `tick` after each of its `steps` and may take long. `first` writes shortly before it, its outcome reaches `look` as
    `first=`; `keep` writes shortly after it and gets what was found as `looked=`. Overtaken from it: all over again;
    Further: `keep` once more. `at_once`: the whole of a small scope in one transaction, where that is not `look` and
    `keep`. `again` shows what was kept, of which the outcome gave the `key`, when the process died before it was sent.
    """

    roles: frozenset[str]
    wide: Callable[..., Words | None]
    look: Callable[..., Any]
    steps: int = 1
    first: Callable[..., Any] | None = None
    keep: Callable[..., Any] | None = None
    at_once: Callable[..., Any] | None = None
    again: Callable[..., Any] | None = None


def _place(
    session: Session, _desk: Desk, actor: Actor, *, unit_id: int | None = None, word: str | None = None, **more: Any
) -> Words | None:
    unit = units.meant(session, actor, unit_id, word)
    if isinstance(unit, Unknown | Several) or not is_wide(session, unit):
        return None
    return {"unit_id": unit.id, **more}


def _report(session: Session, desk: Desk, actor: Actor, **words: Any) -> Words | None:
    place, days = reports.asked_for(session, desk, actor, **words)
    if isinstance(place, Unknown | Several) or isinstance(days, NoPeriod) or not is_long(session, place, days):
        return None
    return {"unit_id": place.id, "period": str(days)}


def _explained(session: Session, desk: Desk, actor: Actor, **words: Any) -> Words | None:
    figure = explain.figure(desk, **words)
    unit_id = explain.unit_of(session, actor, figure.number) if figure else None
    if figure is None or unit_id is None or not is_wide(session, units_read.get(session, unit_id)):
        return None
    return vars(figure)


def _listing(session: Session, desk: Desk, actor: Actor, *, unit_id: int, which: str, **more: Any) -> Words | None:
    unit = reports.reachable(session, actor, unit_id)
    if isinstance(unit, Unknown) or which == nudges.WAIT or not is_heavy(session, unit):
        return None
    return None if nudges.too_wide(session, desk, unit) else {"unit_id": unit_id, "which": which, **more}


def _sent(session: Session, _desk: Desk, actor: Actor, *, broadcast_id: int) -> Words | None:
    return {"broadcast_id": broadcast_id} if broadcasts.is_wide(session, actor, broadcast_id) else None


def _draw(session: Session, desk: Desk, actor: Actor, *, words: tuple[str, ...]) -> Words | None:
    asked = spotchecks.asked(session, desk, actor, words=words)
    if not isinstance(asked, spotchecks.Wanted) or asked.size is None or not is_wide(session, asked.unit):
        return None
    return {"unit_id": asked.unit.id, "period": str(asked.period), "size": asked.size}


def _keyed(session: Session, _desk: Desk, actor: Actor, *, own: bool) -> Words | None:
    if own or keying.in_hand(session, actor, own=own) or not keying.is_wide(session, actor):
        return None
    return {"own": own}


def _office(session: Session, _desk: Desk, actor: Actor, **words: Any) -> Words | None:
    return words if office_is_wide(session, actor.units(*offices.OFFICE)) else None


def _everybody(session: Session, _desk: Desk, _actor: Actor, **words: Any) -> Words | None:
    return words if office_is_wide(session, [None]) else None


def _drawn_at_once(session: Session, desk: Desk, actor: Actor, **words: Any) -> Ready | Unknown | Several | NoPeriod:
    place, days = reports.asked_for(session, desk, actor, **words)
    if isinstance(place, Unknown | Several):
        return place
    return days if isinstance(days, NoPeriod) else Ready()


_FILE = Form(COMMANDS["report"], _report, reports.look, reports.STEPS, keep=reports.keep_looked, at_once=_drawn_at_once)

FORMS: Mapping[str, Form] = {
    "text": Form(COMMANDS["report"], _report, reports.look, reports.STEPS, keep=reports.keep_looked),
    "xlsx": _FILE,
    "png": _FILE,
    "unit": Form(COMMANDS["unit"], _place, units.walk, units.WALK_STEPS),
    "behind": Form(COMMANDS["behind"], _place, units.behind, units.BEHIND_STEPS),
    "nudge": Form(COMMANDS["nudge"], _listing, nudges.listed),
    "gaps_of": Form(COMMANDS["gaps"], _place, units.gaps),
    "gaps": Form(COMMANDS["gaps"], _office, gaps.listed),
    "explain": Form(COMMANDS["explain"], _explained, explain.look, keep=explain.noted),
    "spot": Form(
        COMMANDS["spotcheck"],
        _draw,
        spotchecks.drawn,
        spotdraws.STEPS,
        first=spotchecks.bound,
        keep=spotchecks.kept,
        at_once=spotchecks.start,
        again=spotchecks.again,
    ),
    "keying": Form(LIAISON, _keyed, keying.look, first=keying.before, keep=keying.hand_out, at_once=keying.ask),
    "roster": Form(COMMANDS["roster"], _office, roster_month.shown),
    "entry": Form(SUPERVISOR, _office, entry_list.shown),
    "reach": Form(ADMIN, _office, reach.shown),
    "broadcast": Form(ADMIN, _sent, broadcasts.unread, keep=broadcasts.send_part, at_once=broadcasts.send),
    "plan": Form(COMMANDS["plan"], _everybody, outlook.outlook),
}
