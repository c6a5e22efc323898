"""The same for another person, and the place of a visit, told in clauses of their own."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.understanding.lexicon import INSTITUTION, D, M, R
from bot.domain.understanding.state import Walk, best_of

if TYPE_CHECKING:
    from bot.domain.understanding.dates import Day
    from bot.domain.understanding.people import Whom
    from bot.domain.understanding.state import Walk


LISTED_SUM = re.compile(
    rf"{R}(?:家|那里|那边)?(?:也|又)?(?:是|给了?|送了?)?{M}(?:元|块|钱)?(?:的?(?:现金|慰问金|红包))?"
)
ROUND_SUM = re.compile(rf"(?:走访|看望|慰问|入户|探望)(?:了)?{R}(?:家)?{M}")


def same_act(text: str, who: Whom, index: int, state: Walk) -> None:
    """走访王秀英500元, 李建国300元: the same round, another sum."""
    mains = [item for item in state.items if item.kind in {"visit", "contact"} and item.clause < index]
    last = mains[-1] if mains else None
    between = state.told[last.clause + 1 : index] if last else ()
    if (
        last is None
        or not who.ids
        or set(who.ids) <= set(last.whom.ids or ())
        or not all(LISTED_SUM.fullmatch(clause.text) for clause in between)
        or not (ROUND_SUM.search(state.told[last.clause].text) or re.search(M, state.told[last.clause].text))
        or LISTED_SUM.fullmatch(text) is None
    ):
        return
    state.items.append(replace(last, whom=who, sentence=state.sentence, anchored=True))


_SAME = re.compile(
    rf"{R}(?:家|那边|那里)?(?:也|同样)(?:是|一样|有|去了|$|[两一1二][^,。]{{0,4}}$)"
    rf"|^{R}(?:家|那边|那里)?(?:的[一-鿿]{{0,5}})?也(?![^,。]*[没不说想要])[^,。]{{0,6}}(?:了|过|好|上)$|{R}(?:家|那边)?(?:也)?一样"
)


def copy_act(text: str, who: Whom, said: list[Day], index: int, state: Walk) -> None:
    """马哈麦家也是: the same for another person."""
    if not who.found or not state.items or _SAME.search(text) is None:
        return
    last = state.items[-1].clause
    for item in [item for item in state.items if item.clause == last and not (item.given and re.search(M, text))]:
        state.items.append(replace(item, whom=who, day=best_of(said) if said else item.day, clause=index))


def place_told(text: str, state: Walk) -> None:
    """A place in a clause of its own says where the visit before it went: 走访 学校."""
    if re.search(rf"(?:{R}|[他她])[^,。]{{0,4}}(?:在|住(?!院))[^,。]{{0,6}}(?:{INSTITUTION})", text):
        state.place = state.sentence
    if re.fullmatch(
        rf"(?:又|再|先|就|我|还|{D}|今天|上午|下午|是|应该是|而是)*(?:去|到|在|上|是)(?!不)[^,。家]{{0,8}}?(?:{INSTITUTION})(?:里|了|那边)?",
        text,
    ):
        state.place = state.sentence
    if (
        state.items
        and state.items[-1].kind == "visit"
        and re.fullmatch(rf"(?:在|到)?(?:{D})?[一-鿿]{{0,4}}?(?:{INSTITUTION})", text)
    ):
        state.items[-1] = replace(state.items[-1], channel="institution")
