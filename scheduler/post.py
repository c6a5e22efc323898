"""Telegram as a post office, by python-telegram-bot: every outcome becomes a value."""

import os

# RetryAfter otherwise warns, when it is only built, that its number will be a timedelta one day.
os.environ.setdefault("PTB_TIMEDELTA", "true")

from datetime import timedelta  # noqa: E402

import httpx  # noqa: E402
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions  # noqa: E402
from telegram.constants import ParseMode  # noqa: E402
from telegram.error import (  # noqa: E402
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.texts.message import Say  # noqa: E402
from scheduler.outcomes import Blocked, Delivered, Lost, NotSent, Refused, Sent, Wait  # noqa: E402

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
                reply_markup=keyboard(say),
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
                reply_markup=keyboard(say),
                link_preview_options=PLAIN,
            )
        except BadRequest as problem:
            return Delivered(message_id) if UNCHANGED in problem.message.lower() else outcome_of(problem)
        except TelegramError as problem:
            return outcome_of(problem)
        return Delivered(message_id)


def keyboard(say: Say) -> InlineKeyboardMarkup | None:
    if not say.rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(b.label, callback_data=b.data) for b in row] for row in say.rows]
    )


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
