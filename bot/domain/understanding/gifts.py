"""Support of one clause, and to whom it went."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.understanding import money, ownership, people, prices, purpose, support
from bot.domain.understanding.company import heard
from bot.domain.understanding.lexicon import M
from bot.domain.understanding.owners import in_turn, owner, several_owners
from bot.domain.understanding.people import Whom
from bot.domain.understanding.state import Item, Walk, best_of
from bot.domain.understanding.things import GOODS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.understanding.act import Act
    from bot.domain.understanding.dates import Day
    from bot.domain.understanding.people import Whom
    from bot.domain.understanding.support import Given

_NEAR = 2
# 她说想吃羊肉, 割了3斤.
_WISHED = re.compile("想[吃喝要穿用]|念叨|缺|没有|坏了|破了|旧了|不够|用完|吃完|快完|馋")
_BOUGHT = re.compile(
    "(?:就|便|我|赶紧|特意|专门|顺路|顺便|给|又|今天|[他她])*(?:买|割|称|捎|提|拎|寄|送|带|拿|网购|下单)(?:了|上|给|去|来|过去)"
)
_ONLY_MONEY = re.compile(
    "(?:钱|红包|现金)(?:[他她]|死活|硬是|坚决|也|就|说啥|一分)*(?:没|不|未|退)|(?:没|不)(?:要|收|拿)钱"
)
_HANDS_OVER = re.compile(
    "送|买|捎|寄|带|提|拎|端|网购|下单|赠|塞|留|慰问|发了|给(?:[\ue000-\ue7ff]|[他她])*[一两三四五六七八九十0-9]|配了|装了?(?:上)?[一两几些点]|换了?[一个新]"
)
_EACH = re.compile("每人|每家|每户|每个人|每位|一人|一家|一户|一位|各")
# 都是一盒月饼,70一盒; 两家一样,一箱五十五.
_ALIKE = re.compile(
    rf"(?:也?都|全)(?:是|送|给|带|拿|捎)(?:了|的)?(?:一|1)(?:{money.CLASSIFIER})|[两三四几]家(?:都)?(?:是)?一样"
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
        around=around(state),
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


def is_part_of_deed(given: Given, text: str, live: Sequence[Act]) -> bool:
    """帮他背了几捆糜子: a thing worked on or carried, where nothing is bought, brought or sent."""
    return (
        given.yuan is None
        and given.sort == "goods"
        and any(act.kind == "deed" for act in live)
        and _HANDS_OVER.search(text) is None
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


def around(state: Walk) -> tuple[str, str]:
    """The clauses before and after this one in its sentence."""
    first = last = state.at
    # 好使!68元: a price that opens a sentence belongs to the one before.
    if state.told[first].opens and first > 0 and prices.is_price_only(state.told[first].text):
        first -= 1
    while first > 0 and not state.told[first].opens:
        first -= 1
    while last + 1 < len(state.told) and not state.told[last + 1].opens:
        last += 1
    clauses = [clause.text for clause in state.told]
    return ",".join(clauses[first : state.at]), ",".join(clauses[state.at + 1 : last + 1])


def _everybody(text: str, said: list[Day], state: Walk, *, each: bool) -> tuple[int, ...]:
    """Who shares when the clause says 每人 or 都 and names nobody."""
    if re.search("(?:其余|其他|剩下)的?[两二三四2-4几](?:个|户|家|位)", text):
        had = {i for item in state.items if item.given is not None for i in item.whom.ids or ()}
        return tuple(person.id for person in state.pairings if person.id not in had)
    before = state.told[max(0, state.at - 1)].text
    if prices.is_price_only(text) and not said:
        # 成龙成虎一家一箱饮料(42): the price of what was given right before it.
        last = [i for i in state.items if i.given is not None and i.given.yuan is None and i.clause == state.at - 1]
        if last and last[-1].whom.ids and len(last[-1].whom.ids) > 1:
            return last[-1].whom.ids
    if _ALIKE.match(before) and not said and not people.mentions_of(text, state.mentions):
        return tuple(dict.fromkeys(i for item in state.items if item.kind == "visit" for i in item.whom.ids or ()))
    each = each and _EACH.search(before) is not None
    if not (_ALL_SHARE.search(text) or each) or people.mentions_of(text, state.mentions) or (said and state.items):
        return ()
    ids = [i for item in state.items if item.kind in {"visit", "contact"} for i in item.whom.ids or ()]
    if _EACH.search(text) or each:
        told = around(state)[0]
        ids += [i for mention in people.mentions_of(told, state.mentions) for i in mention.ids or ()]
    named = tuple(dict.fromkeys(ids))
    return named if len(named) > 1 else heard(state)


def record_gift(given: Given, text: str, who: Whom, now: Whom, said: list[Day], index: int, state: Walk) -> None:
    if owners := several_owners(text, given, state):
        day = best_of(said) if said else state.day
        state.items += [
            Item(
                "given",
                None,
                Whom(ids, found=True),
                day,
                sentence=state.sentence,
                clause=index,
                given=replace(given, yuan=yuan, each=True),
                spread=True,
            )
            for ids, yuan in owners
        ]
        return
    if (
        not said
        and not people.mentions_of(text, state.mentions)
        and re.search(rf"[一每](?:{money.CLASSIFIER}){M}", text)
        and not prices.is_row(text, *around(state))
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
        and re.search(rf"[一每](?:{money.CLASSIFIER})(?:是|要|的|都|按)?{M}|{M}[一每](?:{money.CLASSIFIER})", text)
        and not prices.quantities(text)
        and not (prices.counted_after(text, state.later()) and not _EACH.match(state.later()))
        and not prices.is_row(text, *around(state))
        and not prices.shared_out(state.later())
        and not re.search(rf"(?:{GOODS})一(?:{money.CLASSIFIER}){M}", text)
        and not (set(state.counted) - set("家户人位"))
    ):
        given = replace(given, each=True)
    if given.each and len(now.ids or ()) <= 1 and re.search("各(?:是|要)?$", text[: given.at]):
        # 两件短袖,各45: each of the things, one person.
        pieces = [many for piece, many in state.counted.items() if piece not in "家户人位"]
        if len(pieces) == 1 and given.yuan is not None:
            given = replace(given, yuan=given.yuan * pieces[0])
    turn = in_turn(text, given, now, state, *around(state))
    ids = turn or owner(text, given, state)
    spread = not ids and len(ids := _everybody(text, said, state, each=given.each)) > 1
    persons = Whom(ids, found=True) if len(ids) > 1 or (ids and not spread and not _ALL_SHARE.search(text)) else now
    if spread and _ALIKE.match(state.told[max(0, state.at - 1)].text):
        given = replace(given, each=True)
    if turn:
        persons, given = Whom(ids, found=True), replace(given, each=False)
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
            spread=spread,
        )
    )
    del who


def remember_gifts(text: str, state: Walk) -> None:
    """What the sums to come are for, and whether each of several gets one."""
    if re.search(
        rf"(?:都|各|也都)(?:是|送|给|带|拿|捎|发|买)[^,。]{{0,4}}一(?:{money.CLASSIFIER})|(?<!人)各(?:[自补订换配添])*一(?:{money.CLASSIFIER})|一个一(?:{money.CLASSIFIER})|各自?(?:给|送|带|拿|留|放|捎|提|发|买)(?:了|去)*[^,]{{0,5}}一(?:{money.CLASSIFIER})|[户人家]均一(?:{money.CLASSIFIER})|(?:每|一|各)(?:人|家|户|位|个娃|个老人)(?:[一-鿿]{{0,2}})?(?:一|两|三|各)|每人|每家|每户|人手|各(?:是|给|送)?[新大小]?(?:{GOODS})",
        text,
    ):
        state.shared = True
    if (support.sums_in(text, list(state.sums)) and re.search("现金|慰问金|红包", text)) or (
        re.search("慰问(?!品)", text) and not re.search(GOODS, text)
    ):
        state.context = "cash"
    elif purpose.nearest(text, last=True) != "cash" and (
        (state.sentence in state.giving and re.search(GOODS, text))
        or re.search(rf"(?:[0-9]+|[一二两三四五六七八九十半])(?:{money.CLASSIFIER})[新大小]?(?:{GOODS})", text)
        or re.search(rf"(?:{GOODS})[^,。]{{0,3}}?(?:[0-9]+|[一二两三四五六七八九十半])(?:{money.CLASSIFIER})", text)
        or (
            (
                re.search(rf"(?:{GOODS})", text)
                and re.search("买|送|拿|带|捎|给|换|配|提|寄|发[的了]|一人|每人|一家", text)
            )
            or re.search(
                rf"(?:配|换|买|寄|下单|网购)了?[^,。]{{0,3}}(?:新的|[一-鿿]{{0,3}}副|过去)|下单|网购|网上买|淘宝|京东|拼多多|买(?:了|好|来|上|下|回)+[^,。]{{0,4}}(?:[0-9]+|[一二两三四五六七八九十半])(?:{money.CLASSIFIER})|(?:买|拿)下(?:了|来)?(?:送|给)|相中|看上了",
                text,
            )
        )
    ):
        state.context = "goods"


def told_with(state: Walk) -> str:
    """The clause with the one before it: 他非要给我钱,我收了."""
    clause = state.told[state.at]
    return "" if clause.opens or not state.at else f"{state.told[state.at - 1].text},{clause.text}"


def _latest_gift(state: Walk) -> int:
    """Where the gifts begin that a word about whose money it was speaks of: of several, those told right before it."""
    first = state.at - 1
    while first > 0 and prices.is_price_only(state.told[first].text) and not state.told[first].opens:
        first -= 1
    near = [i for i in state.items if i.given is not None and i.sentence == state.sentence and i.clause >= first]
    return first if near else 0


def take_back_refused(text: str, state: Walk) -> None:
    """她死活不要: what was just offered was not given."""
    if ownership.their_money(text) or ownership.their_money(told_with(state)) or ownership.is_errand(text):
        latest = _latest_gift(state)
        state.items[:] = [
            replace(item, kind="deed", given=None)
            if item.given is not None
            and item.sentence == state.sentence
            and item.clause >= latest
            and not (item.whom.ids and state.whom.ids and not set(item.whom.ids) & set(state.whom.ids))
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
            and (item.given.sort == "cash" or not _ONLY_MONEY.search(text))
            and (not said or item.whom.ids is None or said & set(item.whom.ids))
        ]
        if not offered:
            return
        state.refused = [item for item in offered if item.clause == max(other.clause for other in offered)]
        state.items[:] = [item for item in state.items if item not in state.refused]
