"""The words of the conversation tests, spoken to tiny bots: one that polls, two that take webhooks."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
import telegram
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup, Update

from bot.sandbox.api import BotApi
from bot.serving import serve_app
from tests.kit.botapi import Person
from tests.sandbox.conftest import PNG, bot_at

MENU = InlineKeyboardMarkup(
    [[InlineKeyboardButton("撤销 ↩", callback_data="undo"), InlineKeyboardButton("修改", callback_data="edit")]]
)
ASK = ReplyKeyboardMarkup([[KeyboardButton("分享手机号", request_contact=True), KeyboardButton("算了")]])


async def react(bot: telegram.Bot, update: Update, name: str) -> None:
    """What the tiny bot does."""
    query = update.callback_query
    message = None if query is not None else update.effective_message
    if query is not None:
        if query.message is None or not query.message.is_accessible:
            return
        await query.answer("好")
        await query.edit_message_text(f"{name}: 已{query.data}")
    elif message is not None and update.edited_message is None:
        if message.text == "/start":
            await bot.send_message(message.chat.id, "你是谁?", reply_markup=ASK)
        else:
            kinds = ("contact", "document", "photo", "voice", "sticker")
            kind = next((kind for kind in kinds if getattr(message, kind)), message.text)
            await bot.send_message(message.chat.id, f"{name}: {kind}", reply_markup=MENU)
    elif message is not None:
        await bot.send_message(message.chat.id, f"{name}: 改成 {message.text}")


@contextlib.asynccontextmanager
async def polling(api: BotApi, root: str) -> AsyncIterator[None]:
    async def loop(bot: telegram.Bot) -> None:
        offset = 0
        while True:
            for update in await bot.get_updates(offset=offset, timeout=30):
                await react(bot, update, "甲")
                offset = update.update_id + 1

    async with bot_at(root, api) as bot:
        task = asyncio.create_task(loop(bot))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


class WebhookWorker:
    def __init__(self, name: str, bot: telegram.Bot) -> None:
        self.name, self.bot, self.url = name, bot, ""

    async def take(self, request: Request) -> Response:
        await react(self.bot, Update.de_json(await request.json(), self.bot), self.name)
        return Response()


@contextlib.asynccontextmanager
async def worker(api: BotApi, root: str, name: str) -> AsyncIterator[WebhookWorker]:
    async with bot_at(root, api) as bot:
        one = WebhookWorker(name, bot)
        async with serve_app(Starlette(routes=[Route("/telegram", one.take, methods=["POST"])])) as address:
            one.url = f"{address}/telegram"
            yield one


@pytest.fixture
def li(api: BotApi) -> Person:
    return Person(api, 21, "李明")


async def test_a_person_talks_with_a_bot_that_polls(api: BotApi, root: str, li: Person) -> None:
    with pytest.raises(AssertionError, match="the bot said nothing"):
        _ = li.last
    async with polling(api, root):
        await li.says("/start")
        assert (li.heard, li.keyboard, li.buttons) == (["你是谁?"], ["分享手机号", "算了"], [])
        await li.taps("算了")
        assert li.heard[-1] == "甲: 算了"
        assert li.buttons == ["撤销 ↩", "修改"]
        await li.taps("撤销")
        assert (li.heard[-1], li.buttons, li.notices, li.unanswered) == ("甲: 已undo", [], ["好"], 0)
        with pytest.raises(AssertionError, match="no button '修改' anywhere"):
            await li.taps("修改")
        sent = await li.says("一")
        await li.edits(sent, "二")
        await li.edits(sent.message_id, "三")
        await li.taps("edit", under=li.last["message_id"] - 2)
        await li.presses(999, "forged")
        await li.shares_phone("13800000000")
        await li.sends_document(b"x", "a.xlsx")
        await li.sends_photo(PNG, "走访")
        await li.sends_voice()
        await li.sends_sticker()
        assert await li.hears("sticker") == "甲: sticker"
        await li.blocks()
        await li.unblocks()
        api.add_group(-7, "扶贫群", by=li.id)
        await li.says_in(-7, "/progress")
    assert [text.removeprefix("甲: ") for text in li.heard[2:]] == [
        "已edit", "改成 二", "改成 三", "contact", "document", "photo", "voice", "sticker",
    ]  # fmt: skip
    assert api.heard(-7) == ["甲: /progress"]
    assert li.commands == []
    assert li.unanswered == 1


async def test_a_conversation_goes_on_at_another_worker(api: BotApi, root: str, li: Person) -> None:
    async with worker(api, root, "甲") as one, worker(api, root, "乙") as two:
        await one.bot.set_webhook(one.url)
        await li.says("走访", to=one)
        await li.taps("修改", to=two.url)
        assert li.heard == ["乙: 已edit"]
        await li.says("电话")
        assert li.heard[-1] == "甲: 电话"
