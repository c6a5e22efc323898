"""What the walk through the clauses knows and collects."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain.understanding import dates as day_tokens
from bot.domain.understanding.people import Whom

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from bot.domain.understanding.clauses import Clause
    from bot.domain.understanding.dates import Day
    from bot.domain.understanding.model import Paired
    from bot.domain.understanding.money import Money
    from bot.domain.understanding.names import Mention
    from bot.domain.understanding.owners import Share
    from bot.domain.understanding.people import Whom
    from bot.domain.understanding.support import Given

DONE = re.compile(r"了|过(?!去|来|年|节|几)|完|[一-鿿]好(?!像|好)|的$|刚|已|成功|到位")


@dataclass(frozen=True)
class Item:
    """One act or gift with its people and day. `said_day`/`said_whom`: in this clause or carried, not defaulted."""

    kind: str
    channel: str | None
    whom: Whom
    day: Day | None
    attempt: bool = False
    weak: bool = False
    policy: bool = False
    sure: bool = True
    sentence: int = 0
    clause: int = 0
    given: Given | None = None
    spread: bool = False
    anchored: bool = True
    fee: bool = False
    dated: bool = False
    guessed: bool = False


@dataclass(frozen=True)
class View:
    """What the second reading holds of one clause: acts and gifts the rules saw where none were, or did not see.

    `add`: kind, channel and whether it is likely enough to need no question.
    """

    drop: frozenset[str] = frozenset()
    add: tuple[tuple[str, str | None, bool], ...] = ()


@dataclass
class Walk:
    """What the walk knows so far."""

    pairings: Sequence[Paired]
    mentions: Sequence[Mention]
    days: Sequence[Day]
    sums: Sequence[Money]
    late: bool
    yesterday: date | None
    items: list[Item] = field(default_factory=list)
    whom: Whom = field(default_factory=lambda: Whom(None, found=False))
    day: Day | None = None
    counted: dict[str, int] = field(default_factory=dict)
    context: str = ""
    sentence: int = 0
    planned: bool = False
    habitual: bool = False
    third: bool = False
    reported: bool = False
    shared: bool = False
    place: int = -1
    stranger: bool = False
    refused: list[Item] = field(default_factory=list)
    heard: list[tuple[int, int, Day | None]] = field(default_factory=list)
    left_out: set[int] = field(default_factory=set)
    dated: int = -1
    at: int = 0
    own_day: bool = False
    several: tuple[Day, ...] = ()
    giving: set[int] = field(default_factory=set)
    named_before: tuple[int, ...] = ()
    missing: bool = False
    acute: bool = False
    morning: bool = False
    theirs: int = -1
    paid: set[int] = field(default_factory=set)
    plan_seen: bool = False
    plan_days: list[Day] = field(default_factory=list)
    questions: set[int] = field(default_factory=set)
    plans: set[int] = field(default_factory=set)
    told: Sequence[Clause] = ()
    things: list[Share] = field(default_factory=list)
    views: Mapping[int, View] = field(default_factory=dict)
    marks: dict[int, set[str]] = field(default_factory=dict)
    asking: set[int] = field(default_factory=set)

    def sentences(self) -> Iterator[tuple[int, str]]:
        """Each clause with the number of its sentence."""
        return _numbered(self.told)

    def later(self) -> str:
        """What follows the clause in its sentence."""
        end = next((i for i in range(self.at + 1, len(self.told)) if self.told[i].opens), len(self.told))
        return ",".join(clause.text for clause in self.told[self.at + 1 : end])


def _numbered(told: Sequence[Clause]) -> Iterator[tuple[int, str]]:
    sentence = 0
    for index, clause in enumerate(told):
        sentence += clause.opens and index > 0
        yield sentence, clause.text


def days_in(text: str, days: Sequence[Day]) -> list[Day]:
    return [days[ord(c) - day_tokens.FIRST] for c in text if day_tokens.FIRST <= ord(c) <= day_tokens.LAST]


def best_of(said: list[Day]) -> Day:
    exact = [day for day in said if day.value is not None]
    return exact[-1] if exact else said[-1]
