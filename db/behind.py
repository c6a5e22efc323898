"""Quota pairings one by one, in the order of the tree: who is behind, and the words to say it with."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from bot.domain.programme import Programme
from db.counts import Area, Query, Rows, active, line_of, placed
from db.models import Absence, Pairing, Person, Recipient, Unit
from db.sums import done


def running(session: Session, at: Area, programme: Programme, since: date, until: date) -> Rows:
    """Pairings that run on `until` and are judged, by code of the recipient's unit and number of the recipient.

    (line, pairing, person, household, halted, first day, last day, cadre if he has approved leave in those days,
    credited contact, visit, deed from `since` on).
    """
    kinds = programme.quota_pairings
    tree, line = line_of(at)
    acts = done(session, at, programme, since, until)
    leave = select(Absence.id).where(
        Absence.person_id == Pairing.person_id,
        Absence.state == "approved",
        Absence.last_day >= since,
        Absence.first_day <= until,
    )
    statement: Query = (
        select(
            line,
            Pairing.id,
            Pairing.person_id,
            Recipient.household,
            Recipient.halted_at.is_not(None),
            Pairing.first_day,
            Pairing.last_day,
            leave.exists(),
            *acts.credit,
        )
        .select_from(Pairing)
        .where(Pairing.kind.in_(kinds), active(Pairing.first_day, Pairing.last_day, until))
    )
    statement = acts.joined(placed(statement, at, tree)).join(Unit, Unit.id == Recipient.unit_id)
    return session.execute(statement.order_by(Unit.code, Recipient.number, Pairing.id)).all()


def siblings(session: Session, kinds: Sequence[str], people: Iterable[int], since: date, until: date) -> Rows:
    """(pairing, person, household, first day, last day) of all quota pairings of some people that touch these days."""
    return session.execute(
        select(Pairing.id, Pairing.person_id, Recipient.household, Pairing.first_day, Pairing.last_day)
        .join(Recipient, Recipient.id == Pairing.recipient_id)
        .where(
            Pairing.person_id.in_(list(people)),
            Pairing.kind.in_(kinds),
            and_(Pairing.first_day <= until, or_(Pairing.last_day.is_(None), Pairing.last_day >= since)),
        )
    ).all()


def named(session: Session, pairing_ids: Sequence[int]) -> dict[int, tuple[Recipient, Person, Unit]]:
    """Recipient, cadre and the recipient's unit of some pairings."""
    rows: Any = session.execute(
        select(Pairing.id, Recipient, Person, Unit)
        .join(Recipient, Recipient.id == Pairing.recipient_id)
        .join(Person, Person.id == Pairing.person_id)
        .join(Unit, Unit.id == Recipient.unit_id)
        .where(Pairing.id.in_(pairing_ids))
    )
    return {key: (recipient, person, unit) for key, recipient, person, unit in rows}
