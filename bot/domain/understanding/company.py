"""People of one sentence taken together."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.understanding import people
from bot.domain.understanding.acts import acts_in
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
    """Those who were only named so far, in this sentence or since the last act: 1号, 汪小梅; 5号, 老汪; 都是电话."""
    return tuple(dict.fromkeys(i for sentence, i, _ in state.heard if sentence >= _since(state)))


def _since(state: Walk) -> int:
    return min(state.sentence, max((item.sentence + 1 for item in state.items), default=0))


def all_told(who: Whom, state: Walk) -> Whom:
    """…, 都送到家了: everybody told of in the sentence."""
    done = [i for item in state.items if item.sentence == state.sentence for i in item.whom.ids or ()]
    told = tuple(dict.fromkeys([*done, *heard(state)]))
    return replace(who, ids=told, found=True) if len(told) > len(who.ids or ()) else who


def on_their_days(who: Whom, state: Walk) -> list[tuple[Whom, Day]]:
    """3号王大娘, 5号老李, 都是走访: each on the day named with him; empty when not everybody has a day of his own."""
    days = {i: day for sentence, i, day in state.heard if sentence >= _since(state) and day is not None}
    for item in state.items:
        if (
            item.sentence == state.sentence
            and item.dated
            and item.day is not None
            and item.day.value is not None
            and item.kind in {"given", "visit", "contact"}
        ):
            days |= dict.fromkeys(item.whom.ids or (), item.day)
    if len(set(days.values())) <= 1 or set(who.ids or ()) - set(days):
        return []
    return [(replace(who, ids=(i,)), days[i]) for i in who.ids or ()]


_SO_MANY = re.compile("([两二三四俩仨2-4])(?:个|位|户|家|头|边|人|口)|[他她](俩|仨)")
_EACH_HOUSE = re.compile("挨[家户个]|各家|家家|户户|每[家户]|逐[户一个]")
_THE_OTHERS = re.compile("(?:别的|其他|其余|剩下|另外)(?:的|那|这)?(?:[两二三四2-4]?[个户家位]|老人|人|娃|都|全)")
_SIZES = {"两": 2, "二": 2, "俩": 2, "2": 2, "三": 3, "仨": 3, "3": 3, "四": 4, "4": 4}


def counted(text: str, who: Whom, state: Walk) -> Whom:
    """老尹病了, 小满感冒了, 两头我都去了: the two who were named. 别的三个都见上了: those who were not."""
    if people.mentions_of(text, state.mentions):
        return who
    named = tuple(
        dict.fromkeys(
            i
            for clause in state.told[: state.at]
            for m in people.mentions_of(clause.text, state.mentions)
            if not m.kin
            for i in m.ids or ()
        )
    )
    many = _SO_MANY.search(text)
    size = _SIZES[many[1] or many[2]] if many else None
    if _THE_OTHERS.search(text) and named:
        rest = tuple(p.id for p in state.pairings if p.id not in named)
        return Whom(rest, found=True) if rest and size in {None, len(rest)} and ALL_TOLD.search(text) else who
    open_yet = who.ids is None and who.unpaired is None and (who.found or ALL_TOLD.search(text) is not None)
    if open_yet and size == len(named):
        return Whom(named, found=True)
    if who.ids and _EACH_HOUSE.search(text) and 1 < len(named) < len(who.ids) and size is None:
        return Whom(named, found=True)
    return who


ALL_TOLD = re.compile("都|全|也")


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


_DAY_AND_NAME = re.compile(rf"{D}是?{R}(?:家)?")
_NAME_AND_DAY = re.compile(rf"{R}(?:家)?(?:是|在)?{D}(?:(?:和|、){D})*(?:去的|打的|看的)?")


def dated_by_name(text: str, who: Whom, said: list[Day], state: Walk) -> bool:
    """均已走访: 贺万福10日, 蔡有财14日: each has his own day of what was told of all."""
    name_first = _NAME_AND_DAY.fullmatch(text) is not None
    if not name_first and _DAY_AND_NAME.fullmatch(text) is None:
        return False
    mine = set(who.ids or ())
    for place, item in enumerate(state.items):
        open_day = item.day is None or item.day.value is None
        if item.kind in {"visit", "contact"} and open_day and mine <= set(item.whom.ids or ()):
            rest = tuple(i for i in item.whom.ids or () if i not in mine)
            own = [replace(item, whom=who, day=day, dated=True) for day in said if day.value is not None]
            state.items[place : place + 1] = own + ([replace(item, whom=replace(item.whom, ids=rest))] if rest else [])
            return True
    return name_first and _the_next_day(who, [day for day in said if day.value is not None], state)


def _the_next_day(who: Whom, said: list[Day], state: Walk) -> bool:
    """贾家昨儿去的, 尹家是前天; 走访: 汪家9.14, 车家9.15: the same for another on his own day."""
    last = next((i for i in reversed(state.items) if i.kind in {"visit", "contact"}), None)
    following = state.told[state.at + 1] if state.at + 1 < len(state.told) else None
    if last is None or last.sentence != state.sentence or not said or last.attempt:
        return False
    if following is not None and not following.opens and not re.search(R, following.text) and acts_in(following.text):
        return False
    if not last.whom.found and len(state.pairings) > 1:
        state.items.remove(last)
    elif not last.dated or set(who.ids or ()) & set(last.whom.ids or ()):
        return False
    heading = last.clause if last not in state.items else state.at
    state.items += [replace(last, whom=who, day=day, dated=True, clause=heading) for day in said]
    return True


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
