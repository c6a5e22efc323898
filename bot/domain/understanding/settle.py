"""After the walk: what only the end of the message decides."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.understanding import households, people
from bot.domain.understanding.daymerge import Day
from bot.domain.understanding.folded import by_helpers, headed, of_the_visit
from bot.domain.understanding.rounds import all_but, others_reached, round_of

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
        own = people.mentions_of(state.told[item.clause].text, state.mentions)
        of_family = re.search(
            "家|户|个|位|俩", "".join((state.told[item.clause].text, *(m.said for m in own if not m.ids)))
        )
        kin = [households.pair(clause.text, state.pairings) for clause in state.told[item.clause + 1 : end]]
        pair = next((ids for ids in kin if ids), None)
        if not later and pair is not None and of_family:
            state.items[place] = replace(item, whom=replace(item.whom, ids=pair))
        if later and all(m.ids for m in later) and of_family:
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


_DAYS_FORGOTTEN = re.compile(
    "(?:日子|日期|哪一?天|几号|时间)(?:我|也|都|就|真)*(?:忘|记不(?:清|得|住|起)|不记得|想不起)"
)


def _days_forgotten(state: Walk) -> None:
    """打了两次电话, 入户一次, 具体日子忘了: what has no day of its own is of a day nobody knows."""
    if not any(_DAYS_FORGOTTEN.search(clause.text) for clause in state.told):
        return
    unknown = Day(None, "")
    state.items[:] = [replace(item, day=unknown) if item.day is None else item for item in state.items]


def settle(state: Walk) -> None:
    """Acts told before the person was named get the first one named after; unsure acts before a plan are plans."""
    others_reached(state)
    round_of(state)
    _decide_later(state)
    _named_after(state)
    all_but(state)
    _date_alike(state)
    by_helpers(state)
    headed(state)
    of_the_visit(state)
    _days_forgotten(state)
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
