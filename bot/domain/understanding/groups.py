"""Several people named by number and family: 两个霍家娃, 鞠、阎两位, 男娃两个; and counts that are no people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.understanding.titles import COMPOUND, surname

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.domain.understanding.model import Paired

    Fitting = Callable[[str, Sequence[Paired]], list[Paired]]

NUMBERS = {"两": 2, "二": 2, "俩": 2, "三": 3, "仨": 3, "四": 4, "2": 2, "3": 3, "4": 4}
_COUNTED_FAMILY = re.compile(
    "(?P<n>[两二三四])(?:个|位)(?:姓(?P<named>[一-鿿])的|(?P<family>[一-鿿])家的?(?P<what>娃娃?|孩子|老弟兄|老兄弟|弟兄|兄弟|姐妹|老人|老汉|老奶奶))"
)
_AFTER_WHAT = re.compile(
    "(?P<what>男娃|女娃|[碎尕]?娃|孩子|老人|老汉|老奶奶|残疾|特困|孤儿)(?:的|人)?那?(?P<n>[两二三四])[个位户](?!月|多月|半?小时|钟头|礼拜|星期|儿|女|孩|娃|孙|人|本|菜)"
)
_FAMILIES = re.compile("(?P<families>[一-鿿](?:(?:、|和|跟|与)?[一-鿿]){1,3}?)(?P<n>[两二三四])(?:家|户|位)")
_HOUSE = rf"(?:{'|'.join(COMPOUND)}|[一-鿿])家"
_HOUSES = re.compile(rf"{_HOUSE}(?:(?:、|和|跟|与){_HOUSE})+")
# 一老一小.
_OLD_AND_YOUNG = re.compile("一老一[小少]|一[小少]一老|老的小的|一大一小")
# 转了三家店, 喊了三个人来垒: counted, but none of the paired; 我俩: the cadre is one of the two.
_NOT_HOUSEHOLDS = re.compile("(?:药|商|小|五金|农资|超)?(?:店|铺|超市|市场|商场)|医院|单位|部门|银行|公司|厂|饭馆|人家")
_CALLED_IN = re.compile("(?:喊|叫|找|请|约|雇|凑|来|领)(?:了|来|上)*$")
_WITH_ME = re.compile("(?:我|咱|我们|咱们)$")


# 四个里头的三个, 三家看了两家, 只去了一户: some of them, which ones is not said here.
_SOME = re.compile(
    "(?P<whole>[两二三四俩仨])(?:个|户|家|位|人)?(?:老人|老汉|人|娃|户)?(?:(?:里头|里面|里|当中|之中|中)[^,。]{0,8}?|[^,。]{0,4}(?:只|就|才)?(?:跑|走|看|去|转|打|联系|入户|上门)[了完过到]{1,2})(?P<some>[一两三])(?:个|户|家|位)(?!月|小时|钟头|次)"
    "|只(?:去|看|打|走|跑|联系|入户|转)(?:到|成)?了?(?P<only>[一两三])[个户家位](?!月|小时|钟头|电话)"
)


def some_of(clause: str, pairings: Sequence[Paired]) -> int:
    """How many of the paired were reached when only some of a counted number were; 0 when no such thing is told."""
    match = _SOME.search(clause)
    if match is None:
        return 0
    some = NUMBERS.get(match["some"] or match["only"], 1)
    whole = NUMBERS[match["whole"]] if match["whole"] else len(pairings)
    return some if some < whole <= len(pairings) else 0


def is_other_count(clause: str, start: int, end: int) -> bool:
    """Whether the number found there counts shops, helpers or the cadre too."""
    said = clause[start:end]
    if said.endswith("家") and _NOT_HOUSEHOLDS.match(clause, end):
        return True
    if re.search("[两二三四2-4]个?人$", said) and _CALLED_IN.search(clause[:start]):
        return True
    two = re.search("俩", said)
    return two is not None and _WITH_ME.search(clause[: start + two.start()]) is not None


def counted(clause: str, pairings: Sequence[Paired], fitting: Fitting) -> tuple[int, ...] | None:
    """The people of a family or sort when as many fit as are counted; None when none are counted so."""
    for match in _COUNTED_FAMILY.finditer(clause):
        family = match["named"] or match["family"]
        mine = [
            p for p in fitting((match["what"] or "").replace("老弟兄", "弟兄"), pairings) if surname(p.name) == family
        ]
        if len(mine) == NUMBERS[match["n"]]:
            return tuple(p.id for p in mine)
    for match in _AFTER_WHAT.finditer(clause):
        what = match["what"]
        mine = [p for p in pairings if what in p.category] if what in {"特困", "孤儿"} else fitting(what, pairings)
        if len(mine) == NUMBERS[match["n"]]:
            return tuple(p.id for p in mine)
    for match in _FAMILIES.finditer(clause):
        families = re.sub("[、和跟与]", "", match["families"])
        mine = [p for p in pairings if surname(p.name) in families]
        if len(families) == NUMBERS[match["n"]] == len(mine):
            return tuple(p.id for p in mine)
    for match in _HOUSES.finditer(clause):
        houses = [house.removesuffix("家") for house in re.split("、|和|跟|与", match[0])]
        mine = [p for p in pairings if surname(p.name) in houses]
        if len(mine) == len(houses) == len({surname(p.name) for p in mine}):
            return tuple(p.id for p in mine)
    if len(pairings) == 2 and _OLD_AND_YOUNG.search(clause):
        return tuple(p.id for p in pairings)
    return None
