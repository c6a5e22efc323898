"""断档: an active recipient without an active primary cadre, counted from its first day; and who may step in."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple


def since(first_day: date, ended: date | None) -> date:
    """The first day without a cadre. `first_day` is the recipient's, `ended` the last day of his latest cadre."""
    return first_day if ended is None else max(first_day, ended + timedelta(days=1))


def days(began: date, today: date) -> int:
    """The day it starts is day 1."""
    return (today - began).days + 1


class Candidate(NamedTuple):
    """A cadre who could take over. `primaries`: how many he looks after already; never shown as a ranking."""

    person_id: int
    number: str
    name: str
    primaries: int


def proposed(candidates: Iterable[Candidate]) -> Candidate | None:
    """Who looks after the fewest; of equals the first of the roster."""
    return min(candidates, key=lambda one: (one.primaries, one.number, one.person_id), default=None)
