"""Whether the bot can do its work: asked by /healthz and `doctor`."""

from dataclasses import dataclass

from bot.services.desk import Desk
from db import keys, marks, working_days
from db.session import Session


def alive(session: Session, desk: Desk) -> None:  # noqa: ARG001  the shape of every use case
    """Asks the database something. Raises UnavailableError when it is away."""
    marks.mark(session, marks.PAUSED)


def unreadable(session: Session, desk: Desk) -> list[str]:  # noqa: ARG001  the shape of every use case
    """The columns with values that none of the keys opens."""
    return keys.unreadable(session)


@dataclass(frozen=True)
class Year:
    """`published`: its table of working days was imported; otherwise it is estimated."""

    year: int
    published: bool


def years(session: Session, desk: Desk) -> list[Year]:
    """The running year, and from November, when the next one is published, that one too."""
    known = set(working_days.published(session))
    wanted = [desk.today.year] + [desk.today.year + 1] * (desk.today.month >= 11)
    return [Year(year, year in known) for year in wanted]
