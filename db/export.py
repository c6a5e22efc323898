"""Records of a scope, streamed for a workbook."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from db.counts import Area, Query, within
from db.models import Pairing, Person, Recipient, Record, Unit

MANY = 2000  # rows fetched at once


def records(session: Session, at: Area) -> Iterator[tuple[Record, Pairing, Recipient, Person, Unit]]:
    """Every entry of a scope by its number, laid-down ones included, with all they are about."""
    cadre = aliased(Person)
    statement: Query = (
        select(Record, Pairing, Recipient, cadre, Unit)
        .join(Pairing, Pairing.id == Record.pairing_id)
        .join(Recipient, Recipient.id == Pairing.recipient_id)
        .join(cadre, cadre.id == Pairing.person_id)
        .join(Unit, Unit.id == Recipient.unit_id)
        .order_by(Record.id)
    )
    if at.by_cadre:
        statement = statement.where(within(at, cadre.unit_id))
    elif not at.whole:
        statement = statement.where(within(at, Recipient.unit_id))
    rows: Any = session.execute(statement.execution_options(yield_per=MANY))
    for row in rows:
        yield tuple(row)
