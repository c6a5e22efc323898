"""Updates in: one of a chat at a time, many chats at once; a failure that must be delivered again is not swallowed."""

import asyncio
from collections import defaultdict
from typing import Any

from telegram import Update
from telegram.ext import Application


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

    async def process_error(self, update: object, error: Exception, job: Any = None, coroutine: Any = None) -> bool:  # noqa: ARG002  signature of PTB
        raise error
