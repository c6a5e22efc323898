"""Support of one clause, and to whom it went."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.understanding import money, people, support
from bot.domain.understanding.lexicon import M
from bot.domain.understanding.people import Whom
from bot.domain.understanding.state import Item, Walk, best_of

if TYPE_CHECKING:
    from bot.domain.understanding.dates import Day
    from bot.domain.understanding.people import Whom
    from bot.domain.understanding.support import Given

_ALL_SHARE = re.compile("都|每人|每家|每户|每个人|一人|一家|一户|各|分别|两家|三家|几家")


def gifts_in(text: str, state: Walk, *, peek: bool) -> list[Given]:
    counted = {**state.counted, **support.quantities(text)}
    if not peek:
        state.counted = counted
    return support.given_in(
        text, list(state.sums), counted, state.context, share=state.shared, paid=state.sentence in state.paid
    )


def record_gift(given: Given, text: str, who: Whom, now: Whom, said: list[Day], index: int, state: Walk) -> None:
    if (
        not said
        and not people.mentions_of(text, state.mentions)
        and re.search(rf"[一每](?:{money.CLASSIFIER}){M}", text)
    ):
        earlier = [
            i
            for item in state.items
            if item.given is not None and item.given.yuan is None and item.sentence == state.sentence
            for i in item.whom.ids or ()
        ]
        if len(set(earlier)) > 1 and not (now.ids and len(now.ids) > 1):
            state.items.append(
                Item(
                    "given",
                    None,
                    Whom(tuple(dict.fromkeys(earlier)), found=True),
                    state.day,
                    sentence=state.sentence,
                    clause=index,
                    given=replace(given, each=True),
                    spread=True,
                )
            )
            return
    if (
        len(now.ids or ()) > 1
        and not given.each
        and not given.total
        and re.search(rf"[一每](?:{money.CLASSIFIER})(?:是|要|的|都|按)?{M}", text)
        and not support.quantities(text)
        and not state.counted
    ):
        given = replace(given, each=True)
    everybody = _ALL_SHARE.search(text) is not None and not people.mentions_of(text, state.mentions) and not said
    persons = now
    if everybody:
        ids = tuple(
            dict.fromkeys(i for item in state.items if item.kind in {"visit", "contact"} for i in item.whom.ids or ())
        )
        if len(ids) > 1:
            persons = Whom(ids, found=True)
    day = best_of(said) if said else state.day
    state.items.append(
        Item(
            "given",
            None,
            persons,
            day,
            sentence=state.sentence,
            clause=index,
            given=given,
            spread=everybody and persons is not now,
        )
    )
    del who


def take_back_refused(text: str, state: Walk) -> None:
    """她死活不要: what was just offered was not given."""
    if support.paid_by_them(text):
        state.items[:] = [
            replace(item, kind="deed", given=None)
            if item.given is not None and item.given.sort == "goods" and item.sentence == state.sentence
            else item
            for item in state.items
        ]
    if state.refused and support.accepted(text):
        state.items += state.refused
        state.refused = []
    if support.refused(text):
        offered = [item for item in state.items if item.given is not None and item.sentence == state.sentence]
        state.refused = [item for item in offered if item.clause == max(other.clause for other in offered)]
        state.items[:] = [item for item in state.items if item not in state.refused]
