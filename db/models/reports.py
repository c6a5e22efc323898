"""Frozen reports."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import Utc, words

FORMS = (
    "text",
    "xlsx",
    "png",
    "unit",
    "behind",
    "nudge",
    "gaps_of",
    "gaps",
    "explain",
    "spot",
    "keying",
    "roster",
    "entry",
    "reach",
    "broadcast",
    "plan",
)
JOB_STATES = ("waiting", "running", "done", "cancelled", "failed")


class Report(Base):
    """A finished period of a unit, frozen once. `number` is what people quote; `body` is its JSON (no names)."""

    __tablename__ = "reports"
    number: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    period: Mapped[str] = mapped_column(String(8))
    as_of: Mapped[datetime] = mapped_column(Utc)
    definitions: Mapped[str] = mapped_column(String(16))
    body: Mapped[str] = mapped_column(Text)
    __table_args__ = (UniqueConstraint("unit_id", "period"),)


class Job(Base):
    """Something that takes too long for the answer to a message: done aside, sent when it is ready.

    `asked` are the words of its form, a JSON object; `came_to` the key of what it has kept, which is not
    kept twice. `message_id` is the message that tells how far it is. `beat_at`: when its process last said that it is
    at work; a job whose process is gone is taken up by another, `attempts` times at most.
    """

    __tablename__ = "jobs"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    chat_id: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    form: Mapped[str] = mapped_column(words("form", *FORMS))
    asked: Mapped[str] = mapped_column(String(400))
    came_to: Mapped[int | None]
    state: Mapped[str] = mapped_column(words("state", *JOB_STATES), default="waiting")
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    made_at: Mapped[datetime] = mapped_column(Utc)
    beat_at: Mapped[datetime] = mapped_column(Utc)
    __table_args__ = (Index("ix_jobs_state_beat", "state", "beat_at"),)
