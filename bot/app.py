"""build(): the one module where the parts meet."""

import asyncio
import os
from types import NoneType
from typing import Any

from telegram import Bot
from telegram.ext import ContextTypes
from telegram.request import HTTPXRequest

import handlers
from bot.config import Settings
from bot.runtime import Runtime
from handlers.intake import Intake

os.environ.setdefault("PTB_TIMEDELTA", "1")  # or PTB warns of a deprecation at each RetryAfter
AT_ONCE = 12  # httpx collapses past some 30 concurrent requests; Telegram takes 30 a second


class CappedRequest(HTTPXRequest):
    """PTB's httpx, with at most AT_ONCE requests under way; the rest wait in order, outside its pool."""

    def __init__(self, proxy: str | None) -> None:
        super().__init__(
            connection_pool_size=AT_ONCE,
            proxy=proxy,
            pool_timeout=30,
            read_timeout=20,
            write_timeout=20,
            connect_timeout=10,
        )
        self._places = asyncio.Semaphore(AT_ONCE)

    async def do_request(self, *parts: Any, **more: Any) -> tuple[int, bytes]:
        async with self._places:
            return await super().do_request(*parts, **more)


async def own_name(settings: Settings) -> str:
    """The bot's user name, asked of Telegram. Raises InvalidToken or another TelegramError."""
    assert settings.telegram_bot_token is not None
    request = CappedRequest(settings.telegram_proxy_url)
    async with Bot(settings.telegram_bot_token, f"{settings.telegram_api_base_url}/bot", request=request) as bot:
        return bot.username


def build(settings: Settings, runtime: Runtime) -> Intake:
    """The bot, not yet initialised: `async with app` before the first update."""
    assert settings.telegram_bot_token is not None
    root = settings.telegram_api_base_url
    app = (
        Intake.builder()
        .application_class(Intake)
        .token(settings.telegram_bot_token)
        .base_url(f"{root}/bot")
        .base_file_url(f"{root}/file/bot")
        .request(CappedRequest(settings.telegram_proxy_url))
        .get_updates_request(HTTPXRequest(connection_pool_size=1, proxy=settings.telegram_proxy_url, read_timeout=60))
        .updater(None)
        .context_types(ContextTypes(user_data=NoneType, chat_data=NoneType))
        .build()
    )
    assert isinstance(app, Intake)
    app.bot_data["runtime"] = runtime
    handlers.register(app)
    return app
