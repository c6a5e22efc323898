"""Every update once, and the answer that still waits."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from db.models import SeenUpdate
from db.upsert import insert_new


def note(session: Session, update_id: int, now: datetime) -> bool:
    """Whether this is the first time. A second worker waits here for the first one's commit."""
    return insert_new(session, SeenUpdate, [{"update_id": update_id, "seen_at": now}]) == 1


def waiting_reply(session: Session, update_id: int) -> str | None:
    return session.scalar(
        select(SeenUpdate.reply).where(SeenUpdate.update_id == update_id, SeenUpdate.answered_at.is_(None))
    )


def keep_reply(session: Session, update_id: int, reply: str) -> None:
    session.execute(update(SeenUpdate).where(SeenUpdate.update_id == update_id).values(reply=reply))


def mark_answered(session: Session, update_id: int, now: datetime) -> None:
    statement = update(SeenUpdate).where(SeenUpdate.update_id == update_id)
    session.execute(statement.values(reply=None, answered_at=now))


def forget(session: Session, before: datetime) -> None:
    """Telegram repeats an update for a day at most; older ones need no memory."""
    session.execute(delete(SeenUpdate).where(SeenUpdate.seen_at < before))
