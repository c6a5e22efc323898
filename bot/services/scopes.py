"""What an office holder may touch: people, units and grants within his own scopes and not above his own role."""

from bot.domain.people import Actor
from bot.domain.roster import RANK
from bot.services.desk import Desk
from db import people
from db.models import Grant, Person
from db.session import Session


def may_give(session: Session, actor: Actor, role: str, unit_id: int | None) -> bool:
    """Whether the actor holds `role` or a higher one over the unit (None: over everything)."""
    as_high = [held for held, rank in RANK.items() if rank >= RANK[role]]
    return people.covers(session, actor.units(*as_high), unit_id)


def manages(session: Session, desk: Desk, actor: Actor, who: Person) -> bool:
    """Whether the person lies in the actor's scope as admin or liaison, and holds nothing the actor could not give.

    Without the second, a liaison could take a code for the admin's account and become him.
    """
    if not people.covers(session, actor.units("admin", "liaison"), who.unit_id):
        return False
    return all(_covered(session, actor, grant) for grant in people.grants_of(session, who.id, desk.today))


def _covered(session: Session, actor: Actor, grant: Grant) -> bool:
    return grant.role == "cadre" or may_give(session, actor, grant.role, grant.unit_id)
