"""People spoken of by their place among the paired: 婆孙俩, 白家母子, 最小的那个."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.understanding.titles import OLD_BORN, surname

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.understanding.model import Paired

_CHILD_BORN = 2003
_PAIR = re.compile(
    r"(?:(?P<family>[一-鿿])家)?(?P<pre>[两二]个?)?老?(?P<kin>哥儿|哥(?=俩)|奶孙|爷孙|婆孙|祖孙|父子|父女|母女|母子|娘儿|爷儿|爷父|兄妹|姐弟|姐妹|兄弟|弟兄|姊妹|夫妻|两口|叔侄|姑侄|娘|爷)"
    r"(?P<two>们?(?:俩|两个|两人|二人|两口子|两口|倆))?"
)
_NOT_PEOPLE = re.compile("关系|感情|情深|部门|单位|省|县|局")
_YOUNGEST = re.compile(
    "(?:年龄|年纪|岁数)最小|最(?:小|年轻)的?(?:那[个位]|这[个位]|娃|孩子|$|,)|最小的(?=,|家|今|给|我|也)"
)
_OLDEST = re.compile("(?:年龄|年纪|岁数)最(?:大|高|长)|最(?:大|老|年长)的?(?:那[个位]|这[个位]|老人|$|,)")


def _fits(kin: str, one: Paired, other: Paired) -> bool:
    young, old = sorted((one, other), key=lambda p: -(p.birth_year or 0))
    child = (young.birth_year or 0) >= _CHILD_BORN
    if "孙" in kin:
        return child and (old.birth_year or 0) <= OLD_BORN
    if kin[0] in "哥兄姐弟姊":
        alike = abs((one.birth_year or 0) - (other.birth_year or 0)) <= 20
        boys = [p.gender for p in (one, other)].count("男")
        return alike and boys == {"兄妹": 1, "姐弟": 1, "姐妹": 0, "兄弟": 2, "弟兄": 2, "哥": 2, "哥儿": 2}.get(
            kin, boys
        )
    if kin in {"父子", "爷父"}:
        return old.gender == young.gender == "男"
    if kin == "母女":
        return old.gender == young.gender == "女"
    if kin in {"父女", "母子"}:
        return old.gender != young.gender and old.gender == ("男" if kin == "父女" else "女")
    return True


def pair(clause: str, pairings: Sequence[Paired]) -> tuple[int, ...] | None:
    """The two whom a word of kinship joins; () when it is said but fits no two or several, None when it is not said."""
    for match in _PAIR.finditer(clause):
        named = match["family"] is not None
        if (
            not match["two"]
            and not match["pre"]
            and (not named or match["kin"] in {"娘", "爷"} or _NOT_PEOPLE.match(clause, match.end()))
        ):
            continue
        among = [p for p in pairings if not named or surname(p.name) == match["family"]]
        if len(among) == 2:
            return tuple(p.id for p in among)
        fitting = [
            (one.id, other.id)
            for place, one in enumerate(among)
            for other in among[place + 1 :]
            if _fits(match["kin"], one, other)
        ]
        related = [ids for ids in fitting if len({surname(p.name) for p in among if p.id in ids}) == 1]
        best = related if len(fitting) > 1 else fitting
        return best[0] if len(best) == 1 else ()
    return None


def superlative(clause: str, pairings: Sequence[Paired]) -> int | None:
    """最小的那个, 年纪最大的: by the year of birth, when it is one person's alone."""
    if nth := re.search("([一-鿿])家的?老([大二三小幺])", clause):
        family = sorted((p for p in pairings if surname(p.name) == nth[1]), key=lambda p: p.birth_year or 0)
        place = {"大": 0, "二": 1, "三": 2}.get(nth[2], -1)
        return family[place].id if len(family) > max(place, 1) else None
    for pattern, pick in ((_YOUNGEST, max), (_OLDEST, min)):
        if pattern.search(clause) and all(p.birth_year for p in pairings):
            year = pick(p.birth_year or 0 for p in pairings)
            fitting = [p.id for p in pairings if p.birth_year == year]
            return fitting[0] if len(fitting) == 1 else None
    return None
