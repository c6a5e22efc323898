"""Polling mode: the offset moves when a batch is committed and answered, not when it is fetched."""

import asyncio
import logging
from collections import Counter
from collections.abc import Sequence
from typing import Any

from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.runtime import Runtime
from handlers.intake import Ended, Intake
from handlers.reply import seconds

log = logging.getLogger(__name__)
WAIT = 50  # seconds of one long poll
PATIENCE = 5  # times that one update may fail to be answered before the others stop waiting for it
ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]


async def poll(app: Intake, runtime: Runtime, stop: asyncio.Event) -> None:
    """Fetch, handle, confirm, until `stop`. Raises InvalidToken when Telegram does not know the token."""
    offset: int | None = None
    failed: Counter[int] = Counter()
    while not stop.is_set():
        try:
            batch = await _fetch(app, offset, stop)
        except InvalidToken:
            raise
        except RetryAfter as problem:
            await rest(runtime, stop, seconds(problem))
            continue
        except (NetworkError, Conflict) as problem:
            log.warning("getUpdates: %s", problem)
            await rest(runtime, stop, 3)
            continue
        ended = await asyncio.gather(*(app.settle(update) for update in batch))
        again = _again(batch, ended, failed)
        if again:
            # Confirm what lies before the first that must come again; later ones are repeated and change nothing.
            offset = min(again)
            await rest(runtime, stop, 1)
        elif batch:
            offset = max(update.update_id for update in batch) + 1
            failed.clear()
    await _confirm(app, offset)


def _again(batch: Sequence[Update], ended: Sequence[Ended], failed: Counter[int]) -> list[int]:
    """What must come again: without a database until it is back, without a network PATIENCE times."""
    numbers = [update.update_id for update in batch]
    failed.update(number for number, how in zip(numbers, ended, strict=True) if how is Ended.UNANSWERED)
    return [
        number
        for number, how in zip(numbers, ended, strict=True)
        if how is Ended.AWAY or (how is Ended.UNANSWERED and failed[number] < PATIENCE)
    ]


async def rest(runtime: Runtime, stop: asyncio.Event, length: float) -> None:
    """A pause of so many seconds, which ends early when `stop` is set."""
    pause, ending = asyncio.ensure_future(runtime.pause(length)), asyncio.ensure_future(stop.wait())
    await asyncio.wait({pause, ending}, return_when=asyncio.FIRST_COMPLETED)
    await _drop(pause, ending)


async def _fetch(app: Intake, offset: int | None, stop: asyncio.Event) -> Sequence[Update]:
    """One long poll, given up when `stop` is set."""
    call = asyncio.ensure_future(
        app.bot.get_updates(offset=offset, timeout=WAIT, allowed_updates=ALLOWED, read_timeout=10)
    )
    ending = asyncio.ensure_future(stop.wait())
    await asyncio.wait({call, ending}, return_when=asyncio.FIRST_COMPLETED)
    try:
        return call.result() if call.done() else []
    finally:
        await _drop(call, ending)


async def _drop(*tasks: asyncio.Future[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _confirm(app: Intake, offset: int | None) -> None:
    """Tell Telegram how far we came, or it would repeat the last batch to the next process."""
    if offset is None:
        return
    try:
        await app.bot.get_updates(offset=offset, limit=1, timeout=0, allowed_updates=ALLOWED, read_timeout=2)
    except TelegramError as problem:
        log.info("the last batch could not be confirmed, it will come again and change nothing: %s", problem)
