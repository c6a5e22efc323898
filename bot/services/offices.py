"""In whose place somebody acts: rights of one's own first, else those of a deputy; the trail says which."""

from bot.domain.people import Actor
from bot.services.desk import Desk
from db import audit, people
from db.session import Session

OFFICE = ("liaison", "supervisor", "admin")


def may_act(session: Session, actor: Actor, unit_id: int | None) -> bool:
    """Whether the unit lies in the scope of one of the actor's offices."""
    return people.covers(session, actor.units(*OFFICE), unit_id)


def in_place_of(session: Session, desk: Desk, actor: Actor, unit_id: int | None) -> str | None:
    """The 干部编号 of the absent when only a deputy's grant gives the right to act on a unit; else None."""
    grants = [grant for grant in people.grants_of(session, actor.person_id, desk.today) if grant.role in OFFICE]
    covering = [grant for grant in grants if people.covers(session, [grant.unit_id], unit_id)]
    if any(grant.deputy_for is None for grant in covering):
        return None
    absent = next((grant.deputy_for for grant in covering if grant.deputy_for is not None), None)
    return people.by_id(session, absent).number or str(absent) if absent is not None else None


def note(
    session: Session, desk: Desk, actor: Actor, action: str, *, unit_id: int | None, subject: str | None = None
) -> None:
    """Write the trail of an act on a unit; a deputy's names in whose place it was done."""
    absent = in_place_of(session, desk, actor, unit_id)
    detail = f"in place of {absent}" if absent else None
    audit.note(session, desk.now, actor.person_id, action, unit_id=unit_id, subject=subject, detail=detail)
