"""What the clauses behind show: that a call was answered, that what was asked for was done."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.understanding.lexicon import D, M, R
from bot.domain.understanding.state import DONE

if TYPE_CHECKING:
    from bot.domain.understanding.state import Walk

_ASKED_OF_ME = re.compile("(?:让|叫|托|请|求|喊|催)我")
# 端午前走访: with sums or shares behind it the head of a report.
_HEAD = re.compile(rf"{D}(?:双{D}|前|前夕)?(?:走访|慰问|走访慰问|入户)(?:活动)?")


def fulfilled(planned: str, index: int, state: Walk) -> bool:
    """让我给他砍价, 砍了: what was asked is told as done right after; 端午走访: 每户…: a heading."""
    if _HEAD.fullmatch(planned) and state.sums:
        return True
    return (
        _ASKED_OF_ME.match(planned) is not None
        and not re.search(M, state.told[index].text)
        and any(
            DONE.search(clause.text) and not re.search("没|不|再说", clause.text)
            for clause in state.told[index + 1 : index + 3]
        )
    )


def answered(text: str, index: int, state: Walk) -> bool:
    """我给他打电话, 他说…: what they said shows that it took place."""
    following = state.told[index + 1].text if index + 1 < len(state.told) else ""
    return (
        re.search(r"给[^,]{1,4}打(?:的)?(?:电话|视频)$", text) is not None
        and re.match(rf"(?:[他她]|{R})[^,]{{0,3}}说", following) is not None
    )
