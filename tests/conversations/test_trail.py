"""/audit and /person: looking at somebody is possible for a reason, and leaves a trace."""

import pytest

from bot.sandbox.api import BotApi
from tests.conversations.conftest import ADMIN, SUPERVISOR, Town
from tests.kit.botapi import Person
from tests.kit.bots import Bot


@pytest.fixture
def admin(api: BotApi, bot: Bot) -> Person:
    return Person(api, ADMIN, "钱进", started=True)


async def test_a_person_is_shown_in_full_for_a_reason_that_is_kept(admin: Person, town: Town) -> None:
    await admin.says("/person P-0417")
    assert "原因" in admin.heard[-1]
    assert "王秀英" not in admin.heard[-1]
    await admin.says("/person P-0417 核对低保信息")
    for part in ("王秀英", "1948", "特困", "李明", "八里村"):
        assert part in admin.heard[-1], admin.heard[-1]
    await admin.says("/audit P-0417")
    assert "核对低保信息" in admin.heard[-1]
    assert "C-5" in admin.heard[-1]


async def test_a_cadre_is_shown_with_his_recipients(admin: Person, town: Town) -> None:
    await admin.says("/person C-1 电话打不通")
    assert "13800000001" in admin.heard[-1]
    assert "P-0417" in admin.heard[-1]


async def test_nobody_of_that_number_does_not_exist(admin: Person, town: Town) -> None:
    await admin.says("/person P-9999 看看")
    assert "不存在" in admin.heard[-1]


async def test_for_others_the_commands_do_not_exist(api: BotApi, bot: Bot, town: Town) -> None:
    supervisor = Person(api, SUPERVISOR, "赵敏", started=True)
    for command in ("/audit", "/person P-0417 看看"):
        await supervisor.says(command)
        assert "没有这个命令" in supervisor.heard[-1]
    assert not {"audit", "person"} & set(supervisor.commands)


async def test_a_long_trail_is_turned_page_by_page(admin: Person, town: Town) -> None:
    for n in range(10):
        await admin.says(f"/person P-0417 第{n}次")
    await admin.says("/audit")
    await admin.taps("较早")
    assert "第0次" in admin.heard[-1]
    await admin.taps("较新")
    assert "第9次" in admin.heard[-1]
