"""A day that was told, and two tellings of one day put together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.understanding.daywords import EACH_DAY

if TYPE_CHECKING:
    from datetime import date

FIRST, LAST = 0xF000, 0xF2FF
D = f"[{chr(FIRST)}-{chr(LAST)}]"


@dataclass(frozen=True)
class Day:
    """`value` None is vague. `future` days are never of a record; `implied` days come from a part of the day alone."""

    value: date | None
    said: str
    future: bool = False
    of_month: bool = False
    implied: bool = False


_ADJACENT = re.compile(rf"{D}(?:\s*[,、(（是的就]?\s*{D}[)）]?)+")


def joined(masked: str, days: list[Day]) -> str:
    """Two names of one day beside each other are one day: 周三12号. The day of the month wins, the vague loses."""

    def choose(match: re.Match[str]) -> str:
        chars = [c for c in match[0] if FIRST <= ord(c) <= LAST]
        values = {days[ord(c) - FIRST].value for c in chars}
        exact = [c for c in chars if days[ord(c) - FIRST].value is not None]
        each = len(exact) < len(chars) or EACH_DAY.match(masked, match.end())
        if each and len({days[ord(c) - FIRST].value for c in exact}) == len(exact) > 1:
            return "、".join(exact)
        sorts = {(days[ord(c) - FIRST].of_month, days[ord(c) - FIRST].said[0] in "周礼星") for c in chars}
        listed = len(values) == len(chars) and None not in values and len(sorts) == 1 and sorts != {(False, False)}
        if "、" in match[0] or listed:
            return match[0]
        told = [c for c in chars if days[ord(c) - FIRST].said[0] in "今昨"]
        if told and not any(days[ord(c) - FIRST].said[-1] in "日号" for c in exact):
            return told[0]
        return max(
            chars,
            key=lambda c: (
                days[ord(c) - FIRST].value is not None,
                days[ord(c) - FIRST].of_month,
                not days[ord(c) - FIRST].implied,
            ),
        )

    return _ADJACENT.sub(choose, masked)
