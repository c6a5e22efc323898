"""Quota pairings in equal shapes: what a judgement depends on, and how many pairings are alike in it.

A province has a quarter of a million pairings and some hundred shapes. Told apart one by one are only those of cadres
on leave, and those judged as one with others (a *pool*: the pairings of a cadre, or of a cadre with a household).
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Label, case, func, null, or_, select
from sqlalchemy.orm import Session

from bot.domain.programme import QUOTA_KINDS, Programme
from db import audiences
from db.counts import Area, Query, Rows, active, line_of, placed
from db.leave import approved_in
from db.models import Absence, Pairing, Person, Recipient
from db.pools import Pools, pools
from db.sums import Done, done

DAY = timedelta(days=1)


class Shape(NamedTuple):
    """`first` is never before the year, `last` before `until` for all that ended; acts up to the most that is asked.

    `on_leave`: the cadre, if he has approved leave in these days. `pool`: the first pairing of the pool, if it has
    several. `pairings`: how many are alike.
    """

    line: int
    first: date
    last: date | None
    on_leave: int | None
    pool: int | None
    halted: bool
    contact: int
    visit: int
    deed: int
    pairings: int


PARTS = len(Shape._fields)


def of_year(session: Session, at: Area, programme: Programme, since: date, until: date) -> Rows:
    """All of the days from `since` (1 January) to `until`: `Shape`, class, and the seven flows summed over them."""
    acts, shared = done(session, at, programme, since, until), pools(programme, since.year)
    tree, line = line_of(at)
    parts = [line, *_parts(programme, acts, shared, since, Pairing.last_day < until)]
    class_key = Recipient.class_key.label("class")
    statement: Query = (
        select(*parts, func.count(), class_key, *acts.totals)
        .select_from(Pairing)
        .where(
            Pairing.kind.in_(programme.quota_pairings),
            Pairing.first_day <= until,
            or_(Pairing.last_day.is_(None), Pairing.last_day >= since),
        )
    )
    return _grouped(session, shared.joined(acts.joined(placed(statement, at, tree))), (*parts, class_key))


def of_day(session: Session, at: Area, programme: Programme, until: date) -> Rows:
    """Those that run on a day, as `Shape`."""
    since = date(until.year, 1, 1)
    acts, shared = done(session, at, programme, since, until), pools(programme, since.year)
    tree, line = line_of(at)
    parts = [line, *_parts(programme, acts, shared, since)]
    statement: Query = (
        select(*parts, func.count())
        .select_from(Pairing)
        .where(Pairing.kind.in_(programme.quota_pairings), active(Pairing.first_day, Pairing.last_day, until))
    )
    return _grouped(session, shared.joined(acts.joined(placed(statement, at, tree))), parts)


def by_office(session: Session, programme: Programme, until: date, units: Collection[int] | None) -> Rows:
    """Those that stand on a day, of cadres of some units (None: of all) who have not left, as `Shape`.

    The line is the unit of the cadre. Of a recipient who left, or whose death was reported, nothing is asked.
    """
    since = date(until.year, 1, 1)
    near = Area(0, by_cadre=True, children=(), tops=tuple(units or ()), whole=units is None)
    acts, shared = done(session, near, programme, since, until), pools(programme, since.year)
    parts = [Person.unit_id.label("line"), *_parts(programme, acts, shared, since)]
    statement: Query = (
        select(*parts, func.count())
        .select_from(Pairing)
        .join(Person, Person.id == Pairing.person_id)
        .join(Recipient, Recipient.id == Pairing.recipient_id)
        .where(
            Pairing.kind.in_(programme.quota_pairings),
            Person.status != "left",
            Person.unit_id.is_not(None) if units is None else Person.unit_id.in_(units),
            audiences.active(until),
        )
    )
    return _grouped(session, shared.joined(acts.joined(statement)), parts)


def _grouped(session: Session, statement: Query, by: Sequence[Label[Any]]) -> Rows:
    return session.execute(statement.group_by(*[part.name for part in by])).all()


def _parts(
    programme: Programme, acts: Done, shared: Pools, since: date, ended: ColumnElement[bool] | None = None
) -> list[Label[Any]]:
    """`Shape` from `first` to `deed`; of what has ended nothing is told apart."""

    def of_ended(value: Any, otherwise: Any) -> Any:
        return otherwise if ended is None else case((ended, value), else_=otherwise)

    before = Pairing.first_day < since
    leave = select(Absence.person_id).where(approved_in(since.year))
    most = [max(1, *(rule.of(kind) for rule in programme.quota_rules)) for kind in QUOTA_KINDS]
    # No name is one of a column, which PostgreSQL would group by instead.
    return [
        case((before if ended is None else or_(before, ended), since), else_=Pairing.first_day).label("first"),
        of_ended(since - DAY, Pairing.last_day).label("last"),
        of_ended(null(), case((Pairing.person_id.in_(leave), Pairing.person_id), else_=None)).label("on_leave"),
        of_ended(null(), shared.key).label("pool"),
        Recipient.halted_at.is_not(None).label("halted"),
        *[
            of_ended(0, case((credit > cap, cap), else_=credit)).label(f"credit{n}")
            for n, (credit, cap) in enumerate(zip(acts.credit, most, strict=True))
        ],
    ]
