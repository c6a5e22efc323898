"""Whether the bot can do its work: asked by /healthz and `doctor`."""

from bot.services.desk import Desk
from bot.services.joining import BOT_NAME
from db import notices
from db.session import Session


def alive(session: Session, desk: Desk) -> None:  # noqa: ARG001  the shape of every use case
    """Asks the database something. Raises UnavailableError when it is away."""
    notices.mark(session, BOT_NAME)
