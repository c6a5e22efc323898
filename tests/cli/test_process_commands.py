"""run, web, scheduler, migrate: what they refuse, that they end in order, and that others work beside them."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot import clock as real
from bot.cli import app
from bot.sandbox.api import BotApi
from bot.sandbox.server import serve
from db.session import Sessions
from tests.kit.bots import TOKEN, free_port
from tests.kit.outages import away
from tests.kit.pair import CALL, records, two_cadres
from tests.kit.processes import bot_settings, command, environment, started


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Result]:
    """A command inside this process, which saves a second, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def go(*arguments: str, **settings: str) -> Result:
        return CliRunner().invoke(app, list(arguments), env=environment(**settings))

    return go


@pytest.mark.parametrize("name", ["run", "web", "scheduler"])
def test_a_bot_needs_a_token(run: Callable[..., Result], name: str) -> None:
    result = run(name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("TELEGRAM_BOT_TOKEN: not set")


def test_a_webhook_worker_needs_an_address(run: Callable[..., Result]) -> None:
    result = run("web", TELEGRAM_BOT_TOKEN=TOKEN)
    assert result.exit_code == 2
    assert result.stderr.startswith("WEBHOOK_URL: ")


def test_wrong_settings_are_all_told_at_once(run: Callable[..., Result]) -> None:
    result = run("run", TELEGRAM_BOT_TOKEN="x", TIMEZONE="Mars", BULK_PER_SECOND="500")
    assert result.exit_code == 2
    named = [line.split(":")[0] for line in result.stderr.splitlines()]
    assert named == ["TELEGRAM_BOT_TOKEN", "TIMEZONE", "BULK_PER_SECOND"]


def test_migrate_makes_the_schema_and_may_be_repeated(run: Callable[..., Result], tmp_path: Path) -> None:
    for _ in range(2):
        result = run("migrate")
        assert (result.exit_code, result.stdout) == (0, "The database is at the newest schema.\n")
    assert (tmp_path / "data" / "jiedui.db").exists()


@pytest.mark.parametrize("log_format", ["text", "json"])
async def test_a_token_that_telegram_does_not_know_ends_the_run_and_stands_in_no_log(
    tmp_path: Path, log_format: str
) -> None:
    async with serve(BotApi(now=real.now)) as root:
        settings = bot_settings(root, f"sqlite:///{tmp_path}/new.db", webhook=False)
        result = await asyncio.to_thread(command, tmp_path, "run", LOG_FORMAT=log_format, **settings)
    assert result.returncode == 1
    assert "TELEGRAM_BOT_TOKEN: Telegram does not know this token." in result.stderr
    assert TOKEN.partition(":")[2] not in result.stdout + result.stderr


async def test_while_telegram_cannot_be_reached_it_waits_and_still_ends_in_order(tmp_path: Path) -> None:
    """The log keeps the token to itself, whatever the network errors say."""
    settings = bot_settings(f"http://127.0.0.1:{free_port()}", f"sqlite:///{tmp_path}/new.db", webhook=False)
    with started(tmp_path, "run", **settings) as bot:
        await asyncio.to_thread(bot.says, "Telegram cannot be reached")
        assert await bot.end() == 0, bot.said()
    assert TOKEN.partition(":")[2] not in bot.said()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_database_that_is_away_at_the_start_ends_the_run(
    tmp_path: Path, database_url: str, database: Sessions
) -> None:
    database.close()
    async with serve(BotApi(now=real.now, token=TOKEN)) as root:
        with away(database_url):
            settings = bot_settings(root, database_url, webhook=False)
            result = await asyncio.to_thread(command, tmp_path, "run", **settings)
    assert result.returncode == 1
    assert "The database cannot be reached" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_commands_work_while_run_holds_the_database(
    run: Callable[..., Result], tmp_path: Path, database_url: str, database: Sessions
) -> None:
    api = BotApi(now=real.now, token=TOKEN)
    li, _ = two_cadres(database, api)
    async with serve(api) as root:
        settings = bot_settings(root, database_url, webhook=False)
        with started(tmp_path, "run", **settings) as bot:
            await li.says(CALL)
            for arguments in (("backup", "copy.gz"), ("doctor",), ("migrate",)):
                result = await asyncio.to_thread(run, *arguments, **settings)
                assert result.exit_code == 0, (arguments, result.output, bot.said())
            await li.says("/help")
            assert await bot.end() == 0, bot.said()
    assert (len(li.heard), records(database)) == (2, 1)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_two_webhook_workers_and_a_scheduler_are_three_processes(
    tmp_path: Path, database_url: str, database: Sessions
) -> None:
    """The scale-out of the contract; each ends in order."""
    api = BotApi(now=real.now, token=TOKEN)
    li, _ = two_cadres(database, api)
    async with serve(api) as root:
        given = [bot_settings(root, database_url, webhook=True) for _ in range(2)]
        folders = [tmp_path / name for name in ("one", "two", "clock")]
        for folder in folders:
            folder.mkdir()
        with (
            started(folders[0], "web", **given[0]) as one,
            started(folders[1], "web", **given[1]) as two,
            started(folders[2], "scheduler", **bot_settings(root, database_url, webhook=False)) as clock,
        ):
            await api.until(lambda: api.called["setWebhook"] == 2 and api.called["getMe"] == 3, within=60)
            await li.says(CALL, to=f"{given[0]['WEBHOOK_URL']}/telegram")
            await li.taps("撤销", to=f"{given[1]['WEBHOOK_URL']}/telegram")
            assert "已撤销" in li.heard[-1]
            ended = await asyncio.gather(one.end(), two.end(), clock.end())
            assert ended == [0, 0, 0], [each.said() for each in (one, two, clock)]
    assert records(database) == 2
