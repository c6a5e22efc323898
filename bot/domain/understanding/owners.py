"""Whose a priced thing is when several people were given different things, or different numbers of the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.understanding import money, people, prices
from bot.domain.understanding.lexicon import M, N, R
from bot.domain.understanding.numerals import number
from bot.domain.understanding.things import GOODS

if TYPE_CHECKING:
    from fractions import Fraction

    from bot.domain.understanding.people import Whom
    from bot.domain.understanding.state import Walk
    from bot.domain.understanding.support import Given

_SEVERAL = 2
_PIECE = money.CLASSIFIER.replace("|次|家|户|人|位", "")
_THINGS = re.compile(GOODS)
# 一袋面; 月饼两盒; 两袋.
_COUNTED = re.compile(
    rf"(?P<many>{N})(?P<piece>{_PIECE})(?:的|新|大|小)?(?P<thing>{GOODS})?|(?P<what>{GOODS})(?P<number>{N})(?P<unit>{_PIECE})"
)
_TOGETHER = re.compile("各|都(?:是|给|送|带|拿|有)?了?[一两三]|每|一人|一家|一户|人手|两[家户位个]")
_OF_ONE = re.compile(rf"{R}(?:家)?的(?:新|旧)?([一-鿿]{{1,5}})$")
_IN_TURN = re.compile("分别|依次|各自|先后")
_PRICE_BEFORE = re.compile(rf"(?:(?:一|每|1)(?P<piece>{_PIECE}))?(?:是|要|的|按)?$")
_PRICE_AFTER = re.compile(rf"(?:块|元)?(?:钱)?(?:一|每|1)(?P<piece>{_PIECE})")


@dataclass(frozen=True)
class Share:
    """What some people were given: `many` pieces of a thing each. `thing` may be empty: 马玉林家送了一袋."""

    ids: tuple[int, ...]
    thing: str
    many: int
    piece: str
    sentence: int


def _counted(piece: str) -> list[tuple[str, int, str]]:
    found: list[tuple[str, int, str]] = []
    for match in _COUNTED.finditer(piece):
        many = number(match["many"] or match["number"])
        if many is not None and many == int(many):
            found.append((match["thing"] or match["what"] or "", int(many), match["piece"] or match["unit"]))
    named = {thing for thing, _, _ in found}
    found += [(thing, 1, "") for thing in _THINGS.findall(piece) if thing not in named]
    if not found and (own := _OF_ONE.search(piece)):
        found.append((own[1], 1, ""))
    return found


def remember_things(text: str, now: Whom, state: Walk) -> None:
    """改样大娘的老花镜, 双全叔的护腰; 马忠明一袋面,尕花一套秋衣: whose each thing is, and how many of it."""
    if not now.ids:
        return
    for piece in [text] if _TOGETHER.search(text) else re.split("[、和跟]", text):
        named = people.mentions_of(piece, state.mentions)
        ids = tuple(dict.fromkeys(i for mention in named for i in mention.ids or ()))
        if ids:
            state.things += [Share(ids, *what, state.sentence) for what in _counted(piece)]


def _told_of(text: str, given: Given, state: Walk) -> list[Share]:
    """The shares that the price at `given.at` is the price of."""
    if people.mentions_of(text, state.mentions) or given.yuan is None:
        return []
    named = _THINGS.findall(re.split(M, text[: given.at])[-1]) or _THINGS.findall(text[: given.at])
    if named:
        return [share for share in state.things if share.thing and share.thing.endswith(named[-1])]
    before, after = _PRICE_BEFORE.search(text[: given.at]), _PRICE_AFTER.match(text[given.at + 1 :])
    piece = (before and before["piece"]) or (after and after["piece"])
    if not piece or not prices.is_price_only(text):
        return []
    return [share for share in state.things if share.piece == piece and share.sentence == state.sentence]


def owner(text: str, given: Given, state: Walk) -> tuple[int, ...]:
    """Whom the priced thing was told of earlier: 眼镜35 after 改样大娘的老花镜."""
    shares = _told_of(text, given, state)
    owners = {share.ids for share in shares if share.thing and _THINGS.search(text[: given.at])}
    return owners.pop() if len(owners) == 1 else ()


def several_owners(text: str, given: Given, state: Walk) -> list[tuple[tuple[int, ...], Fraction]]:
    """马忠明一袋面,马忠良两袋面,…;面一袋110: each of the owners with what his are worth by the head; else empty."""
    shares = {share.ids: share for share in _told_of(text, given, state)}
    ids = [i for owners in shares for i in owners]
    if len(shares) < _SEVERAL or len(set(ids)) < len(ids) or given.total:
        return []
    value = state.sums[ord(text[given.at]) - money.FIRST].value
    if value is None:
        return []
    by_the_piece = _PRICE_AFTER.match(text[given.at + 1 :]) or re.search(
        rf"(?:一|每|1)(?:{_PIECE})[是要的]?$", text[: given.at]
    )
    if not by_the_piece and any(share.many > 1 for share in shares.values()):
        return []
    return [(owners, value * share.many) for owners, share in shares.items()]


def in_turn(text: str, given: Given, now: Whom, state: Walk, told: str, later: str) -> tuple[int, ...]:
    """分别送去200元和300元; 学良叔的拐棍,学林叔的坐垫,39和25: sums in the order the people were named."""
    sums = [at for at, char in enumerate(text) if re.match(M, char)]
    if not people.mentions_of(text, state.mentions) and (
        prices.is_row(text, told, later) or re.fullmatch(rf"(?:各自|分别)(?:是|花了?)?(?:{M}[、和跟]?)+", text)
    ):
        own = re.findall(rf"{R}(?:家)?的", told)
        row = len(own) == len(sums) or re.fullmatch(rf"(?:一(?:{money.CLASSIFIER}){M}[、和]?)+", text) is not None
    else:
        row = False
    named = people.mentions_of(told if row else text, state.mentions)
    ids = [i for mention in named for i in mention.ids or ()] or list(now.ids or ())
    if len(sums) < _SEVERAL or len(sums) != len(ids) or given.at not in sums or not (row or _IN_TURN.search(text)):
        return ()
    return (ids[sums.index(given.at)],)
