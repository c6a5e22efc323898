"""kill -9 in the middle of 200 updates: nothing is lost, nothing is stored twice, everybody has his receipts."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.sandbox.api import BotApi
from db.models import Record
from db.session import Sessions
from tests.kit.processes import PATIENCE, Daemon, bot_settings, started
from tests.process.conftest import CADRES, MESSAGES, Crowd

ALL = CADRES * MESSAGES
pytestmark = pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])


async def until(api: BotApi, daemon: Daemon, condition: Callable[[], object]) -> None:
    """AssertionError with the chats and the log of the process when nothing happens, or when the process is gone."""
    wanted = asyncio.ensure_future(api.until(condition, within=PATIENCE))
    gone = asyncio.ensure_future(asyncio.to_thread(daemon.process.wait))
    await asyncio.wait({wanted, gone}, return_when=asyncio.FIRST_COMPLETED)
    if not wanted.done():
        wanted.cancel()
        raise AssertionError(f"it ended by itself\n{daemon.said()[-5000:]}")
    if problem := wanted.exception():
        raise AssertionError(f"{problem}\n{daemon.said()[-5000:]}")


async def serving(api: BotApi, daemon: Daemon, *, webhook: bool) -> None:
    """Until the new process takes updates; then every delivery that waits for its next try makes it now."""
    if webhook:
        known = api.called["setWebhook"]
        await until(api, daemon, lambda: api.called["setWebhook"] > known)
        api.hurry()


def stored(database: Sessions) -> list[int]:
    """How many records each pairing has for each day."""
    with database.read() as session:
        return list(session.scalars(select(func.count()).select_from(Record).group_by(Record.pairing_id, Record.day)))


async def test_after_kill_9_each_of_200_is_stored_once_and_has_its_receipt(
    webhook: bool, tmp_path: Path, root: str, api: BotApi, database_url: str, database: Sessions, crowd: Crowd
) -> None:
    """Killed at the 1st and the 100th answer on its way: before the news of it can have been stored."""
    settings = bot_settings(root, database_url, webhook=webhook)
    api.retry_seconds = lambda _attempts: 1.0
    acts = crowd.speak()
    kills = (1, 100)
    for kill_at in kills:
        with started(tmp_path, "run", **settings) as bot:
            await serving(api, bot, webhook=webhook)
            await until(api, bot, lambda at=kill_at: crowd.answered >= at)
    assert crowd.answered < ALL, "it was killed too late to be in the middle"
    assert api.pending
    with started(tmp_path, "run", **settings) as bot:
        await serving(api, bot, webhook=webhook)
        await until(api, bot, lambda: not any(act.update_id in api.pending for act in acts))
    assert stored(database) == [1] * ALL
    receipts = [count for of_one in crowd.receipts() for count in of_one]
    assert min(receipts) == 1
    assert sum(receipts) - ALL <= len(kills) * CADRES, "more came twice than were on their way"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_sigterm_ends_in_order_and_nothing_comes_twice(
    webhook: bool, tmp_path: Path, root: str, api: BotApi, database_url: str, database: Sessions, crowd: Crowd
) -> None:
    settings = bot_settings(root, database_url, webhook=webhook)
    api.retry_seconds = lambda _attempts: 1.0
    acts = crowd.speak()
    with started(tmp_path, "run", **settings) as bot:
        await serving(api, bot, webhook=webhook)
        await until(api, bot, lambda: crowd.answered >= 30)
        assert await bot.end() == 0, bot.said()
    with started(tmp_path, "run", **settings) as bot:
        await serving(api, bot, webhook=webhook)
        await until(api, bot, lambda: not any(act.update_id in api.pending for act in acts))
        assert await bot.end() == 0, bot.said()
    assert stored(database) == [1] * ALL
    assert crowd.receipts() == [[1] * MESSAGES] * CADRES
