"""The month report from records: the published grid, figures that sum, preview and frozen."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.calendar import Period
from bot.domain.reports import Figures, Report, problems
from bot.services import reports
from db.models import Watermark
from tests.kit.build import building
from tests.kit.reporting import NOVEMBER_2, OCTOBER, PUBLISHED, actor, desk, made

ACTS = ("contact", "visit", "policy", "difficulty", "deed")


def rows_of(report):
    return {row["class"]: row for row in report.to_json()["rows"]}


def test_the_grid_of_zhangjiachuan_comes_out_as_the_county_published_it(database):
    published = PUBLISHED["zhangjiachuan_2023"]
    groups = {key: row for key, row in published.items() if key != "total"}
    with building(database) as b:
        county = b.unit("张家川县", "county", code="620525")
        town = b.unit("恭门镇", "township", county)
        b.grid(b.unit("城子村", "village", town), groups, date(2026, 10, 9), {"destitute": "destitute_home"})
    report = made(database, county)
    rows = rows_of(report)
    assert list(rows) == ["orphan", "severe_disability", "destitute", "total"]
    for key, row in published.items():
        assert {column: rows[key][column] for column in row} == row
    assert report.foots
    assert report.number == 1


def test_a_class_stands_in_the_row_of_its_group_and_others_only_when_there_are_any(database):
    with building(database) as b:
        village = b.unit("城子村", code="V")
        for class_key in ("orphan", "unattended_child", "destitute_home", "destitute_institution", "other"):
            b.record(b.pair(village, class_key), date(2026, 10, 5), visit=1)
    rows = rows_of(made(database, village))
    assert {key: row["visit"] for key, row in rows.items()} == {
        "orphan": 2,
        "severe_disability": 0,
        "destitute": 2,
        "other": 1,
        "total": 5,
    }


def test_only_what_stands_counts_and_by_the_day_of_the_act(database):
    with building(database) as b:
        village = b.unit("城子村", code="V")
        pairing = b.pair(village)
        b.record(pairing, date(2026, 10, 31), contact=1, created_at=datetime(2026, 11, 1, 3, tzinfo=UTC))
        b.record(pairing, date(2026, 9, 30), contact=1, created_at=datetime(2026, 10, 1, 3, tzinfo=UTC))
        b.record(pairing, date(2026, 10, 6), contact=1, attempt=True)
        changed = b.record(pairing, date(2026, 10, 7), visit=1, deed=1)
        b.correct(changed, datetime(2026, 10, 8, tzinfo=UTC), deed=0, policy=1)
        gone = b.record(pairing, date(2026, 10, 9), difficulty=1)
        b.correct(gone, datetime(2026, 10, 10, tzinfo=UTC), action="withdraw")
    report = made(database, village)
    assert report.total == Figures(1, contact=1, visit=1, policy=1)
    assert report.previous[-1].figures == Figures(1, contact=1)
    assert report.year_to_date[-1].figures == Figures(1, contact=2, visit=1, policy=1)


def test_money_is_summed_in_fen_by_kind(database):
    with building(database) as b:
        village = b.unit("城子村", code="V")
        pairing = b.pair(village)
        b.record(pairing, date(2026, 10, 5), visit=1, support="cash", cash_fen=26050)
        b.record(pairing, date(2026, 10, 6), contact=1, support="goods", goods_fen=8640)
    total = made(database, village).total
    assert (total.cash_fen, total.goods_fen, total.support_fen) == (26050, 8640, 34690)


@pytest.fixture
def county(database):
    """A county with two towns, an office whose cadre looks after somebody in another county, and people of its own."""
    with building(database) as b:
        city = b.unit("天水市", "city", code="6205")
        county = b.unit("张家川县", "county", city, code="620525")
        gongmen, longshan = (b.unit(name, "township", county) for name in ("恭门镇", "龙山镇"))
        village = b.unit("城子村", "village", gongmen)
        office = b.unit("县民政局", "unit", county, code="620525-MZ")
        section = b.unit("低保办", "unit", office, code="620525-MZ-1")
        other = b.unit("秦安县", "county", city, code="620522")
        day = date(2026, 10, 12)
        b.record(b.pair(village), day, visit=1)
        b.record(b.pair(gongmen, office=office), day, visit=1, deed=1)
        b.record(b.pair(county, office=section), day, contact=1)
        b.record(b.pair(other, office=office), day, contact=1)
        b.pair(longshan)
    return city, county, office, other


def test_the_lines_of_a_place_are_its_children_and_itself_by_where_the_recipient_lives(database, county):
    _city, place, _office, _other = county
    report = made(database, place)
    lines = {line.name: line for line in report.units}
    assert [(line.name, line.own) for line in report.units] == [
        ("恭门镇", False),
        ("龙山镇", False),
        ("张家川县", True),
    ]
    assert lines["恭门镇"].figures == Figures(2, visit=2, deed=1)
    assert lines["张家川县"].figures == Figures(1, contact=1)
    assert Figures.total(line.figures for line in report.units) == report.total == Figures(4, 1, 2, 0, 0, 1)
    assert not problems(report)


def test_the_offices_below_are_a_second_table_by_where_the_cadre_works(database, county):
    _city, place, _office, _other = county
    (line,) = made(database, place).offices
    assert (line.name, line.figures) == ("县民政局", Figures(3, contact=2, visit=1, deed=1))


def test_the_report_of_an_office_counts_its_cadres_wherever_the_recipients_live(database, county):
    _city, _place, office, _other = county
    report = made(database, office)
    assert report.total == Figures(3, contact=2, visit=1, deed=1)
    assert [(line.name, line.figures.recipients) for line in report.units] == [("低保办", 1), ("县民政局", 2)]
    assert report.cadres == report.paired == 3
    assert report.foots


def test_the_sums_of_the_counties_are_the_citys(database, county):
    city, place, _office, other = county
    parts = [made(database, unit).total for unit in (place, other)]
    assert made(database, city).total == Figures.total(parts)


def test_a_finished_period_is_frozen_once_and_returned_again_as_it_was(database):
    with building(database) as b:
        village = b.unit("城子村", code="V")
        pairing = b.pair(village)
        b.record(pairing, date(2026, 10, 5), visit=1)
    first = made(database, village)
    with building(database) as b:
        b.record(pairing, date(2026, 10, 6), visit=1, created_at=datetime(2026, 11, 3, tzinfo=UTC))
    again = made(database, village, moment="2026-11-20T01:00")
    assert first.number == again.number == 1
    assert again.to_json() == first.to_json()
    assert Report.from_json(again.to_json()) == again


def test_a_running_period_is_a_preview_without_number_and_is_not_stored(database):
    with building(database) as b:
        village = b.unit("城子村", code="V")
        pairing = b.pair(village)
        b.record(pairing, date(2026, 10, 5), visit=1)
    preview = made(database, village, moment="2026-10-20T01:00")
    assert (preview.number, preview.running, preview.until) == (None, True, date(2026, 10, 20))
    assert preview.total.visit == 1
    with building(database) as b:
        b.record(pairing, date(2026, 10, 21), visit=1)
    assert made(database, village).total.visit == 2


def test_numbers_count_on_over_units_and_periods(database):
    with building(database) as b:
        county = b.unit("张家川县", "county", code="C")
        town = b.unit("恭门镇", "township", county)
    september = Period.month(2026, 9)
    assert [made(database, *which).number for which in ((county, september), (county, OCTOBER), (town, OCTOBER))] == [
        1,
        2,
        3,
    ]


@pytest.mark.parametrize(
    ("period", "visits", "before", "year"),
    [("2026-Q3", 2, 1, 4), ("2025", 1, 0, 1), ("2026-07", 1, 1, 3)],
)
def test_quarters_and_years_are_counted_as_months_are(database, period, visits, before, year):
    with building(database) as b:
        village = b.unit("城子村", code="V")
        pairing = b.pair(village)
        for day in ((2025, 12, 31), (2026, 1, 1), (2026, 6, 30), (2026, 7, 1), (2026, 9, 30), (2026, 10, 1)):
            b.record(pairing, date(*day), visit=1)
    report = made(database, village, Period.parse(period))
    figures = [rows[-1].figures.visit for rows in (report.rows, report.previous, report.year_to_date)]
    assert figures == [visits, before, year]


def test_a_class_the_programme_does_not_know_breaks_the_sum_and_the_report_is_not_confirmed(database):
    with building(database) as b:
        village = b.unit("城子村", code="V")
        b.record(b.pair(village, "lonely"), date(2026, 10, 5), visit=1)
    report = made(database, village)
    assert (report.number, report.foots, report.confirmed) == (None, False, False)
    assert "rows.visit: 1 ≠ 0 + 0 + 0 = 0" in report.problems


def test_an_entry_newer_than_the_snapshot_keeps_it_from_being_confirmed(database):
    with building(database) as b:
        county = b.unit("张家川县", "county", code="C")
        town, other = (b.unit(name, "township", county) for name in ("恭门镇", "龙山镇"))
        late = datetime(2026, 11, 5, 2, tzinfo=UTC)
        b.record(b.pair(town), date(2026, 10, 5), visit=1, created_at=late)
    report = made(database, town)
    assert report.number is None
    assert report.foots
    assert report.problems == ("stale: an entry of 2026-11-05T02:00:00Z is newer than the snapshot",)
    assert made(database, other).number == 1


def test_a_planner_that_stopped_days_ago_keeps_it_from_being_confirmed(database):
    now = desk().now
    with building(database) as b:
        village = b.unit("城子村", code="V")
        b.session.add(Watermark(name="planner", at=now - timedelta(days=4)))
    assert made(database, village).problems[0].startswith("stale: the planner last ran 2026-10-29")
    with building(database) as b:
        b.session.get_one(Watermark, "planner").at = now - timedelta(minutes=4)
    assert made(database, village).number == 1


def test_a_supervisor_sees_his_scope_and_nothing_beside_it(database, county):
    _city, place, _office, other = county
    with building(database) as b:
        supervisor = actor(b.person(place, "马督导", "supervisor"), "supervisor", place)
    at = desk(NOVEMBER_2)
    with database.write() as session:
        shown = reports.report(session, at, supervisor, period="2026-10")
        assert shown.report.name == "张家川县"
        assert reports.report(session, at, supervisor, unit="恭门镇").report.total.visit == 0
        assert reports.report(session, at, supervisor, unit=other.code) == reports.Unknown(other.code)
        assert reports.report(session, at, supervisor, unit="无此县") == reports.Unknown("无此县")
        assert reports.report(session, at, supervisor, period="2026-12") == reports.NoPeriod("2026-12")
        assert reports.report(session, at, supervisor, period="十月") == reports.NoPeriod("十月")


def test_units_of_one_name_are_told_apart_by_their_codes(database):
    with building(database) as b:
        county = b.unit("张家川县", "county", code="C")
        for name in ("恭门镇", "龙山镇"):
            b.unit("新建村", "village", b.unit(name, "township", county, code=name), code=f"{name}-1")
    with database.read() as session:
        found = reports.locate(session, "新建村")
    assert found.found == (
        ("恭门镇-1", "张家川县 / 恭门镇 / 新建村"),
        ("龙山镇-1", "张家川县 / 龙山镇 / 新建村"),
    )


def test_the_digest_of_a_supervisor_is_one_report_for_each_topmost_unit(database, county):
    _city, place, office, other = county
    with building(database) as b:
        person = b.person(place, "马督导", "supervisor")
        b.grant(person, "supervisor", office)
        b.grant(person, "supervisor", other)
        b.grant(person, "liaison", None)
        chief = b.person(None, "省督导", "supervisor")
    with database.write() as session:
        digest = reports.digest(session, desk(), person_id=person.id, period="2026-10")
        assert [shown.report.name for shown in digest] == ["秦安县", "张家川县"]
        everywhere = reports.digest(session, desk(), person_id=chief.id, period="2026-10")
        assert [shown.report.name for shown in everywhere] == ["天水市"]
