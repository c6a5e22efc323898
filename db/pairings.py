"""Pairings begun and ended one at a time."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from db.models import Pairing, Person, Recipient, Record


def recipient(session: Session, number: str) -> Recipient | None:
    """Locked: what is decided about a recipient's pairings is decided once."""
    return session.scalar(select(Recipient).where(Recipient.number == number).with_for_update())


def running(session: Session, recipient_id: int, kinds: Sequence[str], day: date) -> Sequence[Pairing]:
    """Of these kinds, not over on `day`; later ones too."""
    return session.scalars(
        select(Pairing)
        .where(
            Pairing.recipient_id == recipient_id,
            Pairing.kind.in_(kinds),
            or_(Pairing.last_day.is_(None), Pairing.last_day >= day),
        )
        .order_by(Pairing.first_day, Pairing.id)
    ).all()


def cadre(session: Session, person_id: int) -> Person | None:
    return session.get(Person, person_id)


def with_recipient(session: Session, pairing_id: int) -> tuple[Pairing, Recipient] | None:
    row = session.execute(
        select(Pairing, Recipient).join(Recipient, Recipient.id == Pairing.recipient_id).where(Pairing.id == pairing_id)
    ).one_or_none()
    return (row[0], row[1]) if row else None


def latest_record(session: Session, pairing_id: int) -> date | None:
    """The last day on which something was done."""
    return session.scalar(
        select(func.max(Record.day)).where(
            Record.pairing_id == pairing_id, Record.standing, Record.action != "withdraw"
        )
    )


def begin(session: Session, person_id: int, recipient_id: int, kind: str, first: date) -> Pairing:
    pairing = Pairing(person_id=person_id, recipient_id=recipient_id, kind=kind, first_day=first)
    session.add(pairing)
    session.flush()
    return pairing


def end(session: Session, pairing: Pairing, last: date, reason: str) -> None:
    pairing.last_day, pairing.end_reason = last, reason
    session.flush()
