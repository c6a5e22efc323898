"""Stored reports, what changed since one was frozen, and the entries behind a figure."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from db.counts import FLOWS, Area, Query, Rows, active, pairings_in, placed, within
from db.models import Pairing, Person, Recipient, Record, Report, Unit, Watermark
from db.upsert import insert_new

PLANNER = "planner"


def by_number(session: Session, number: int) -> Report | None:
    return session.get(Report, number)


def stored(session: Session, unit_id: int, period: str) -> Report | None:
    return session.scalar(select(Report).where(Report.unit_id == unit_id, Report.period == period))


def of_periods(session: Session, unit_id: int, periods: Sequence[str]) -> Sequence[Report]:
    """The frozen reports of some periods, in their order in time."""
    found = select(Report).where(Report.unit_id == unit_id, Report.period.in_(periods))
    return session.scalars(found.order_by(Report.period)).all()


def freeze(session: Session, unit_id: int, period: str, as_of: datetime, definitions: str, body: str) -> Report:
    """Store it, unless another process was first: then its report is the one."""
    row = {"unit_id": unit_id, "period": period, "as_of": as_of, "definitions": definitions, "body": body}
    insert_new(session, Report, [row])
    found = stored(session, unit_id, period)
    assert found is not None
    return found


def planner_ran(session: Session) -> datetime | None:
    return session.scalar(select(Watermark.at).where(Watermark.name == PLANNER))


def newest_after(
    session: Session, at: Area, kinds: Sequence[str], since: date, until: date, now: datetime
) -> datetime | None:
    """The latest entry about these days made after `now`; None when there is none."""
    statement = select(func.max(Record.created_at, type_=Record.created_at.type)).where(
        Record.created_at > now, Record.day.between(since, until)
    )
    if not at.whole:
        statement = statement.where(Record.pairing_id.in_(pairings_in(at, kinds)))
    return session.scalar(statement)


def stood(at: datetime) -> ColumnElement[bool]:
    """Entries that counted at a moment: made by then, not yet followed by a correction or withdrawal."""
    successor = aliased(Record)
    followed = select(successor.id).where(successor.corrects_id == Record.id, successor.created_at <= at)
    return and_(Record.created_at <= at, ~Record.attempt, Record.action != "withdraw", ~followed.exists())


def edited(
    session: Session,
    at: Area,
    kinds: Sequence[str],
    spans: Sequence[tuple[date, date]],
    after: datetime,
    until: datetime,
) -> Rows:
    """(index of the span of days, class, the seven flows) by which entries made in (after, until] changed its sums."""
    successor = aliased(Record)
    old = select(successor.corrects_id).where(
        successor.created_at > after, successor.created_at <= until, successor.corrects_id.is_not(None)
    )
    touched = or_(and_(Record.created_at > after, Record.created_at <= until), Record.id.in_(old))
    gained = case((stood(until), 1), else_=0) - case((stood(after), 1), else_=0)
    span = case(*[(Record.day.between(*days), n) for n, days in enumerate(spans)]).label("span")
    statement: Query = (
        select(span, Recipient.class_key, *[func.sum(column * gained) for column in FLOWS])
        .select_from(Record)
        .join(Pairing, Pairing.id == Record.pairing_id)
        .where(touched, or_(*[Record.day.between(*days) for days in spans]), Pairing.kind.in_(kinds))
    )
    return session.execute(placed(statement, at, None).group_by("span", Recipient.class_key)).all()


def entries(
    at: Area, kinds: Sequence[str], days: tuple[date, date], moment: datetime, classes: Sequence[str], column: str
) -> Query:
    """(entry, its recipient, its cadre, name of the recipient's unit) of what stood at a moment, oldest first."""
    cadre = aliased(Person)
    statement: Query = (
        select(Record, Recipient, cadre, Unit.name)
        .select_from(Record)
        .join(Pairing, Pairing.id == Record.pairing_id)
        .join(cadre, cadre.id == Pairing.person_id)
        .where(
            stood(moment),
            Record.day.between(*days),
            Pairing.kind.in_(kinds),
            Recipient.class_key.in_(classes),
            getattr(Record, column) > 0,
        )
    )
    statement = placed(statement, at, None).join(Unit, Unit.id == Recipient.unit_id)
    return statement.order_by(Record.day, Recipient.number, Record.id)


def measured(session: Session, chosen: Query, column: str) -> tuple[int, int]:
    """How many entries, and the sum of their column."""
    value = getattr(Record, column)
    counted = chosen.with_only_columns(func.count(), func.coalesce(func.sum(value), 0)).order_by(None)
    count, total = session.execute(counted).one()
    return count, int(total)


def page(session: Session, chosen: Query, limit: int, offset: int) -> Rows:
    return session.execute(chosen.limit(limit).offset(offset)).all()


def recipients(
    session: Session, at: Area, kinds: Sequence[str], day: date, classes: Sequence[str], limit: int, offset: int
) -> tuple[int, Rows]:
    """How many recipients of some classes stood in a scope on a day, and a page of (recipient, name of his unit)."""
    statement: Query = (
        select(Recipient, Unit.name).join(Unit, Unit.id == Recipient.unit_id).where(Recipient.class_key.in_(classes))
    )
    if at.by_cadre:
        paired = pairings_in(at, kinds).where(active(Pairing.first_day, Pairing.last_day, day))
        statement = statement.where(Recipient.id.in_(paired.with_only_columns(Pairing.recipient_id)))
    else:
        statement = statement.where(active(Recipient.first_day, Recipient.last_day, day), within(at, Recipient.unit_id))
    count = session.scalar(statement.with_only_columns(func.count()).order_by(None)) or 0
    found = statement.order_by(Unit.code, Recipient.number).limit(limit).offset(offset)
    return count, session.execute(found).all()
