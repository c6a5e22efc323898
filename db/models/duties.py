"""What the clock says and what was answered: notices, confirmations, roster changes, working days, broadcasts."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, Index, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import Encrypted, Utc, words

STATES = ("planned", "claimed", "sent", "answered", "silent", "closed", "unknown", "unreachable", "failed")


class Notice(Base):
    """One reminder, digest or broadcast to one person, once: UNIQUE (person, kind, period) is the whole guarantee.

    `day` is the local day it belongs to, `due` the moment it may go, `expires` the last day of its use (None: it
    keeps). `lane`: 0 at once (alerts), 1 a message of its own (digests, broadcasts), 2 part of the day's bundle.
    `subject_id` is the pairing, recipient, report or broadcast it is about. Notices that went out in one bundle share
    `message_id`. `outcome` says why, in one word.
    """

    __tablename__ = "notices"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(32))
    period: Mapped[str] = mapped_column(String(64))
    day: Mapped[date]
    due: Mapped[datetime] = mapped_column(Utc)
    expires: Mapped[date | None]
    lane: Mapped[int] = mapped_column(SmallInteger, default=1)
    subject_id: Mapped[int | None]
    state: Mapped[str] = mapped_column(words("state", *STATES), default="planned")
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    outcome: Mapped[str | None] = mapped_column(String(64))
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    claimed_at: Mapped[datetime | None] = mapped_column(Utc)
    sent_at: Mapped[datetime | None] = mapped_column(Utc)
    answered_at: Mapped[datetime | None] = mapped_column(Utc)
    __table_args__ = (
        UniqueConstraint("person_id", "kind", "period"),
        Index("ix_notices_state_lane_due", "state", "lane", "due"),
        Index("ix_notices_kind_day", "kind", "day"),
    )


class Bundle(Base):
    """One bundle of reminders a person and day: the primary key is the whole guarantee, for two senders as for one."""

    __tablename__ = "bundles"
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    at: Mapped[datetime] = mapped_column(Utc)


class Campaign(Base):
    """A kind of notice on one day: how many were due (counted while planning), and when the admins had its account."""

    __tablename__ = "campaigns"
    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    due: Mapped[int] = mapped_column(default=0)
    accounted_at: Mapped[datetime | None] = mapped_column(Utc)


class Escalation(Base):
    """A cadre who is behind and left reminders unanswered: one open item each. `since`: when it came to its level."""

    __tablename__ = "escalations"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    level: Mapped[int] = mapped_column(SmallInteger, default=0)
    since: Mapped[date]
    opened_at: Mapped[datetime] = mapped_column(Utc)
    acknowledged_at: Mapped[datetime | None] = mapped_column(Utc)
    acknowledged_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Utc)
    __table_args__ = (
        Index(
            "uq_escalations_open",
            "person_id",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
            sqlite_where=text("closed_at IS NULL"),
        ),
    )


class Explanation(Base):
    """说明: one line that an office asked of a cadre who is behind. One open at a time, whoever asks."""

    __tablename__ = "explanations"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime] = mapped_column(Utc)
    said: Mapped[str | None] = mapped_column(Encrypted("explanations.said"))
    answered_at: Mapped[datetime | None] = mapped_column(Utc)
    __table_args__ = (
        Index(
            "uq_explanations_open",
            "person_id",
            unique=True,
            postgresql_where=text("answered_at IS NULL"),
            sqlite_where=text("answered_at IS NULL"),
        ),
    )


class Watermark(Base):
    """How far the planner has come, and other single facts of the clock."""

    __tablename__ = "watermarks"
    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    at: Mapped[datetime] = mapped_column(Utc)
    note: Mapped[str | None] = mapped_column(String(200))


class WorkingDay(Base):
    """The published table of a year: only days that differ from Monday-to-Friday."""

    __tablename__ = "working_days"
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    working: Mapped[bool]
    name: Mapped[str | None] = mapped_column(String(32))


class PublishedYear(Base):
    """A year whose working days were imported; years not here are estimated by the `holidays` library."""

    __tablename__ = "published_years"
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Utc)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Confirmation(Base):
    """A cadre's monthly answer about his roster; month is 2026-05."""

    __tablename__ = "confirmations"
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    answer: Mapped[str] = mapped_column(words("answer", "unchanged", "changed"))
    at: Mapped[datetime] = mapped_column(Utc)


class Change(Base):
    """A filed change of the roster, to be keyed into the official system on the 15th."""

    __tablename__ = "changes"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    recipient_id: Mapped[int | None] = mapped_column(ForeignKey("recipients.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str | None] = mapped_column(String(64))
    from_day: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(Encrypted("changes.note"))
    open_duties: Mapped[str | None] = mapped_column(String(32))
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    state: Mapped[str] = mapped_column(words("state", "filed", "approved", "entered", "withdrawn"), default="filed")
    filed_at: Mapped[datetime] = mapped_column(Utc)
    closed_at: Mapped[datetime | None] = mapped_column(Utc)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class EntryList(Base):
    """已全部录入: a liaison ticked that the month's list of a unit was keyed in."""

    __tablename__ = "entry_lists"
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(Utc)


class Broadcast(Base):
    """A text of an admin to all reachable people of a unit; goes out through notices after confirmation."""

    __tablename__ = "broadcasts"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    text: Mapped[str] = mapped_column(Encrypted("broadcasts.text"))
    count: Mapped[int]
    state: Mapped[str] = mapped_column(words("state", "draft", "confirmed", "cancelled"), default="draft")
    at: Mapped[datetime] = mapped_column(Utc)
