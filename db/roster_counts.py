"""Figures of a scope beside the grid: who came and went, gaps, weekly visits, helpers without quota."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, cast, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from db.counts import Area, Query, Rows, active, counts, inside, line_of, lined, pairings_in, within
from db.models import Pairing, Person, Recipient, Record, Unit

DAY = timedelta(days=1)
WEEK, FRIDAY = 7, 4
ANOTHER, LATEST, ENDED = (aliased(Pairing) for _ in range(3))  # made once: each costs as much as a statement


def movement(session: Session, at: Area, kinds: Sequence[str], first: date, last: date) -> Rows:
    """(reason, opening, entered, left, closing) of recipients over the days first to last; a last day is inside.

    In an office of its primary pairings. The reason is the roster's for those who left, "" for all others.
    """
    model: Any = Pairing if at.by_cadre else Recipient
    reason = Pairing.end_reason if at.by_cadre else Recipient.left_reason
    left = model.last_day.between(first - DAY, last - DAY)
    sums = [
        active(model.first_day, model.last_day, first - DAY),
        model.first_day.between(first, last),
        left,
        active(model.first_day, model.last_day, last),
    ]
    why = case((left, func.coalesce(reason, "")), else_="").label("why")
    statement: Query = (
        select(why, *[func.sum(case((rule, 1), else_=0)) for rule in sums])
        .select_from(model)
        .where(model.first_day <= last, or_(model.last_day.is_(None), model.last_day >= first - DAY))
    )
    if at.by_cadre:
        statement = inside(statement.where(Pairing.kind.in_(kinds)), at)
    elif not at.whole:
        statement = statement.where(within(at, Recipient.unit_id))
    return session.execute(statement.group_by("why").order_by("why")).all()


def cadre_changed(session: Session, at: Area, kinds: Sequence[str], first: date, last: date) -> int:
    """Recipients whose primary pairing began between two days, after one with another cadre had ended."""
    earlier = ANOTHER
    before = select(earlier.id).where(
        earlier.recipient_id == Pairing.recipient_id,
        earlier.kind.in_(kinds),
        earlier.person_id != Pairing.person_id,
        earlier.last_day < Pairing.first_day,
    )
    statement: Query = select(func.count(Pairing.recipient_id.distinct())).where(
        Pairing.kind.in_(kinds), Pairing.first_day.between(first, last), before.exists()
    )
    return session.scalar(inside(statement, at)) or 0


def gaps(session: Session, at: Area, kinds: Sequence[str], day: date) -> Rows:
    """Active recipients without a primary pairing on `day`, in the order of unit and roster.

    (line, recipient's number, class, code and name of his unit, his first day, last day of his latest primary pairing).
    An office answers for a gap when the latest such pairing was with one of its cadres.
    """
    tree, line = line_of(at)
    now, any_ = ANOTHER, LATEST
    running = select(now.id).where(
        now.recipient_id == Recipient.id, now.kind.in_(kinds), active(now.first_day, now.last_day, day)
    )
    latest = (
        select(func.max(any_.last_day))
        .where(any_.recipient_id == Recipient.id, any_.kind.in_(kinds), any_.last_day < day)
        .scalar_subquery()
    )
    statement = (
        select(line, Recipient.number, Recipient.class_key, Unit.code, Unit.name, Recipient.first_day, latest)
        .select_from(Recipient)
        .join(Unit, Unit.id == Recipient.unit_id)
        .where(active(Recipient.first_day, Recipient.last_day, day), Recipient.halted_at.is_(None), ~running.exists())
    )
    if at.by_cadre:
        ended, later = ENDED, LATEST
        newest = (
            select(later.id)
            .where(later.recipient_id == Recipient.id, later.kind.in_(kinds), later.last_day < day)
            .order_by(later.last_day.desc(), later.id.desc())
            .limit(1)
            .scalar_subquery()
        )
        theirs = pairings_in(at, kinds).with_only_columns(Pairing.recipient_id)
        statement = statement.where(Recipient.id.in_(theirs)).join(ended, ended.id == newest)
        statement = statement.join(Person, Person.id == ended.person_id)
    if not at.whole:
        statement = statement.where(within(at, at.home))
    if tree is not None:
        statement = lined(statement, at, tree)
    return session.execute(statement.order_by(Unit.code, Recipient.number)).all()


def weekly(session: Session, at: Area, kinds: Sequence[str], fridays: Sequence[date]) -> tuple[int, int]:
    """Weeks due and weeks with a visit, of the weekly pairings that run on the Friday of each week.

    A visit by the same person to the same recipient ticks the week, whichever of their pairings it was entered under.
    """
    if not fridays:
        return 0, 0
    due = [func.sum(case((active(Pairing.first_day, Pairing.last_day, friday), 1), else_=0)) for friday in fridays]
    asked = session.execute(inside(select(*due).where(Pairing.kind.in_(kinds)), at)).one()
    if not any(asked):
        return 0, 0
    monday, sunday = fridays[0] - FRIDAY * DAY, fridays[-1] + (WEEK - 1 - FRIDAY) * DAY
    sqlite = session.get_bind().dialect.name == "sqlite"

    def since_monday(day: Any) -> ColumnElement[int]:
        return cast(func.julianday(day) - func.julianday(monday) if sqlite else day - literal(monday), Integer)

    number, other = since_monday(Record.day), ANOTHER
    week = number - number % WEEK
    visited: Query = (
        select(Pairing.id.label("pairing"), week.label("week"))
        .join(other, and_(other.person_id == Pairing.person_id, other.recipient_id == Pairing.recipient_id))
        .join(Record, Record.pairing_id == other.id)
        .where(
            Pairing.kind.in_(kinds),
            counts(),
            Record.visit > 0,
            Record.day.between(monday, sunday),
            since_monday(Pairing.first_day) <= week + FRIDAY,
            or_(Pairing.last_day.is_(None), since_monday(Pairing.last_day) >= week + FRIDAY),
        )
    )
    once = inside(visited, at).distinct().subquery()
    done = session.scalar(select(func.count()).select_from(once)) or 0
    return sum(value or 0 for value in asked), done
