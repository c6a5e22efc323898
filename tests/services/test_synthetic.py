"""The synthetic roster: believable, repeatable, consistent."""

from collections import Counter
from datetime import date
from random import Random

import pytest
from sqlalchemy import func, select

from bot.clock import MovableClock
from bot.domain.roster import overlaps
from bot.services import synthetic
from bot.services.synthetic import Seeded
from bot.services.synthetic_names import Names
from bot.services.synthetic_people import Seeds
from bot.services.synthetic_tree import plan_tree
from db import units_read
from db.models import Grant, Pairing, Person, Recipient, Record, Unit
from db.session import Sessions
from tests.kit.office import Office
from tests.kit.workbooks import PROGRAMME


@pytest.fixture
def office(database: Sessions, clock: MovableClock) -> Office:
    return Office(database, clock)


def seed(office: Office, cadres: int = 60, **words: int) -> Seeded:
    found = office.do(synthetic.fill, cadres=cadres, **words)
    assert found is not None
    return found


def test_a_seeded_county_has_what_was_asked_and_says_so(office: Office) -> None:
    found = seed(office, 200)
    count = {
        "units": Unit,
        "recipients": Recipient,
        "pairings": Pairing,
        "records": Record,
    }
    for name, model in count.items():
        assert office.all(select(func.count()).select_from(model)) == [(getattr(found, name),)]
    assert found.cadres == 200
    cadre_grants = office.all(select(func.count()).select_from(Grant).where(Grant.role == "cadre"))
    assert cadre_grants == [(200,)]
    assert 1.02 <= found.recipients / 200 <= 1.15
    assert found.counts() == {
        name: getattr(found, name) for name in ("units", "cadres", "recipients", "pairings", "records", "top_unit")
    }
    roles = Counter(role for (role,) in office.all(select(Grant.role)))
    assert min(roles[role] for role in ("liaison", "supervisor", "duty_officer", "admin")) >= 1
    with office.sessions.read() as session:
        assert units_read.broken(session, 10) == []


def test_well_known_people_are_who_they_are_said_to_be(office: Office) -> None:
    found = seed(office)

    def recipients(number: str) -> int:
        day = date(2026, 5, 26)
        [(count,)] = office.all(
            select(func.count())
            .select_from(Pairing)
            .join(Person, Person.id == Pairing.person_id)
            .where(
                Person.number == number, Pairing.kind == "primary", Pairing.last_day.is_(None), Pairing.first_day < day
            )
        )
        return int(count)

    assert (recipients(found.cadre_of_one), recipients(found.cadre_of_two)) == (1, 2)
    for number, role in ((found.liaison, "liaison"), (found.supervisor, "supervisor"), (found.admin, "admin")):
        rows = office.all(
            select(Grant.role, Unit.code)
            .join(Person, Person.id == Grant.person_id)
            .join(Unit, Unit.id == Grant.unit_id)
            .where(Person.number == number)
        )
        assert role in {held for held, _ in rows}
        if role != "liaison":
            assert rows == [(role, found.top_unit)]
    [(home,)] = office.all(select(Person.unit_id).where(Person.number == found.cadre_of_one))
    assert office.all(select(Person.unit_id).where(Person.number == found.liaison)) == [(home,)]


def test_records_lie_inside_their_pairings_and_the_past(office: Office) -> None:
    seed(office, records_per_pairing=5)
    outside = (
        select(func.count())
        .select_from(Record)
        .join(Pairing, Pairing.id == Record.pairing_id)
        .where(
            (Record.day < Pairing.first_day)
            | (Record.day > func.coalesce(Pairing.last_day, date(2026, 5, 26)))
            | (Record.day < date(2026, 1, 1))
            | (Record.created_at > office.clock())
            | (Record.entered_by != Pairing.person_id)
        )
    )
    assert office.all(outside) == [(0,)]
    per = office.all(select(func.count()).select_from(Record).group_by(Record.pairing_id))
    assert {count for (count,) in per} == {5}
    sums = office.all(
        select(
            *[
                func.sum(getattr(Record, kind))
                for kind in ("contact", "visit", "deed", "policy", "difficulty", "cash_fen", "goods_fen")
            ]
        )
    )
    assert all(total > 0 for total in sums[0])


def test_no_recipient_has_two_primary_cadres_at_a_time(office: Office) -> None:
    seed(office, 300, records_per_pairing=0)
    spans: dict[int, list[tuple[date, date | None, int]]] = {}
    rows = office.all(
        select(Pairing.recipient_id, Pairing.first_day, Pairing.last_day, Pairing.id).where(Pairing.kind == "primary")
    )
    for recipient, first, last, key in rows:
        spans.setdefault(recipient, []).append((first, last, key))
    assert not [key for found in spans.values() for key in overlaps(found)]
    assert max(len(found) for found in spans.values()) == 2


def test_the_same_seed_gives_the_same_roster_and_another_year_its_records(office: Office) -> None:
    first = seed(office, year=2025)
    days = office.all(select(func.min(Record.day), func.max(Record.day)))
    assert date(2025, 1, 1) <= days[0][0] <= days[0][1] <= date(2025, 12, 31)
    names = office.all(select(Person.name).order_by(Person.id))
    assert names == [(name,) for name in made_names()]
    assert office.do(synthetic.fill, cadres=5) is None
    assert office.all(select(func.count()).select_from(Recipient)) == [(first.recipients,)]


def made_names() -> list[str]:
    """The people of a county of 60, made without a database."""
    random = Random(1)
    names = Names(random)
    tree = plan_tree(names, 60)
    seeds = Seeds(random, names, PROGRAMME, date(2025, 1, 1), date(2025, 12, 31), tree.top)
    return [row["name"] for county in tree.counties for row in seeds.county(county).people]


def test_a_province_has_cities_and_counties_with_all_its_cadres() -> None:
    tree = plan_tree(Names(Random(1)), 251_000)
    levels = Counter(unit.level for unit in tree.units)
    assert (levels["province"], levels["county"], sum(county.cadres for county in tree.counties)) == (1, 84, 251_000)
    assert len({unit.code for unit in tree.units}) == len(tree.units)
    assert next(county.above for county in tree.counties if county.above) == ("62", "6251")
    city = plan_tree(Names(Random(1)), 20_518)
    assert Counter(unit.level for unit in city.units)["city"] == 1
    assert city.top == "6251"


def test_one_cadre_is_enough_for_a_roster(office: Office) -> None:
    found = seed(office, 1)
    assert found.cadre_of_one == found.cadre_of_two
    assert found.recipients == 1


def test_a_year_to_come_has_no_records(office: Office) -> None:
    assert seed(office, 5, year=2027).records == 0
