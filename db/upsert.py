"""INSERT … ON CONFLICT on either database. `rowcount` is -1 after DO NOTHING with psycopg, so results are RETURNING."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Insert, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session


def insert_for(session: Session, model: type[DeclarativeBase]) -> "sqlite.Insert | postgresql.Insert":
    """The dialect's own insert, which knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    make = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    return make(model)


def insert_new(session: Session, model: type[DeclarativeBase], rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert the rows that break no unique constraint; how many were new."""
    if not rows:
        return 0
    table = model.__table__
    assert isinstance(table, Table)
    key = next(iter(table.primary_key.columns))
    statement: Insert = insert_for(session, model).on_conflict_do_nothing().returning(key)
    return len(session.execute(statement, list(rows)).all())


def put(session: Session, model: type[DeclarativeBase], key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Insert, or overwrite `values` where `key` (the primary key or a unique one) stands already."""
    statement = insert_for(session, model).values(**key, **values)
    session.execute(statement.on_conflict_do_update(index_elements=list(key), set_=dict(values)))
