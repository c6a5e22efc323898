"""What the planner of the database knows about the rows: refreshed where thousands came at once."""

from collections.abc import Iterable

from sqlalchemy import Connection

from db.models import Base

SAMPLE = 1000  # rows of an index that SQLite looks at; PostgreSQL samples by itself
ROSTER = ("units", "unit_tree", "people", "recipients", "pairings", "grants")


def refresh(connection: Connection, tables: Iterable[str] = tuple(Base.metadata.tables)) -> None:
    """In this transaction, its own new rows included; some tenths of a second at any size."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA analysis_limit={SAMPLE}")
        for table in tables:
            connection.exec_driver_sql(f"ANALYZE {table}")
    else:
        connection.exec_driver_sql(f"ANALYZE {', '.join(tables)}")
