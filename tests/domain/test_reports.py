"""Sums that foot or do not, freshness, and figures in prose."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.reports import (
    COLUMNS,
    Correction,
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
    problems,
    unequal,
)
from bot.domain.reports.checks import stale
from bot.texts import report_words as words
from tests.kit.reporting import PUBLISHED, chinese

NOW = datetime(2026, 11, 2, 1, tzinfo=UTC)


def rows(**groups):
    made = [Row(key, Figures(**row)) for key, row in groups.items()]
    return (*made, Row("total", Figures.total(row.figures for row in made)))


def a_report(**changed):
    """A report in which every field says something and every sum foots."""
    groups = {key: row for key, row in PUBLISHED["zhangjiachuan_2023"].items() if key != "total"}
    grid = rows(**groups)
    halves = [Figures(2000, 1000, 4086, 3000, 100, 200, 5, 7), None]
    with_money = (*grid[:-1], Row("other", Figures(cash_fen=5, goods_fen=7)))
    grid = (*with_money, Row("total", Figures.total(row.figures for row in with_money)))
    halves[1] = grid[-1].figures - halves[0]
    made = Report(
        number=12,
        code="620525",
        name="张家川县",
        level="county",
        period="2026-10",
        since=date(2026, 10, 1),
        until=date(2026, 10, 31),
        as_of=NOW,
        running=False,
        definitions="1",
        cadres=20518,
        paired=22427,
        rows=grid,
        previous=rows(orphan={"recipients": 3, "visit": 1}),
        year_to_date=grid,
        pairings=Pace(1, 2, 3, 4, 5),
        quota=(Target("contact", 8, 4),),
        units=(
            UnitLine("1", "恭门镇", "township", own=False, figures=halves[0], pairings=Pace(1, 2), gaps=1),
            UnitLine("620525", "张家川县", "county", own=True, figures=halves[1], pairings=Pace(0, 0, 3, 4, 5), gaps=0),
        ),
        offices=(UnitLine("9", "县民政局", "unit", own=False, figures=Figures(9), pairings=Pace(9), gaps=0),),
        roster=Movement(4350, 3, {"": 1, "died": 1}, 4351, 2),
        gaps=(Gap("P-1", "orphan", "1", "恭门镇", date(2026, 10, 30), 2),),
        weekly=Weekly(2, 10, 7),
        auxiliary=(Helpers("tutoring", 3, 3, 2, Figures(contact=1)),),
        corrections=(Correction(11, "2026-09", "orphan", Figures(visit=-1, cash_fen=250)),),
        sections={"alerts": {"opened": 1, "open": 0}},
    )
    return replace(made, **changed)


def test_the_published_grid_foots_and_one_more_anywhere_does_not():
    report = a_report()
    assert problems(report) == ()
    for index in range(len(report.rows)):
        for column in COLUMNS:
            row = report.rows[index]
            one_more = Row(row.key, replace(row.figures, **{column: getattr(row.figures, column) + 1}))
            broken = replace(report, rows=(*report.rows[:index], one_more, *report.rows[index + 1 :]))
            assert f"rows.{column}" in [problem.what for problem in problems(broken)]


def test_the_report_of_pingliang_whose_parts_are_more_than_its_whole_is_not_confirmed():
    published = PUBLISHED["pingliang_does_not_foot"]
    parts = [Row(str(n), Figures(contact=part)) for n, part in enumerate(published["parts"])]
    stated = Row("total", Figures(contact=published["stated"]))
    broken = a_report(rows=(*parts, stated))
    found = [problem for problem in problems(broken) if problem.what == "rows.contact"]
    assert [(p.stated, sum(p.parts)) for p in found] == [(published["stated"], published["sum"])]
    assert str(found[0]) == "rows.contact: 168000 ≠ 49700 + 3909 + 127900 = 181509"
    assert unequal("contact", published["sum"], published["parts"]) is None


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"units": ()}, "units.recipients: 4351 ≠ 0 = 0"),
        ({"pairings": Pace(2, 2, 3, 4, 5)}, "units.pairings.met: 2 ≠ 1 + 0 = 1"),
        ({"gaps": ()}, "units.gaps: 0 ≠ 1 + 0 = 1"),
        ({"roster": Movement(4350, 3, {"died": 1}, 4351, 0)}, "roster: 4351 ≠ 4350 + 3 + -1 = 4352"),
        ({"year_to_date": rows(orphan={"visit": 4085, "recipients": 4351})}, "year_to_date.visit: 4085 ≠ 4086 = 4086"),
    ],
)
def test_every_kind_of_sum_that_fails_is_named(changed, says):
    assert says in [str(problem) for problem in problems(a_report(**changed))]


def test_every_problem_is_told_in_words_a_supervisor_understands():
    broken = a_report(
        units=(), pairings=Pace(9), gaps=(), roster=Movement(1, 0, {}, 0, 0), previous=a_report().rows[:-1]
    )
    told = [words.problem(chinese, str(problem)) for problem in problems(broken)]
    assert "下级之和 走访探视对不上：4086 ≠ 0 = 0" in told
    assert "下级之和 已完成对不上：9 ≠ 0 = 0" in told
    assert "期初+新增−退出 对不上：0 ≠ 1 + 0 + 0 = 1" in told
    assert all("." not in line.split("对不上")[0] for line in told)
    late = words.problem(chinese, stale(NOW, NOW + timedelta(seconds=1), None)[0])
    assert late == "数据不是最新：快照之后又有新记录"
    assert "定时任务" in words.problem(chinese, stale(NOW, None, NOW - timedelta(days=9))[0])


def test_a_report_goes_to_json_and_back_with_all_it_holds():
    report = a_report()
    empty = [f.name for f in fields(Report) if not getattr(report, f.name) and f.name not in {"running", "problems"}]
    assert empty == [], "a field left empty shows nothing here"
    assert Report.from_json(report.to_json()) == report


def test_the_json_of_the_contract():
    document = a_report().to_json()
    assert document["rows"][-1] == {
        "class": "total",
        "recipients": 4351,
        "contact": 3416,
        "visit": 4086,
        "policy": 3692,
        "difficulty": 188,
        "deed": 243,
        "cash_fen": 5,
        "goods_fen": 7,
    }
    assert {"met", "on_pace", "due_soon", "behind"} <= document["pairings"].keys()
    assert (document["units"][0]["code"], document["units"][0]["name"]) == ("1", "恭门镇")
    contract = {"number", "scope", "period", "as_of", "rows", "previous", "year_to_date", "pairings", "units", "gaps"}
    assert contract | {"foots"} <= document.keys()
    assert document["alerts"] == {"opened": 1, "open": 0}
    assert "spot_checks" not in document, "what is not measured is not there"


def test_only_data_after_the_snapshot_and_a_planner_long_silent_are_stale():
    assert stale(NOW, None, None) == ()
    assert stale(NOW, NOW, NOW - timedelta(days=3)) == ()
    assert len(stale(NOW, NOW + timedelta(seconds=1), NOW - timedelta(days=3, seconds=1))) == 2


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (9999, "9999"),
        (10000, "1.00万"),
        (97182, "9.72万"),
        (20518, "2.05万"),
        (22427, "2.24万"),
        (99995, "10.00万"),
        (2751000, "275.10万"),
    ],
)
def test_from_ten_thousand_on_prose_counts_in_wan_with_two_decimals(value, written):
    assert words.wan(value) == written


def test_the_sentence_every_level_writes():
    published = PUBLISHED["pingliang_2024_01"]
    year = Figures(
        contact=published["contact"],
        visit=published["visit"],
        policy=published["policy"],
        difficulty=published["difficulty"],
        deed=published["deed"],
        cash_fen=published["support_fen"] - 100,
        goods_fen=100,
    )
    report = a_report(
        name="平凉市",
        level="city",
        until=date(2024, 1, 31),
        cadres=published["cadres"],
        paired=published["recipients"],
        year_to_date=(Row("total", year),),
    )
    assert words.sentence(report) == (
        "截至2024年1月31日，全市2.05万名结对干部与2.24万名关爱对象结对，累计开展联系交流9.72万人次、走访探视6.58万人次，"
        "落实政策6.97万件，解决实际困难8107件，帮办实事1.23万件，资助资金（含物资折合）267.64万元。"
    )


@pytest.mark.parametrize(
    ("level", "name", "area"),
    [
        ("province", "甘肃省", "省"),
        ("province", "宁夏回族自治区", "区"),
        ("city", "临夏回族自治州", "州"),
        ("county", "崆峒区", "区"),
        ("county", "华亭市", "市"),
        ("county", "张家川", "县"),
        ("township", "柳湖街道", "街道"),
        ("township", "木河乡", "乡"),
        ("village", "新城社区", "社区"),
        ("unit", "县民政局", "单位"),
    ],
)
def test_the_sentence_calls_a_place_what_it_is(level, name, area):
    assert words.area(level, name) == area


@pytest.mark.parametrize(
    ("fen", "written"), [(0, "0"), (26000, "260"), (26050, "260.50"), (123456789, "1,234,567.89"), (-250, "-2.50")]
)
def test_money_in_columns_is_in_yuan(fen, written):
    assert words.yuan(fen) == written


@pytest.mark.parametrize(
    ("period", "title", "before"),
    [
        ("2026-10", "张家川县 2026年10月报告", "上月"),
        ("2026-Q3", "张家川县 2026年第3季度调度", "上季"),
        ("2026", "张家川县 2026年总结", "上年"),
    ],
)
def test_month_quarter_and_year_have_their_names(period, title, before):
    assert words.title(chinese, a_report(period=period)) == title
    assert words.before(chinese, period) == before
