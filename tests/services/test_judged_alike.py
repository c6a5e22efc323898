"""Judged in equal shapes, the pairings of a scope stand as each cadre is told of his own, whatever happened."""

from collections import Counter, defaultdict
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import programmes
from bot.domain.programme import Programme
from bot.domain.reports import Pace
from bot.services import judging
from bot.services.cadres import Cadres
from bot.services.facts import County
from bot.services.standing import standings_of
from db import counts, shapes, units_read, working_days
from db import facts as batches
from db.models import Person, Recipient
from db.session import Sessions
from tests.kit.build import Builder, building
from tests.kit.reporting import PROGRAMME, desk

SISTER = programmes.load(Path(programmes.__file__).with_name("leftbehind.toml"))
RULE = PROGRAMME.quota_rules[0]
FROM_JULY = replace(RULE, valid_from=date(2026, 7, 1), contact=6, deed_counts=("deed", "policy"), visit_is_contact=True)
RULES = {
    "as published": PROGRAMME,
    "the sister programme": SISTER,
    "the sister programme, each pairing for itself": replace(SISTER, scope="pairing"),
    "rules that change in July": replace(PROGRAMME, quota_rules=(RULE, FROM_JULY)),
    "one quota a household": replace(PROGRAMME, scope="household"),
    "one quota a cadre": replace(PROGRAMME, scope="cadre"),
}
YEAR = date(2026, 1, 1)
_numbers = count(1)


class Crowd:
    """A county, two towns and an office, with cadres and pairings of every kind by chance."""

    def __init__(self, b: Builder, chance: Random, programme: Programme, many: int) -> None:
        self.b, self.chance, self.programme = b, chance, programme
        self.county = b.unit("张家川县", "county", code=f"J{next(_numbers)}")
        self.places = [b.unit(name, "township", self.county) for name in ("恭门镇", "龙山镇")]
        self.units = [*self.places, b.unit("县民政局", "unit", self.county)]
        self.people: list[Person] = []
        for _ in range(many):
            self.cadre()

    def day(self, first: int, last: int) -> date:
        return YEAR + timedelta(days=self.chance.randint(first, last))

    def cadre(self) -> None:
        chance = self.chance
        person = self.b.person(
            chance.choice(self.units), number=f"J-{next(_numbers)}", status=chance.choice(["active", "active", "left"])
        )
        self.people.append(person)
        for _ in range(chance.choice([0, 1, 1, 2])):
            first = self.day(-100, 420)
            state = chance.choice(["approved", "approved", "asked", "declined"])
            self.b.leave(person, first, first + timedelta(days=chance.randrange(150)), state)
        home = [None, "", *[f"H{person.id}"] * 4, f"K{person.id}"]
        for _ in range(chance.choice([1, 1, 2, 3])):
            self.pair(person, chance.choice(home))

    def pair(self, person: Person, household: str | None) -> None:
        chance = self.chance
        gone, halted = chance.randrange(12) == 0, chance.randrange(8) == 0
        recipient = self.b.recipient(
            chance.choice(self.places),
            number=f"J-{next(_numbers)}",
            household=household,
            last_day=self.day(100, 500) if gone else None,
            halted_at=datetime(2026, 5, 1, tzinfo=UTC) if halted else None,
        )
        first = self.day(-200, 300)
        last = first + timedelta(days=chance.randrange(400)) if chance.randrange(3) == 0 else None
        kinds = [*self.programme.quota_pairings] * 20 + [*self.programme.kinds]
        pairing = self.b.pairing(person, recipient, chance.choice(kinds), first_day=first, last_day=last)
        for _ in range(chance.choice([0, 1, 3, 6, 16])):
            day = first + timedelta(days=chance.randrange(300))
            if last is None or day <= last:
                acts = {name: chance.randrange(2) for name in ("contact", "visit", "deed", "policy", "difficulty")}
                self.b.record(pairing, day, attempt=chance.randrange(8) == 0, **acts)


@pytest.mark.parametrize("name", RULES)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), many=st.integers(10, 16), day=st.integers(0, 364))
def test_the_pairings_of_a_scope_stand_as_each_cadre_is_told_of_his_own(
    database: Sessions, name: str, seed: int, many: int, day: int
) -> None:
    programme, today = RULES[name], YEAR + timedelta(days=day)
    with building(database) as b, b.session.begin_nested() as example:
        crowd = Crowd(b, Random(seed), programme, many)
        b.session.flush()
        by_office, by_place, asked = one_by_one(crowd, today)
        at = counts.area(b.session, crowd.county, units_read.children(b.session, crowd.county.id)[:2])
        of_day = shapes.of_day(b.session, at, programme, today)
        of_year = shapes.of_year(b.session, at, programme, YEAR, today)
        for rows in (of_day, of_year):
            found, quota = judging.paces(b.session, programme, rows, today, running=True)
            assert found == by_place
            assert {target.kind: (target.required, target.fulfilled) for target in quota} == asked
        each = judging.each(b.session, programme, at, today, running=True)
        told = Counter((one.line, one.standing.status if one.standing else "halted") for one in each)
        assert told == Counter(
            {(line, key): n for line, pace in by_place.items() for key, n in asdict(pace).items() if n}
        )
        county = County(b.session, at_desk(programme, today), working_days.calendar(b.session))
        units = [unit.id for unit in (crowd.county, *crowd.units)]
        assert county.behind(units[:2], 2026, today) == {u: n for u, n in by_office.items() if u in units[:2]}
        assert county.behind(units, 2026, today) == by_office
        everywhere = [*units, *range(-batches.BATCH, 0)]
        county = County(b.session, at_desk(programme, today), working_days.calendar(b.session))
        assert county.behind(everywhere, 2026, today) == by_office
        example.rollback()


def at_desk(programme: Programme, today: date) -> Any:
    return desk(f"{today}T04:00", programme=programme)


def one_by_one(
    crowd: Crowd, today: date
) -> tuple[dict[int, tuple[int, int]], dict[int, Pace], dict[str, tuple[int, int]]]:
    """What the reminders of each cadre know of, by his unit; and what the chat tells each, by place, with the quota."""
    session, programme = crowd.b.session, crowd.programme
    at = at_desk(programme, today)
    late: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    cadres = Cadres(session, at, [person.id for person in crowd.people])
    pace: dict[int, Counter[str]] = defaultdict(Counter)
    asked: dict[str, tuple[int, int]] = dict.fromkeys(("contact", "visit", "deed"), (0, 0))
    for person in crowd.people:
        for one in cadres.standings(person.id, 2026, today):
            if one.standing.status == "behind" and person.status != "left":
                assert person.unit_id is not None
                behind, deeds = late[person.unit_id]
                late[person.unit_id] = behind + 1, deeds + (one.standing.missing.deed > 0)
        pools = set()
        for told in standings_of(session, at, person.id):
            if told.standing is None:
                continue
            recipient = session.get_one(Recipient, told.recipient_id)
            halted = recipient.halted_at is not None
            pace[recipient.unit_id]["halted" if halted else told.standing.status] += 1
            pool = (
                person.id
                if programme.scope == "cadre"
                else (programme.scope == "household" and recipient.household) or -told.pairing_id
            )
            if not halted and pool not in pools:
                pools.add(pool)
                for kind, (required, done) in asked.items():
                    wanted, short = told.standing.required.of(kind), told.standing.missing.of(kind)
                    asked[kind] = required + wanted, done + wanted - short
    return dict(late), {line: Pace(**tally) for line, tally in pace.items()}, asked
