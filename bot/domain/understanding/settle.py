"""After the walk: what only the end of the message decides."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain.understanding.state import Walk


def _decide_later(state: Walk) -> None:
    """阿奶家的水窖…, 她俩一家一个: a group named later decides whom the title before it left open."""
    for place, item in enumerate(state.items):
        if item.whom.found and item.whom.ids is None and item.whom.unpaired is None:
            later = next(
                (
                    o.whom
                    for o in state.items[place + 1 :]
                    if o.sentence == item.sentence and o.whom.ids and len(o.whom.ids) > 1
                ),
                None,
            )
            if later is not None:
                state.items[place] = replace(item, whom=later)


def settle(state: Walk) -> None:
    """Acts told before the person was named get the first one named after; unsure acts before a plan are plans."""
    _decide_later(state)
    paid = {
        item.sentence
        for item in state.items
        if item.given is not None and item.given.sort == "cash" and item.given.yuan is not None
    }
    state.items[:] = [item for item in state.items if not (item.fee and item.sentence in paid)]
    disowned = {
        sentence
        for sentence, text in state.sentences()
        if re.fullmatch("(?:又|也|可|并)?不是我(?:给|买|送|出|掏|花|捐)*(?:的|钱)*", text)
    }
    state.items[:] = [item for item in state.items if item.given is None or item.sentence not in disowned]
    named = next((item.whom for item in state.items if item.whom.found), state.whom if state.whom.found else None)
    if named is not None:
        state.items[:] = [replace(item, whom=named) if not item.whom.found else item for item in state.items]
    state.items[:] = [
        item
        for item in state.items
        if (item.sure or item.sentence not in state.plans | state.questions)
        and (item.anchored or item.sentence not in state.questions)
    ]
