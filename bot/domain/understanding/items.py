"""From the acts of a clause to items: with whom, on which day, by what means, and whether they came off."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.understanding import gate, people
from bot.domain.understanding.alike import same_means, where
from bot.domain.understanding.attempts import CALLED_IN_VAIN, found_at_last
from bot.domain.understanding.carried import acts_days
from bot.domain.understanding.company import EVERYBODY, all_told, heard, joined_by, on_their_days, respectively
from bot.domain.understanding.followed import answered
from bot.domain.understanding.lexicon import R
from bot.domain.understanding.state import DONE, Item

if TYPE_CHECKING:
    from bot.domain.understanding.act import Act
    from bot.domain.understanding.dates import Day
    from bot.domain.understanding.people import Whom
    from bot.domain.understanding.state import Walk

ALSO_THERE = re.compile(r"也(?:都)?在(?!场帮|帮)|都在|也见(?:了|到)")
# 统统电话: of everybody told before.
_ALIKE = re.compile("都|统统|^全(?:是|打|去)|一律|^均")


def record_acts(text: str, live: list[Act], who: Whom, said: list[Day], index: int, state: Walk) -> None:
    """Add one item for each act that took place, person by person where each has a day of his own."""
    attempt = gate.ATTEMPT.search(text)
    success = gate.SUCCESS.search(text)
    sure = bool(
        DONE.search(text)
        or re.search("上午|下午|中午|早上|晚上|刚", text)
        or re.search(rf"{R}[^,。]{{0,4}}打(?:过)?来电话", text)
        or answered(text, index, state)
        or re.search(rf"{R}(?:给我|也|又)*(?:打|来)了?个?电话?(?:说|问|告)", text)
        or any(day.value is not None and not re.match("周|星期|礼拜", day.said) for day in said)
    )
    for act in live:
        in_vain = act.kind == "contact" and CALLED_IN_VAIN.search(text)
        if in_vain or found_at_last(act, text, who, state):
            continue
        failed = (
            bool(attempt)
            and not (success and attempt and success.start() > attempt.start())
            and act.kind in {"visit", "contact"}
        )
        persons = who
        named = bool(people.mentions_of(text, state.mentions))
        if not named and (
            (_ALIKE.search(text) and act.kind in {"visit", "contact"})
            or (len(heard(state)) > 1 and EVERYBODY.search(text))
        ):
            persons = all_told(who, state)
        if act.kind == "visit" and ALSO_THERE.search(text) and state.items and who.ids:
            persons = joined_by(who, state)
        channel = same_means(act, text, whom=persons, state=state) or where(act, text, state)
        own = on_their_days(persons, state) if not said and persons is not who else []
        own = own or respectively(persons, said, text)
        days: list[tuple[Whom, Day | None]] = [(persons, day) for day in acts_days(act.kind, said, text, state)]
        for whom, day in own or days:
            state.items.append(
                Item(
                    act.kind,
                    channel,
                    whom,
                    day,
                    attempt=failed,
                    weak=act.weak,
                    policy=act.policy,
                    sure=sure or failed or act.held,
                    sentence=state.sentence,
                    clause=index,
                    anchored=bool(said or re.search(R, text)) or act.held,
                    fee=act.fee,
                    guessed=act.guessed,
                    dated=bool(said) or state.dated == state.sentence,
                )
            )
