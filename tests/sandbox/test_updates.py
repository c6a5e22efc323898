"""getUpdates as Telegram does it: nothing is lost before it was acknowledged."""

import asyncio

import pytest
import telegram
from telegram.error import Conflict

from bot.sandbox.api import BotApi
from bot.sandbox.server import serve
from tests.sandbox.conftest import LI


async def test_updates_come_again_until_the_offset_moves_beyond_them(api: BotApi, bot: telegram.Bot) -> None:
    acts = [api.say(LI, text) for text in ("一", "二", "三")]
    for _killed in range(2):
        updates = await bot.get_updates()
        assert [update.effective_message.text for update in updates if update.effective_message] == ["一", "二", "三"]
    assert [update.update_id for update in updates] == [act.update_id for act in acts]
    assert len(await bot.get_updates(limit=1)) == 1
    left = await bot.get_updates(offset=updates[1].update_id)
    assert [update.update_id for update in left] == [acts[1].update_id, acts[2].update_id]
    assert await bot.get_updates(offset=left[-1].update_id + 1) == ()


async def test_updates_outlive_the_server(api: BotApi) -> None:
    act = api.say(LI, "还在吗")
    for _start in range(2):
        async with serve(api) as root, telegram.Bot(api.token, base_url=f"{root}/bot") as bot:
            assert [update.update_id for update in await bot.get_updates()] == [act.update_id]


async def test_a_negative_offset_forgets_all_but_the_last(api: BotApi, bot: telegram.Bot) -> None:
    acts = [api.say(LI, text) for text in ("一", "二", "三")]
    assert [update.update_id for update in await bot.get_updates(offset=-1)] == [acts[2].update_id]
    assert len(await bot.get_updates()) == 1


async def test_a_long_poll_answers_as_soon_as_something_happens(api: BotApi, bot: telegram.Bot) -> None:
    waiting = asyncio.create_task(bot.get_updates(timeout=30))
    await api.until(lambda: api.polling)
    act = api.say(LI, "在")
    assert [update.update_id for update in await waiting] == [act.update_id]


async def test_a_second_poller_ends_the_first(api: BotApi, root: str, bot: telegram.Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await api.until(lambda: api.polling)
    async with telegram.Bot(api.token, base_url=f"{root}/bot") as other:
        second = asyncio.create_task(other.get_updates(timeout=30))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first
        act = api.say(LI, "在")
        assert [update.update_id for update in await second] == [act.update_id]


async def test_a_poller_that_is_gone_takes_nothing_with_it(api: BotApi, root: str) -> None:
    async with telegram.Bot(api.token, base_url=f"{root}/bot") as killed:
        poll = asyncio.create_task(killed.get_updates(timeout=30))
        await api.until(lambda: api.polling)
        poll.cancel()
        await asyncio.gather(poll, return_exceptions=True)
        await api.until(lambda: not api.polling)
    api.say(LI, "在")
    async with telegram.Bot(api.token, base_url=f"{root}/bot") as restarted:
        assert len(await restarted.get_updates()) == 1


async def test_polling_and_webhook_exclude_each_other(bot: telegram.Bot) -> None:
    await bot.set_webhook("http://127.0.0.1:9/telegram")
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_types_that_were_not_asked_for_are_not_queued(api: BotApi, bot: telegram.Bot) -> None:
    await bot.get_updates(allowed_updates=["message"])
    act = api.say(LI, "一")
    assert api.edit(LI, act.message_id, "二").update_id is None
    assert [update.update_id for update in await bot.get_updates()] == [act.update_id]
    await bot.get_updates(offset=-1, allowed_updates=[])
    assert api.edit(LI, act.message_id, "三").update_id is not None


async def test_settled_waits_for_the_acknowledgement(api: BotApi, bot: telegram.Bot) -> None:
    act = api.say(LI, "一")
    settled = asyncio.create_task(api.settled(act))
    (update,) = await bot.get_updates()
    assert not settled.done()
    await bot.get_updates(offset=update.update_id + 1)
    await settled
    await api.settled(None, act.update_id)


async def test_waiting_in_vain_fails_with_the_chat(api: BotApi, bot: telegram.Bot) -> None:
    await bot.send_message(
        LI,
        "你好",
        reply_markup=telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("撤销", callback_data="u")]]),
    )
    act = api.say(LI, "有人吗")
    with pytest.raises(AssertionError) as failed:
        await api.settled(act, within=0.01)
    for shown in ("有人吗", "你好", "撤销", str(act.update_id)):
        assert shown in str(failed.value)


async def test_a_port_that_is_taken_is_an_error(api: BotApi, root: str) -> None:
    port = int(root.rpartition(":")[2])
    with pytest.raises(OSError, match="in use"):
        async with serve(api, port=port):
            pytest.fail("two servers on one port")
