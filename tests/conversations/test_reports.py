"""A supervisor reads, drills down and asks why; others do not know there is anything. Over real HTTP."""

import pytest

from bot.clock import MovableClock
from bot.sandbox.api import BotApi
from db.session import Sessions
from tests.conversations.conftest import ADMIN, LIAISON, SUPERVISOR, Town
from tests.kit.botapi import Person
from tests.kit.bots import Bot
from tests.kit.build import building


@pytest.fixture
def zhao(api: BotApi, bot: Bot) -> Person:
    """The supervisor of the county."""
    return Person(api, SUPERVISOR, "赵敏", started=True)


def documents(person: Person) -> list[dict]:
    said = [message for number, message in person.chat.messages.items() if number in person.chat.by_bot]
    return [message for message in said if "document" in message or "photo" in message]


async def test_a_supervisor_gets_the_grid_of_the_running_month_and_buttons(
    li: Person, zhao: Person, town: Town
) -> None:
    await li.says("昨天去王大娘家走访，送了米面油折合260元")
    await zhao.says("/report")
    report = zhao.heard[-1]
    for part in ("崆峒县 2026年5月报告", "预览", "数据截至 2026-05-26", "走访探视 1（上月 0，今年 1）", "可直接抄用"):
        assert part in report, report
    assert zhao.buttons == ["谁落后了", "断档", "工作簿", "图", "看下级", "新落后", "赶上来", "等答复"]


async def test_a_finished_month_has_a_number_and_its_figures_are_explained(zhao: Person, town: Town) -> None:
    await zhao.says("/report 2026-04")
    assert "第 1 号 · 已定稿" in zhao.heard[-1]
    await zhao.says("/explain 1 走访探视")
    assert "走访探视 · 合计 = 0" in zhao.heard[-1]
    await zhao.says("/explain 1")
    await zhao.taps("关爱对象" if "关爱对象" in zhao.buttons else "联系交流")
    assert "联系交流 · 合计 = 0" in zhao.heard[-1]


async def test_who_is_behind_is_listed_with_his_cadre_and_what_is_missing(zhao: Person, town: Town) -> None:
    await zhao.says("/report")
    await zhao.taps("谁落后了")
    listed = zhao.heard[-1]
    assert "崆峒县 落后的结对 第 1–3 对，共 3 对" in listed
    assert "P-0417 王*英 — C-1 李*" in listed
    assert "还差联系交流 1 次，本该在 2026-03-31 前做完" in listed
    await zhao.says("/behind 柳湖镇")
    assert "柳湖镇 落后的结对" in zhao.heard[-1]


async def test_the_tree_is_walked_down_and_up_in_one_message(zhao: Person, town: Town) -> None:
    await zhao.says("/unit")
    assert "崆峒县" in zhao.heard[-1]
    said = len(zhao.heard)
    await zhao.taps("柳湖镇")
    assert zhao.heard[-1].startswith("崆峒县 › 柳湖镇")
    await zhao.taps("八里村")
    assert zhao.heard[-1].startswith("崆峒县 › 柳湖镇 › 八里村")
    await zhao.taps("↑ 柳湖镇")
    assert zhao.heard[-1].startswith("崆峒县 › 柳湖镇\n")
    assert len(zhao.heard) == said
    await zhao.taps("本月报告")
    assert "柳湖镇 2026年5月报告" in zhao.heard[-1]


async def test_the_workbook_and_the_picture_arrive_as_files(zhao: Person, town: Town) -> None:
    await zhao.says("/report 崆峒县 2026-04")
    await zhao.taps("工作簿")
    await zhao.taps("图")
    workbook, picture = documents(zhao)
    assert workbook["document"]["file_name"] == "崆峒县-2026-04.xlsx"
    assert "按日子该到" in picture["caption"]
    assert zhao.unanswered == 0


async def test_the_gaps_of_a_unit_are_listed_below_its_report(zhao: Person, town: Town, database: Sessions) -> None:
    await zhao.says("/report")
    await zhao.taps("断档")
    assert "崆峒县：没有断档。" in zhao.heard[-1]


@pytest.mark.parametrize("words", ["/report", "/behind", "/unit", "/explain 1 走访"])
async def test_for_a_cadre_there_is_no_such_command(li: Person, town: Town, words: str) -> None:
    await li.says(words)
    assert "没有这个命令" in li.heard[-1]


async def test_outside_the_scope_nothing_exists(
    api: BotApi, bot: Bot, zhao: Person, town: Town, database: Sessions, clock: MovableClock
) -> None:
    with building(database) as b:
        other = b.unit("泾川县", "county", code="X").id
    await zhao.says("/report 泾川县")
    assert zhao.heard[-1] == "不存在。"
    await zhao.says("/unit 泾川县")
    assert zhao.heard[-1] == "不存在。"
    await zhao.says("/report")
    message = zhao.last["message_id"]
    for data in (f"unit:at:{other}", f"report:behind:{other}:0", f"report:gaps:{other}:0", f"report:show:{other}"):
        await zhao.presses(message, data)
        assert zhao.heard[-1] == "不存在。", data
    files = len(documents(zhao))
    await zhao.presses(message, f"report:xlsx:{other}:2026-04")
    assert (zhao.notices[-1], len(documents(zhao))) == ("不存在。", files)
    liaison = Person(api, LIAISON, "周强", started=True)
    await liaison.says("/report 崆峒县")
    assert liaison.heard[-1] == "不存在。"
    await liaison.says("/report")
    assert "县民政局 2026年5月报告" in liaison.heard[-1]
    admin = Person(api, ADMIN, "钱进", started=True)
    await admin.says("/report 十月")
    assert admin.heard[-1] == "不存在。"
