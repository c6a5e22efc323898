"""A round of several: who of them was reached."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.understanding import groups, people
from bot.domain.understanding.lexicon import R
from bot.domain.understanding.people import Whom
from bot.domain.understanding.state import days_in

if TYPE_CHECKING:
    from bot.domain.understanding.state import Walk


_ROUND = re.compile("一圈|挨个|挨家|逐[个户一]|各家|[两二三四2-4][家户个位]|走访|慰问|入户")


_NOT_THIS_TIME = re.compile("改[日天]|下[次周个]|明天|没|未|不(?!错)|过[几两]天")


def round_of(state: Walk) -> None:
    """打了一圈电话: 安大娘腿疼, 才才写作业呢, 欣欣没人接; 今天慰问: 老林300, 老秦300: all who are named after it."""
    for place, item in enumerate(state.items):
        if (
            item.kind not in {"visit", "contact"}
            or item.whom.ids is not None
            or item.whom.unpaired is not None
            or item.attempt
            or len(state.pairings) < 2
            or not _ROUND.search(state.told[item.clause].text)
        ):
            continue
        others = [o for o in state.items if o is not item and o.whom.ids]
        apart = {i for o in others if o.kind in {"visit", "contact"} for i in o.whom.ids or ()}
        named = dict.fromkeys(
            i
            for clause in state.told[item.clause + 1 :]
            for m in people.mentions_of(clause.text, state.mentions)
            if not m.kin
            and not any(day.future for day in days_in(clause.text, state.days))
            and not _NOT_THIS_TIME.search(clause.text)
            for i in m.ids or ()
        )
        met = tuple(i for i in named if i not in apart)
        if met and len(named) > 1:
            state.items[place] = replace(item, whom=replace(item.whom, ids=met, found=True))


_SOME_OF = re.compile(
    "([两二三四2-4])[户家个位]人?(?:里头|里面|当中|中)?(?:去|跑|走|打|通|联系|见|看)(?:到|上|通|着)?了([一两二三1-3])[户家个位]"
)
_NONE_BUT = re.compile(f"([两二三四2-4])[户家个位]人?(?:里头|里面|当中|中)?,?(?:就|只有?|唯独|除了)(?={R})")
_NUMBER = {"一": 1, "1": 1, "两": 2, "二": 2, "2": 2, "三": 3, "3": 3, "四": 4, "4": 4}


def others_reached(state: Walk) -> None:
    """三户去了两户, 卓玛家锁门; 三个里头就阿依舍没接: the others were reached."""
    for clause in state.told:
        some, but = _SOME_OF.search(clause.text), _NONE_BUT.search(clause.text)
        told = some or but
        failed = [item for item in state.items if item.attempt and item.whom.ids]
        missed = {i for item in failed for i in item.whom.ids or ()}
        if (
            told is None
            or not failed
            or _NUMBER[told[1]] != len(state.pairings)
            or (some is not None and _NUMBER[some[1]] - _NUMBER[some[2]] != len(missed))
        ):
            continue
        rest = tuple(p.id for p in state.pairings if p.id not in missed)
        reached = {i for item in state.items if not item.attempt for i in item.whom.ids or ()}
        if rest and not reached:
            state.items[:] = [*failed, replace(failed[0], whom=replace(failed[0].whom, ids=rest), attempt=False)]
        return


_NOT_REACHED = re.compile(
    f"{R}[^,。]{{0,4}}(?:还没|没去|没打|没看|没顾上|没联系|留着|留到|明天|改天|下次|下周)|除了{R}|(?:就|只)(?:剩|差){R}"
)
_BUT_HIM = re.compile(f"(?:就)?除了{R}家?|(?:就|只有)?{R}(?:家)?(?:那边)?(?:还)?没(?:去|打|看|顾上|联系|走)成?")


def all_but(state: Walk) -> None:
    """三家看了两家, 王家还没去: the others; 四家都去了, 除了王大娘: without her."""
    missed = {
        i
        for clause in state.told
        if _NOT_REACHED.search(clause.text)
        for m in people.mentions_of(clause.text, state.mentions)
        for i in m.ids or ()
    }
    but = {
        place: {i for m in people.mentions_of(clause.text, state.mentions) for i in m.ids or ()}
        for place, clause in enumerate(state.told)
        if _BUT_HIM.fullmatch(clause.text)
    }
    for place, item in enumerate(state.items):
        some = groups.some_of(state.told[item.clause].text, state.pairings)
        rest = tuple(p.id for p in state.pairings if p.id not in missed)
        if some and not item.attempt and len(item.whom.ids or ()) != some:
            state.items[place] = replace(item, whom=Whom(rest if len(rest) == some else None, found=True))
            continue
        out = next((ids for at, ids in but.items() if at in {item.clause + 1, item.clause + 2}), set())
        left = tuple(i for i in item.whom.ids or () if i not in out)
        if out and len(left) > 1 and len(left) < len(item.whom.ids or ()) and not item.attempt:
            state.items[place] = replace(item, whom=replace(item.whom, ids=left))
