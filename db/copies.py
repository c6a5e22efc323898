"""A consistent copy of the whole database as a file, and back into an empty one; also from one kind to the other.

The file is gzip of JSON lines: first {"schema": revision}, then {"table": name, "columns": […], "rows": [[…]…]} blocks
in the order of the foreign keys, at last {"next": {table: id}}: ids that were given once are not given again, even
where their rows are gone. Encrypted columns stay encrypted: the keys are not in the file. Derived tables are not in it
either: the other database derives them anew.
"""

import base64
import gzip
import json
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from alembic.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy import Connection, MetaData, Table, func, insert, inspect, select, text

from db import kept, migrate, statistics
from db.models import Base
from db.session import NotSavedError, Sessions, told

BLOCK = 2000


class CopyError(Exception):
    """The file is no copy of ours, or the database is not empty, or there is nothing to copy."""


def write(sessions: Sessions, path: Path) -> int:
    """Copy everything as of one moment; how many rows. The file (0600) appears whole or not at all.

    Raises CopyError when there is nothing to copy, or when something of that name is there: an older copy is kept.
    """
    if path.exists():
        raise CopyError(f"{path} exists already: nothing was copied; take another name")
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    draft.touch(mode=0o600)
    try:
        with sessions.read() as session, gzip.open(draft, "wt", encoding="utf-8") as file:
            rows = 0
            for document in _documents(session.connection()):
                rows += len(document.get("rows", ()))
                file.write(json.dumps(document, ensure_ascii=False) + "\n")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return rows


def _documents(connection: Connection) -> Iterator[dict[str, Any]]:
    schema = MigrationContext.configure(connection).get_current_revision()
    if schema is None:
        raise CopyError("there is nothing to copy: the database has no tables yet")
    yield {"schema": schema}
    tables = _plain(connection)
    for table in tables:
        for block in _blocks(connection, table):
            yield {"table": table.name, "columns": [column.name for column in table.columns], "rows": block}
    yield {"next": _next_ids(connection, tables)}


def read(sessions: Sessions, path: Path) -> int:
    """Bring an empty database to the schema of the copy, fill it, and go on to head; how many rows.

    Raises CopyError; then no row was written.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            schema = json.loads(file.readline())["schema"]
            migrate.upgrade(sessions.engine, schema)
            with told(), sessions.engine.begin() as connection, kept.silenced(connection):
                rows = _fill(connection, (json.loads(line) for line in file))
    except CommandError as problem:
        raise CopyError(f"{path.name} comes from a newer version of the bot: {problem}") from problem
    except NotSavedError as problem:
        raise CopyError(f"{path.name} contradicts itself: {problem}") from problem
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise CopyError(f"{path.name} is not a whole copy made by `backup`: {problem!r}") from problem
    migrate.upgrade(sessions.engine)
    with told(), sessions.engine.begin() as connection:
        kept.rebuild(connection)
        statistics.refresh(connection)
    return rows


def _fill(connection: Connection, documents: Iterator[dict[str, Any]]) -> int:
    tables = {table.name: table for table in _plain(connection)}
    for table in tables.values():
        if connection.scalar(select(func.count()).select_from(table)):
            raise CopyError(f"the database is not empty: {table.name} has rows")
    rows = 0
    embedded = connection.dialect.name == "sqlite"
    # A unit may stand before the one it belongs to: keys are looked up at the end.
    if embedded:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    else:
        _defer(connection, tables, "DEFERRABLE INITIALLY DEFERRED")
    for document in documents:
        if "next" in document:
            break
        table = tables[document["table"]]
        values = [
            {name: _value(value, embedded=embedded) for name, value in zip(document["columns"], row, strict=True)}
            for row in document["rows"]
        ]
        connection.execute(insert(table), values)
        rows += len(values)
    else:
        raise EOFError("the end is missing")
    if embedded:
        _move_counters(connection, document["next"])
    else:
        connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
        _defer(connection, tables, "NOT DEFERRABLE")
        _move_sequences(connection, tables, document["next"])
    return rows


def _defer(connection: Connection, tables: dict[str, Table], how: str) -> None:
    for name in tables:
        for key in inspect(connection).get_foreign_keys(name):
            connection.exec_driver_sql(f'ALTER TABLE "{name}" ALTER CONSTRAINT "{key["name"]}" {how}')


def _plain(connection: Connection) -> list[Table]:
    """Our tables as the database has them, without our types: nothing is decrypted on the way."""
    found = MetaData()
    ours = [table.name for table in Base.metadata.sorted_tables if not table.info.get("derived")]
    found.reflect(connection, only=lambda name, _: name in ours)
    return [found.tables[name] for name in ours if name in found.tables]


def _blocks(connection: Connection, table: Table) -> Iterator[list[list[Any]]]:
    ordered = select(table).order_by(*table.primary_key.columns)
    result = connection.execution_options(yield_per=BLOCK).execute(ordered)
    for part in result.partitions(BLOCK):
        yield [[_json(value) for value in row] for row in part]


def _json(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return {"b": base64.b64encode(bytes(value)).decode()}
    if isinstance(value, datetime):
        return {"t": (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()}
    return {"d": value.isoformat()} if isinstance(value, date) else value


def _value(value: Any, *, embedded: bool) -> Any:
    if not isinstance(value, dict):
        return value
    if "b" in value:
        return base64.b64decode(value["b"])
    if "d" in value:
        return date.fromisoformat(value["d"])
    moment = datetime.fromisoformat(value["t"])
    return moment.replace(tzinfo=None) if embedded else moment


def _next_ids(connection: Connection, tables: list[Table]) -> dict[str, int]:
    """The id that the next row gets, by table, where the database keeps count itself."""
    if connection.dialect.name == "sqlite":
        return {name: last + 1 for name, last in connection.exec_driver_sql("SELECT name, seq FROM sqlite_sequence")}
    found = {}
    for table in tables:
        if sequence := _sequence(connection, table):
            asked = f"SELECT last_value, is_called FROM {sequence}"  # noqa: S608  a name the server gave, quoted by it
            last, called = connection.exec_driver_sql(asked).one()
            found[table.name] = last + called
    return found


def _sequence(connection: Connection, table: Table) -> str | None:
    """The sequence behind a one-column key on PostgreSQL, quoted as it must be; None without one."""
    key = list(table.primary_key.columns)
    if len(key) != 1:
        return None
    asked = text("SELECT pg_get_serial_sequence(:table, :column)")
    found: str | None = connection.scalar(asked, {"table": table.name, "column": key[0].name})
    return found


def _move_counters(connection: Connection, following: dict[str, int]) -> None:
    """AUTOINCREMENT goes on where the other database was; other tables count from their highest id."""
    counted = set(
        connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'").scalars()
    )
    for name in counted & following.keys():
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": name})
        statement = text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)")
        connection.execute(statement, {"name": name, "last": following[name] - 1})


def _move_sequences(connection: Connection, tables: dict[str, Table], following: dict[str, int]) -> None:
    for table in tables.values():
        if sequence := _sequence(connection, table):
            (key,) = table.primary_key.columns
            highest = connection.scalars(select(func.coalesce(func.max(key), 0))).one()
            connection.execute(select(func.setval(sequence, max(highest + 1, following.get(table.name, 1)), False)))
