"""Millions of synthetic rows at once."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.orm import Session

from db import kept, statistics
from db.models import Grant, Record
from db.roster import insert_plain
from db.types import cipher_of


def with_phone_keys(session: Session, people: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    cipher = cipher_of(session.get_bind().dialect)
    for row in people:
        yield {**row, "phone_index": cipher.blind(row["phone"])[0]}


def insert_grants(session: Session, rows: Iterable[dict[str, Any]]) -> int:
    return insert_plain(session, Grant, rows)


@contextmanager
def filling(session: Session) -> Iterator[None]:
    """Around all that is written: sums and statistics are made once, at the end."""
    connection = session.connection()
    with kept.silenced(connection):
        yield
    kept.rebuild(connection)
    statistics.refresh(connection)


def insert_records(session: Session, rows: Iterable[dict[str, Any]]) -> int:
    """How many. Columns not named have their defaults."""
    return insert_plain(session, Record, rows)
