"""The figures of a unit and a period as they stand now, put together from the counts of the database."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.domain.calendar import Period
from bot.domain.programme import Programme
from bot.domain.reports import (
    DEFINITIONS,
    Figures,
    Gap,
    Helpers,
    Movement,
    Pace,
    Report,
    Row,
    Target,
    UnitLine,
    Weekly,
)
from bot.services import judging
from bot.services.desk import Desk
from bot.services.sections import sections
from bot.services.steps import Tick, nothing
from db import counts, roster_counts, shapes, sums, units_read
from db.counts import Area, Running
from db.session import Session

DAY = timedelta(days=1)
PARTS = 8  # how often `tick` is called
OVERVIEW_PARTS = 4
FRIDAY = 4
NONE = Running()


class Grid:
    """Figures by line and class, as the counts bring them, and the rows that are made of them."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._cells: dict[tuple[int, str], Figures] = defaultdict(Figures)

    def add(self, line: int, class_key: str, recipients: int) -> None:
        self._cells[line, class_key] += Figures(recipients)

    def add_flows(self, rows: Iterable[Sequence[Any]]) -> None:
        """Rows of (line, class, the seven flows)."""
        for line, class_key, *flows in rows:
            self._cells[line, class_key] += Figures(0, *map(int, flows))

    def rows(self) -> tuple[Row, ...]:
        """By report group, then the total of all there is: a class that the programme does not know breaks the sum."""
        by_group: dict[str, Figures] = defaultdict(Figures)
        for (_line, class_key), figures in self._cells.items():
            known = self._programme.classes.get(class_key)
            by_group[known.group if known else ""] += figures
        groups = self._programme.groups.values()
        kept = [Row(g.key, by_group[g.key]) for g in groups if not g.optional or by_group[g.key]]
        return (*kept, Row("total", Figures.total(self._cells.values())))

    def line(self, unit_id: int) -> Figures:
        return Figures.total(figures for (line, _class), figures in self._cells.items() if line == unit_id)


def snapshot(session: Session, desk: Desk, unit: Any, period: Period, tick: Tick = nothing) -> Report:
    """Everything of the contract but number, corrections and confirmation. `unit` is a row of the tree.

    `tick` is called after each of its PARTS.
    """
    programme = desk.programme
    counts.make_room(session)
    running = not period.finished(desk.today)
    until = min(period.last, desk.today)
    children = units_read.children(session, unit.id)
    places = _places(unit, children)
    at = counts.area(session, unit, places)
    found = _measure(session, programme, at, period, until, running=running, tick=tick)
    gaps = gaps_of(session, programme, at, until)
    tick()
    gaps_by_line = Counter(line for line, _gap in gaps)
    kinds = programme.quota_pairings
    going = counts.running(session, at, programme, until)
    offices = _offices(session, programme, unit, children, period, until, running=running)
    tick()
    weekly = _weekly(session, at, programme.weekly_pairings, going, period, until)
    tick()
    return Report(
        number=None,
        code=unit.code,
        name=unit.name,
        level=unit.level,
        period=str(period),
        since=period.first,
        until=until,
        as_of=desk.now.astimezone(desk.zone).replace(microsecond=0),
        running=running,
        definitions=DEFINITIONS,
        cadres=going.get("", NONE).cadres,
        paired=going.get("", NONE).recipients,
        rows=found.rows.rows(),
        previous=found.previous.rows(),
        year_to_date=found.year.rows(),
        pairings=_sum(found.paces.values()),
        quota=found.quota,
        units=_lines(found, gaps_by_line, [*places, unit], own=unit.id),
        offices=offices,
        roster=_movement(session, at, kinds, period.first, until),
        gaps=tuple(gap for _line, gap in gaps),
        weekly=weekly,
        auxiliary=_helpers(programme, going, found.apart),
        sections=sections(session, desk, at, period.first, until),
    )


@dataclass(frozen=True)
class _Measured:
    rows: Grid
    previous: Grid
    year: Grid
    paces: Mapping[int, Pace]
    quota: tuple[Target, ...]
    apart: Mapping[str, Figures]  # what was done in the period, by the kinds of pairing that are not in the grid


def overview(
    session: Session, desk: Desk, unit: Any, tick: Tick = nothing
) -> tuple[Figures, Pace, int, tuple[UnitLine, ...]]:
    """How a unit stands today, without its acts: the people, the pace, the gaps, and the same for each line below.

    `tick` is called after each of OVERVIEW_PARTS.
    """
    programme, today = desk.programme, desk.today
    counts.make_room(session)
    places = _places(unit, units_read.children(session, unit.id))
    at = counts.area(session, unit, places)
    kinds = programme.quota_pairings
    grid = Grid(programme)
    for line, class_key, now, _then in counts.stock(session, at, kinds, today, today):
        grid.add(line, class_key, recipients=int(now or 0))
    tick()
    alike = shapes.of_day(session, at, programme, today)
    tick()
    paces, quota = judging.paces(session, programme, alike, today, running=True)
    tick()
    gaps = Counter(line for line, _gap in gaps_of(session, programme, at, today))
    tick()
    lines = _lines(_Measured(grid, grid, grid, paces, quota, {}), gaps, [*places, unit], own=unit.id)
    return Figures.total(line.figures for line in lines), _sum(paces.values()), gaps.total(), lines


def paced(session: Session, desk: Desk, unit: Any) -> list[tuple[Any, Pace]]:
    """How the pairings below a unit stand today, by its children in the order of the tree, then the unit's own."""
    counts.make_room(session)
    places = _places(unit, units_read.children(session, unit.id))
    alike = shapes.of_day(session, counts.area(session, unit, places), desk.programme, desk.today)
    paces, _quota = judging.paces(session, desk.programme, alike, desk.today, running=True)
    return [(line, paces.get(line.id, Pace())) for line in (*places, unit)]


def _places(unit: Any, children: Sequence[Any]) -> list[Any]:
    """The children that have a line of their own: those of a place are places, those of an office are offices."""
    return [child for child in children if unit.level == "unit" or child.level != "unit"]


def _measure(
    session: Session,
    programme: Programme,
    at: Area,
    period: Period,
    until: date,
    *,
    running: bool,
    tick: Tick = nothing,
) -> _Measured:
    kinds = programme.quota_pairings
    rows, previous, year = Grid(programme), Grid(programme), Grid(programme)
    before = period.previous
    for now, *flows in sums.flows(session, at, kinds, before.first, period.first, until):
        (rows if now else previous).add_flows([flows])
    tick()
    others = [kind for kind in programme.kinds if kind not in kinds]
    apart = {kind: Figures(0, *flows) for kind, *flows in sums.by_kind(session, at, others, period.first, until)}
    tick()
    for line, class_key, now, then in counts.stock(session, at, kinds, until, before.last):
        rows.add(line, class_key, recipients=int(now or 0))
        year.add(line, class_key, recipients=int(now or 0))
        previous.add(line, class_key, recipients=int(then or 0))
    tick()
    alike = shapes.of_year(session, at, programme, date(until.year, 1, 1), until)
    tick()
    year.add_flows((row[0], *row[shapes.PARTS :]) for row in alike)
    paces, quota = judging.paces(session, programme, alike, until, running=running)
    tick()
    return _Measured(rows, previous, year, paces, quota, apart)


def _sum(paces: Iterable[Pace]) -> Pace:
    return sum(paces, Pace())


def _lines(found: _Measured, gaps: Mapping[int, int], units: Sequence[Any], own: int) -> tuple[UnitLine, ...]:
    """One line a unit in the order given; closed units only while something is in them."""
    lines = [
        UnitLine(
            code=unit.code,
            name=unit.name,
            level=unit.level,
            own=unit.id == own,
            figures=found.rows.line(unit.id),
            pairings=found.paces.get(unit.id, Pace()),
            gaps=gaps.get(unit.id, 0),
        )
        for unit in units
    ]
    return tuple(
        line
        for line, unit in zip(lines, units, strict=True)
        if unit.active or line.own or line.figures or line.pairings != Pace() or line.gaps
    )


def _offices(
    session: Session,
    programme: Programme,
    unit: Any,
    children: Sequence[Any],
    period: Period,
    until: date,
    *,
    running: bool,
) -> tuple[UnitLine, ...]:
    """The offices of a place, by the cadre's unit. They sum to nothing: a cadre may look after people elsewhere."""
    mine = [child for child in children if child.level == "unit"]
    if unit.level == "unit" or not mine:
        return ()
    at = counts.offices(unit, mine)
    gaps = Counter(line for line, _gap in gaps_of(session, programme, at, until))
    return _lines(_measure(session, programme, at, period, until, running=running), gaps, mine, own=0)


def gaps_of(session: Session, programme: Programme, at: Area, day: date) -> list[tuple[int, Gap]]:
    found = []
    for line, number, class_key, code, name, first, latest in roster_counts.gaps(
        session, at, programme.quota_pairings, day
    ):
        since = first if latest is None else max(first, latest + DAY)
        group = programme.classes[class_key].group if class_key in programme.classes else ""
        found.append((line, Gap(number, group, code, name, since, (day - since).days + 1)))
    return found


def _movement(session: Session, at: Area, kinds: Sequence[str], first: date, last: date) -> Movement:
    rows = roster_counts.movement(session, at, kinds, first, last)
    opening, entered, _gone, closing = (sum(int(row[n]) for row in rows) for n in range(1, 5))
    gone = {reason: int(left) for reason, _opening, _entered, left, _closing in rows if left}
    changed = roster_counts.cadre_changed(session, at, kinds, first, last)
    return Movement(opening, entered, gone, closing, changed)


def _weekly(
    session: Session, at: Area, kinds: Sequence[str], going: Mapping[str, Running], period: Period, until: date
) -> Weekly:
    first = period.first + (FRIDAY - period.first.weekday()) % 7 * DAY
    fridays = [first + n * 7 * DAY for n in range((until - first).days // 7 + 1)] if first <= until else []
    due, done = roster_counts.weekly(session, at, kinds, fridays)
    return Weekly(sum(going[kind].pairings for kind in kinds if kind in going), due, done)


def _helpers(programme: Programme, going: Mapping[str, Running], done: Mapping[str, Figures]) -> tuple[Helpers, ...]:
    kinds = [kind.key for kind in programme.kinds.values() if not kind.quota and not kind.weekly]
    return tuple(
        Helpers(kind, *going.get(kind, NONE), done.get(kind, Figures()))
        for kind in kinds
        if kind in going or kind in done
    )
