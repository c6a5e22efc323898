"""After the walk: what only the end of the message decides."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.understanding import people
from bot.domain.understanding.lexicon import R
from bot.domain.understanding.state import days_in

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


_APART = re.compile("QQ|qq|钉钉|抖音|快手|信|邮件|单位|办公室|路上|集上|街上|村口")


def _met_on_the_visit(state: Walk) -> None:
    """到他家, 大门口和他侄子聊了会: talk face to face is part of the visit."""
    visits = {
        (i, item.sentence, item.day)
        for item in state.items
        if item.kind == "visit" and not item.attempt
        for i in item.whom.ids or (None,)
    }
    state.items[:] = [
        item
        for item in state.items
        if not (
            item.kind == "contact"
            and item.channel == "other"
            and not _APART.search(state.told[item.clause].text)
            and all((i, item.sentence, item.day) in visits for i in item.whom.ids or (None,))
        )
    ]


def _named_after(state: Walk) -> None:
    """去罗家白跑一趟, 豪豪慧慧都上学去了: the names that follow say who of the family."""
    for place, item in enumerate(state.items):
        if not item.whom.found or item.whom.ids is not None or item.whom.unpaired is not None:
            continue
        end = item.clause + 1
        while end < len(state.told) and not state.told[end].opens:
            end += 1
        later = [
            m for clause in state.told[item.clause + 1 : end] for m in people.mentions_of(clause.text, state.mentions)
        ]
        if later and all(m.ids for m in later) and re.search("家|户|个|位|俩", state.told[item.clause].text):
            ids = tuple(dict.fromkeys(i for m in later for i in m.ids or ()))
            state.items[place] = replace(item, whom=replace(item.whom, ids=ids))


def _date_alike(state: Walk) -> None:
    """学籍弄好了, 昨儿跑了半天教育局: work without a day is of the day told of it afterwards."""
    for place, item in enumerate(state.items):
        if item.kind != "deed" or item.dated or item.day is not None:
            continue
        later = [
            o
            for o in state.items[place + 1 :]
            if o.kind == "deed" and o.dated and o.sentence == item.sentence and o.whom.ids == item.whom.ids
        ]
        if later and not re.search("又|再|还|也", state.told[later[0].clause].text):
            state.items[place] = replace(item, day=later[0].day)


_ROUND = re.compile("一圈|挨个|挨家|逐[个户一]|各家|[两二三四2-4][家户个位]|走访|慰问|入户")


_NOT_THIS_TIME = re.compile("改[日天]|下[次周个]|明天|没|未|不(?!错)|过[几两]天")


def _round(state: Walk) -> None:
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
_ALL_BUT = re.compile(f"([两二三四2-4])[户家个位]人?(?:里头|里面|当中|中)?,?(?:就|只有?|唯独|除了)(?={R})")
_NUMBER = {"一": 1, "1": 1, "两": 2, "二": 2, "2": 2, "三": 3, "3": 3, "四": 4, "4": 4}


def _all_but(state: Walk) -> None:
    """三户去了两户, 卓玛家锁门; 三个里头就阿依舍没接: the others were reached."""
    for clause in state.told:
        some, but = _SOME_OF.search(clause.text), _ALL_BUT.search(clause.text)
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


_ANOTHER = re.compile("又|再|还|也|第|今天|刚才|今早")
_HEADS = re.compile("[两二三四五六七八九十几2-9](?:次|回|趟|通|遍)|一(?:次|回|趟)")


def _of_the_visit(state: Walk) -> None:
    """新卡办好了, 昨天给她带到家里; 康大爷, 昨个去的: what the visit after it dates."""
    for place, item in enumerate(state.items):
        if (
            item.dated
            or item.day is not None
            or item.attempt
            or item.kind not in {"visit", "deed", "difficulty_solved"}
        ):
            continue
        later = [
            o
            for o in state.items[place + 1 :]
            if o.kind == "visit"
            and o.dated
            and not o.attempt
            and o.sentence == item.sentence
            and o.clause > item.clause
        ]
        if (
            not later
            or later[0].whom.ids != item.whom.ids
            or len({o.day for o in later}) > 1
            or any(_ANOTHER.search(state.told[index].text) for index in range(item.clause, later[0].clause + 1))
        ):
            continue
        if item.kind == "visit" and item.channel != later[0].channel:
            if item.channel == "institution" and later[0].weak:
                at = state.items.index(later[0])
                state.items[at] = replace(later[0], channel=item.channel)
            elif not item.weak:
                continue
        state.items[place] = replace(item, day=later[0].day)


def _headed(state: Walk) -> None:
    """五月去了两次: 9号学校, 23号家里: the heading is no occasion of its own."""
    state.items[:] = [
        item
        for place, item in enumerate(state.items)
        if not (
            item.kind in {"visit", "contact"}
            and item.day is not None
            and item.day.value is None
            and _HEADS.search(state.told[item.clause].text)
            and any(
                o.kind in {"visit", "contact"}
                and o.day is not None
                and o.day.value is not None
                and o.sentence == item.sentence
                and (o.whom.ids == item.whom.ids or not item.whom.found)
                for o in state.items[place + 1 :]
            )
        )
    ]


def _by_helpers(state: Walk) -> None:
    """对接卫生院上门评估: the helper's going there is no visit where the cadre's own is told."""
    own = {
        (i, item.day)
        for item in state.items
        if item.kind == "visit" and not item.attempt and not _HELPERS_GO.search(state.told[item.clause].text)
        for i in item.whom.ids or (None,)
    }
    state.items[:] = [
        item
        for item in state.items
        if not (
            item.kind == "visit"
            and _HELPERS_GO.search(state.told[item.clause].text)
            and all((i, item.day) in own for i in item.whom.ids or (None,))
        )
    ]


_HELPERS_GO = re.compile(
    "(?:协调|联系|对接|邀请|请|叫|找|约|组织)[^,。]{0,12}(?:医生|大夫|医院|卫生院|卫生室|团队|师傅|中心|站|人员)[^,。]{0,10}(?:上门|入户)"
)


def settle(state: Walk) -> None:
    """Acts told before the person was named get the first one named after; unsure acts before a plan are plans."""
    _all_but(state)
    _round(state)
    _decide_later(state)
    _named_after(state)
    _date_alike(state)
    _by_helpers(state)
    _headed(state)
    _of_the_visit(state)
    _met_on_the_visit(state)
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
