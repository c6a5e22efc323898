"""Reports: made, frozen once a period is over, returned as they were, and handed to those whose scope they lie in."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from bot.domain import reports as domain
from bot.domain.calendar import Period
from bot.domain.people import Actor
from bot.domain.reports import Correction, Figures, Report
from bot.domain.reports.checks import stale
from bot.services.desk import Desk
from bot.services.snapshot import PARTS, snapshot
from bot.services.steps import Tick, nothing
from db import counts, people, units_read
from db import reports as store
from db.session import Session

READERS = ("liaison", "supervisor", "admin")
STEPS = PARTS + 1


@dataclass(frozen=True)
class Shown:
    """A report and the key of its unit, which the buttons below it carry."""

    unit_id: int
    report: Report


@dataclass(frozen=True)
class Made:
    """A computed report and the moment of its data."""

    report: Report
    at: datetime


@dataclass(frozen=True)
class Looked:
    """A report that was looked up, perhaps to be frozen."""

    unit_id: int
    made: Made


@dataclass(frozen=True)
class Unknown:
    """No such unit, or none that the asker may see: both sound the same."""

    word: str


@dataclass(frozen=True)
class Several:
    """Units of one name: (code, path of names)."""

    word: str
    found: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class NoPeriod:
    """A word that names no period, one that has not begun, or one before the programme asked anything of anybody."""

    word: str


def make(session: Session, desk: Desk, unit: Any, period: Period) -> Report:
    """The report of a row of the tree: as it was frozen; frozen now when it is over and confirmed; else a preview."""
    frozen = frozen_of(session, unit.id, period)
    return frozen or kept(session, unit.id, computed(session, desk, unit, period), desk.now)


def frozen_of(session: Session, unit_id: int, period: Period) -> Report | None:
    stored = store.stored(session, unit_id, str(period))
    return thawed(stored) if stored is not None else None


def computed(session: Session, desk: Desk, unit: Any, period: Period, tick: Tick = nothing) -> Report:
    """The report as of this moment; only reads. `tick` is called after each of its STEPS and may raise to stop it."""
    made = snapshot(session, desk, unit, period, tick)
    made = _checked(session, desk, unit, replace(made, corrections=_corrections(session, desk, unit, period)))
    tick()
    return made


def kept(session: Session, unit_id: int, made: Report, at: datetime) -> Report:
    """Frozen as of the moment `at` of its data when it is confirmed; whoever was first is right."""
    if not made.confirmed:
        return made
    body = json.dumps(made.to_json(), ensure_ascii=False, separators=(",", ":"))
    return thawed(store.freeze(session, unit_id, made.period, at, made.definitions, body))


def thawed(stored: Any) -> Report:
    """The report of a stored row, as it was."""
    return replace(Report.from_json(json.loads(stored.body)), number=stored.number)


def _checked(session: Session, desk: Desk, unit: Any, made: Report) -> Report:
    """With what keeps it from being confirmed: sums that fail, and data that are not the last word."""
    failing = tuple(map(str, domain.problems(made)))
    late: tuple[str, ...] = ()
    if not made.running:
        at = counts.area(session, unit, ())
        newest = store.newest_after(session, at, desk.programme.quota_pairings, made.since, made.until, desk.now)
        late = stale(desk.now, newest, store.planner_ran(session))
    return replace(made, foots=not failing, problems=failing + late)


def _corrections(session: Session, desk: Desk, unit: Any, period: Period) -> tuple[Correction, ...]:
    """更正 of the earlier periods of the year, each since the last report that could have told it."""
    earlier: list[Period] = []
    while (before := (earlier[-1] if earlier else period).previous).first.year == period.first.year:
        earlier.append(before)
    frozen = store.of_periods(session, unit.id, [str(one) for one in earlier])
    if not frozen:
        return ()
    at = counts.area(session, unit, ())
    told_until = {one.period: max(later.as_of for later in frozen if later.period >= one.period) for one in frozen}
    found: dict[tuple[int, str], Figures] = {}
    for moment in sorted(set(told_until.values())):
        group = [one for one in frozen if told_until[one.period] == moment]
        spans = [_days(one.period) for one in group]
        changes = store.edited(session, at, desk.programme.quota_pairings, spans, moment, desk.now)
        for index, class_key, *flows in changes:
            known = desk.programme.classes.get(class_key)
            key = (group[index].number, known.group if known else "")
            found[key] = found.get(key, Figures()) + Figures(0, *map(int, flows))
    names = {one.number: one.period for one in frozen}
    order = [*desk.programme.groups, ""]
    lines = [Correction(number, names[number], key, figures) for (number, key), figures in found.items() if figures]
    return tuple(sorted(lines, key=lambda line: (line.period, order.index(line.key))))


def _days(period: str) -> tuple[date, date]:
    parsed = Period.parse(period)
    return parsed.first, parsed.last


def locate(session: Session, word: str) -> Any | Unknown | Several:
    """A unit by code or name, for the command line."""
    found = units_read.find(session, word.strip())
    if len(found) == 1:
        return found[0]
    return _several(session, word, found) if found else Unknown(word)


def _several(session: Session, word: str, found: Sequence[Any]) -> Several:
    paths = [(unit.code, " / ".join(part.name for part in units_read.path(session, unit.id))) for unit in found]
    return Several(word, tuple(paths))


def visible(session: Session, actor: Actor, word: str | None) -> Any | Unknown | Several:
    """A unit within the scopes of a reader; without a word the topmost one. What lies outside is Unknown."""
    scopes = actor.units(*READERS)
    if word is None:
        tops = units_read.topmost(session, scopes)
        return tops[0] if tops else Unknown("")
    found = [unit for unit in units_read.find(session, word.strip()) if people.covers(session, scopes, unit.id)]
    if len(found) == 1:
        return found[0]
    return _several(session, word, found) if found else Unknown(word)


def reachable(session: Session, actor: Actor, unit_id: int) -> Any | Unknown:
    """The unit of a button, checked at each tap."""
    unit = units_read.get(session, unit_id)
    if unit is None or not people.covers(session, actor.units(*READERS), unit_id):
        return Unknown(str(unit_id))
    return unit


def parse_period(desk: Desk, word: str | None) -> Period | NoPeriod:
    """The running month without a word."""
    if word is None:
        return Period.month_of(desk.today)
    try:
        period = Period.parse(word)
    except ValueError:
        return NoPeriod(word)
    asked = desk.programme.quota_rules[0].valid_from <= period.last and period.first <= desk.today
    return period if asked else NoPeriod(word)


def asked_for(
    session: Session,
    desk: Desk,
    actor: Actor,
    *,
    unit: str | None = None,
    period: str | None = None,
    unit_id: int | None = None,
) -> tuple[Any | Unknown | Several, Period | NoPeriod]:
    """The unit and the days that /report and the buttons below a report mean; `unit_id` is the unit of a button."""
    place = visible(session, actor, unit) if unit_id is None else reachable(session, actor, unit_id)
    return place, parse_period(desk, period)


def look(
    session: Session, desk: Desk, actor: Actor, *, tick: Tick = nothing, **words: Any
) -> Looked | Unknown | Several | NoPeriod:
    """What /report answers, but nothing is frozen yet: only reads. `tick` is called after each of STEPS."""
    place, days = asked_for(session, desk, actor, **words)
    if isinstance(place, Unknown | Several):
        return place
    if isinstance(days, NoPeriod):
        return days
    frozen = frozen_of(session, place.id, days)
    return Looked(place.id, Made(frozen or computed(session, desk, place, days, tick), desk.now))


def keep_looked(
    session: Session,
    desk: Desk,  # noqa: ARG001  the shape of every use case
    actor: Actor,  # noqa: ARG001
    *,
    looked: Looked | Unknown | Several | NoPeriod,
    **_words: Any,
) -> Shown | Unknown | Several | NoPeriod:
    """The short part that writes: what is over and confirmed is frozen."""
    return kept_looked(session, looked) if isinstance(looked, Looked) else looked


def kept_looked(session: Session, looked: Looked) -> Shown:
    report = looked.made.report
    if report.number is None:
        report = kept(session, looked.unit_id, report, looked.made.at)
    return Shown(looked.unit_id, report)


def report(session: Session, desk: Desk, actor: Actor, **words: Any) -> Shown | Unknown | Several | NoPeriod:
    """The whole of it at once."""
    return keep_looked(session, desk, actor, looked=look(session, desk, actor, **words))


def report_of(session: Session, desk: Desk, *, unit: str, period: str) -> Shown | Unknown | Several | NoPeriod:
    """What the command `report` prints: every unit, no asker."""
    place = locate(session, unit)
    if isinstance(place, Unknown | Several):
        return place
    days = parse_period(desk, period)
    return days if isinstance(days, NoPeriod) else Shown(place.id, make(session, desk, place, days))


def told_of(session: Session, desk: Desk, person_id: int) -> Sequence[Any]:
    """The units whose reports a supervisor gets: the topmost of his grants of today."""
    scopes = [grant.unit_id for grant in people.grants_of(session, person_id, desk.today) if grant.role == "supervisor"]
    return units_read.topmost(session, scopes)


def digest(
    session: Session,
    desk: Desk,
    *,
    person_id: int,
    period: str,
    made: Mapping[tuple[int, str], Made] = MappingProxyType({}),
) -> tuple[Shown, ...]:
    """The reports of a period that a supervisor gets; `made` are some that were computed before."""
    shown = []
    for unit in told_of(session, desk, person_id):
        days, ready = Period.parse(period), made.get((unit.id, period))
        if ready is None:
            report = make(session, desk, unit, days)
        else:
            report = frozen_of(session, unit.id, days) or kept(session, unit.id, ready.report, ready.at)
        shown.append(Shown(unit.id, report))
    return tuple(shown)
