"""What the planner of the database knows about the rows: refreshed where thousands came at once."""

from collections.abc import Iterable

from sqlalchemy import Connection

from db.models import Base

ROSTER = ("units", "unit_tree", "people", "recipients", "pairings", "grants")


def refresh(connection: Connection, tables: Iterable[str] = tuple(Base.metadata.tables)) -> None:
    """In this transaction, its own new rows included; about a second for a province.

    PostgreSQL samples. SQLite reads every index: told to sample (`analysis_limit`), it chose plans five times slower.
    """
    if connection.dialect.name == "sqlite":
        for table in tables:
            connection.exec_driver_sql(f"ANALYZE {table}")
    else:
        connection.exec_driver_sql(f"ANALYZE {', '.join(tables)}")
