"""Who looks after whom, and where: units, people, recipients, pairings."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import Encrypted, Utc, words

LEVELS = ("province", "city", "county", "township", "village", "unit")
LIVING = ("home", "institution", "boarding", "hospital")


class Unit(Base):
    """One tree: places (province … village), with offices (`unit`) hanging at any level."""

    __tablename__ = "units"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(64), index=True)
    level: Mapped[str] = mapped_column(words("level", *LEVELS))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    active: Mapped[bool] = mapped_column(default=True)


class UnitTree(Base):
    """Every unit with each of its ancestors and itself (depth 0): a scope is one indexed join, on any database."""

    __tablename__ = "unit_tree"
    ancestor_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True, index=True)
    depth: Mapped[int] = mapped_column(SmallInteger)


class Person(Base):
    """Everybody the bot may talk to: cadres and office holders. `number` is the roster's 干部编号.

    `minute` is the hour of reminders chosen by the person, in minutes after midnight. The four times at the end are
    the reachability ledger: a bot cannot write first.
    """

    __tablename__ = "people"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str | None] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(Encrypted("people.name"))
    phone: Mapped[str | None] = mapped_column(Encrypted("people.phone"))
    phone_index: Mapped[str | None] = mapped_column(String(64), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    status: Mapped[str] = mapped_column(words("status", "active", "leave", "left"), default="active")
    telegram_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    language: Mapped[str | None] = mapped_column(String(8))
    minute: Mapped[int] = mapped_column(SmallInteger, default=540)
    greetings: Mapped[bool] = mapped_column(default=True)
    snoozed_until: Mapped[date | None]
    menu: Mapped[str | None] = mapped_column(String(200))
    invited_at: Mapped[datetime | None] = mapped_column(Utc)
    started_at: Mapped[datetime | None] = mapped_column(Utc)
    blocked_at: Mapped[datetime | None] = mapped_column(Utc)
    heard_at: Mapped[datetime | None] = mapped_column(Utc)


class Recipient(Base):
    """A person looked after. `class_key` is a class of the programme file; birth may lack month or day."""

    __tablename__ = "recipients"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(Encrypted("recipients.name"))
    gender: Mapped[str | None] = mapped_column(words("gender", "male", "female"))
    birth_year: Mapped[int | None] = mapped_column(SmallInteger)
    birth_month: Mapped[int | None] = mapped_column(SmallInteger)
    birth_day: Mapped[int | None] = mapped_column(SmallInteger)
    class_key: Mapped[str] = mapped_column(String(32))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    living: Mapped[str | None] = mapped_column(words("living", *LIVING))
    household: Mapped[str | None] = mapped_column(String(32), index=True)
    phone: Mapped[str | None] = mapped_column(Encrypted("recipients.phone"))
    guardian: Mapped[str | None] = mapped_column(Encrypted("recipients.guardian"))
    aliases: Mapped[str | None] = mapped_column(Encrypted("recipients.aliases"))
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    left_reason: Mapped[str | None] = mapped_column(String(32))
    halted_at: Mapped[datetime | None] = mapped_column(Utc)
    __table_args__ = (Index("ix_recipients_birth", "birth_month", "birth_day"),)


class Pairing(Base):
    """Cadre x recipient, of a kind, from first to last day inclusive. Never overwritten: it ends and another begins."""

    __tablename__ = "pairings"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey("recipients.id"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    end_reason: Mapped[str | None] = mapped_column(String(64))
    __table_args__ = (UniqueConstraint("person_id", "recipient_id", "kind", "first_day"),)


class Absence(Base):
    """Leave of a cadre; approved leave takes months off the quota and moves reminders behind its end."""

    __tablename__ = "absences"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    state: Mapped[str] = mapped_column(words("state", "asked", "approved", "declined"), default="asked")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime] = mapped_column(Utc)


class RosterImport(Base):
    """One applied workbook. `before` is what it replaced (JSON), for undo-import."""

    __tablename__ = "imports"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Utc)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    file_name: Mapped[str] = mapped_column(Encrypted("imports.file_name"))
    added: Mapped[int]
    changed: Mapped[int]
    removed: Mapped[int]
    before: Mapped[str] = mapped_column(Encrypted("imports.before"))
    state: Mapped[str] = mapped_column(words("state", "waiting", "applied", "undone", "dropped"), default="applied")
    closed_at: Mapped[datetime | None] = mapped_column(Utc)
