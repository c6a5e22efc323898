"""backup, restore, doctor: what keeps a deployment well."""

import asyncio
import contextlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer
from telegram.error import InvalidToken, TelegramError

from bot import clock, programmes
from bot.app import own_name
from bot.cli.common import FAILED, Json, fail, open_sessions, output_path, print_json, read_settings
from bot.config import Settings, SettingsError, ensure_key
from bot.domain.programme import ProgrammeError
from bot.files import pictures
from bot.runtime import UnavailableError
from bot.services import health
from bot.services.desk import Desk
from db import copies, migrate
from db.session import Cipher, Session, Sessions, connect_to


def register(app: typer.Typer) -> None:
    app.command("backup")(backup)
    app.command("restore")(restore)
    app.command("doctor")(doctor)
    app.command("has-token", hidden=True)(has_token)


@contextlib.contextmanager
def _database() -> Iterator[tuple[Settings, Sessions]]:
    """The database as it is, not migrated; every failure of its own ends the command with 1."""
    settings = read_settings()
    sessions: Sessions | None = None
    try:
        sessions = open_sessions(settings, migrated=False)
        yield settings, sessions
    except UnavailableError as problem:
        fail(f"The database cannot be reached: {problem}")
    except (copies.CopyError, OSError) as problem:
        fail(str(problem))
    finally:
        if sessions is not None:
            sessions.close()


def backup(file: Annotated[Path, typer.Argument(help="Where the copy goes.")]) -> None:
    """A consistent copy of the database, also while the bot runs. The keys (FIELD_KEYS) are not in it."""
    with _database() as (_, sessions):
        rows = copies.write(sessions, output_path(file))
    typer.echo(f"{rows} rows in {file}. Keep the keys (FIELD_KEYS or data/field.key) apart from it; both are needed.")


def restore(
    file: Annotated[Path, typer.Argument(help="A file made by `backup`.", exists=True, dir_okay=False)],
) -> None:
    """A copy made by `backup` into an empty database, of the same kind or the other one."""
    with _database() as (settings, sessions):
        rows = copies.read(sessions, file)
        with sessions.read() as session:
            closed = health.unreadable(session, _desk(settings))
    if closed:
        fail(f"{rows} rows are back, but the keys here do not open {', '.join(closed)}: put the old FIELD_KEYS back.")
    typer.echo(f"{rows} rows from {file}.")


def has_token() -> None:
    """For `make run`: exit 0 where a token is set, so that the real bot starts instead of the sandbox."""
    try:
        token = Settings.from_env().telegram_bot_token
    except SettingsError:  # the command that follows names what is wrong
        token = None
    raise typer.Exit(0 if token else FAILED)


@dataclass(frozen=True)
class Finding:
    """One line of the doctor: what was looked at, whether it is fine, and what was found or mends it."""

    what: str
    fine: bool
    said: str


def doctor(*, as_json: Json = False) -> None:
    """Settings, programme, database, keys, calendar, token, fonts: each fine or the mend. Changes nothing."""
    findings = list(_findings())
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            typer.echo(f"{'fine  ' if finding.fine else 'BROKEN'}  {finding.what}: {finding.said}")
    if not all(finding.fine for finding in findings):
        raise typer.Exit(FAILED)


def _findings() -> Iterator[Finding]:
    try:
        settings = Settings.from_env()
    except SettingsError as problem:
        yield from (Finding("settings", fine=False, said=line) for line in problem.problems)
        yield _fonts()
        return
    yield Finding("settings", fine=True, said="all can be read")
    yield _programme(settings)
    yield from _stored(settings)
    yield _token(settings)
    yield _fonts()


def _programme(settings: Settings) -> Finding:
    try:
        found = programmes.load(settings.programme_file)
    except ProgrammeError as problem:
        return Finding("programme", fine=False, said=f"PROGRAMME_FILE: {problem}")
    return Finding("programme", fine=True, said=found.zh)


def _stored(settings: Settings) -> Iterator[Finding]:
    """Database, keys and calendar: one connection, closed after the last."""
    key_file = settings.data_dir / "field.key"
    have_keys = bool(settings.field_keys) or key_file.exists()
    try:
        keys = ensure_key(settings)[0] if have_keys else (bytes(32),)
    except SettingsError as problem:
        yield Finding("keys", fine=False, said=str(problem))
        return
    url = settings.database_url
    if url.startswith("sqlite") and not Path(url.partition("///")[2].partition("?")[0]).exists():
        yield Finding("database", fine=True, said="not made yet: the first start makes it")
        return
    sessions = Sessions(connect_to(url, Cipher(keys)))
    try:
        if not migrate.is_current(sessions.engine):
            yield Finding("database", fine=False, said="not at the newest schema: run `python -m bot migrate`")
            return
        with sessions.read() as session:
            yield Finding("database", fine=True, said=f"{sessions.engine.dialect.name}, at the newest schema")
            yield _keys(session, settings, key_file, have_keys=have_keys)
            yield _calendar(session, settings)
    except UnavailableError as problem:
        yield Finding("database", fine=False, said=f"DATABASE_URL: {problem}")
    finally:
        sessions.close()


def _keys(session: Session, settings: Settings, key_file: Path, *, have_keys: bool) -> Finding:
    closed = health.unreadable(session, _desk(settings))
    if closed and not have_keys:
        return Finding("keys", fine=False, said=f"there is no key: put {key_file} back, or set FIELD_KEYS")
    if closed:
        return Finding("keys", fine=False, said=f"FIELD_KEYS lacks the key that wrote {', '.join(closed)}: add it")
    if not settings.field_keys and key_file.exists() and key_file.stat().st_mode & 0o077:
        return Finding("keys", fine=False, said=f"others may read {key_file}: chmod 600")
    return Finding("keys", fine=True, said="open all that is stored" if have_keys else "the first start makes one")


def _calendar(session: Session, settings: Settings) -> Finding:
    years = health.years(session, _desk(settings))
    said = [f"{one.year} {'imported' if one.published else 'estimated (/holidays imports it)'}" for one in years]
    return Finding("calendar", fine=True, said=", ".join(said))


def _token(settings: Settings) -> Finding:
    if settings.telegram_bot_token is None:
        return Finding("token", fine=True, said="not set: `make run` starts the sandbox")
    try:
        return Finding("token", fine=True, said=f"@{asyncio.run(own_name(settings))}")
    except InvalidToken:
        return Finding("token", fine=False, said="TELEGRAM_BOT_TOKEN: Telegram does not know it; ask @BotFather")
    except TelegramError as problem:
        mend = "Telegram cannot be reached; see TELEGRAM_PROXY_URL and TELEGRAM_API_BASE_URL"
        return Finding("token", fine=False, said=f"{mend} ({type(problem).__name__})")


def _fonts() -> Finding:
    try:
        family = pictures.font()
    except Exception as problem:  # noqa: BLE001  whatever keeps it from loading
        return Finding("fonts", fine=False, said=f"pylopdf-fonts-zh-cn: {problem}; run `make install`")
    return Finding("fonts", fine=True, said=family)


def _desk(settings: Settings) -> Desk:
    """The bundled programme will do: only the day is asked for, and PROGRAMME_FILE may be what is broken."""
    return Desk(clock.now(), settings.timezone, programmes.load(None))
