"""run, web, scheduler, sandbox, migrate: the processes."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated

import typer
from telegram.error import InvalidToken

from bot import clock, process, programmes
from bot.cli.common import FAILED, MISUSED, fail, moment, open_sessions, read_settings
from bot.config import Settings
from bot.logs import set_up
from bot.runtime import Runtime, UnavailableError
from db import migrate as schema


def register(app: typer.Typer) -> None:
    app.command("run")(run)
    app.command("web")(web)
    app.command("scheduler")(scheduler)
    app.command("sandbox")(sandbox_command)
    app.command("migrate")(migrate)


def run() -> None:
    """The bot: polling, or webhook when WEBHOOK_URL is set, with the scheduler in the same process."""
    _serve(updates=True, clocked=True)


def web() -> None:
    """One webhook worker; start as many as there are cores."""
    _serve(updates=True, clocked=False)


def scheduler() -> None:
    """The planner and sender; start two, one leads."""
    _serve(updates=False, clocked=True)


def _serve(*, updates: bool, clocked: bool) -> None:
    settings = read_settings()
    if settings.telegram_bot_token is None:
        fail("TELEGRAM_BOT_TOKEN: not set. Without one, `python -m bot sandbox` shows the bot at work.", MISUSED)
    if updates and not clocked and settings.webhook_url is None:
        fail("WEBHOOK_URL: `web` is for webhook mode; `run` polls.", MISUSED)
    set_up(settings.log_format, settings.telegram_bot_token)
    try:
        asyncio.run(_run(settings, updates=updates, clocked=clocked))
    except InvalidToken:
        fail("TELEGRAM_BOT_TOKEN: Telegram does not know this token.", FAILED)
    except UnavailableError as problem:
        fail(f"The database cannot be reached: {problem}", FAILED)


async def _run(settings: Settings, *, updates: bool, clocked: bool) -> None:
    stop = asyncio.Event()
    process.until_signalled(stop)
    with contextlib.suppress(process.StoppedError):
        async with (
            _runtime(settings) as runtime,
            process.application(settings, runtime, stop) as app,
            process.clock(app, runtime) if clocked else contextlib.nullcontext(),
        ):
            if updates:
                await process.take_updates(app, settings, runtime, stop)
            else:
                await stop.wait()


@contextlib.asynccontextmanager
async def _runtime(settings: Settings) -> AsyncIterator[Runtime]:
    sessions = open_sessions(settings)
    runtime = Runtime(sessions, clock.now, programmes.load(settings.programme_file), settings)
    try:
        yield runtime
    finally:
        await runtime.close()


def sandbox_command(
    port: Annotated[int | None, typer.Option(help="8080, or the next free one.")] = None,
    now: Annotated[str | None, typer.Option(help="The sandbox's present, as ISO time.")] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open the page.")] = False,
) -> None:
    """A local Bot API server, the bot, a synthetic county and a chat page, with a clock to move."""
    from bot.sandbox import show  # only here: the other commands start without it

    settings = read_settings()
    set_up(settings.log_format, settings.telegram_bot_token)
    start: datetime = moment(now, settings.timezone)
    try:
        asyncio.run(show.run(settings, start, port=port, browser=not no_browser, said=typer.echo))
    except OSError as problem:
        fail(str(problem), FAILED)


def migrate() -> None:
    """Bring the schema to head."""
    settings = read_settings()
    sessions = open_sessions(settings, migrated=False)
    try:
        schema.upgrade(sessions.engine)
    finally:
        sessions.close()
    typer.echo("The database is at the newest schema.")
