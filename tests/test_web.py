"""The webhook server: who may post, what is refused, what comes again, and what it tells about itself."""

import json
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.clock import MovableClock
from bot.sandbox.api import BotApi
from bot.sandbox.server import serve
from bot.web import LIMIT
from db.session import Sessions
from tests.kit.botapi import Person
from tests.kit.bots import SECRET, TOKEN, Bot, running
from tests.kit.outages import away, impatient
from tests.kit.pair import CALL, records, two_cadres

HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
def api(clock: MovableClock) -> BotApi:
    return BotApi(now=clock, token=TOKEN)


@pytest.fixture
def li(api: BotApi, database: Sessions) -> Person:
    return two_cadres(database, api)[0]


@pytest.fixture
async def bot(api: BotApi, database_url: str, clock: MovableClock, li: Person) -> AsyncIterator[Bot]:
    async with serve(api) as root, running(root, impatient(database_url), clock, webhook=True) as worker:
        await api.until(lambda: api.webhook.url)
        yield worker


@pytest.fixture
async def web(bot: Bot) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who knows the address but nothing else."""
    assert bot.url
    async with httpx.AsyncClient(base_url=bot.url.removesuffix("/telegram"), verify=False) as client:
        yield client


@pytest.mark.parametrize("headers", [{}, {HEADER: ""}, {HEADER: SECRET + "x"}, {HEADER: "密".encode()}])
async def test_without_the_secret_nothing_is_taken(
    web: httpx.AsyncClient, li: Person, headers: dict[str, str], database: Sessions
) -> None:
    update = {
        "update_id": 1,
        "message": {"message_id": 1, "date": 0, "chat": li.chat.who, "from": li.chat.user, "text": CALL},
    }
    answer = await web.post("/telegram", json=update, headers=headers)
    assert (answer.status_code, answer.content) == (403, b"")
    assert (li.heard, records(database)) == ([], 0)


async def test_what_is_too_big_is_refused_before_it_is_read(web: httpx.AsyncClient) -> None:
    answer = await web.post("/telegram", content=b" " * (LIMIT + 1), headers={HEADER: SECRET})
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff\xfe", b"[]", b"{}", b"7", b'"x"', b"null", b'{"update_id": 1, "message": 5}', b"[" * 100_000],
    ids=["nothing", "half", "bytes", "list", "no number", "number", "text", "null", "no message", "deep"],
)
async def test_garbage_is_refused(web: httpx.AsyncClient, body: bytes) -> None:
    assert (await web.post("/telegram", content=body, headers={HEADER: SECRET})).status_code == 400


async def test_with_the_database_away_nothing_is_said_and_the_update_comes_again(
    api: BotApi, web: httpx.AsyncClient, li: Person, database: Sessions, database_url: str
) -> None:
    api.retry_seconds = lambda _attempts: 600
    embedded = database_url.startswith("sqlite")
    with away(database_url):
        act = api.say(li.id, CALL)
        await api.until(lambda: api.webhook.last_error)
        assert api.webhook.last_error == "Wrong response from the webhook: 503"
        health = await web.get("/healthz")
        # SQLite still reads while somebody else holds the write lock.
        assert (health.status_code, health.json()) == (
            (200, {"database": "ok"}) if embedded else (503, {"database": "away"})
        )
        assert li.heard == []
    api.hurry()
    await api.settled(act)
    assert len(li.heard) == 1
    assert "已记" in li.heard[0]
    assert records(database) == 1
    assert (await web.get("/healthz")).json() == {"database": "ok"}


async def test_updates_are_counted_by_how_they_ended(
    api: BotApi, web: httpx.AsyncClient, li: Person, database_url: str
) -> None:
    before = counted((await web.get("/metrics")).text)
    api.retry_seconds = lambda _attempts: 0.01
    await li.says(CALL)
    with away(database_url):
        act = api.say(li.id, "/help")
        await api.until(lambda: api.webhook.last_error)
    api.hurry()
    await api.settled(act)
    api.fail("drop_before", method="sendMessage")
    await li.says("/help")
    after = counted((await web.get("/metrics")).text)
    assert after["done"] - before.get("done", 0) == 3
    assert after["away"] - before.get("away", 0) >= 1
    assert after["unanswered"] - before.get("unanswered", 0) == 1
    assert json.dumps(after) == json.dumps(counted((await web.get("/metrics")).text)), "asking counts as nothing"


def counted(exposition: str) -> dict[str, int]:
    """jiedui_updates_total by outcome; the form is that of Prometheus."""
    lines = exposition.splitlines()
    assert "# TYPE jiedui_updates_total counter" in lines
    start = 'jiedui_updates_total{outcome="'
    return {line.removeprefix(start).split('"')[0]: int(line.split()[-1]) for line in lines if line.startswith(start)}


async def test_there_is_nothing_else_at_this_address(web: httpx.AsyncClient) -> None:
    assert (await web.get("/telegram")).status_code == 405
    assert (await web.get("/")).status_code == 404
