"""What the second reading holds of a sum: another sort, a gift the rules did not see, or none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.understanding import ownership, support
from bot.domain.understanding.gifts import around, gifts_in

if TYPE_CHECKING:
    from bot.domain.understanding.state import View, Walk
    from bot.domain.understanding.support import Given

SORTS = frozenset({"cash", "goods"})
_NEAR = 2


def second_sums(text: str, view: View, state: Walk) -> list[Given]:
    """The gifts of a clause whose sort the second reading adds, changes or takes away."""
    added = next((kind for kind, _, _ in view.add if kind in SORTS), None)
    ruled = gifts_in(text, state, peek=False)
    if added is not None:
        if ownership.not_to_them(text):
            return []
        state.context = state.context or added
        told = [given for given in ruled if given.yuan is not None]
        if view.drop & SORTS and told:
            return [replace(given, sort=added) for given in told]
        return support.forced(
            text, list(state.sums), dict(state.counted), added, share=state.shared, around=around(state)
        )
    if support.borne(text, state.later()):
        return [given for given in ruled if given.yuan is not None]
    # 带去条新的,35: not money but the price of what was told before it.
    before = [
        item.given.sort
        for item in state.items
        if item.given is not None
        and item.given.yuan is None
        and item.sentence == state.sentence
        and item.clause >= state.at - _NEAR
        and item.given.sort not in view.drop
    ]
    heard = [
        kind
        for place in range(max(0, state.at - _NEAR), state.at)
        if place in state.views
        for kind, _, _ in state.views[place].add
        if kind in SORTS - view.drop
    ]
    sorts = before or heard
    return [replace(given, sort=sorts[-1]) for given in ruled if given.yuan is not None] if sorts else []
