"""The server over real HTTP, and python-telegram-bot speaking to it."""

from collections.abc import AsyncIterator

import pytest
import telegram
from telegram.request import HTTPXRequest

from bot.clock import MovableClock
from bot.sandbox.api import BotApi
from bot.sandbox.server import serve

LI = 11
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


@pytest.fixture(autouse=True)
def _durations_as_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise python-telegram-bot warns, and a warning is an error, each time it raises RetryAfter."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
def api(clock: MovableClock) -> BotApi:
    api = BotApi(now=clock)
    api.add_person(LI, "李明", started=True)
    return api


@pytest.fixture
async def root(api: BotApi) -> AsyncIterator[str]:
    async with serve(api) as address:
        yield address


def bot_at(root: str, api: BotApi) -> telegram.Bot:
    """Without certificates, which cost 50 ms each time they are loaded."""
    requests = [HTTPXRequest(connection_pool_size=64, httpx_kwargs={"verify": False}) for _ in range(2)]
    return telegram.Bot(
        api.token,
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        get_updates_request=requests[0],
        request=requests[1],
    )


@pytest.fixture
async def bot(api: BotApi, root: str) -> AsyncIterator[telegram.Bot]:
    async with bot_at(root, api) as bot:
        yield bot
    assert api.unknown_arguments == []
