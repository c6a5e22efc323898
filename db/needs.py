"""Open needs of recipients."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.counts import Rows
from db.models import Need, Recipient
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
