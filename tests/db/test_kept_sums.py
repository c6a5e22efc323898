"""The kept sums of pairings are those of the register, whatever is entered, corrected, taken back or done at once."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count, pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, text, update

from bot import programmes
from bot.domain.calendar import end_of_month
from db import behind, copies, counts, kept, migrate, shapes, sums, units_read
from db.models import Pairing, PairingSum, Recipient, Record
from db.session import Session, Sessions
from tests.kit.build import Builder, building

PROGRAMME = programmes.load(None)
NAMES = kept.NAMES
FIRST = date(2025, 11, 1)
DAYS = 420
CLASSES = ("orphan", "severe_disability", "destitute_home")
_numbers = count(1)


def registered(session: Session) -> Iterator[tuple[int, date, dict[str, int]]]:
    """(pairing, day, flows) of what counts, picked out entry by entry."""
    for one in session.scalars(select(Record)):
        if one.standing and not one.attempt and one.action != "withdraw":
            yield one.pairing_id, one.day, {name: getattr(one, name) for name in NAMES}


def made_anew(session: Session) -> dict[tuple[int, int], Counter[str]]:
    found: dict[tuple[int, int], Counter[str]] = {}
    for pairing, day, flows in registered(session):
        for period in (day.year * 100, day.year * 100 + day.month):
            found.setdefault((period, pairing), Counter()).update(flows)
    return {key: flows for key, flows in found.items() if any(flows.values())}


def as_kept(session: Session) -> dict[tuple[int, int], Counter[str]]:
    rows = session.scalars(select(PairingSum))
    found = {(one.period, one.pairing_id): Counter({name: getattr(one, name) for name in NAMES}) for one in rows}
    return {key: flows for key, flows in found.items() if any(flows.values())}


def acts(chance: Random) -> dict[str, int | bool]:
    """What an entry says; one in six is an attempt."""
    return {
        "contact": (call := chance.randrange(2)),
        "visit": 0 if call else chance.randrange(2),
        "deed": chance.randrange(2),
        "policy": chance.randrange(2),
        "difficulty": chance.randrange(2),
        "cash_fen": chance.choice([0, 0, 20_000]),
        "goods_fen": chance.choice([0, 0, 12_345]),
        "attempt": chance.randrange(6) == 0,
    }


class County:
    """Pairings of two villages, and people who enter, correct and take back by chance."""

    def __init__(self, b: Builder, seed: int) -> None:
        self.b, self.chance = b, Random(seed)
        self.county = b.unit("张家川县", "county", code=f"X{next(_numbers)}")
        self.villages = [b.unit(name, "village", self.county) for name in ("背川村", "上磨村")]
        self.pairings = [
            b.pair(self.chance.choice(self.villages), self.chance.choice(CLASSES), first_day=date(2025, 1, 1))
            for _ in range(4)
        ]
        self.standing: list[Record] = []

    def day(self) -> date:
        return FIRST + timedelta(days=self.chance.randrange(DAYS))

    def log(self) -> None:
        """Also days long past: what is entered late counts on the day of the act."""
        pairing = self.chance.choice(self.pairings)
        self.standing.append(self.b.record(pairing, self.day(), **acts(self.chance)))

    def correct(self) -> None:
        if old := self._one():
            day = self.day() if self.chance.randrange(2) else old.day
            changed: dict[str, Any] = {**acts(self.chance), "day": day}
            self.standing.append(self.b.correct(old, datetime(2026, 12, 31, tzinfo=UTC), **changed))

    def undo(self) -> None:
        if old := self._one():
            self.b.correct(old, datetime(2026, 12, 31, tzinfo=UTC), "withdraw", standing=False)

    def key_in(self) -> None:
        if self.standing:
            self.chance.choice(self.standing).keyed_at = datetime(2026, 12, 31, tzinfo=UTC)

    def change_class(self) -> None:
        pairing = self.chance.choice(self.pairings)
        recipient = self.b.session.get_one(Recipient, pairing.recipient_id)
        recipient.class_key = self.chance.choice(CLASSES)
        recipient.unit_id = self.chance.choice(self.villages).id
        self.b.session.flush()

    def _one(self) -> Record | None:
        return self.standing.pop(self.chance.randrange(len(self.standing))) if self.standing else None


STEPS: tuple[Callable[[County], None], ...] = (
    County.log,
    County.log,
    County.log,
    County.correct,
    County.undo,
    County.key_in,
    County.change_class,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), steps=st.lists(st.sampled_from(STEPS), max_size=40), back=st.integers(0, DAYS))
def test_after_any_course_of_events_the_sums_are_those_of_the_register(
    database: Sessions, seed: int, steps: list[Callable[[County], None]], back: int
) -> None:
    with building(database) as b, b.session.begin_nested() as example:
        county = County(b, seed)
        for step in steps:
            step(county)
            b.session.flush()
        assert as_kept(b.session) == made_anew(b.session)
        assert kept.unlike(b.session) == (0, [])
        until = FIRST + timedelta(days=back)
        until = max(until, date(2026, 1, 1))
        _asked_of_the_register(b.session, county, until)
        _asked_of_the_register(b.session, county, end_of_month(until.year, until.month))
        example.rollback()


def test_a_month_that_is_over_early_is_not_taken_away_with_the_later_ones(database: Sessions) -> None:
    """Nothing more in July after the 2nd, something in August: asked on 2 July, July counts."""
    with building(database) as b, b.session.begin_nested() as example:
        county = County(b, 1)
        first = county.pairings[0]
        for month in (1, 2, 3, 4, 5, 6, 7, 8):
            b.record(first, date(2026, month, 2), contact=1, visit=0, deed=0)
        b.session.flush()
        _asked_of_the_register(b.session, county, date(2026, 7, 2))
        example.rollback()


def _asked_of_the_register(session: Session, county: County, until: date) -> None:
    """Grid, kinds and judged pairings are the same whether read from kept sums or counted entry by entry."""
    at = counts.area(session, county.county, units_read.children(session, county.county.id))
    own = {pairing.id: pairing for pairing in county.pairings}
    places = {row.id: (row.unit_id, row.class_key) for row in session.scalars(select(Recipient))}
    first = until.replace(day=1)
    before = (first - timedelta(days=1)).replace(day=1)
    grid: dict[tuple[int, int, str], Counter[str]] = {}
    year: dict[int, Counter[str]] = {key: Counter() for key in own}
    for key, day, flows in registered(session):
        if key in own and before <= day <= until:
            line = (int(day >= first), *places[own[key].recipient_id])
            grid.setdefault(line, Counter()).update(flows)
        if key in own and day.year == until.year and day <= until:
            year[key].update(flows)
    rows = sums.flows(session, at, ["primary"], before, first, until)
    found = {tuple(row[:3]): Counter(dict(zip(NAMES, row[3:], strict=True))) for row in rows}
    assert {key: +flows for key, flows in found.items() if +flows} == {k: +flows for k, flows in grid.items() if +flows}
    judged = behind.running(session, at, PROGRAMME, date(until.year, 1, 1), until)
    assert {row[1]: tuple(row[8:]) for row in judged} == {
        key: (flows["contact"], flows["visit"], flows["deed"]) for key, flows in year.items()
    }
    alike = shapes.of_year(session, at, PROGRAMME, date(until.year, 1, 1), until)
    assert [sum(int(row[shapes.PARTS + 1 + n]) for row in alike) for n in range(len(NAMES))] == [
        sum(flows[name] for flows in year.values()) for name in NAMES
    ]


def test_two_who_write_for_one_pairing_at_once_lose_nothing(database: Sessions) -> None:
    with building(database) as b:
        pairing = b.pair(b.unit("背川村"))
    key = pairing.id

    def log(session: Session) -> None:
        values = {"entered_by": pairing.person_id, "created_at": datetime(2026, 5, 20, tzinfo=UTC)}
        session.add(Record(pairing_id=key, day=date(2026, 5, 20), visit=1, **values))
        session.flush()

    def other() -> None:
        with database.write() as session:
            log(session)

    second = threading.Thread(target=other)
    with database.write() as session:
        log(session)
        second.start()
        log(session)
    second.join()
    with database.read() as session:
        assert {one.period: one.visit for one in session.scalars(select(PairingSum))} == {202600: 3, 202605: 3}


def test_raw_changes_of_the_register_are_followed_too(database: Sessions) -> None:
    with building(database) as b:
        one, other = b.pair(b.unit("背川村")), b.pair(b.unit("上磨村"))
        record = b.record(one, date(2026, 5, 20), visit=1, goods_fen=26_000)
        b.session.execute(update(Record).values(pairing_id=other.id, day=date(2025, 12, 31)))
        assert set(made_anew(b.session)) == {(202500, other.id), (202512, other.id)}
        assert as_kept(b.session) == made_anew(b.session)
        b.session.execute(delete(Record).where(Record.id == record.id))
        assert as_kept(b.session) == {}


def test_sums_that_went_wrong_are_found_and_made_anew(database: Sessions) -> None:
    with building(database) as b:
        pairing = b.pair(b.unit("背川村"))
        b.record(pairing, date(2026, 5, 20), visit=1)
        b.record(pairing, date(2026, 6, 20), deed=1)
        right = as_kept(b.session)
        b.session.execute(update(PairingSum).where(PairingSum.period == 202605).values(visit=2))
        b.session.execute(delete(PairingSum).where(PairingSum.period == 202606))
        assert kept.unlike(b.session) == (
            3,
            [f"{pairing.id} in 202600", f"{pairing.id} in 202605", f"{pairing.id} in 202606"],
        )
        kept.rebuild(b.session.connection())
        b.session.expire_all()
        assert as_kept(b.session) == right
        assert kept.unlike(b.session) == (0, [])


def test_a_register_from_before_the_sums_gets_them(database: Sessions, tmp_path: Path) -> None:
    with building(database) as b:
        pairing = b.pair(b.unit("背川村"))
        old = b.record(pairing, date(2025, 12, 31), visit=1, goods_fen=26_000)
        b.correct(old, datetime(2026, 1, 2, tzinfo=UTC), contact=1, visit=0)
        b.record(pairing, date(2026, 1, 5), deed=1, policy=1)
        right = as_kept(b.session)
    migrate.downgrade(database.engine, "0001")
    copies.write(database, tmp_path / "old.gz")
    migrate.upgrade(database.engine)
    with database.read() as session:
        assert as_kept(session) == right
    with database.write() as session:
        session.execute(text("DELETE FROM records WHERE corrects_id IS NOT NULL"))
        assert len(as_kept(session)) < len(right), "the triggers are back"


def test_only_what_counts_is_summed(database: Sessions) -> None:
    with building(database) as b:
        pairing = b.pair(b.unit("背川村"))
        b.record(pairing, date(2026, 5, 20), visit=1, attempt=True)
        assert b.session.scalars(select(PairingSum)).all() == []
        assert b.session.scalars(select(Pairing)).all() == [pairing]


@pytest.mark.parametrize("first", [date(2025, 12, 1), date(2026, 1, 1), date(2026, 7, 1)])
def test_the_months_of_a_span_are_named_over_the_turn_of_the_year(first: date) -> None:
    last = date(2026, 10, 15)
    named = sums.months(first, last)
    assert named[0] == first.year * 100 + first.month
    assert named[-1] == 202610
    assert all(b - a in (1, 89) for a, b in pairwise(named))
