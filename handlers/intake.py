"""Updates in: one of a chat at a time, many chats at once; a failure that must be delivered again is not swallowed."""

import asyncio
import logging
from collections import defaultdict
from enum import StrEnum
from typing import Any

from telegram import Update
from telegram.ext import Application

from bot import metrics
from bot.runtime import UnavailableError
from handlers.reply import NotAnsweredError

log = logging.getLogger(__name__)


class Ended(StrEnum):
    """How the taking of an update ended. AWAY (no database) and UNANSWERED (no network) must come again."""

    DONE = "done"
    FAILED = "failed"
    AWAY = "away"
    UNANSWERED = "unanswered"


class Intake(Application[Any, Any, Any, Any, Any, Any]):
    """PTB's Application, whose errors reach the caller of `take` instead of a log: acknowledging depends on them."""

    def __init__(self, **parts: Any) -> None:
        super().__init__(**parts)
        self._waiting: dict[int, int] = defaultdict(int)
        self._locks: dict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def take(self, update: Update) -> None:
        """Handle one update; returns when it is committed and answered. Raises when it must come again."""
        chat = update.effective_chat
        key = chat.id if chat else 0
        self._waiting[key] += 1
        try:
            async with self._locks[key]:
                await self.process_update(update)
        finally:
            self._waiting[key] -= 1
            if not self._waiting[key]:
                del self._waiting[key], self._locks[key]

    async def settle(self, update: Update) -> Ended:
        """`take`, errors logged, counted and told apart. FAILED is a defect of ours: a repeat would only repeat it."""
        try:
            await self.take(update)
        except (UnavailableError, NotAnsweredError) as problem:
            log.warning("update %s must come again: %s", update.update_id, problem)
            ended = Ended.AWAY if isinstance(problem, UnavailableError) else Ended.UNANSWERED
        except Exception:
            log.exception("update %s failed", update.update_id)
            ended = Ended.FAILED
        else:
            ended = Ended.DONE
        metrics.count("jiedui_updates_total", ended)
        return ended

    async def process_error(self, update: object, error: Exception, job: Any = None, coroutine: Any = None) -> bool:  # noqa: ARG002  signature of PTB
        raise error
