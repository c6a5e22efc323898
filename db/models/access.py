"""Who may do what: grants, invites, wrong tries, the audit trail, feedback."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import Encrypted, Utc, words

ROLES = ("cadre", "liaison", "supervisor", "duty_officer", "admin")


class Grant(Base):
    """A role over a unit and all below (no unit: everywhere). Grants of the roster have no days; revoked ones stay."""

    __tablename__ = "grants"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[str] = mapped_column(words("role", *ROLES))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    source: Mapped[str] = mapped_column(words("source", "roster", "granted", "deputy"), default="granted")
    deputy_for: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    revoked_at: Mapped[datetime | None] = mapped_column(Utc)


class Invite(Base):
    """A one-time code, kept as a hash. Without a person it makes the first admin."""

    __tablename__ = "invites"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(Utc)
    expires_at: Mapped[datetime] = mapped_column(Utc)
    used_at: Mapped[datetime | None] = mapped_column(Utc)


class JoinAttempts(Base):
    """Wrong codes of one Telegram account: five lock it for an hour."""

    __tablename__ = "join_attempts"
    telegram_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    wrong: Mapped[int] = mapped_column(SmallInteger, default=0)
    locked_until: Mapped[datetime | None] = mapped_column(Utc)


class Audit(Base):
    """Who did what to whom, when. `person_id` is empty for the command line; `subject` is a code, never a name."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Utc, index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    action: Mapped[str] = mapped_column(String(48), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    subject: Mapped[str | None] = mapped_column(String(64))
    detail: Mapped[str | None] = mapped_column(Encrypted("audit.detail"))


class Feedback(Base):
    """What somebody sent on purpose by /feedback."""

    __tablename__ = "feedback"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(Utc)
    text: Mapped[str] = mapped_column(Encrypted("feedback.text"))
