"""What somebody watches over: alerts, open needs, spot checks, and what waits to be keyed into the official system."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, SmallInteger, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import Encrypted, Utc, words

NEEDS = ("illness", "dropout", "unsafe_house", "distress", "living_alone")
OUTCOMES = ("agree", "differ", "no_answer", "no_number", "redirected", "institution", "inconvenient")


class Alert(Base):
    """An acute danger, open from the first message on. No word of the story: codes, categories and moments only.

    `unit_id` is where the recipient lives (the reporter's unit while nobody is named): whose duty officer hears of it.
    `danger` is what the message was understood as, `category` one of the situations in bot.domain.alerts; `told` are
    words joined by commas. `chat_id` and `message_id` are the message that opened it, `part` counts whom it names.
    """

    __tablename__ = "alerts"
    id: Mapped[int] = mapped_column(primary_key=True)
    recipient_id: Mapped[int | None] = mapped_column(ForeignKey("recipients.id"), index=True)
    reporter_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    danger: Mapped[str | None] = mapped_column(String(32))
    category: Mapped[str] = mapped_column(String(32))
    chosen: Mapped[bool] = mapped_column(default=False)
    told: Mapped[str | None] = mapped_column(String(120))
    told_at: Mapped[datetime | None] = mapped_column(Utc)
    state: Mapped[str] = mapped_column(words("state", "open", "taken", "closed"), default="open")
    outcome: Mapped[str | None] = mapped_column(String(32))
    chat_id: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[int] = mapped_column(BigInteger)
    part: Mapped[int] = mapped_column(SmallInteger, default=0)
    opened_at: Mapped[datetime] = mapped_column(Utc)
    taken_at: Mapped[datetime | None] = mapped_column(Utc)
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Utc)
    __table_args__ = (
        UniqueConstraint("chat_id", "message_id", "part"),
        Index("ix_alerts_state", "state"),
        {"sqlite_autoincrement": True},
    )


class AlertStep(Base):
    """The trail of an alert: what was done, by whom, when. `word` is of the list that belongs to `what`."""

    __tablename__ = "alert_steps"
    id: Mapped[int] = mapped_column(primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey("alerts.id"), index=True)
    at: Mapped[datetime] = mapped_column(Utc)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    what: Mapped[str] = mapped_column(String(16))
    word: Mapped[str | None] = mapped_column(String(120))


class Need(Base):
    """Something a recipient needs that is not a deed yet. One open row a recipient and kind; `since` is a day."""

    __tablename__ = "needs"
    id: Mapped[int] = mapped_column(primary_key=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey("recipients.id"), index=True)
    kind: Mapped[str] = mapped_column(words("kind", *NEEDS))
    since: Mapped[date]
    state: Mapped[str] = mapped_column(words("state", "open", "done", "handed_on"), default="open")
    opened_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    opened_at: Mapped[datetime] = mapped_column(Utc)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Utc)
    __table_args__ = (
        Index(
            "uq_needs_open",
            "recipient_id",
            "kind",
            unique=True,
            postgresql_where=text("state = 'open'"),
            sqlite_where=text("state = 'open'"),
        ),
        {"sqlite_autoincrement": True},
    )


class SpotSalt(Base):
    """The secret of the next draw of a unit. Its fingerprint is shown before it is used, the salt itself after."""

    __tablename__ = "spot_salts"
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    salt: Mapped[str] = mapped_column(Encrypted("spot_salts.salt"))
    fingerprint: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(Utc)
    used_at: Mapped[datetime | None] = mapped_column(Utc)
    __table_args__ = (
        Index(
            "uq_spot_salts_waiting",
            "unit_id",
            unique=True,
            postgresql_where=text("used_at IS NULL"),
            sqlite_where=text("used_at IS NULL"),
        ),
    )


class SpotCheck(Base):
    """One draw: everything needed to draw it again. `last_record` bounds what existed then, `frame` counts the people.

    `seed` and `salt` are 64 hexadecimal digits; `fingerprint` is the SHA-256 of the salt, made at `committed_at`.
    """

    __tablename__ = "spot_checks"
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    period: Mapped[str] = mapped_column(String(8))
    size: Mapped[int]
    seed: Mapped[str] = mapped_column(String(64))
    salt: Mapped[str] = mapped_column(String(64))
    fingerprint: Mapped[str] = mapped_column(String(64))
    committed_at: Mapped[datetime] = mapped_column(Utc)
    last_record: Mapped[int]
    frame: Mapped[int]
    drawn_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    drawn_at: Mapped[datetime] = mapped_column(Utc)
    __table_args__ = ({"sqlite_autoincrement": True},)


class SpotItem(Base):
    """One drawn record. `outcome` is the last of its answers, SpotAnswer keeps all; `line` is the child unit's code."""

    __tablename__ = "spot_items"
    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[int] = mapped_column(ForeignKey("spot_checks.id"))
    position: Mapped[int]
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), index=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey("recipients.id"), index=True)
    line: Mapped[str] = mapped_column(String(32))
    group_key: Mapped[str] = mapped_column(String(32))
    outcome: Mapped[str | None] = mapped_column(words("outcome", *OUTCOMES))
    answered_at: Mapped[datetime | None] = mapped_column(Utc)
    __table_args__ = (
        UniqueConstraint("check_id", "position"),
        UniqueConstraint("check_id", "recipient_id"),
        {"sqlite_autoincrement": True},
    )


class SpotAnswer(Base):
    """What a call came to; `reason` of a difference. Append-only."""

    __tablename__ = "spot_answers"
    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("spot_items.id"), index=True)
    at: Mapped[datetime] = mapped_column(Utc)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    outcome: Mapped[str] = mapped_column(words("outcome", *OUTCOMES))
    reason: Mapped[str | None] = mapped_column(String(16))


class FollowUp(Base):
    """A difference that somebody looks into: a question, no verdict. One a drawn record."""

    __tablename__ = "follow_ups"
    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("spot_items.id"), unique=True)
    reason: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(words("state", "open", "corrected", "confirmed", "unclear"), default="open")
    opened_at: Mapped[datetime] = mapped_column(Utc)
    closed_at: Mapped[datetime | None] = mapped_column(Utc)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class KeyingList(Base):
    """Entries handed to one person to key into the official system: his own, or those of his office's units.

    `more`: further ones waited when it was made.
    """

    __tablename__ = "keying_lists"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    own: Mapped[bool]
    more: Mapped[bool] = mapped_column(default=False, server_default=false())
    state: Mapped[str] = mapped_column(words("state", "open", "entered", "returned"), default="open")
    made_at: Mapped[datetime] = mapped_column(Utc)
    closed_at: Mapped[datetime | None] = mapped_column(Utc)
    __table_args__ = ({"sqlite_autoincrement": True},)


class KeyingItem(Base):
    """An entry stands on at most one list: nobody keys in what somebody else has in hand.

    `was_id` is the entry as it was keyed in before, which this one changes or withdraws.
    """

    __tablename__ = "keying_items"
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True, autoincrement=False)
    list_id: Mapped[int] = mapped_column(ForeignKey("keying_lists.id"), index=True)
    was_id: Mapped[int | None] = mapped_column(ForeignKey("records.id"))
