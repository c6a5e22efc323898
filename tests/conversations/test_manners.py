"""How it sounds: what fits everybody is said to everybody, one question at a time, and a refusal names the way on."""

import re
from datetime import timedelta

import pytest

from bot.clock import MovableClock
from bot.domain.commands import COMMANDS
from bot.sandbox.api import BotApi
from db.models import Notice
from db.session import Sessions
from tests.conversations.conftest import ADMIN, SUPERVISOR, Town
from tests.kit.botapi import Person
from tests.kit.bots import Bot


@pytest.mark.parametrize("words", ["你好", "谢谢", "👍"])
async def test_greetings_and_thanks_get_a_smile_that_fits_both(words: str, li: Person, town: Town) -> None:
    await li.says(words)
    assert "😊" in li.heard[-1]
    assert "不客气" not in li.heard[-1]


async def test_what_cannot_be_entered_names_the_way_for_changes_of_the_list(li: Person, town: Town) -> None:
    await li.says("asdfgh")
    assert "没有记" in li.heard[-1]
    assert "/change" in li.heard[-1]


async def test_somebody_not_on_the_list_is_asked_about_once(ma: Person, town: Town) -> None:
    for who in ("孙大娘", "李四", "张伟"):
        await ma.says(f"给{who}打了电话")
        assert f"{who}不在您的结对名单里" in ma.heard[-1]
        assert ma.heard[-1].count("？") == 1


async def test_only_those_who_log_are_told_how(li: Person, api: BotApi, bot: Bot, town: Town) -> None:
    await li.says("/help")
    assert "怎么记" in li.heard[-1]
    supervisor = Person(api, SUPERVISOR, "赵敏", started=True)
    await supervisor.says("/help")
    assert "怎么记" not in supervisor.heard[-1]
    assert "/report" in supervisor.heard[-1]


async def test_the_trail_reads_as_sentences(api: BotApi, bot: Bot, town: Town) -> None:
    admin = Person(api, ADMIN, "钱进", started=True)
    await admin.says("/pause")
    await admin.says("/resume")
    await admin.says("/audit")
    assert "暂停发送" in admin.heard[-1]
    assert "恢复发送" in admin.heard[-1]
    assert "pause" not in admin.heard[-1]


async def test_who_joins_hears_how_to_log_only_with_somebody_to_look_after(api: BotApi, bot: Bot, town: Town) -> None:
    admin = Person(api, ADMIN, "钱进", started=True)
    for number, logs in (("C-4", False), ("C-1", True)):
        await admin.says(f"/invite {number}")
        code = admin.heard[-1].split("邀请码：")[1].split()[0]
        newcomer = Person(api, 7000 + int(logs), "新人")
        await newcomer.says(f"/start {code}")
        assert "/help" in newcomer.heard[-1]
        assert ("直接发给我" in newcomer.heard[-1]) is logs


async def test_a_role_in_the_trail_is_named_as_people_call_it(api: BotApi, bot: Bot, town: Town) -> None:
    admin = Person(api, ADMIN, "钱进", started=True)
    await admin.says("/grant C-1 督导 崆峒县")
    await admin.says("/audit")
    assert "授予角色 C-1 督导" in admin.heard[-1]


async def test_the_ledger_of_reach_adds_up(api: BotApi, bot: Bot, town: Town) -> None:
    admin = Person(api, ADMIN, "钱进", started=True)
    await admin.says("/reach")
    total, *parts = [int(n) for n in re.findall(r"(\d+) 人，", admin.heard[-1])]
    assert len(parts) > 1
    assert sum(parts) == total
    assert "本级：" in admin.heard[-1]


async def test_of_the_dead_nothing_is_asked(li: Person, town: Town) -> None:
    await li.says("/progress")
    assert "落后" in li.heard[-1]
    await li.says("/change")
    for button in ("P-0417", "去世", "昨天", "到此结束"):
        await li.taps(button)
    await li.says("/progress")
    assert "已报去世，不再提醒" in li.heard[-1]
    assert "还差" not in li.heard[-1]


async def test_a_pairing_in_the_trail_is_named_as_people_call_it(api: BotApi, bot: Bot, town: Town) -> None:
    admin = Person(api, ADMIN, "钱进", started=True)
    await admin.says("/pair C-1 P-0418 助学")
    await admin.says("/audit")
    assert "新增结对 P-0418 C-1 助学" in admin.heard[-1]


@pytest.mark.parametrize("word", ["1999", "2026-13", "2026-9", "2099", "2026-Q5"])
async def test_a_wrong_period_is_no_unknown_place_and_makes_no_report(
    word: str, api: BotApi, bot: Bot, town: Town
) -> None:
    supervisor = Person(api, SUPERVISOR, "赵敏", started=True)
    await supervisor.says(f"/report 柳湖镇 {word}")
    assert f"“{word}”不是可以看的时期。请写 2026-10" in supervisor.heard[-1]


async def test_a_command_that_is_edited_is_not_answered_again(api: BotApi, bot: Bot, town: Town) -> None:
    admin = Person(api, ADMIN, "钱进", started=True)
    sent = await admin.says("/help")
    assert len(admin.heard) == 1
    for name in COMMANDS:
        await admin.edits(sent, f"/{name} 说一句")
    await admin.edits(sent, "/nonsense")
    assert len(admin.heard) == 1


async def test_a_command_that_is_edited_is_not_answered_to_a_cadre_either(li: Person, town: Town) -> None:
    sent = await li.says("/progress")
    for name in ("progress", "pairs", "log", "feedback"):
        await li.edits(sent, f"/{name} 改一改")
    assert len(li.heard) == 1


async def test_the_ledger_of_who_can_be_reached_follows_the_unit_that_was_named(
    api: BotApi, bot: Bot, town: Town
) -> None:
    admin = Person(api, ADMIN, "钱进", started=True)
    for word, people in (("", "5 人"), (" 县民政局", "3 人"), (" 八里村", "0 人")):
        await admin.says(f"/reach{word}")
        assert f"{word.strip() or '崆峒县'}\n{people}" in re.sub("<[^>]*>", "", admin.heard[-1])
    await admin.says("/reach 没有的单位")
    assert admin.heard[-1] == "不存在。"


async def test_the_plan_and_the_state_count_the_same_waiting_messages(
    api: BotApi, bot: Bot, town: Town, database: Sessions, clock: MovableClock
) -> None:
    with database.write() as session:
        for days in (0, 2):
            due = clock() + timedelta(days=days, hours=1)
            session.add(Notice(person_id=town.li, kind="x", period=str(days), day=due.date(), due=due, state="planned"))
    admin = Person(api, ADMIN, "钱进", started=True)
    await admin.says("/plan")
    assert "现在没有排队的消息" in admin.heard[-1]
    assert "待发共 2 条，最早 2026-05-26 " in admin.heard[-1]
    await admin.says("/status")
    assert "待发 2" in admin.heard[-1]
