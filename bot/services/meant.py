"""An unknown command: which of his own somebody may have meant."""

from rapidfuzz import fuzz, process

from bot.domain.commands import menu
from bot.domain.people import Actor
from bot.services.desk import Desk
from db.session import Session

LIKE = 70  # of 100; below, a proposal would only puzzle


def command(session: Session, desk: Desk, actor: Actor, *, typed: str) -> str | None:  # noqa: ARG001  the shape of every use case
    """The nearest command of the person's own menu, or None."""
    found = process.extractOne(typed.casefold(), menu(actor), scorer=fuzz.ratio, score_cutoff=LIKE)
    return found[0] if found else None
