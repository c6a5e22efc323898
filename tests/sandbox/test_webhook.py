"""Delivery by webhook: in order within a chat, many chats at once, again until the bot says 2xx."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

import pytest
import telegram
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram.error import BadRequest

from bot.sandbox.api import BotApi
from bot.serving import serve_app
from tests.sandbox.conftest import LI


class Receiver:
    """A bot's webhook that notes what comes and answers with `status`, at once or when `gate` opens."""

    def __init__(self) -> None:
        self.url = ""
        self.status = 200
        self.texts: list[str] = []
        self.secrets: set[str | None] = set()
        self.at_once = 0
        self.most_at_once = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.full = asyncio.Event()
        self.enough = 0

    async def take(self, request: Request) -> Response:
        update = await request.json()
        self.secrets.add(request.headers.get("x-telegram-bot-api-secret-token"))
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        if self.at_once == self.enough:
            self.full.set()
        await self.gate.wait()
        self.at_once -= 1
        self.texts.append(update["message"]["text"])
        return Response(status_code=self.status)


@contextlib.asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = Starlette(routes=[Route("/telegram", receiver.take, methods=["POST"])])
    async with serve_app(app) as root:
        receiver.url = f"{root}/telegram"
        yield receiver


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as one:
        yield one


def fast(api: BotApi) -> Callable[[int], float]:
    api.retry_seconds = lambda _attempts: 0.001
    return api.retry_seconds


async def test_updates_of_a_chat_arrive_in_order_with_the_secret(
    api: BotApi, bot: telegram.Bot, receiver: Receiver
) -> None:
    before = api.say(LI, "早")
    await bot.set_webhook(receiver.url, secret_token="s3cret_-")
    acts = [before, *(api.say(LI, str(number)) for number in range(20))]
    await api.settled(*acts)
    assert receiver.texts == ["早", *(str(number) for number in range(20))]
    assert receiver.secrets == {"s3cret_-"}
    assert receiver.most_at_once == 1
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count, info.max_connections) == (receiver.url, 0, 40)


@pytest.mark.parametrize("connections", [3, None])
async def test_many_chats_are_served_at_once_up_to_max_connections(
    api: BotApi, bot: telegram.Bot, receiver: Receiver, connections: int | None
) -> None:
    receiver.gate.clear()
    receiver.enough = connections or 40
    await bot.set_webhook(receiver.url, max_connections=connections)
    for user_id in range(100, 160):
        api.add_person(user_id, f"干部{user_id}")
    acts = [api.say(user_id, "在") for user_id in range(100, 160)]
    await receiver.full.wait()
    receiver.gate.set()
    await api.settled(*acts)
    assert receiver.most_at_once == (connections or 40)
    assert len(receiver.texts) == 60


async def test_a_failed_delivery_is_repeated_until_it_succeeds_and_holds_up_only_its_chat(
    api: BotApi, bot: telegram.Bot, receiver: Receiver
) -> None:
    api.retry_seconds = lambda _attempts: 600
    receiver.status = 503
    await bot.set_webhook(receiver.url)
    first, second = api.say(LI, "一"), api.say(LI, "二")
    await api.until(lambda: api.webhook.last_error)
    assert (await bot.get_webhook_info()).last_error_message == "Wrong response from the webhook: 503"
    receiver.status = 200
    api.add_person(12, "王芳")
    await api.settled(api.say(12, "别的"))
    assert list(api.pending) == [first.update_id, second.update_id]
    api.hurry()
    await api.settled(first, second)
    assert receiver.texts == ["一", "别的", "一", "二"]


async def test_a_dead_worker_gets_its_update_when_it_is_back(api: BotApi, bot: telegram.Bot) -> None:
    api.retry_seconds = lambda _attempts: 600
    async with receiving() as first:
        port = int(first.url.split(":")[2].split("/")[0])
        await bot.set_webhook(first.url)
        await api.settled(api.say(LI, "一"))
    act = api.say(LI, "二")
    await api.until(lambda: api.webhook.last_error)
    second = Receiver()
    async with serve_app(Starlette(routes=[Route("/telegram", second.take, methods=["POST"])]), port=port):
        api.hurry()
        await api.settled(act)
    assert second.texts == ["二"]


async def test_an_update_can_be_given_to_a_worker_of_choice(api: BotApi, bot: telegram.Bot, receiver: Receiver) -> None:
    async with receiving() as other:
        await bot.set_webhook(receiver.url)
        await api.settled(api.say(LI, "一"))
        await api.settled(api.say(LI, "二", to=other.url))
    assert (receiver.texts, other.texts) == (["一"], ["二"])


async def test_several_workers_share_the_updates_and_take_over_from_a_dead_one(
    api: BotApi, bot: telegram.Bot, receiver: Receiver
) -> None:
    fast(api)
    async with receiving() as other:
        api.webhook_targets = [receiver.url, other.url]
        await bot.set_webhook("http://127.0.0.1:9/balancer")
        await api.settled(*[api.say(LI, str(number)) for number in range(10)])
        assert (len(receiver.texts), len(other.texts)) == (5, 5)
    await api.settled(*[api.say(LI, str(number)) for number in range(10, 14)])
    assert sorted(receiver.texts[5:]) == ["10", "11", "12", "13"]


async def test_pending_updates_can_be_dropped(api: BotApi, bot: telegram.Bot, receiver: Receiver) -> None:
    api.say(LI, "一")
    await bot.set_webhook(receiver.url, drop_pending_updates=True)
    await api.settled(api.say(LI, "二"))
    assert receiver.texts == ["二"]
    await bot.set_webhook("")
    api.say(LI, "三")
    await bot.delete_webhook(drop_pending_updates=True)
    assert (await bot.get_webhook_info()).pending_update_count == 0


async def test_a_delivery_under_way_stops_when_the_webhook_goes(
    api: BotApi, bot: telegram.Bot, receiver: Receiver
) -> None:
    receiver.status = 500
    api.retry_seconds = lambda _attempts: 600
    await bot.set_webhook(receiver.url)
    act = api.say(LI, "一")
    await api.until(lambda: api.webhook.last_error)
    await bot.delete_webhook()
    api.hurry()
    assert [update.update_id for update in await bot.get_updates()] == [act.update_id]


async def test_a_webhook_address_must_be_one(bot: telegram.Bot, receiver: Receiver) -> None:
    with pytest.raises(BadRequest, match="an https url must be provided"):
        await bot.set_webhook("nowhere")
    with pytest.raises(BadRequest, match="Secret token contains unallowed characters"):
        await bot.set_webhook(receiver.url, secret_token="密")
    await bot.set_webhook(receiver.url, max_connections=1000, allowed_updates=["message"])
    info = await bot.get_webhook_info()
    assert (info.max_connections, info.allowed_updates) == (40, ("message",))
