"""What was done for whom: append-only records, and the messages they came from."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import Encrypted, Utc, words

CHANNELS = ("home", "institution", "phone", "sms", "wechat", "video", "other")


class Message(Base):
    """One message of a cadre that became records. `fingerprint` is keyed, of the normalised text (asks about repeats).

    `receipt_id` is the bot's answer in the same chat: a reply to it means these records.
    """

    __tablename__ = "messages"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    chat_id: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[int] = mapped_column(BigInteger)
    said_at: Mapped[datetime] = mapped_column(Utc)
    fingerprint: Mapped[str] = mapped_column(String(64))
    receipt_id: Mapped[int | None] = mapped_column(BigInteger)
    __table_args__ = (
        UniqueConstraint("chat_id", "message_id"),
        Index("ix_messages_person_said", "person_id", "said_at"),
        Index("ix_messages_chat_receipt", "chat_id", "receipt_id"),
    )


class Record(Base):
    """One occasion with one recipient. The kinds are 0 or 1, so that sums are sums.

    Append-only: a correction or a withdrawal is a new entry whose `corrects_id` names the old one (unique: an entry is
    corrected once); the old one then no longer is `standing`. Only standing, non-attempt, non-withdrawal entries count.
    `day` is the day of the act, `created_at` the moment of the entry. Money is integer fen.
    """

    __tablename__ = "records"
    id: Mapped[int] = mapped_column(primary_key=True)
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"), index=True)
    entered_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    day: Mapped[date]
    contact: Mapped[int] = mapped_column(SmallInteger, default=0)
    visit: Mapped[int] = mapped_column(SmallInteger, default=0)
    deed: Mapped[int] = mapped_column(SmallInteger, default=0)
    policy: Mapped[int] = mapped_column(SmallInteger, default=0)
    difficulty: Mapped[int] = mapped_column(SmallInteger, default=0)
    channel: Mapped[str | None] = mapped_column(words("channel", *CHANNELS))
    support: Mapped[str | None] = mapped_column(words("support", "cash", "goods"))
    cash_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    goods_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    attempt: Mapped[bool] = mapped_column(default=False)
    late: Mapped[bool] = mapped_column(default=False)
    flags: Mapped[str | None] = mapped_column(String(80))
    note: Mapped[str | None] = mapped_column(Encrypted("records.note"))
    action: Mapped[str] = mapped_column(words("action", "log", "correct", "withdraw"), default="log")
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("records.id"), unique=True)
    standing: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(Utc)
    keyed_at: Mapped[datetime | None] = mapped_column(Utc)
    __table_args__ = (
        Index("ix_records_pairing_day", "pairing_id", "day"),
        Index("ix_records_day_standing", "day", postgresql_where=text("standing"), sqlite_where=text("standing")),
        Index("ix_records_created", "created_at"),
        Index(
            "ix_records_not_keyed",
            "day",
            "id",
            postgresql_where=text("keyed_at IS NULL"),
            sqlite_where=text("keyed_at IS NULL"),
        ),
    )


class PairingSum(Base):
    """What counts of a pairing in a month or a calendar year, summed: a province is reported from these rows.

    `period` is 202610 for October 2026, 202600 for the year. Derived: triggers on `records` (migration 0002) add and
    take away in the statement that changes the register, so nobody writes here. A pairing without a row has done
    nothing; a row of zeros says the same. No foreign key: a pairing that may be deleted has no entries.
    """

    __tablename__ = "pairing_sums"
    period: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    pairing_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    contact: Mapped[int]
    visit: Mapped[int]
    policy: Mapped[int]
    difficulty: Mapped[int]
    deed: Mapped[int]
    cash_fen: Mapped[int] = mapped_column(BigInteger)
    goods_fen: Mapped[int] = mapped_column(BigInteger)
    __table_args__ = ({"info": {"derived": True}, "sqlite_with_rowid": False},)


class Question(Base):
    """The one open question to a person: any worker can take the answer. A newer question replaces the older one."""

    __tablename__ = "questions"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    kind: Mapped[str] = mapped_column(String(32))
    payload: Mapped[str] = mapped_column(Encrypted("questions.payload"))
    asked_at: Mapped[datetime] = mapped_column(Utc)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    # Buttons carry the id: it must never come back for another question.
    __table_args__ = ({"sqlite_autoincrement": True},)


class SeenUpdate(Base):
    """Every update once. `reply` holds the answer (JSON) until it went out; a repeat changes nothing."""

    __tablename__ = "seen_updates"
    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    seen_at: Mapped[datetime] = mapped_column(Utc, index=True)
    reply: Mapped[str | None] = mapped_column(Encrypted("seen_updates.reply"))
    answered_at: Mapped[datetime | None] = mapped_column(Utc)


class Miss(Base):
    """What was not understood, as counts by kind of failure and month; never the text."""

    __tablename__ = "misses"
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
