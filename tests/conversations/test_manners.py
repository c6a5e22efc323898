"""How it sounds: what fits everybody is said to everybody, one question at a time, and a refusal names the way on."""

import pytest

from bot.sandbox.api import BotApi
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
    await ma.says("给孙大娘打了电话")
    assert "孙大娘不在您的结对名单里" in ma.heard[-1]
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
