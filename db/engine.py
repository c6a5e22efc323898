"""Connections: embedded SQLite (WAL, one writer at a time, BEGIN IMMEDIATE) or PostgreSQL (psycopg 3)."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url

from db.types import Cipher

THREADS = 8  # transactions at once on PostgreSQL; the pool has as many connections, plus one each for lead and answers
READERS = 3  # long reads at once, beside them: two jobs and what the clock looks up
LOOKERS = 2  # reads that somebody waits for

BUSY = 30.0  # seconds that a writer waits for another one on SQLite; `?timeout=` in the URL says otherwise


def connect_to(url: str, cipher: Cipher) -> Engine:
    """An engine whose encrypted columns use `cipher`. Creates the folder of an SQLite file, nothing else."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        patience = float(str(parsed.query.get("timeout", BUSY)))
        engine = create_engine(parsed, connect_args={"timeout": patience}, hide_parameters=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        engine = create_engine(
            parsed, pool_size=THREADS, max_overflow=2 + READERS + LOOKERS, pool_pre_ping=True, hide_parameters=True
        )
    engine.dialect.jiedui_cipher = cipher  # type: ignore[attr-defined]  # read back by db.types.cipher_of
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy emits BEGIN itself, below
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A deferred read that turns into a write fails at once with "locked" when somebody else wrote in between.
    mode = "DEFERRED" if connection.get_execution_options().get("reading") else "IMMEDIATE"
    connection.exec_driver_sql(f"BEGIN {mode}")
