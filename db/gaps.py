"""Recipients without a primary cadre, and cadres who could take over."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from bot.domain.gaps import Candidate
from bot.domain.quota import Counts
from db.models import Absence, Grant, Pairing, Person, Recipient, Record, Unit, UnitTree


class Gap(NamedTuple):
    """`ended`: last day of the latest primary pairing. `home`: its cadre's unit, else the place: who answers for it."""

    recipient_id: int
    number: str
    name: str
    place_id: int
    place: str
    first_day: date
    ended: date | None
    last_cadre: int | None
    home: int


def open_gaps(
    session: Session,
    kinds: Collection[str],
    day: date,
    *,
    scopes: Collection[int | None] = (None,),
    recipient_id: int | None = None,
    among: Collection[int] | None = None,
) -> list[Gap]:
    """Active recipients without a pairing of `kinds` on `day`, in the order of the tree and the roster.

    A scope sees those who live there, and those whose latest cadre worked there. A reported death is no gap.
    """
    statement, home = _gaps(kinds, day)
    if None not in scopes:
        below = select(UnitTree.unit_id).where(UnitTree.ancestor_id.in_(scopes))
        statement = statement.where(or_(Recipient.unit_id.in_(below), home.in_(below)))
    if recipient_id is not None:
        statement = statement.where(Recipient.id == recipient_id)
    if among is not None:
        statement = statement.where(Recipient.id.in_(among))
    found = [Gap(*row) for row in session.execute(statement)]
    places = tree_keys(session, {gap.place_id for gap in found})
    return sorted(found, key=lambda gap: (places[gap.place_id], gap.number))


def begun(session: Session, kinds: Collection[str], day: date, since: date, after: int, upto: int | None) -> list[Gap]:
    """The gaps that began on `since` or later, of recipients with after < id <= upto, in no order."""
    new = select(Recipient.id).where(Recipient.id > after, Recipient.first_day >= since)
    left = select(Pairing.recipient_id).where(
        Pairing.recipient_id > after, Pairing.last_day >= since - timedelta(days=1)
    )
    if upto is not None:
        new, left = new.where(Recipient.id <= upto), left.where(Pairing.recipient_id <= upto)
    statement, _ = _gaps(kinds, day)
    return [Gap(*row) for row in session.execute(statement.where(Recipient.id.in_(new.union(left))))]


def chunk_end(session: Session, after: int, size: int) -> int | None:
    """The id that ends the next chunk of recipients after `after`; None when fewer than `size` are left."""
    following = select(Recipient.id).where(Recipient.id > after).order_by(Recipient.id)
    return session.scalar(following.offset(size - 1).limit(1))


def _gaps(kinds: Collection[str], day: date) -> tuple[Select[*tuple[Any, ...]], ColumnElement[int]]:
    """The columns of a Gap for every one open on a day, and the expression of its home."""
    now, older, ended = aliased(Pairing), aliased(Pairing), aliased(Pairing)
    running = select(now.id).where(
        now.recipient_id == Recipient.id,
        now.kind.in_(kinds),
        now.first_day <= day,
        or_(now.last_day.is_(None), now.last_day >= day),
    )
    newest = (
        select(older.id)
        .where(older.recipient_id == Recipient.id, older.kind.in_(kinds), older.last_day < day)
        .order_by(older.last_day.desc(), older.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    home = func.coalesce(Person.unit_id, Recipient.unit_id)
    statement = (
        select(
            Recipient.id,
            Recipient.number,
            Recipient.name,
            Unit.id,
            Unit.name,
            Recipient.first_day,
            ended.last_day,
            Person.id,
            home,
        )
        .join(Unit, Unit.id == Recipient.unit_id)
        .outerjoin(ended, ended.id == newest)
        .outerjoin(Person, Person.id == ended.person_id)
        .where(
            Recipient.first_day <= day,
            or_(Recipient.last_day.is_(None), Recipient.last_day >= day),
            Recipient.halted_at.is_(None),
            ~running.exists(),
        )
    )
    return statement, home


def tree_keys(session: Session, units: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """For each unit the codes from the root down to it: sorting by these is the order of the tree."""
    wanted = set(units)
    if not wanted:
        return {}
    rows = session.execute(select(Unit.id, Unit.code, Unit.parent_id))
    tree = {unit_id: (code, parent) for unit_id, code, parent in rows}
    keys = {}
    for unit_id in wanted:
        path: list[str] = []
        above: int | None = unit_id
        while above is not None:
            code, above = tree[above]
            path.append(code)
        keys[unit_id] = tuple(reversed(path))
    return keys


def candidates(
    session: Session, units: Collection[int], kinds: Collection[str], day: date, *, but: int | None
) -> list[Candidate]:
    """Cadres at work in some units, with their running pairings of `kinds`, in the order of the roster."""
    load = (
        select(func.count(Pairing.id))
        .join(Recipient, Recipient.id == Pairing.recipient_id)
        .where(
            Pairing.person_id == Person.id,
            Pairing.kind.in_(kinds),
            Pairing.first_day <= day,
            or_(Pairing.last_day.is_(None), Pairing.last_day >= day),
            or_(Recipient.last_day.is_(None), Recipient.last_day >= day),
        )
        .scalar_subquery()
    )
    away = select(Absence.id).where(
        Absence.person_id == Person.id,
        Absence.state == "approved",
        Absence.first_day <= day,
        Absence.last_day >= day,
    )
    cadre = select(Grant.id).where(
        Grant.person_id == Person.id,
        Grant.role == "cadre",
        Grant.revoked_at.is_(None),
        or_(Grant.first_day.is_(None), Grant.first_day <= day),
        or_(Grant.last_day.is_(None), Grant.last_day >= day),
    )
    statement = (
        select(Person.id, func.coalesce(Person.number, ""), Person.name, load)
        .where(Person.unit_id.in_(units), Person.status == "active", cadre.exists(), ~away.exists())
        .order_by(Person.number, Person.id)
    )
    return [Candidate(*row) for row in session.execute(statement) if row[0] != but]


def neighbours(session: Session, unit_id: int) -> Sequence[int]:
    """The units of the same parent with all below, or the unit's own when it has none above."""
    parent = session.scalar(select(Unit.parent_id).where(Unit.id == unit_id))
    top = unit_id if parent is None else parent
    return session.scalars(select(UnitTree.unit_id).where(UnitTree.ancestor_id == top)).all()


def lock_recipient(session: Session, recipient_id: int) -> None:
    """One takes over: two taps at once wait for each other."""
    session.execute(select(Recipient.id).where(Recipient.id == recipient_id).with_for_update())


def pair(session: Session, person_id: int, recipient_id: int, kind: str, first_day: date) -> Pairing:
    pairing = Pairing(person_id=person_id, recipient_id=recipient_id, kind=kind, first_day=first_day)
    session.add(pairing)
    session.flush()
    return pairing


def coming(session: Session, recipient_id: int, kinds: Collection[str], day: date) -> tuple[Person, date] | None:
    """Who takes over on a later day by a pairing that is entered already, and when."""
    row = session.execute(
        select(Person, Pairing.first_day)
        .join(Pairing, Pairing.person_id == Person.id)
        .where(
            Pairing.recipient_id == recipient_id,
            Pairing.kind.in_(kinds),
            Pairing.first_day > day,
            or_(Pairing.last_day.is_(None), Pairing.last_day >= Pairing.first_day),
        )
        .order_by(Pairing.first_day, Pairing.id)
        .limit(1)
    ).one_or_none()
    return (row[0], row[1]) if row else None


def pairing(session: Session, pairing_id: int) -> Pairing | None:
    return session.get(Pairing, pairing_id)


def done_this_year(session: Session, recipient_id: int, kinds: Collection[str], day: date) -> Counts:
    """What was done for a recipient since New Year under all his pairings of `kinds`, by whichever cadre."""
    row = session.execute(
        select(
            *(
                func.coalesce(func.sum(column), 0)
                for column in (Record.contact, Record.visit, Record.deed, Record.policy, Record.difficulty)
            )
        )
        .join(Pairing, Pairing.id == Record.pairing_id)
        .where(
            Pairing.recipient_id == recipient_id,
            Pairing.kind.in_(kinds),
            Record.standing,
            ~Record.attempt,
            Record.day >= date(day.year, 1, 1),
        )
    ).one()
    return Counts(*(int(number) for number in row))
