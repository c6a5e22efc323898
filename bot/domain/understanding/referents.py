"""Whom a clause means: named, described, by a pronoun, or the one spoken of before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.understanding import people
from bot.domain.understanding.company import EVERYBODY, heard
from bot.domain.understanding.kin import guardian_of
from bot.domain.understanding.lexicon import R
from bot.domain.understanding.people import Whom
from bot.domain.understanding.titles import surname

if TYPE_CHECKING:
    from bot.domain.understanding.act import Act
    from bot.domain.understanding.state import Walk


_AT_HOME = re.compile(rf"{R}(?:家)?(?:倒是?|正好|还|有人)?在(?:家|屋里)?(?:呢|了)?|{R}家(?:里)?有人")
_HIS_KIN = re.compile(
    "(?:[他她]|娃|孩子)(?:家|的)?(婆婆|婆|奶奶|奶|爷爷|爷|阿奶|阿爷|爸爸|爸|妈妈|妈|父亲|母亲)(?![俩两孙们])"
)


def was_in(text: str, acts: list[Act], state: Walk) -> bool:
    """老马没在, 老李在: he was found at home on the same round."""
    return (
        not acts
        and bool(state.items)
        and state.items[-1].kind == "visit"
        and state.items[-1].sentence == state.sentence
        and re.fullmatch(rf"{R}(?:家)?(?:倒是?|正好|还|有人)?在(?:家|屋里)?(?:呢|了)?|{R}家(?:里)?有人", text)
        is not None
    )


def again(text: str, acts: list[Act], state: Walk) -> bool:
    """占云打电话没接, 转头给占元打: the same again with another."""
    return (
        bool(state.items)
        and state.items[-1].kind == "contact"
        and state.items[-1].sentence == state.sentence
        and not any(act.kind in {"contact", "visit"} for act in acts)
        and re.search(rf"给(?:{R}|[他她])(?:也|又|再)?打(?:了|过|去|的)?(?=$|一[个通])", text) is not None
    )


def _sibling(child: int, word: str, state: Walk) -> Whom | None:
    own = next(p for p in state.pairings if p.id == child)
    older, gender = word[0] in "姐哥", "女" if word[0] in "姐妹" else "男"
    fitting = [
        p.id
        for p in state.pairings
        if p.id != child
        and surname(p.name) == surname(own.name)
        and p.gender == gender
        and ((p.birth_year or 0) < (own.birth_year or 0)) == older
    ]
    return Whom((fitting[0],), found=True) if len(fitting) == 1 else None


def _meant(text: str, state: Walk, *, acts: bool) -> Whom | None:
    """他婆 is the grandmother when she is paired too; 她 is not the man last spoken of when a woman was named."""
    ids = state.whom.ids or ()
    if len(ids) != 1 or people.mentions_of(text, state.mentions):
        return None
    if kin := re.search(
        "(?:[他她]|娃|孩子)(?:家|的)?(婆婆|婆|奶奶|奶|爷爷|爷|阿奶|阿爷|爸爸|爸|妈妈|妈|父亲|母亲)", text
    ):
        # 他奶奶来不了, 我代签的: what the kin did or could not do makes nobody else the one it was done for.
        if not acts:
            return None
        guardian = guardian_of(ids, kin[1], state.pairings)
        return Whom(guardian, found=True) if guardian else None
    if sibling := re.search("(?:[他她]|娃)(?:的)?(姐姐|妹妹|姐|妹|哥哥|弟弟|哥|弟)(?![夫俩妹弟])", text):
        return _sibling(ids[0], sibling[1], state)
    said = re.search("([他她])(?!们|家邻|[说的][^,。]{0,6}[他她])", text)
    gender = {p.id: p.gender for p in state.pairings}
    wanted = {"他": "男", "她": "女"}.get(said[1]) if said else None
    if wanted is None or gender.get(ids[0]) in {wanted, None}:
        return None
    named = [m.ids for clause in state.told[: state.at] for m in people.mentions_of(clause.text, state.mentions)]
    fitting = {i for group in named if group and len(group) == 1 for i in group if gender.get(i) == wanted}
    return Whom((fitting.pop(),), found=True) if len(fitting) == 1 else None


_HOW_MANY = re.compile(
    "(?:[给跟和对]|都)[^,。]{0,4}?(俩|仨|[两三](?:个人|个|位|户|家|人))|(俩|[两三](?:个人|个|位|户|家|人))(?:人)?都"
)


def _both_told(text: str, state: Walk) -> Whom | None:
    """小宝数学不好, 小燕替他急, 我给两个人都讲了讲: as many as the sentence has named."""
    if (match := _HOW_MANY.search(text)) is None:
        return None
    start = next((i for i in range(state.at, -1, -1) if state.told[i].opens), 0)
    ids = {
        i
        for clause in state.told[start : state.at + 1]
        for m in people.mentions_of(clause.text, state.mentions)
        for i in m.ids or ()
    }
    said = (match[1] or match[2])[0]
    return Whom(tuple(sorted(ids)), found=True) if len(ids) == {"俩": 2, "两": 2}.get(said, 3) else None


def whom_of(text: str, state: Walk, *, acts: bool) -> Whom:
    who = people.whom(text, state.mentions, state.pairings)
    if (meant := _meant(text, state, acts=acts)) is not None:
        return meant
    described = who.found and not people.mentions_of(text, state.mentions)
    if not described or not state.whom.found:
        return who
    if who.ids is None and (two := _both_told(text, state)) is not None:
        return two
    carried = set(state.whom.ids or ())
    named = heard(state)
    if len(named) > 1 and EVERYBODY.search(text) and (who.ids is None or set(named) < set(who.ids)):
        return Whom(named, found=True)
    if who.ids and set(who.ids) < carried and re.search("[给跟和找](?:老|奶|爷|娃|孩|大|阿|丫)", text):
        return who
    if not acts and not (state.whom.ids is None and who.ids and re.search("俩|[两三四2-4](?:个|位|家|户)", text)):
        return Whom(None, found=False)
    if who.guessed or who.ids is None:
        if who.ids is None or set(who.ids) <= carried or not acts or re.search("孙女|孙子|儿子|女儿", text):
            return Whom(None, found=False)
        fits = people.described(text, [p for p in state.pairings if p.id in carried] * 2)
        if fits is not None:
            return Whom(None, found=False)
    if who.ids and carried and set(who.ids) != carried and len(carried) > 1 and not acts:
        return Whom(None, found=False) if set(who.ids) < carried else who
    return who
