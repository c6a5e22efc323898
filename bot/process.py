"""A running bot: the edges, started and stopped in order. Used by the command line and by the sandbox."""

import asyncio
import contextlib
import functools
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable

from telegram import BotCommand
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

import scheduler
from bot import web
from bot.app import build
from bot.config import Settings
from bot.polling import ALLOWED, poll, rest
from bot.runtime import Runtime
from bot.services import updates
from bot.serving import serve_app
from bot.texts.commands import described
from bot.texts.language import language
from handlers.intake import Intake
from handlers.reply import seconds
from handlers.worker import working
from scheduler.clockwork import Clockwork
from scheduler.post import TelegramPost

log = logging.getLogger(__name__)
SCOPES = {"zh_CN": None, "en": "en"}


class StoppedError(Exception):
    """Told to end while still waiting for Telegram."""


@contextlib.asynccontextmanager
async def application(settings: Settings, runtime: Runtime, stop: asyncio.Event | None = None) -> AsyncIterator[Intake]:
    """The bot, known to Telegram: its name kept for invitation links, a stranger's menu set.

    Raises telegram.error.InvalidToken for a token that Telegram does not know. Waits out a network that is away,
    until `stop`: then StoppedError.
    """
    app = build(settings, runtime)
    try:
        await _insist(app.initialize, runtime, stop or asyncio.Event())
        await runtime.run(updates.remember_bot_name, name=app.bot.username)
        await _introduce(app)
        async with working(app, runtime):
            yield app
    finally:
        await app.shutdown()
        await app.bot.shutdown()  # also where the start failed half-way, of which `app` knows nothing


async def _insist(call: Callable[[], Awaitable[object]], runtime: Runtime, stop: asyncio.Event) -> None:
    """Until Telegram answers; what it refuses for good is raised."""
    while not stop.is_set():
        try:
            await call()
        except BadRequest:
            raise
        except RetryAfter as problem:
            await rest(runtime, stop, seconds(problem))
        except NetworkError as problem:
            log.warning("Telegram cannot be reached: %s; trying again", problem)
            await rest(runtime, stop, 5)
        else:
            return
    raise StoppedError


async def _introduce(app: Intake) -> None:
    try:
        for name, code in SCOPES.items():
            await app.bot.set_my_commands([BotCommand("start", described(language(name), "start"))], language_code=code)
    except TelegramError as problem:
        log.warning("the menu of strangers could not be set: %s", problem)


async def take_updates(app: Intake, settings: Settings, runtime: Runtime, stop: asyncio.Event) -> None:
    """Until `stop`: a webhook server when WEBHOOK_URL is set, polling otherwise.

    Raises StoppedError when it came before Telegram could be reached.
    """
    if settings.webhook_url is None:
        await _insist(app.bot.delete_webhook, runtime, stop)
        await poll(app, runtime, stop)
        return
    assert settings.webhook_secret is not None
    page = web.create(app, runtime, settings.webhook_secret)
    async with serve_app(page, settings.webhook_host, settings.webhook_port) as root:
        log.info("listening on %s, Telegram calls %s/telegram", root, settings.webhook_url)
        register = functools.partial(
            app.bot.set_webhook,
            f"{settings.webhook_url}/telegram",
            secret_token=settings.webhook_secret,
            allowed_updates=ALLOWED,
        )
        await _insist(register, runtime, stop)
        await stop.wait()


@contextlib.asynccontextmanager
async def clock(app: Intake, runtime: Runtime) -> AsyncIterator[Clockwork]:
    """The planner and sender, ticking until the block ends; what is on its way then still arrives."""
    jobs = scheduler.build(runtime, TelegramPost(app.bot))
    work: Clockwork = jobs.clockwork
    jobs.start()
    try:
        yield work
    finally:
        jobs.shutdown(wait=False)
        await work.close()


def until_signalled(stop: asyncio.Event) -> None:
    """SIGINT and SIGTERM end the run in order: what was begun is finished, answered and confirmed."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
