"""How far am I: the year per recipient, what is next, what was logged, when I was last there."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from bot.domain.people import Actor
from bot.domain.quota import Counts
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


@dataclass(frozen=True)
class LastDone:
    """When each recipient was last reached: (shown, day of the last contact, of the last visit); None: not yet."""

    pairs: tuple[tuple[str, date | None, date | None], ...]


@dataclass(frozen=True)
class Totals:
    """What a year came to over some recipients; money in fen."""

    year: int
    shown: tuple[str, ...]
    counts: Counts
    cash_fen: int
    goods_fen: int


Answered = Progress | Log | LastDone | Totals


def progress(session: Session, desk: Desk, actor: Actor) -> Progress:
    return Progress(desk.today, standings_of(session, desk, actor.person_id))


def asked(session: Session, desk: Desk, actor: Actor, *, topic: str | None, named: Collection[int]) -> Answered:
    """A question in words. `topic` is the understanding's; `named` are the recipients it is about (empty: all)."""
    if topic in {"list", "export"}:
        return log_page(session, desk, actor)
    pairs = standings_of(session, desk, actor.person_id)
    chosen = tuple(pair for pair in pairs if pair.recipient_id in named) or pairs
    if topic == "last_contact":
        last = records.last_days(session, actor.person_id)
        return LastDone(tuple((pair.shown, *last.get(pair.recipient_id, (None, None))) for pair in chosen))
    if topic == "total":
        return _totals(session, desk, chosen)
    return Progress(desk.today, chosen)


def _totals(session: Session, desk: Desk, chosen: tuple[PairStanding, ...]) -> Totals:
    counts = sum((pair.counts for pair in chosen), Counts())
    first, last = date(desk.today.year, 1, 1), date(desk.today.year, 12, 31)
    cash, goods = records.money_of(session, [pair.pairing_id for pair in chosen], first, last)
    return Totals(desk.today.year, tuple(pair.shown for pair in chosen), counts, cash, goods)


def log_page(session: Session, desk: Desk, actor: Actor, *, page: int = 0) -> Log:
    rows = records.latest(session, actor.person_id, PAGE + 1, PAGE * page)
    lines = tuple(
        entries.line(desk, entries.draft_of(record, one.id), desk.shown(one.number, one.name), late=record.late)
        for record, one in rows[:PAGE]
    )
    return Log(lines, page, len(rows) > PAGE)
