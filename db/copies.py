"""A consistent copy of the whole database as a file, and back into an empty one; also from one kind to the other.

The file is gzip of JSON lines: first {"schema": revision}, then {"table": name, "columns": […], "rows": [[…]…]} blocks in
the order of the foreign keys. Encrypted columns stay encrypted: the keys are not in the file.
"""

import base64
import gzip
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, Table, func, insert, select, text

from db import migrate
from db.models import Base
from db.session import Sessions

BLOCK = 2000


class CopyError(Exception):
    """The file is no copy of ours, or the database is not empty."""


def write(sessions: Sessions, path: Path) -> int:
    """Copy everything as of one moment; how many rows. The file appears whole or not at all."""
    draft = path.with_name(f".{path.name}.part")
    rows = 0
    with sessions.read() as session, gzip.open(draft, "wt", encoding="utf-8") as file:
        connection = session.connection()
        schema = MigrationContext.configure(connection).get_current_revision()
        file.write(json.dumps({"schema": schema}) + "\n")
        for table in _plain(connection):
            for block in _blocks(connection, table):
                rows += len(block)
                document = {"table": table.name, "columns": [c.name for c in table.columns], "rows": block}
                file.write(json.dumps(document, ensure_ascii=False) + "\n")
    draft.replace(path)
    return rows


def read(sessions: Sessions, path: Path) -> int:
    """Bring an empty database to the schema of the copy, fill it, and go on to head; how many rows. Raises CopyError."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            schema = json.loads(file.readline())["schema"]
            migrate.upgrade(sessions.engine, schema)
            with sessions.engine.begin() as connection:
                rows = _fill(connection, (json.loads(line) for line in file))
    except (OSError, EOFError, ValueError, KeyError, TypeError) as problem:
        raise CopyError(f"{path.name} is not a copy made by `backup`: {problem!r}") from problem
    migrate.upgrade(sessions.engine)
    return rows


def _fill(connection: Connection, blocks: Iterator[dict[str, Any]]) -> int:
    tables = {table.name: table for table in _plain(connection)}
    for table in tables.values():
        if connection.scalar(select(func.count()).select_from(table)):
            raise CopyError(f"the database is not empty: {table.name} has rows")
    rows = 0
    embedded = connection.dialect.name == "sqlite"
    if embedded:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    for block in blocks:
        table = tables[block["table"]]
        values = [
            {name: _value(value, embedded=embedded) for name, value in zip(block["columns"], row, strict=True)}
            for row in block["rows"]
        ]
        connection.execute(insert(table), values)
        rows += len(values)
    if not embedded:
        _move_sequences(connection, tables)
    return rows


def _plain(connection: Connection) -> list[Table]:
    """Our tables as the database has them, without our types: nothing is decrypted on the way."""
    found = MetaData()
    found.reflect(connection, only=lambda name, _: name in Base.metadata.tables)
    return [found.tables[table.name] for table in Base.metadata.sorted_tables if table.name in found.tables]


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


def _move_sequences(connection: Connection, tables: dict[str, Table]) -> None:
    for table in tables.values():
        for column in table.primary_key.columns:
            sequence = connection.scalar(
                text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table.name, "column": column.name}
            )
            if sequence:
                highest = select(func.coalesce(func.max(column), 0) + 1)
                connection.execute(select(func.setval(sequence, highest.scalar_subquery(), False)))


