"""A database that is really away for a while."""

import contextlib
import sqlite3
from collections.abc import Iterator

import psycopg
from sqlalchemy.engine import make_url


def impatient(database_url: str) -> str:
    """The same database; SQLite then waits 20 ms for its lock instead of 30 s."""
    return f"{database_url}?timeout=0.02" if database_url.startswith("sqlite") else database_url


@contextlib.contextmanager
def away(database_url: str) -> Iterator[None]:
    """PostgreSQL throws everybody out and lets nobody in; SQLite's write lock is held by somebody else."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        with contextlib.closing(sqlite3.connect(str(url.database), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")
        return
    with psycopg.connect(f"postgresql://postgres@/postgres?host={url.query['host']}", autocommit=True) as admin:
        admin.execute(f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS false'.encode())
        admin.execute(
            "SELECT pg_terminate_backend(pid, 20000) FROM pg_stat_activity WHERE datname = %s", [url.database]
        )
        try:
            yield
        finally:
            admin.execute(f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS true'.encode())
