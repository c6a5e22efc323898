"""Quota pairings one by one, in the order of the tree: who is behind, and the words to say it with."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.programme import Programme
from db.counts import Area, Query, Rows, active, line_of, placed
from db.leave import approved_in
from db.models import Absence, Pairing, Person, Recipient, Unit
from db.pools import pools
from db.sums import done


def running(session: Session, at: Area, programme: Programme, since: date, until: date) -> Rows:
    """Pairings that run on `until` and are judged, by code of the recipient's unit and number of the recipient.

    (line, pairing, person, halted, first day, last day, whether the cadre has approved leave in the year, pool or None,
    credited contact, visit, deed from `since` on).
    """
    kinds = programme.quota_pairings
    tree, line = line_of(at)
    acts, shared = done(session, at, programme, since, until), pools(programme, until.year)
    leave = select(Absence.id).where(Absence.person_id == Pairing.person_id, approved_in(until.year))
    statement: Query = (
        select(
            line,
            Pairing.id,
            Pairing.person_id,
            Recipient.halted_at.is_not(None),
            Pairing.first_day,
            Pairing.last_day,
            leave.exists(),
            shared.key,
            *acts.credit,
        )
        .select_from(Pairing)
        .where(Pairing.kind.in_(kinds), active(Pairing.first_day, Pairing.last_day, until))
    )
    statement = shared.joined(acts.joined(placed(statement, at, tree))).join(Unit, Unit.id == Recipient.unit_id)
    return session.execute(statement.order_by(Unit.code, Recipient.number, Pairing.id)).all()


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
