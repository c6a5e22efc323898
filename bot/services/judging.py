"""How the pairings of a whole scope stand: one judgement by `bot.domain.quota.status` for each shape that occurs."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any

from bot.domain.programme import QUOTA_KINDS, Programme
from bot.domain.quota import Absence, Counts, Span, Standing, status
from bot.domain.reports import Pace, Target
from bot.domain.scopes import shared_acts, together
from db import behind, counts, pools, shapes
from db.counts import Area
from db.records import absences_of, counted_of
from db.session import Session
from db.shapes import Shape

DAY = timedelta(days=1)
MANY = 5000  # keys in one statement


@dataclass(frozen=True)
class One:
    """A pairing in its line; `standing` is None when it is halted and not judged."""

    line: int
    pairing_id: int
    standing: Standing | None
    person_id: int


def paces(
    session: Session, programme: Programme, rows: Iterable[Sequence[Any]], until: date, *, running: bool
) -> tuple[dict[int, Pace], tuple[Target, ...]]:
    """How the pairings that run on the last day stand, by line, and the quota of the year over all of them.

    `rows` begin as `db.shapes.Shape`. A finished period is judged when its last day is over, so that a step that ends
    with it has ended.
    """
    alike = [shape for row in rows if (shape := Shape(*row[: shapes.PARTS])).last is None or shape.last >= until]
    tally = _Tally()
    for shape, standing in _judged(session, programme, alike, until, until if running else until + DAY):
        tally.add(shape, standing)
    return tally.result()


def behind_by_office(
    session: Session, programme: Programme, until: date, units: Collection[int] | None
) -> dict[int, tuple[int, int]]:
    """(pairings behind on a day, of these short of a deed) by the cadre's unit: of some units, or of all that have any.

    Each as its cadre is told of it.
    """
    counts.make_room(session)
    alike = [Shape(*row) for row in shapes.by_office(session, programme, until, units)]
    found: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for shape, standing in _judged(session, programme, alike, until, until):
        if standing is not None and standing.status == "behind":
            late, deeds = found[shape.line]
            found[shape.line] = late + shape.pairings, deeds + shape.pairings * (standing.missing.deed > 0)
    return dict(found)


def each(session: Session, programme: Programme, at: Area, until: date, *, running: bool) -> Iterator[One]:
    """Every pairing of a scope that runs on the last day, in the order of the tree."""
    today = until if running else until + DAY
    rows = behind.running(session, at, programme, date(until.year, 1, 1), until)
    leave = _leave(session, {row[2] for row in rows if row[6]})
    shared = _pools(session, programme, {row[7] for row in rows if row[7] is not None}, until, today)
    judge = _Judge(programme, until.year, today)
    for line, key, person, halted, first, last, _leave_too, pool, contact, visit, deed in rows:
        if halted:
            standing = None
        elif pool is not None:
            standing = shared[pool]
        else:
            standing = judge(Span(first, last), leave.get(person, ()), int(contact), int(visit), int(deed))
        yield One(line, key, standing, person)


def _judged(
    session: Session, programme: Programme, alike: Sequence[Shape], until: date, today: date
) -> Iterator[tuple[Shape, Standing | None]]:
    """Each shape with its judgement, None when it is halted."""
    leave = _leave(session, {shape.on_leave for shape in alike if shape.on_leave is not None})
    shared = _pools(session, programme, {shape.pool for shape in alike if shape.pool is not None}, until, today)
    judge = _Judge(programme, until.year, today)
    for shape in alike:
        if shape.halted:
            yield shape, None
        elif shape.pool is not None:
            yield shape, shared[shape.pool]
        else:
            absences = () if shape.on_leave is None else leave[shape.on_leave]
            acts = int(shape.contact), int(shape.visit), int(shape.deed)
            yield shape, judge(Span(shape.first, shape.last), absences, *acts)


class _Judge:
    """`status` of sums of credited acts, remembered by shape."""

    def __init__(self, programme: Programme, year: int, today: date) -> None:
        self._programme = as_credited(programme)
        self._year, self._today = year, today
        self._known: dict[tuple[Any, ...], Standing] = {}

    def __call__(self, span: Span, leave: Sequence[Absence], contact: int, visit: int, deed: int) -> Standing:
        day = max(span.first, date(self._year, 1, 1))
        shape = (day, span.last, tuple(leave), contact, visit, deed)
        if shape not in self._known:
            acts = [(day, Counts(contact, visit, deed))]
            self._known[shape] = status(self._programme, span, self._year, leave, acts, self._today)
        return self._known[shape]


@lru_cache(maxsize=8)
def as_credited(programme: Programme) -> Programme:
    """The programme for sums in which its rules of credit have been applied already."""
    rules = tuple(replace(r, deed_counts=("deed",), visit_is_contact=False) for r in programme.quota_rules)
    return replace(programme, quota_rules=rules)


class _Tally:
    """Counts pairings by line and status, and the quota once for each pool."""

    def __init__(self) -> None:
        self._found: dict[int, Counter[str]] = defaultdict(Counter)
        self._asked: Counter[str] = Counter()
        self._short: Counter[str] = Counter()
        self._pools: set[int] = set()

    def add(self, shape: Shape, standing: Standing | None) -> None:
        self._found[shape.line][standing.status if standing else "halted"] += shape.pairings
        if standing is None or shape.pool in self._pools:
            return
        times = shape.pairings
        if shape.pool is not None:
            self._pools.add(shape.pool)
            times = 1
        for kind in QUOTA_KINDS:
            self._asked[kind] += times * standing.required.of(kind)
            self._short[kind] += times * standing.missing.of(kind)

    def result(self) -> tuple[dict[int, Pace], tuple[Target, ...]]:
        quota = tuple(Target(kind, self._asked[kind], self._asked[kind] - self._short[kind]) for kind in QUOTA_KINDS)
        return {line: Pace(**tally) for line, tally in self._found.items()}, quota


def _pools(
    session: Session, programme: Programme, keys: Collection[int], until: date, today: date
) -> dict[int, Standing]:
    """How each of some pools stands."""
    found: dict[int, Standing] = {}
    for some in _chunks(sorted(keys)):
        of_pool: dict[int, list[tuple[int, int, Span]]] = defaultdict(list)
        for pool, key, person, first, last in pools.members(session, programme, until.year, some):
            of_pool[pool].append((key, person, Span(first, last)))
        acts: dict[int, list[tuple[date, Counts]]] = defaultdict(list)
        for chunk in _chunks(key for members in of_pool.values() for key, _person, _span in members):
            for pairing, day, *numbers in counted_of(session, chunk, date(until.year, 1, 1), until):
                acts[pairing].append((day, Counts(*numbers)))
        leave = _leave(session, {members[0][1] for members in of_pool.values()})
        for pool, members in of_pool.items():
            span, holes = together([span for _key, _person, span in members])
            done = shared_acts(programme.scope, [acts[key] for key, _person, _span in members])
            absences = (*leave.get(members[0][1], ()), *holes)
            found[pool] = status(programme, span, until.year, absences, done, today)
    return found


def _leave(session: Session, people: Collection[int]) -> Mapping[int, tuple[Absence, ...]]:
    """Approved leave of some people, without asking when there are none."""
    found: dict[int, tuple[Absence, ...]] = {}
    for some in _chunks(sorted(people)):
        found |= absences_of(session, some)
    return found


def _chunks(keys: Iterable[int]) -> Iterator[Sequence[int]]:
    rest = iter(keys)
    while some := list(islice(rest, MANY)):
        yield some
