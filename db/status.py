"""Figures about the bot itself."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, select, text
from sqlalchemy.orm import Session

from db.models import Message, Notice, Person, Record, RosterImport


def people(session: Session, since: datetime) -> Mapping[str, int]:
    """All who have not left: known, invited (a code is out), joined, blocked, and joined but silent since a moment."""
    joined = Person.telegram_id.is_not(None)
    columns = {
        "known": func.count(),
        "joined": _how_many(joined & Person.blocked_at.is_(None)),
        "blocked": _how_many(joined & Person.blocked_at.is_not(None)),
        "invited": _how_many(~joined & Person.invited_at.is_not(None)),
        "silent": _how_many(joined & Person.blocked_at.is_(None) & (Person.heard_at < since)),
    }
    row = session.execute(select(*columns.values()).where(Person.status != "left")).one()
    return dict(zip(columns, row, strict=True))


def _how_many(rule: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((rule, 1), else_=0)), 0)


def records_entered(session: Session, first: datetime, before: datetime) -> int:
    """Entries made between two moments that still stand."""
    found = select(func.count()).select_from(Record)
    return session.scalar(found.where(Record.created_at >= first, Record.created_at < before, Record.standing)) or 0


def burden(session: Session, first: datetime, before: datetime) -> tuple[int, int]:
    """The most messages that one person got by the clock, and the most that one wrote to log, between two moments."""
    per_person = (
        select(func.count(Notice.message_id.distinct()).label("n"))
        .where(Notice.sent_at >= first, Notice.sent_at < before)
        .group_by(Notice.person_id)
        .subquery()
    )
    logged = (
        select(func.count().label("n"))
        .select_from(Message)
        .where(Message.said_at >= first, Message.said_at < before)
        .group_by(Message.person_id)
        .subquery()
    )
    most = [session.scalar(select(func.max(counted.c.n))) or 0 for counted in (per_person, logged)]
    return most[0], most[1]


def notices(session: Session, first: datetime, before: datetime) -> Mapping[str, int]:
    """By state, those due between two moments; and of those that wait to be sent all, as /plan counts them."""
    due = (Notice.due >= first) & (Notice.due < before)
    rows = session.execute(
        select(Notice.state, func.count()).where((Notice.state == "planned") | due).group_by(Notice.state)
    )
    return dict(rows.all())


def last_import(session: Session) -> RosterImport | None:
    return session.scalar(
        select(RosterImport).where(RosterImport.state == "applied").order_by(RosterImport.closed_at.desc()).limit(1)
    )


def schema(session: Session) -> str:
    """The migration the database stands at."""
    return session.scalar(text("SELECT version_num FROM alembic_version")) or "?"
