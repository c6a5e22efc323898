"""Failures on command and limits, as the bot's own library sees them."""

import asyncio
from datetime import timedelta

import pytest
import telegram
from telegram.error import Forbidden, NetworkError, RetryAfter, TimedOut

from bot.sandbox.api import BotApi
from tests.sandbox.conftest import LI


async def test_a_failure_happens_as_often_as_ordered_and_only_where_it_fits(api: BotApi, bot: telegram.Bot) -> None:
    api.add_person(12, "王芳", started=True)
    api.fail("403", method="sendMessage", chat_id=LI, times=2)
    await bot.send_message(12, "x")
    for _time in range(2):
        with pytest.raises(Forbidden):
            await bot.send_message(LI, "x")
    await bot.send_message(LI, "y")
    assert (api.heard(LI), api.heard(12)) == (["y"], ["x"])


async def test_too_many_requests_say_when_to_come_back(api: BotApi, bot: telegram.Bot) -> None:
    api.fail("429", retry_after=7)
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(LI, "x")
    assert refused.value.retry_after == timedelta(seconds=7)
    assert (api.heard(LI), api.refused_429) == ([], 1)


async def test_an_answer_can_be_lost_before_or_after_the_deed(api: BotApi, bot: telegram.Bot) -> None:
    for how, heard in (("drop_before", []), ("drop_after", ["x"])):
        api.fail(how)  # type: ignore[arg-type]
        with pytest.raises(NetworkError, match="RemoteProtocolError"):
            await bot.send_message(LI, "x")
        assert api.heard(LI) == heard
    api.fail("500")
    with pytest.raises(NetworkError, match="Internal Server Error"):
        await bot.send_message(LI, "x")


async def test_no_answer_comes_until_the_bot_gives_up(api: BotApi, bot: telegram.Bot) -> None:
    api.fail("timeout")
    with pytest.raises(TimedOut):
        await bot.send_message(LI, "x", read_timeout=0.05)
    assert api.heard(LI) == []


async def test_the_limits_count_a_chat_and_all_chats_in_real_seconds(api: BotApi, bot: telegram.Bot) -> None:
    for user_id in range(100, 110):
        api.add_person(user_id, "干部", started=True)
    api.limits(per_second=5, per_chat_per_second=1)
    await bot.send_message(LI, "一")
    with pytest.raises(RetryAfter):
        await bot.send_message(LI, "二")
    await bot.send_chat_action(LI, "typing")
    outcomes = await asyncio.gather(*(bot.send_message(user, "x") for user in range(100, 110)), return_exceptions=True)
    assert sum(isinstance(outcome, telegram.Message) for outcome in outcomes) == 4
    assert api.refused_429 == 7
    assert api.enforced is not None
    for window in (api.enforced.sent, api.enforced.by_chat[LI]):
        window[0] -= 1
    await bot.send_message(LI, "三")
    assert api.heard(LI) == ["一", "三"]
