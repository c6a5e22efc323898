"""Marks that outlive a process: whether sending is paused, how far planning came."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from db.models import Watermark
from db.upsert import put

ROSTER_CHANGED = "roster.changed"  # a file came in since somebody looked for gaps
PAUSED = "paused"


def mark(session: Session, name: str) -> tuple[datetime, str | None] | None:
    """A single fact of the clock: its moment and its note."""
    row = session.get(Watermark, name)
    return (row.at, row.note) if row else None


def set_mark(session: Session, name: str, at: datetime, note: str | None = None) -> None:
    put(session, Watermark, {"name": name}, {"at": at, "note": note})
    session.expire_all()


def drop_mark(session: Session, name: str) -> None:
    session.execute(delete(Watermark).where(Watermark.name == name))
