"""People of one sentence taken together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.understanding.people import Whom

if TYPE_CHECKING:
    from bot.domain.understanding.state import Walk


def only_named(who: Whom, state: Walk) -> None:
    """上午王大娘, 下午老李, 都是入户; 跑了两户, 王秀英和马占海: names alone, before or after what was done."""
    state.heard += [(state.sentence, i) for i in who.ids or ()]
    if state.items and state.items[-1].sentence == state.sentence and state.items[-1].whom == Whom(None, found=True):
        state.items[-1] = replace(state.items[-1], whom=who)


def all_told(who: Whom, state: Walk) -> Whom:
    """…, 都送到家了: everybody told of in the sentence."""
    done = [i for item in state.items if item.sentence == state.sentence for i in item.whom.ids or ()]
    told = tuple(dict.fromkeys([*done, *(i for sentence, i in state.heard if sentence == state.sentence)]))
    return replace(who, ids=told, found=True) if len(told) > len(who.ids or ()) else who


def joined_by(who: Whom, state: Walk) -> Whom:
    """送去的时候陈奶奶也在: those carried on and the one who was there too."""
    before = [i for item in state.items if item.sentence == state.sentence for i in item.whom.ids or ()]
    return replace(who, ids=tuple(dict.fromkeys([*before, *(who.ids or ())])))
