"""A set of people named by a predicate, written down as notices by one INSERT … SELECT a chunk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, func, literal, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.domain.notices.campaign import Audience
from db.models import Campaign as Account
from db.models import Notice, Pairing, Person, Recipient
from db.upsert import insert_for

COLUMNS = ("person_id", "kind", "period", "day", "due", "expires", "lane", "subject_id", "state", "outcome", "attempts")


@dataclass(frozen=True)
class Stamp:
    """What every notice of a campaign shares. `mark` stands before the subject's id in a period."""

    kind: str
    period: str
    mark: str
    day: date
    due: datetime
    expires: date
    lane: int
    state: str = "planned"
    outcome: str | None = None


def by_predicate(
    audience: Audience, day: date, after: int = 0, upto: int | None = None
) -> Select[int, int | None] | None:
    """(person, subject) of the cadres that a predicate names; None when it names offices, which need the tree.

    Of people with after < id <= upto only. The pairings say so too: PostgreSQL does not conclude it, and would read
    all of them for every chunk.
    """
    chunk = [Pairing.person_id > after, *([Pairing.person_id <= upto] if upto is not None else [])]
    match audience.who:
        case "paired":
            return _cadres(after, upto).where(
                exists(_pairings(audience, day).where(Pairing.person_id == Person.id, *chunk))
            )
        case "festival":
            there = _pairings(audience, day).where(Pairing.person_id == Person.id, *chunk)
            if audience.classes:
                there = there.where(Recipient.class_key.in_(audience.classes))
            return _cadres(after, upto).where(exists(there))
        case "new_pairings":
            return _each(audience, day, Pairing.id).where(Pairing.first_day == audience.first_day)
        case "birthday":
            days = [and_(Recipient.birth_month == d.month, Recipient.birth_day == d.day) for d in audience.month_days]
            return _each(audience, day, Recipient.id).where(or_(*days), Recipient.birth_year >= audience.born_from)
        case "birth_month":
            return _each(audience, day, Recipient.id).where(
                Recipient.birth_month == audience.month_days[0].month,
                Recipient.birth_day.is_(None),
                Recipient.birth_year >= audience.born_from,
            )
        case _:
            return None


def _cadres(after: int, upto: int | None) -> Select[int, int | None]:
    found = select(Person.id, literal(None, Notice.subject_id.type)).where(Person.status != "left", Person.id > after)
    return found if upto is None else found.where(Person.id <= upto)


def active(day: date) -> ColumnElement[bool]:
    """The pairing and its recipient stand on `day`, and no reminder of the recipient was stopped."""
    return and_(
        Pairing.first_day <= day,
        or_(Pairing.last_day.is_(None), Pairing.last_day >= day),
        Recipient.first_day <= day,
        or_(Recipient.last_day.is_(None), Recipient.last_day >= day),
        Recipient.halted_at.is_(None),
    )


def _pairings(audience: Audience, day: date) -> Select[int]:
    return (
        select(Pairing.id)
        .join(Recipient, Recipient.id == Pairing.recipient_id)
        .where(Pairing.kind.in_(audience.kinds), active(day))
    )


def _each(audience: Audience, day: date, subject: InstrumentedAttribute[int]) -> Select[int, int | None]:
    """One row a subject instead of one a cadre."""
    return (
        select(Person.id, subject)
        .select_from(Pairing)
        .join(Recipient, Recipient.id == Pairing.recipient_id)
        .join(Person, Person.id == Pairing.person_id)
        .where(Person.status != "left", Pairing.kind.in_(audience.kinds), active(day))
    )


def born(session: Session, audience: Audience, day: date) -> Sequence[tuple[int, int, int | None]]:
    """(recipient, cadre, the cadre's unit) for an audience of `age`."""
    found = []
    if audience.born:
        found += [
            and_(Recipient.birth_year == d.year, Recipient.birth_month == d.month, Recipient.birth_day == d.day)
            for d in audience.born
        ]
    if audience.born_month:
        year, month = audience.born_month
        found.append(and_(Recipient.birth_year == year, Recipient.birth_month == month, Recipient.birth_day.is_(None)))
    statement = (
        select(Recipient.id, Person.id, Person.unit_id)
        .select_from(Pairing)
        .join(Recipient, Recipient.id == Pairing.recipient_id)
        .join(Person, Person.id == Pairing.person_id)
        .where(Person.status != "left", Pairing.kind.in_(audience.kinds), active(day), or_(*found))
        .order_by(Recipient.id, Person.id)
    )
    return [(recipient, cadre, unit) for recipient, cadre, unit in session.execute(statement)]


def chunk_end(session: Session, after: int, size: int) -> int | None:
    """The id that ends the next chunk of people after `after`; None when fewer than `size` are left."""
    return session.scalar(select(Person.id).where(Person.id > after).order_by(Person.id).offset(size - 1).limit(1))


def write(session: Session, stamp: Stamp, who: Select[int, int | None], *, again: bool) -> int:
    """Write the notices of these people; how many it names. Twice is as good as once."""
    if stamp.mark:  # a cadre may be paired twice with one subject
        who = who.distinct()
    people = who.subquery()
    person, subject = people.c
    period = literal(stamp.period) + stamp.mark + cast(subject, String) if stamp.mark else literal(stamp.period)
    rows = select(
        person,
        literal(stamp.kind),
        period,
        literal(stamp.day),
        literal(stamp.due, Notice.due.type),
        literal(stamp.expires),
        literal(stamp.lane),
        subject if stamp.mark else literal(None, Notice.subject_id.type),
        literal(stamp.state),
        literal(stamp.outcome, String),
        literal(0),
    ).where(person.is_not(None))  # SQLite wants a WHERE before ON CONFLICT
    statement = insert_for(session, Notice).from_select(COLUMNS, rows).on_conflict_do_nothing()
    written = session.execute(statement, execution_options={"preserve_rowcount": True})
    if again:  # some stood already, so what was written is not what was named
        return session.scalar(select(func.count()).select_from(people)) or 0
    return int(getattr(written, "rowcount"))  # noqa: B009  the type of every Result, that of an INSERT has it


def write_for(session: Session, stamp: Stamp, people: Sequence[tuple[int, int | None]]) -> int:
    """The same for people named one by one."""
    rows = [
        {
            "person_id": person_id,
            "kind": stamp.kind,
            "period": f"{stamp.period}{stamp.mark}{subject_id}" if stamp.mark else stamp.period,
            "day": stamp.day,
            "due": stamp.due,
            "expires": stamp.expires,
            "lane": stamp.lane,
            "subject_id": subject_id if stamp.mark else None,
            "state": stamp.state,
            "outcome": stamp.outcome,
            "attempts": 0,
        }
        for person_id, subject_id in dict.fromkeys(people)
    ]
    if rows:  # by the connection: the session would want every row's id back, at ten times the cost
        session.connection().execute(insert_for(session, Notice).on_conflict_do_nothing(), rows)
    return len(rows)


def begin_day(session: Session, day: date) -> bool:
    """Count the campaigns of a day from zero: a plan that begins anew counts once. Whether it is such a one."""
    reset = update(Account).where(Account.day == day).values(due=0).returning(Account.kind)
    return bool(session.scalars(reset.execution_options(synchronize_session=False)).all())


def add_due(session: Session, kind: str, day: date, count: int) -> None:
    """Count what a campaign names."""
    statement = insert_for(session, Account).values(kind=kind, day=day, due=count)
    session.execute(statement.on_conflict_do_update(index_elements=["kind", "day"], set_={"due": Account.due + count}))


def count(session: Session, who: Select[int, int | None]) -> int:
    """How many a predicate names, each person once a subject."""
    return session.scalar(select(func.count()).select_from(who.distinct().subquery())) or 0


def read(session: Session, who: Select[int, int | None]) -> list[tuple[int, int | None]]:
    """The (person, subject) pairs a predicate names, by person."""
    return [(person, subject) for person, subject in session.execute(who.distinct().order_by(Person.id))]
