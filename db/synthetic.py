"""Millions of synthetic rows at once."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy.orm import Session

from db.models import Grant, Record
from db.roster import insert_plain
from db.types import cipher_of


def with_phone_keys(session: Session, people: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    cipher = cipher_of(session.get_bind().dialect)
    for row in people:
        yield {**row, "phone_index": cipher.blind(row["phone"])[0]}


def insert_grants(session: Session, rows: Iterable[dict[str, Any]]) -> int:
    return insert_plain(session, Grant, rows)


def insert_records(session: Session, rows: Iterable[dict[str, Any]]) -> int:
    """How many. Columns not named have their defaults."""
    return insert_plain(session, Record, rows)
