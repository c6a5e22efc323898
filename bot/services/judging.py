"""How the pairings of a whole scope stand: one judgement by `bot.domain.quota.status` for each shape that occurs."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from bot.domain.programme import QUOTA_KINDS, Programme
from bot.domain.quota import Absence, Counts, Span, Standing, status
from bot.domain.reports import Pace, Target
from bot.domain.scopes import shared_acts, together
from db import behind
from db.counts import Area
from db.records import absences_of, counted_of
from db.session import Session

DAY = timedelta(days=1)
MANY = 5000  # keys in one statement


@dataclass(frozen=True)
class One:
    """A pairing in its line; `standing` is None when it is halted and not judged. `pool`: judged as one with others."""

    line: int
    pairing_id: int
    pool: object
    standing: Standing | None
    person_id: int


def paces(
    session: Session, programme: Programme, at: Area, shapes: Sequence[Sequence[Any]], until: date, *, running: bool
) -> tuple[dict[int, Pace], tuple[Target, ...]]:
    """How the pairings that run on the last day stand, by line, and the quota of the year over all of them.

    `shapes` as `db.sums.shapes` gives them. A finished period is judged when its last day is over, so that a step
    that ends with it has ended.
    """
    tally = _Tally()
    if programme.scope != "pairing":
        for one in each(session, programme, at, until, running=running):
            tally.add(one.line, one.standing, 1, one.pool)
        return tally.result()
    today = until if running else until + DAY
    leave = absences_of(session, {shape[4] for shape in shapes if shape[4] is not None})
    judge = _Judge(programme, until.year, today)
    for line, _class, first, last, on_leave, halted, contact, visit, deed, count, *_flows in shapes:
        if last is None or last >= until:
            absences = leave.get(on_leave, ())
            standing = None if halted else judge(Span(first, last), absences, int(contact), int(visit), int(deed))
            tally.add(line, standing, count)
    return tally.result()


def each(session: Session, programme: Programme, at: Area, until: date, *, running: bool) -> Iterator[One]:
    """Every pairing of a scope that runs on the last day, in the order of the tree."""
    since = date(until.year, 1, 1)
    today = until if running else until + DAY
    rows = behind.running(session, at, programme, since, until)
    leave = absences_of(session, {row[2] for row in rows if row[7]})
    judge = _Judge(programme, until.year, today)
    pools = {} if programme.scope == "pairing" else _pools(session, programme, {row[2] for row in rows}, until, today)
    for line, key, person, household, halted, first, last, _leave, contact, visit, deed in rows:
        pool = _pool(programme, key, person, household)
        standing = pools.get(pool)
        if standing is None:
            standing = judge(Span(first, last), leave.get(person, ()), int(contact), int(visit), int(deed))
        yield One(line, key, pool, None if halted else standing, person)


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
        self._pools: set[object] = set()

    def add(self, line: int, standing: Standing | None, count: int, pool: object = None) -> None:
        self._found[line][standing.status if standing else "halted"] += count
        if standing is None or pool in self._pools:
            return
        if pool is not None:
            self._pools.add(pool)
        for kind in QUOTA_KINDS:
            self._asked[kind] += count * standing.required.of(kind)
            self._short[kind] += count * standing.missing.of(kind)

    def result(self) -> tuple[dict[int, Pace], tuple[Target, ...]]:
        quota = tuple(Target(kind, self._asked[kind], self._asked[kind] - self._short[kind]) for kind in QUOTA_KINDS)
        return {line: Pace(**tally) for line, tally in self._found.items()}, quota


def _pool(programme: Programme, pairing_id: int, person_id: int, household: str | None) -> object:
    """Pairings of one pool are judged as one (PROGRAMME.md section 3, scope)."""
    if programme.scope == "cadre":
        return "cadre", person_id
    if programme.scope == "household" and household:
        return "household", person_id, household
    return "pairing", pairing_id


def _pools(
    session: Session, programme: Programme, people: Iterable[int], until: date, today: date
) -> dict[object, Standing]:
    """How each pool of several pairings stands; a pool of one is judged as a pairing."""
    since, end = date(until.year, 1, 1), date(until.year, 12, 31)
    found: dict[object, Standing] = {}
    for some in _chunks(sorted(people)):
        pools: dict[object, list[tuple[int, int, Span]]] = defaultdict(list)
        for key, person, household, first, last in behind.siblings(
            session, programme.quota_pairings, some, since, until
        ):
            span = Span(first, min(last or end, end))
            pools[_pool(programme, key, person, household)].append((key, person, span))
        shared = {pool: members for pool, members in pools.items() if len(members) > 1}
        acts: dict[int, list[tuple[date, Counts]]] = defaultdict(list)
        keys = [key for members in shared.values() for key, _person, _span in members]
        for chunk in _chunks(keys):
            for act in counted_of(session, chunk, since, until):
                acts[act.pairing_id].append(
                    (act.day, Counts(act.contact, act.visit, act.deed, act.policy, act.difficulty))
                )
        leave = absences_of(session, {person for members in shared.values() for _key, person, _span in members})
        for pool, members in shared.items():
            span, holes = together([span for _key, _person, span in members])
            done = shared_acts(programme.scope, [acts[key] for key, _person, _span in members])
            absences = (*leave.get(members[0][1], ()), *holes)
            found[pool] = status(programme, span, until.year, absences, done, today)
    return found


def _chunks(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    return (keys[start : start + MANY] for start in range(0, len(keys), MANY))
