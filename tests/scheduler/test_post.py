"""Telegram's answers as values, over real HTTP."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from telegram.error import ChatMigrated, InvalidToken, TelegramError

from bot.clock import MovableClock
from bot.config import Settings
from bot.sandbox.api import BotApi
from bot.sandbox.server import serve
from bot.texts.message import Button, Say
from scheduler.outcomes import Blocked, Delivered, Lost, NotSent, Refused, Wait
from scheduler.post import TelegramPost, outcome_of, telegram_post

LI = 11
HELLO = Say("<b>您好</b>", ((Button("好", "notice:snooze"),),))


@pytest.fixture
def api(clock: MovableClock) -> BotApi:
    api = BotApi(now=clock)
    api.add_person(LI, "李明", started=True)
    return api


@pytest.fixture
async def post(api: BotApi, settings: Settings) -> AsyncIterator[TelegramPost]:
    async with serve(api) as root:
        chosen = replace(settings, telegram_bot_token=api.token, telegram_api_base_url=root)
        async with telegram_post(chosen) as post:
            yield post
    assert api.unknown_arguments == []


async def test_a_message_arrives_and_is_edited(api: BotApi, post: TelegramPost) -> None:
    sent = await post.send(LI, HELLO)
    assert isinstance(sent, Delivered)
    assert api.heard(LI) == ["您好"] or "您好" in api.heard(LI)[-1]
    done = Say("✅ 已完成")
    assert await post.edit(LI, sent.message_id, done) == sent
    assert api.heard(LI)[-1] == "✅ 已完成"
    assert await post.edit(LI, sent.message_id, done) == sent  # changes nothing


async def test_a_limit_is_a_wait_of_its_seconds(api: BotApi, post: TelegramPost) -> None:
    api.fail("429", retry_after=7)
    assert await post.send(LI, HELLO) == Wait(7.0)


async def test_blocked_and_unknown_chats_are_unreachable(api: BotApi, post: TelegramPost) -> None:
    api.fail("403")
    assert await post.send(LI, HELLO) == Blocked()
    assert await post.send(999, HELLO) == Blocked()


async def test_bad_markup_is_refused_for_good(post: TelegramPost) -> None:
    assert isinstance(await post.send(LI, Say("<b>offen")), Refused)


@pytest.mark.parametrize("how", ["drop_before", "drop_after", "500"])
async def test_no_answer_after_handing_over_is_lost(api: BotApi, post: TelegramPost, how: str) -> None:
    api.fail(how)  # type: ignore[arg-type]
    assert isinstance(await post.send(LI, HELLO), Lost)


async def test_a_server_that_is_away_surely_got_nothing(settings: Settings) -> None:
    chosen = replace(settings, telegram_api_base_url="http://127.0.0.1:1")
    async with telegram_post(chosen) as post:
        assert await post.send(LI, HELLO) == NotSent("ConnectError")


def test_every_other_error_has_its_value() -> None:
    assert outcome_of(InvalidToken()) == NotSent("invalid token")
    assert outcome_of(ChatMigrated(5)) == Refused("chat migrated")
    assert outcome_of(TelegramError("?")) == Lost("TelegramError")
