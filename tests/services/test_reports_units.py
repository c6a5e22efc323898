"""/unit, /behind, /gaps: the tree and its exceptions, in its order, within the asker's scope."""

from datetime import date

import pytest

from bot.domain.reports import Pace
from bot.services import units
from bot.services.reports import Unknown
from tests.kit.build import building
from tests.kit.reporting import actor, desk


@pytest.fixture
def tree(database):
    """A city > county > three towns; behind: 3 in the first, 12 in the third, 1 in the county itself."""
    with building(database) as b:
        city = b.unit("天水市", "city", code="1")
        county = b.unit("张家川县", "county", city, code="11")
        towns = [
            b.unit(name, "township", county, code=f"11{n}") for n, name in enumerate(("恭门镇", "龙山镇", "马鹿镇"))
        ]
        office = b.unit("县民政局", "unit", county, code="11A")
        for place, count in ((towns[0], 3), (towns[2], 12), (county, 1)):
            for _ in range(count):
                b.pair(place, office=office)
        fine = b.pair(towns[1], first_day=date(2026, 10, 20))
        b.recipient(towns[1], number="P-GAP", name="李昊", first_day=date(2026, 10, 31))
        boss = actor(b.person(county, "马督导", "supervisor"), "supervisor", county)
    return city, county, towns, office, boss, fine


def run(database, use_case, who, **words):
    with database.read() as session:
        return use_case(session, desk(), who, **words)


def test_a_level_has_its_counts_its_path_and_the_ways_down(database, tree):
    _city, county, _towns, office, boss, _fine = tree
    seen = run(database, units.walk, boss)
    assert seen.here == units.Place(county.id, "张家川县")
    assert [step.name for step in seen.path] == ["张家川县"], "what lies above the scope does not exist"
    assert (seen.recipients, seen.pairings, seen.gaps) == (18, Pace(on_pace=1, behind=16), 1)
    assert [(line.name, line.pairings.behind, line.gaps) for _key, line in seen.lines] == [
        ("恭门镇", 3, 0),
        ("龙山镇", 0, 1),
        ("马鹿镇", 12, 0),
        ("张家川县", 1, 0),
    ]
    assert seen.offices == (units.Place(office.id, "县民政局"),)


def test_a_button_leads_down_and_the_path_back_up(database, tree):
    _city, _county, towns, office, boss, _fine = tree
    down = run(database, units.walk, boss, unit_id=towns[1].id)
    assert [step.name for step in down.path] == ["张家川县", "龙山镇"]
    assert down.recipients == 2
    inside = run(database, units.walk, boss, unit_id=office.id)
    assert (inside.recipients, inside.offices) == (16, ())
    assert run(database, units.walk, boss, word="马鹿镇").here.name == "马鹿镇"


def test_outside_the_scope_there_is_nothing(database, tree):
    city, _county, _towns, _office, boss, _fine = tree
    for use_case in (units.walk, units.behind, units.gaps):
        assert run(database, use_case, boss, unit_id=city.id) == Unknown(str(city.id))
        assert run(database, use_case, boss, unit_id=10**9) == Unknown(str(10**9))
        assert run(database, use_case, boss, word="天水市") == Unknown("天水市")


def test_who_is_behind_comes_in_pages_in_the_order_of_the_tree(database, tree):
    _city, county, _towns, _office, boss, _fine = tree
    pages = [run(database, units.behind, boss, unit_id=county.id, offset=offset) for offset in (0, 10, 20)]
    assert [page.total for page in pages] == [16, 16, 16]
    assert [len(page.found) for page in pages] == [10, 6, 0]
    places = [late.unit for page in pages for late in page.found]
    assert places == ["恭门镇"] * 3 + ["马鹿镇"] * 12 + ["张家川县"]
    names = [late.recipient for page in pages for late in page.found]
    assert len(set(names)) == 16
    first = pages[0].found[0]
    assert first.recipient.endswith("王*英")
    assert (first.cadre, first.standing.late.deed, first.standing.late_since) == ("C-00001 李*", 1, date(2026, 3, 31))


@pytest.mark.parametrize("wide", [0, 2, units.WIDE])
def test_the_pages_of_a_wide_scope_are_looked_for_level_by_level(database, tree, wide):
    city, _county, _towns, _office, _boss, _fine = tree
    with building(database) as b:
        everywhere = actor(b.person(city, "刘督导", "supervisor", number="C-99"), "supervisor", city)
        b.pairing(b.person(city, number="C-98"), b.recipient(city, number="P-98"))
    pages = [run(database, units.behind, everywhere, unit_id=city.id, offset=n, wide=wide) for n in (0, 10, 20)]
    assert [(page.total, len(page.found)) for page in pages] == [(17, 10), (17, 7), (17, 0)]
    told = [late for page in pages for late in page.found]
    assert len({late.recipient for late in told}) == 17
    places = [late.unit for late in told]
    assert [place for place in places if place != "张家川县"] == ["恭门镇"] * 3 + ["马鹿镇"] * 12 + ["天水市"]


def test_the_pages_of_an_office_are_of_its_cadres(database, tree):
    _city, _county, _towns, office, boss, _fine = tree
    page = run(database, units.behind, boss, unit_id=office.id, offset=10)
    assert (page.total, len(page.found)) == (16, 6)


def test_gaps_come_with_their_days_and_masked_names(database, tree):
    _city, county, _towns, _office, boss, _fine = tree
    found = run(database, units.gaps, boss, unit_id=county.id)
    assert [(who, gap.name, gap.days) for gap, who in found.found] == [("P-GAP 李*", "龙山镇", 3)]
    assert run(database, units.gaps, boss, unit_id=county.id, offset=10).found == ()
