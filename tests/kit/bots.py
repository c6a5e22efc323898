"""A bot that runs for a test: the real Application on real HTTP against the local Bot API server."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from bot import process, programmes
from bot.clock import Clock
from bot.config import Settings
from bot.runtime import Runtime
from db.session import Cipher, Sessions, connect_to
from handlers.intake import Intake

KEY = bytes(range(32))
TOKEN = "1000001:test-token-of-the-sandbox"
SECRET = "a-secret"


@dataclass(frozen=True)
class Bot:
    """`url` is where webhook updates of this worker go; None in polling mode. `pauses`: what it waited for, in seconds."""

    app: Intake
    runtime: Runtime
    url: str | None
    pauses: list[float]
    taking: "asyncio.Task[None]"


class Gate:
    """Holds the pauses of a bot: `reached` when one began, which ends when the test sets `open`."""

    def __init__(self) -> None:
        self.reached = asyncio.Event()
        self.open = asyncio.Event()

    async def wait(self) -> None:
        self.reached.set()
        await self.open.wait()


def settings(root: str, database_url: str, **more: str) -> Settings:
    env = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE_URL": root, "DATABASE_URL": database_url, **more}
    return Settings.from_env(env, dotenv=None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.asynccontextmanager
async def running(
    root: str, database_url: str, clock: Clock, *, webhook: bool = False, gate: Gate | None = None, **more: Any
) -> AsyncIterator[Bot]:
    """One worker, until the block ends. Its pauses end at once, or when `gate` opens. `more`: settings by their environment names."""
    url = None
    if webhook:
        port = free_port()
        url = f"http://127.0.0.1:{port}/telegram"
        more = {
            "WEBHOOK_URL": url.removesuffix("/telegram"),
            "WEBHOOK_PORT": str(port),
            "WEBHOOK_SECRET": SECRET,
            **more,
        }
    chosen = settings(root, database_url, **more)
    sessions = Sessions(connect_to(chosen.database_url, Cipher((KEY,))))
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        await (gate.wait() if gate else asyncio.sleep(0))

    runtime = Runtime(sessions, clock, programmes.load(None), chosen, pause)
    stop = asyncio.Event()
    try:
        async with process.application(chosen, runtime) as app:
            taking = asyncio.create_task(process.take_updates(app, chosen, runtime, stop))
            try:
                yield Bot(app, runtime, url, pauses, taking)
            finally:
                stop.set()
                await taking
    finally:
        await runtime.close()
