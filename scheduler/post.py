"""Telegram as a post office, by python-telegram-bot: every outcome becomes a value."""

import os

# RetryAfter otherwise warns, when it is only built, that its number will be a timedelta one day.
os.environ.setdefault("PTB_TIMEDELTA", "true")

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx
from telegram import Bot, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from bot.config import Settings
from bot.keyboards import inline
from bot.texts.message import Say
from scheduler.outcomes import Blocked, Delivered, Lost, NotSent, Refused, Sent, Wait

POOL = 16
NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol, httpx.ProxyError)
GONE = ("chat not found", "user not found", "user is deactivated", "peer_id_invalid", "bot was blocked")
UNCHANGED = "message is not modified"
PLAIN = LinkPreviewOptions(is_disabled=True)


class TelegramPost:
    """Sends HTML with buttons through a started `telegram.Bot`."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, telegram_id: int, say: Say) -> Sent:
        try:
            message = await self._bot.send_message(
                telegram_id,
                say.text,
                parse_mode=ParseMode.HTML,
                reply_markup=inline(say),
                link_preview_options=PLAIN,
            )
        except TelegramError as problem:
            return outcome_of(problem)
        return Delivered(message.message_id)

    async def edit(self, telegram_id: int, message_id: int, say: Say) -> Sent:
        """An edit that changes nothing counts as delivered: somebody was faster."""
        try:
            await self._bot.edit_message_text(
                say.text,
                telegram_id,
                message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=inline(say),
                link_preview_options=PLAIN,
            )
        except BadRequest as problem:
            return Delivered(message_id) if UNCHANGED in problem.message.lower() else outcome_of(problem)
        except TelegramError as problem:
            return outcome_of(problem)
        return Delivered(message_id)


def outcome_of(problem: TelegramError) -> Sent:
    """The order matters: BadRequest and TimedOut are NetworkErrors to python-telegram-bot."""
    match problem:
        case RetryAfter():
            wait = problem.retry_after
            return Wait(wait.total_seconds() if isinstance(wait, timedelta) else float(wait))
        case Forbidden():
            return Blocked()
        case InvalidToken():
            return NotSent("invalid token")
        case BadRequest():
            said = problem.message.lower()
            return Blocked() if any(word in said for word in GONE) else Refused(problem.message[:64])
        case ChatMigrated():
            return Refused("chat migrated")
        case TimedOut() | NetworkError():
            cause = problem.__cause__
            name = type(cause or problem).__name__
            return NotSent(name) if isinstance(cause, NEVER_LEFT) else Lost(name)
        case _:
            return Lost(type(problem).__name__)


@asynccontextmanager
async def telegram_post(settings: Settings) -> AsyncIterator[TelegramPost]:
    """A post office of its own, for one command; the running bot shares its own `Bot` instead."""
    assert settings.telegram_bot_token is not None
    request = HTTPXRequest(
        connection_pool_size=POOL,
        proxy=settings.telegram_proxy_url,
        read_timeout=20,
        write_timeout=20,
        connect_timeout=10,
    )
    bot = Bot(settings.telegram_bot_token, base_url=f"{settings.telegram_api_base_url}/bot", request=request)
    await request.initialize()  # not the bot: that would ask Telegram who we are before every tick
    try:
        yield TelegramPost(bot)
    finally:
        await request.shutdown()
