"""Open needs of recipients."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import counts
from db.counts import Area, Rows
from db.models import Need, Pairing, Person, Recipient
from db.upsert import insert_new


def open_new(session: Session, recipient_id: int, kind: str, day: date, by: int, now: datetime) -> bool:
    """Whether the need is new; a recipient has one open need of a kind."""
    row = {
        "recipient_id": recipient_id,
        "kind": kind,
        "since": day,
        "state": "open",
        "opened_by": by,
        "opened_at": now,
    }
    return insert_new(session, Need, [row]) == 1


def open_of(session: Session, recipient_ids: Iterable[int]) -> Rows:
    """(need, recipient), the oldest first."""
    return session.execute(
        select(Need, Recipient)
        .join(Recipient, Recipient.id == Need.recipient_id)
        .where(Need.recipient_id.in_(list(recipient_ids)), Need.state == "open")
        .order_by(Need.since, Need.id)
    ).all()


def get(session: Session, key: int) -> Need | None:
    return session.scalar(select(Need).where(Need.id == key).with_for_update())


def recipients_of_message(session: Session, message_key: int) -> Sequence[Any]:
    """(recipient, flags) of the standing entries of a message."""
    from db.records import standing_of

    return [(recipient, record.flags) for record, _pairing, recipient in standing_of(session, message_key)]


def count_open(session: Session, at: Area, until: datetime | None = None) -> int:
    """Needs of a scope that are open, or were at `until`; in an office those of its cadres' recipients."""
    statement = select(func.count(Need.id.distinct())).join(Recipient, Recipient.id == Need.recipient_id)
    if until is None:
        statement = statement.where(Need.state == "open")
    else:
        statement = statement.where(Need.opened_at < until, (Need.closed_at.is_(None)) | (Need.closed_at >= until))
    if at.by_cadre:
        statement = statement.join(Pairing, Pairing.recipient_id == Recipient.id).join(
            Person, Person.id == Pairing.person_id
        )
    if not at.whole:
        statement = statement.where(counts.within(at, at.home))
    return session.scalar(statement) or 0
