"""Support of one clause, and to whom it went."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.understanding import money, ownership, people, prices, support
from bot.domain.understanding.lexicon import M
from bot.domain.understanding.people import Whom
from bot.domain.understanding.state import Item, Walk, best_of

if TYPE_CHECKING:
    from bot.domain.understanding.dates import Day
    from bot.domain.understanding.people import Whom
    from bot.domain.understanding.support import Given

_NEAR = 2
# 她说想吃羊肉, 割了3斤.
_WISHED = re.compile("想[吃喝要穿用]|念叨|缺|没有|坏了|破了|旧了|不够|用完|吃完|快完|馋")
_BOUGHT = re.compile(
    "(?:就|便|我|赶紧|特意|专门|顺路|顺便|给|又|今天|[他她])*(?:买|割|称|捎|提|拎|寄|送|带|拿|网购|下单)(?:了|上|给|去|来|过去)"
)
_ALL_SHARE = re.compile("都|每人|每家|每户|每个人|一人|一家|一户|各|分别|两家|三家|几家")


def gifts_in(text: str, state: Walk, *, peek: bool) -> list[Given]:
    counted = {**state.counted, **prices.quantities(text)}
    if not peek:
        state.counted = counted
    found = support.given_in(
        text,
        list(state.sums),
        counted,
        state.context,
        share=state.shared,
        paid=state.sentence in state.paid,
        around=_around(state),
    )
    if not peek and any(given.each and given.yuan is None for given in found):
        state.shared = True
    return found


def continues(text: str, state: Walk) -> bool:
    """A price that belongs to what was given or done in the clause before it."""
    before = state.told[state.at - 1].text if state.at and not state.told[state.at].opens else ""
    if _WISHED.search(before) and _BOUGHT.match(text):
        state.reported = False
        return True
    return prices.is_price_only(text) and any(
        item.sentence == state.sentence and item.clause >= state.at - _NEAR and item.kind in {"given", "deed"}
        for item in state.items
    )


def same_for_all(text: str, state: Walk) -> None:
    """两家一样: each of the people gets what was told of one."""
    if prices.is_alike(text):
        state.items[:] = [
            replace(item, given=replace(item.given, each=True))
            if item.given is not None and item.sentence == state.sentence
            else item
            for item in state.items
        ]


def _around(state: Walk) -> tuple[str, str]:
    """The clauses before and after this one in its sentence."""
    first = last = state.at
    while first > 0 and not state.told[first].opens:
        first -= 1
    while last + 1 < len(state.told) and not state.told[last + 1].opens:
        last += 1
    clauses = [clause.text for clause in state.told]
    return ",".join(clauses[first : state.at]), ",".join(clauses[state.at + 1 : last + 1])


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
        and not prices.quantities(text)
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
    if ownership.their_money(text):
        state.items[:] = [
            replace(item, kind="deed", given=None)
            if item.given is not None
            and item.sentence == state.sentence
            and not (item.clause < state.at and support.cadre_bears(state.told[item.clause].text))
            else item
            for item in state.items
        ]
    if state.refused and support.accepted(text):
        state.items += state.refused
        state.refused = []
    if support.refused(text):
        said = {i for mention in people.mentions_of(text, state.mentions) for i in mention.ids or ()}
        offered = [
            item
            for item in state.items
            if item.given is not None
            and item.sentence == state.sentence
            and (not said or item.whom.ids is None or said & set(item.whom.ids))
        ]
        if not offered:
            return
        state.refused = [item for item in offered if item.clause == max(other.clause for other in offered)]
        state.items[:] = [item for item in state.items if item not in state.refused]
