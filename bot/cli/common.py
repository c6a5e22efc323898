"""What every command needs: settings, a migrated database, JSON on standard output and the log on standard error."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn
from zoneinfo import ZoneInfo

import typer

from bot import clock, programmes
from bot.config import Settings, SettingsError, ensure_key
from bot.domain.programme import ProgrammeError
from bot.runtime import Runtime, UnavailableError
from bot.services.desk import Desk
from db import migrate
from db.session import Cipher, Sessions, connect_to

Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]
FAILED, MISUSED = 1, 2
FIRST, LAST = 2000, 2199
"""The years that commands take: of all others no working day is known, nor the moon's calendar."""


def fail(message: str, code: int = FAILED) -> NoReturn:
    """Say why on standard error and leave: 1 the thing failed, 2 wrong use."""
    typer.echo(message, err=True)
    raise typer.Exit(code)


def print_json(document: Any) -> None:
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def moment(raw: str | None, zone: ZoneInfo) -> datetime:
    """An ISO time of --now, local to `zone` when it names none; the present without it. Leaves with 2 on nonsense."""
    if raw is None:
        return clock.now()
    try:
        parsed = datetime.fromisoformat(raw)
    except ValueError:
        fail(f"--now: not an ISO time: {raw}", MISUSED)
    if not FIRST <= parsed.year <= LAST:
        fail(f"--now: not a year from {FIRST} to {LAST}: {raw}", MISUSED)
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=zone)).astimezone(UTC)


def read_settings() -> Settings:
    try:
        return Settings.from_env()
    except SettingsError as problem:
        fail(str(problem), MISUSED)


def open_sessions(settings: Settings, *, migrated: bool = True) -> Sessions:
    """A connection with the keys of the deployment; `migrated` brings an embedded SQLite to head by itself.

    Raises UnavailableError.
    """
    try:
        keys, made = ensure_key(settings)
    except SettingsError as problem:
        fail(str(problem), MISUSED)
    if made:
        typer.echo(
            f"A key was made in {made}. Back it up: without it, names and phones cannot be read again.", err=True
        )
    sessions = Sessions(connect_to(settings.database_url, Cipher(keys)))
    try:
        if migrated and not migrate.is_current(sessions.engine):
            if not sessions.embedded:
                fail("The database is not at the newest schema: run `python -m bot migrate`.")
            migrate.upgrade(sessions.engine)
    except BaseException:
        sessions.close()
        raise
    return sessions


@contextmanager
def open_runtime(now: str | None = None) -> Iterator[Runtime]:
    """A runtime as the bot has, for one command; its clock stands at `now` when given."""
    settings = read_settings()
    at = None if now is None else moment(now, settings.timezone)
    try:
        programme = programmes.load(settings.programme_file)
    except ProgrammeError as problem:
        fail(str(problem), MISUSED)
    sessions: Sessions | None = None
    try:
        sessions = open_sessions(settings)
        yield Runtime(sessions, clock.now if at is None else lambda: at, programme, settings)
    except UnavailableError as problem:
        fail(f"The database cannot be reached: {problem}")
    finally:
        if sessions is not None:
            sessions.close()


@contextmanager
def desk(now: str | None = None, *, write: bool = False) -> Iterator[tuple[Any, Desk]]:
    """One transaction and its desk, as (session, desk)."""
    with open_runtime(now) as runtime, runtime.sessions.write() if write else runtime.sessions.read() as session:
        yield session, runtime.desk()


def output_path(path: Path) -> Path:
    if not path.parent.is_dir():
        fail(f"{path.parent}: no such folder", MISUSED)
    return path
