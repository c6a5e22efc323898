"""How far am I: the year per recipient, what is next, and what was logged."""

from dataclasses import dataclass
from datetime import date

from bot.domain.people import Actor
from bot.services import entries
from bot.services.desk import Desk
from bot.services.entries import Line
from bot.services.standing import PairStanding, standings_of
from db import records
from db.session import Session

PAGE = 8


@dataclass(frozen=True)
class Progress:
    """`day` is today; pairings in the order of the roster."""

    day: date
    pairs: tuple[PairStanding, ...]


@dataclass(frozen=True)
class Log:
    """A page of entries, newest act first."""

    lines: tuple[Line, ...]
    page: int
    more: bool


def progress(session: Session, desk: Desk, actor: Actor) -> Progress:
    return Progress(desk.today, standings_of(session, desk, actor.person_id))


def log_page(session: Session, desk: Desk, actor: Actor, *, page: int = 0) -> Log:
    rows = records.latest(session, actor.person_id, None, PAGE + 1, PAGE * page)
    lines = tuple(
        entries.line(desk, entries.draft_of(record, one.id), desk.shown(one.number, one.name), late=record.late)
        for record, one in rows[:PAGE]
    )
    return Log(lines, page, len(rows) > PAGE)
