"""People of one sentence taken together."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.understanding.lexicon import PERSON, D, R
from bot.domain.understanding.people import Whom

if TYPE_CHECKING:
    from bot.domain.understanding.clauses import Clause
    from bot.domain.understanding.dates import Day
    from bot.domain.understanding.state import Walk


_TOPIC = re.compile(
    rf"给?(?:{D}|上午|下午|早上|晚上|[、和与跟及也,]|还有|{R}(?:家|家里|那里|那边)?(?:的(?!时候|话)[一-鿿]{{1,8}})?|家|{PERSON}(?:的(?!时候|话)[一-鿿]{{1,8}})?)+"
)
EVERYBODY = re.compile(
    "都|全部?|各|挨个|挨家|每[人家户]|一[人家户](?=[一两三四五给送发买带])|人手|[给帮替][他她]们|分别|逐[个一户]|[两三四俩仨](?:个|位|户|家|人)"
)


def is_topic(text: str) -> bool:
    """毛金莲的炉子, …: people and their things named before what is told of them."""
    return _TOPIC.fullmatch(text) is not None


def only_named(who: Whom, day: Day | None, state: Walk) -> None:
    """上午王大娘, 下午老李, 都是入户; 跑了两户, 王秀英和马占海: names alone, before or after what was done."""
    state.heard += [(state.sentence, i, day) for i in who.ids or ()]
    if state.items and state.items[-1].sentence == state.sentence and state.items[-1].whom == Whom(None, found=True):
        state.items[-1] = replace(state.items[-1], whom=who)


_BARE = re.compile(rf"(?:和|跟)?{R}家?(?:(?:这|等)?[两二三四2-4](?:个人?|位|户|家|人))?")


def goes_on(clause: Clause, who: Whom, state: Walk) -> bool:
    """看了王秀英 李建国 马占海: names that follow the last one of a visit or call belong to it too."""
    last = state.items[-1] if state.items else None
    if (
        last is None
        or last.kind not in {"visit", "contact"}
        or last.sentence != state.sentence
        or not who.ids
        or not last.whom.ids
        or _BARE.fullmatch(clause.text) is None
        or any(_BARE.fullmatch(state.told[place].text) is None for place in range(last.clause + 1, state.at))
        or re.search(rf"{R}家?(?:[两二三四][个位户家人]*)?$", state.told[last.clause].text) is None
    ):
        return False
    following = state.told[state.at + 1] if state.at + 1 < len(state.told) else None
    if not (
        clause.spaced
        or following is None
        or following.opens
        or _BARE.fullmatch(following.text)
        or state.at > last.clause + 1
    ):
        return False
    whole = replace(who, ids=tuple(dict.fromkeys([*last.whom.ids, *who.ids])))
    state.items[:] = [
        replace(item, whom=whole) if item.clause == last.clause and item.whom == last.whom else item
        for item in state.items
    ]
    state.whom = whole
    return True


def heard(state: Walk) -> tuple[int, ...]:
    """Those whom the sentence has only named so far."""
    return tuple(dict.fromkeys(i for sentence, i, _ in state.heard if sentence == state.sentence))


def all_told(who: Whom, state: Walk) -> Whom:
    """…, 都送到家了: everybody told of in the sentence."""
    done = [i for item in state.items if item.sentence == state.sentence for i in item.whom.ids or ()]
    told = tuple(dict.fromkeys([*done, *heard(state)]))
    return replace(who, ids=told, found=True) if len(told) > len(who.ids or ()) else who


def on_their_days(who: Whom, state: Walk) -> list[tuple[Whom, Day]]:
    """3号王大娘, 5号老李, 都是走访: each on the day named with him; empty when not everybody has a day of his own."""
    days = {i: day for sentence, i, day in state.heard if sentence == state.sentence and day is not None}
    for item in state.items:
        if (
            item.sentence == state.sentence
            and item.dated
            and item.day is not None
            and item.kind in {"given", "visit", "contact"}
        ):
            days |= dict.fromkeys(item.whom.ids or (), item.day)
    if len(set(days.values())) <= 1 or set(who.ids or ()) - set(days):
        return []
    return [(replace(who, ids=(i,)), days[i]) for i in who.ids or ()]


def joined_by(who: Whom, state: Walk) -> Whom:
    """送去的时候陈奶奶也在: those carried on and the one who was there too."""
    before = [i for item in state.items if item.sentence == state.sentence for i in item.whom.ids or ()]
    return replace(who, ids=tuple(dict.fromkeys([*before, *(who.ids or ())])))


def respectively(who: Whom, said: list[Day], text: str) -> list[tuple[Whom, Day]]:
    """韩七十、马六十七, 上礼拜四和礼拜五分别去的: the first on the first day, the second on the second."""
    exact = [day for day in said if day.value is not None]
    if "分别" not in text or len(exact) <= 1 or len(exact) != len(who.ids or ()):
        return []
    return [(replace(who, ids=(i,)), day) for i, day in zip(who.ids or (), exact, strict=True)]


_NAME_AND_DAY = re.compile(rf"{R}(?:家)?(?:是|在)?{D}(?:(?:和|、){D})*(?:去的|打的|看的)?")


def dated_by_name(text: str, who: Whom, said: list[Day], state: Walk) -> bool:
    """均已走访: 贺万福10日, 蔡有财14日: each has his own day of what was told of all."""
    if _NAME_AND_DAY.fullmatch(text) is None:
        return False
    mine = set(who.ids or ())
    for place, item in enumerate(state.items):
        open_day = item.day is None or item.day.value is None
        if item.kind in {"visit", "contact"} and open_day and mine <= set(item.whom.ids or ()):
            rest = tuple(i for i in item.whom.ids or () if i not in mine)
            own = [replace(item, whom=who, day=day, dated=True) for day in said if day.value is not None]
            state.items[place : place + 1] = own + ([replace(item, whom=replace(item.whom, ids=rest))] if rest else [])
            return True
    return False


def was_there_too(who: Whom, state: Walk) -> bool:
    """去了王大娘家, 小宝也在: the one who was there too was visited."""
    last = state.items[-1] if state.items else None
    if last is None or last.kind != "visit" or last.attempt or last.sentence != state.sentence or not who.ids:
        return False
    present = replace(who, ids=tuple(dict.fromkeys([*(last.whom.ids or ()), *who.ids])))
    state.items[:] = [
        replace(item, whom=present) if item.clause == last.clause and item.whom == last.whom else item
        for item in state.items
    ]
    state.whom = present
    return True
