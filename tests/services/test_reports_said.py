"""The digest as messages: below Telegram's limit, nothing left out in silence, every part only when there is something."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.reports import Figures, Gap, Pace, UnitLine
from bot.services.explain import Entry, Explained, NoReport, WhichFigure
from bot.services.reports import NoPeriod, Several, Shown, Unknown
from bot.services.units import Gaps, Lates, Place
from bot.texts import explain, reports, units
from bot.texts.language import language
from tests.domain.test_reports import a_report
from tests.kit.reporting import PROGRAMME, chinese


def said(report, _=chinese):
    return reports.digest(_, PROGRAMME, Shown(7, report))


def text(report, _=chinese):
    return "\n".join(say.text for say in said(report, _))


def test_the_digest_holds_grid_number_moment_pace_gaps_sentence_and_ends_in_buttons():
    whole = text(a_report())
    for part in (
        "第 12 号",
        "数据截至 2026-11-02 01:00",
        "<b>孤儿</b> 243 人",
        "联系 185 · 走访 235 · 政策 203",
        "走访探视 <b>4,086</b>（上月 1，今年 4,086）",
        "已完成 1 · 按进度 2",
        "快到期 3 · 落后 4",
        "已停止 5",
        "· 张家川县本级 落后 4 / 7",
        "· P-1 恭门镇 第 2 天",
        "期初 4,350 + 新增 3 − 退出 2 = 期末 4,351",
        "退出原因：未说明 1、去世 1",
        "更换干部 2 人",
        "<b>每周探访</b> 应 10 次，已 7 次",
        "· 助学 3 人，2 名帮扶者，联系 1 · 走访 0 · 实事 0",
        "<b>紧急情况</b> 新报 1 件，未办结 0 件",
        "· 第 11 号 2026-09 孤儿：走访探视 -1 · 资助（元） +2.50",
        "<code>截至2026年10月31日，全县",
        "口径第 1 版",
    ):
        assert part in whole, part
    rows = said(a_report())[-1].rows
    labels = [button.label for row in rows for button in row]
    assert labels == ["谁落后了", "断档", "工作簿", "图", "看下级", "新落后", "赶上来", "等答复"]
    assert all(len(button.data.encode()) <= 64 for row in rows for button in row)


def test_what_there_is_not_is_not_mentioned():
    quiet = replace(
        a_report(),
        gaps=(),
        auxiliary=(),
        corrections=(),
        sections={},
        weekly=replace(a_report().weekly, pairings=0, due=0, done=0),
        pairings=Pace(),
        units=a_report().units[:1],
    )
    whole = text(quiet).split("口径第")[0]
    for part in (
        "断档</b>",
        "辅助结对（",
        "更正（",
        "每周探访</b>",
        "随机抽查</b>",
        "紧急情况</b>",
        "已停止 ",
        "落后 4",
    ):
        assert part not in whole, part


def test_the_other_sections_are_told_too():
    checks = {"drawn": 20, "agree": 15, "differ": 1, "unreachable": 3, "waiting": 1}
    whole = text(a_report(sections={"spot_checks": checks, "needs": {"open": 2, "by_kind": {"illness": 2}}}))
    assert "<b>随机抽查</b> 抽 20：相符 15 · 不符 1 · 没联系上 3 · 待核 1" in whole
    assert "<b>待办困难</b> 2 件" in whole


@pytest.mark.parametrize("spoken", ["zh_CN", "en"])
def test_a_crowded_report_is_split_between_lines_below_the_limit_of_telegram(spoken):
    lines = tuple(
        UnitLine(
            str(n),
            f"很长很长的乡镇名字第{n}号<&>",
            "township",
            own=False,
            figures=Figures(),
            pairings=Pace(behind=n),
            gaps=0,
        )
        for n in range(1, 200)
    )
    gaps = tuple(Gap(f"P-{n}", "orphan", "1", "恭门镇", date(2026, 10, 1), n) for n in range(1, 40))
    pages = said(a_report(units=lines, gaps=gaps), language(spoken))
    assert len(pages) > 1
    assert all(len(page.text) < 4096 for page in pages)
    whole = "\n".join(page.text for page in pages)
    assert all(f"第{n}号&lt;&amp;&gt;" in whole for n in range(1, 200)), "names are escaped and none is left out"
    assert "27" in whole.split("P-12 ")[1], "the gaps not listed are counted"
    assert [bool(page.rows) for page in pages] == [False] * (len(pages) - 1) + [True]


def test_a_preview_and_an_unconfirmed_report_say_so():
    assert "预览" in text(a_report(number=None, running=True))
    broken = text(a_report(number=None, foots=False, problems=("rows.visit: 5 ≠ 2 + 2 = 4",)))
    assert "⚠️ 未确认" in broken
    assert "各类之和 走访探视对不上：5 ≠ 2 + 2 = 4" in broken


def test_a_group_the_programme_does_not_know_is_called_so():
    report = a_report()
    assert "未知类别" in text(replace(report, rows=(replace(report.rows[0], key=""), *report.rows[1:])))


def test_the_english_digest_uses_the_english_names_of_the_programme():
    whole = text(a_report(), language("en"))
    assert "Orphans" in whole
    assert "孤儿" not in whole
    assert "截至2026年10月31日" in whole, "the sentence goes into Chinese papers"


def test_every_other_answer_to_report_is_one_clear_sentence():
    def answer(found):
        return reports.report(chinese, PROGRAMME, found).says[0].text

    assert answer(Unknown("秦安县")) == "不存在。"
    assert "2026-Q3" in answer(NoPeriod("<十月>"))
    assert "&lt;十月&gt;" in answer(NoPeriod("<十月>"))
    assert "<code>11</code> 甲 / 乙" in answer(Several("乙", (("11", "甲 / 乙"),)))
    assert reports.report(chinese, PROGRAMME, Shown(7, a_report())).says == said(a_report())
    assert reports.file_name(a_report(), "xlsx") == "张家川县-2026-10.xlsx"


@pytest.mark.parametrize("render", [units.walk, units.behind, units.gaps])
def test_the_lists_of_a_place_outside_the_scope_do_not_exist(render):
    assert render(chinese, Unknown("7")).says[0].text == "不存在。"
    assert "请用编码" in render(chinese, Several("乙", (("11", "甲 / 乙"),))).says[0].text


def test_empty_lists_say_that_all_is_well():
    here = Place(7, "恭门镇")
    assert (
        units.behind(chinese, Lates(here, (), 0, 0, date(2026, 11, 2))).says[0].text == "恭门镇：今天没有落后的结对。"
    )
    assert units.gaps(chinese, Gaps(here, (), 0, 0, date(2026, 11, 2))).says[0].text == "恭门镇：没有断档。"


def explained(**changed):
    found = Explained(
        a_report(), "visit", "orphan", 12, 12, 12, 0, (Entry(date(2026, 10, 1), "P-1 王*", "赵四海", "城子村", 1),)
    )
    return replace(found, **changed)


def test_entries_come_with_day_person_place_and_cadre_and_pages_turn():
    (say,) = explain.explain(chinese, PROGRAMME, explained()).says
    assert "走访探视 · 孤儿 = <b>12</b>" in say.text
    assert "· 10-01 P-1 王* · 城子村 · 赵四海" in say.text
    assert [b.label for row in say.rows for b in row] == ["下一页 →"]
    (later,) = explain.explain(chinese, PROGRAMME, explained(offset=11), replace=True).says
    assert [b.data for row in later.rows for b in row] == ["explain:page:12:visit:orphan:1"]
    assert explain.explain(chinese, PROGRAMME, explained(offset=0, count=1)).says[0].rows == ()


def test_money_people_and_nothing_are_told_as_what_they_are():
    money = explained(
        column="cash_fen", figure=26000, sum=25000, found=(Entry(date(2026, 10, 1), "P-1", "赵", "村", 26000),)
    )
    told = explain.explain(chinese, PROGRAMME, money).says[0].text
    assert "= <b>260</b>" in told
    assert "· 260 元" in told
    assert "现在能列出的合计是 250" in told
    people = explained(column="recipients", found=(Entry(None, "P-1 王*", "", "城子村", 1),))
    assert "· P-1 王* · 城子村" in explain.explain(chinese, PROGRAMME, people).says[0].text
    assert "没有记录" in explain.explain(chinese, PROGRAMME, explained(found=(), count=0, sum=12)).says[0].text


def test_without_a_figure_the_figures_are_offered():
    assert explain.explain(chinese, PROGRAMME, NoReport("9")).says[0].text == "不存在。"
    assert "/explain 12 走访探视 孤儿" in explain.explain(chinese, PROGRAMME, NoReport("")).says[0].text
    which = explain.explain(chinese, PROGRAMME, WhichFigure(12, "张家川县 2026-10", ("orphan", "total"), "跳舞")).says[
        0
    ]
    assert "“跳舞”不是" in which.text
    assert which.rows[1][0].data == "explain:page:12:visit:total:0"


def test_gaps_are_listed_a_page_at_a_time_with_ways_on_and_back():
    gap = Gap("P-1", "orphan", "1", "恭门镇", date(2026, 10, 30), 4)
    middle = Gaps(Place(7, "张家川县"), tuple((gap, f"P-{n} 王*") for n in range(10)), 10, 25, date(2026, 11, 2))
    (say,) = units.gaps(chinese, middle, replace=True).says
    assert "· P-9 王* · 恭门镇 · 第 4 天（自 2026-10-30）" in say.text
    pages, back = say.rows
    assert [button.data for button in pages] == ["report:gaps_at:7:0", "report:gaps_at:7:20"]
    assert back[0].data == "unit:from:7"
