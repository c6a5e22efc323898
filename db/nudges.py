"""Whom an office asks: whether he is in its scope, who waits for its answer, and the explanations it asked for."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from db.counts import Area, active, inside
from db.models import Absence, Change, Explanation, Notice, Pairing, Person, Recipient, Unit, UnitTree
from db.upsert import insert_new


def pairings_up_to(session: Session, at: Area, kinds: Sequence[str], limit: int) -> int:
    """How many pairings of some kinds lie in a scope, counted up to `limit`."""
    found = inside(select(Pairing.id).where(Pairing.kind.in_(kinds)), at).limit(limit).subquery()
    return session.scalar(select(func.count()).select_from(found)) or 0


def looks_after_in(session: Session, person_id: int, scopes: Sequence[int | None], day: date) -> bool:
    """Whether one of his recipients lives in one of the units `scopes`."""
    places = select(UnitTree.unit_id).where(UnitTree.ancestor_id.in_([one for one in scopes if one is not None]))
    found = (
        select(Pairing.id)
        .join(Recipient, Recipient.id == Pairing.recipient_id)
        .where(
            Pairing.person_id == person_id,
            active(Pairing.first_day, Pairing.last_day, day),
            Recipient.unit_id.in_(places),
        )
    )
    return session.scalar(found.limit(1)) is not None


def person(session: Session, key: int) -> Person | None:
    return session.get(Person, key)


def named(session: Session, people: Iterable[int]) -> dict[int, tuple[str, str, str]]:
    """(number, name, name of the unit) of some people."""
    rows = session.execute(
        select(Person.id, Person.number, Person.name, Unit.name)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Person.id.in_(list(people)))
    )
    return {key: (number or "", name, unit or "") for key, number, name, unit in rows}


def waits_to_be_sent(session: Session, person_id: int, kind: str, today: date) -> bool:
    """Whether a notice of a kind is on its way to somebody and still of use."""
    found = select(Notice.id).where(
        Notice.person_id == person_id,
        Notice.kind == kind,
        Notice.state.in_(("planned", "claimed")),
        or_(Notice.expires.is_(None), Notice.expires >= today),
    )
    return session.scalar(found.limit(1)) is not None


def waiting(session: Session, unit_id: int) -> list[tuple[int, str, int, date]]:
    """(cadre, leave | change | explanation, its key, since when) of all who wait below a unit, in the tree's order."""
    found: list[tuple[str, str, int, str, int, date]] = []
    queries = (
        ("leave", Absence, Absence.state == "asked", Absence.asked_at),
        ("change", Change, Change.state == "filed", Change.filed_at),
        ("explanation", Explanation, Explanation.answered_at.is_(None), Explanation.asked_at),
    )
    for what, model, still_open, since in queries:
        rows = session.execute(
            select(Unit.code, Person.number, Person.id, model.id, since)
            .select_from(model)
            .join(Person, Person.id == model.person_id)
            .join(Unit, Unit.id == Person.unit_id)
            .join(UnitTree, UnitTree.unit_id == Person.unit_id)
            .where(UnitTree.ancestor_id == unit_id, still_open)
        )
        found += [(code, number or "", person, what, key, at.date()) for code, number, person, key, at in rows]
    found.sort(key=lambda row: (row[0], row[1], row[5], row[3], row[4]))
    return [(person, what, key, day) for _code, _number, person, what, key, day in found]


def ask(session: Session, person_id: int, asked_by: int, now: datetime) -> Explanation | None:
    """The new question; None when one is open already."""
    row = {"person_id": person_id, "asked_by": asked_by, "asked_at": now}
    if insert_new(session, Explanation, [row]) == 0:
        return None
    return session.scalars(
        select(Explanation).where(Explanation.person_id == person_id, Explanation.answered_at.is_(None))
    ).one()


def explanation(session: Session, key: int) -> Explanation | None:
    return session.get(Explanation, key)
