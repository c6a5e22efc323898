"""What is told beside a dated occasion and belongs to it: headings, work without a day, helpers' visits."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain.understanding.state import Walk


_ANOTHER = re.compile("又|再|还|也|第|今天|刚才|今早")
_HEADS = re.compile("[两二三四五六七八九十几2-9](?:次|回|趟|通|遍)|一(?:次|回|趟)")


def of_the_visit(state: Walk) -> None:
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


def headed(state: Walk) -> None:
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


def by_helpers(state: Walk) -> None:
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
