"""Polling mode: the offset moves when a batch is committed and answered, not when it is fetched."""

import asyncio
import logging
from collections import Counter
from collections.abc import Sequence

from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.runtime import Runtime, UnavailableError
from handlers.intake import Intake
from handlers.reply import NotAnsweredError, seconds

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
            await runtime.pause(seconds(problem))
            continue
        except (NetworkError, Conflict) as problem:
            log.warning("getUpdates: %s", problem)
            await runtime.pause(3)
            continue
        taken = await asyncio.gather(*(_take(app, update) for update in batch))
        undone = [update.update_id for update, done in zip(batch, taken, strict=True) if not done]
        failed.update(undone)
        again = [number for number in undone if failed[number] < PATIENCE]
        if again:
            # Confirm what lies before the first that must come again; later ones are repeated and change nothing.
            offset = min(again)
            await runtime.pause(1)
        elif batch:
            offset = max(update.update_id for update in batch) + 1
            failed.clear()


async def _fetch(app: Intake, offset: int | None, stop: asyncio.Event) -> Sequence[Update]:
    """One long poll, given up when `stop` is set."""
    call = asyncio.ensure_future(
        app.bot.get_updates(offset=offset, timeout=WAIT, allowed_updates=ALLOWED, read_timeout=10)
    )
    ending = asyncio.ensure_future(stop.wait())
    await asyncio.wait({call, ending}, return_when=asyncio.FIRST_COMPLETED)
    ending.cancel()
    if not call.done():
        call.cancel()
        return []
    return call.result()


async def _take(app: Intake, update: Update) -> bool:
    try:
        await app.take(update)
    except (UnavailableError, NotAnsweredError) as problem:
        log.warning("update %s must come again: %s", update.update_id, problem)
        return False
    except TelegramError:
        log.exception("update %s could not be answered", update.update_id)
    except Exception:  # a defect of ours: repeating would only repeat it
        log.exception("update %s failed", update.update_id)
    return True
