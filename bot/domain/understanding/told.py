"""Sums that are told and not given: another took their place, others gave them, or only a share of them is ours."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from bot.domain.understanding.lexicon import M, N, R
from bot.domain.understanding.money import CLASSIFIER
from bot.domain.understanding.numerals import number
from bot.domain.understanding.things import GOODS

if TYPE_CHECKING:
    from bot.domain.understanding.state import Item

_FEWEST = 2

_LATER = r"(?:[^,]*,)?[^,]*?"
# 定价108,实付64.8; 药钱四百多,医保报完剩下二百一; 不到四百,就按三百八记.
_PAID_LESS = re.compile(
    rf"^{_LATER}(?:实付|实际(?:付|花|支付)|到手|折后|打(?:完)?折(?:后|下来)?|抹零|砍到|讲到)[^,]{{0,3}}{M}"
    rf"|^{_LATER}(?:报(?:完|了|掉|销)|减免|优惠|抵扣|补助)[^,]{{0,4}}(?:剩|余|付|交)[^,{M[1:-1]}]{{0,3}}{M}"
)
_ABOUT = re.compile(r"(?:不到|不足|大概|大约|估摸|差不多)$")
_TAKEN_AS = re.compile(rf"^{_LATER}就?按{M}(?:记|算|写|报|填)")
# 给乐乐转三百,…就收了一百.
_KEPT = re.compile(
    rf"^(?:块|元)?(?:钱)?,(?:[^,]*,){{0,2}}[^,]*?(?:只|就|才)(?:肯)?(?:收|要|留)(?:下)?了?({M})(?!的|[^,]*(?:面|油))"
)
_KEPT_HERE = re.compile("(?:只|就|才)(?:肯)?(?:收|要|留)(?:下)?了?$")
# 修费一百五,民政出了一百,我贴了五十.
_MY_PART = re.compile(rf"^{_LATER}我(?:自己|个人)?(?:只|就|又)?贴(?:了)?{M}")
# 月饼三盒一百五,国强叔那盒五十: of what was bought for several, that one.
_THAT_ONE = re.compile(rf"^{_LATER}{R}(?:家)?的?那一?(?:{CLASSIFIER})(?:是|就是|合)?{M}")
# 三千块里我们局捐了一千.
_OUT_OF = re.compile(
    rf"^(?:块|元)?(?:钱)?(?:里|里面|里头|中|当中)(?:我|单位|局里|工会|[一-鿿]{{0,3}}(?:局|站|所|会|队))[^,]{{0,6}}{M}"
)
# 书费216国家免了; 快递费8块不算.
_WAIVED = re.compile(
    "^(?:块|元)?(?:钱)?(?:被|都|全|是|由)*(?:国家|学校|政府|医院|人家|店家)?(?:都|全|给|也)*(?:免了|减免|免除|全免|免掉|免单)"
    "|^(?:块|元)?(?:钱)?(?:就|都|也)?不算(?:在内|进去)?(?:$|,)"
)
# 有出五十的有出一百的: shares of many.
_SOME_GAVE = re.compile("有的?(?:人)?(?:出|捐|凑)$")
_ONE_GAVE = re.compile("(?:一|每)(?:个)?人(?:捐|凑|出|掏)(?:了)?$")
_PUT_TOGETHER = re.compile(rf"(?:凑|捐|筹)(?:了|够|齐|成)*{M}|(?:一共|总共|共|合计){M}")
_SO_MANY = re.compile(rf"({N})(?:个|名|位)?(?:人|同事|干部|党员|职工|老师)(?:一起|一块儿?|们)?(?:凑|捐|筹|出)")
_ONE_EACH = re.compile(rf"(?:一|每)(?:个)?人(?:捐|凑|出|掏)?(?:了)?{M}")
# 老张给的五十,我给的一百.
_OTHERS_SHARE = re.compile(
    "^(?:[老小][一-鿿]|[一-鿿]{1,2}(?:书记|主任|老师|师傅|科长|局长|站长))(?:给|出|掏|捐)(?:的|了)$"
)
_MY_SHARE = re.compile(rf"^[^,]*,我(?:自己)?(?:给|出|掏|捐)(?:的|了){M}")
# 夏令营680我出了一半; 二百八,我和她儿子一人一半.
_HALF = re.compile(
    "^(?:块|元)?(?:钱)?,?(?:我们?|咱|单位|局里|工会)[^,]{0,4}(?:出|掏|付|承担|负担)(?:了|的)?一半"
    "|^(?:块|元)?(?:钱)?,(?:我|我们|单位)(?:和|跟|与|同)[^,]{1,8}(?:一人|一家|各|平)(?:出|掏|付)?(?:了)?(?:一半|摊)"
)
# 来回各64.
_BOTH_WAYS = re.compile("(?:来回|往返|去回|来去)(?:都|各|各要|各是)$")
_THE_LOT = re.compile(rf"({N})(?:{CLASSIFIER})(?:新?(?:{GOODS}))?(?:一?共|总共|合计|才|花了?)*$")
_EACH_ONE = re.compile(rf"(?:一人|每人|各|一家|每家|每户|一户|人手|一个|每位)[^,]{{0,4}}?一(?:{CLASSIFIER})")
_A_THING = re.compile(rf"({GOODS})(?:一|1)({CLASSIFIER})(?:是|要)?$")
_BY_WEIGHT = re.compile(rf"(?:一|每)(吨|斤|公斤|车|方){M}|{M}(?:一|每)(吨|斤|公斤|车|方)")


# 学费五千八,亲戚凑了两千,我们单位资助三千八.
_OUR_PART = re.compile(
    rf"^(?:[^,]*,){{1,2}}[^,]*?(?:单位|局里|工会|支部|基金会?)(?:给|又|再)?(?:资助|承担|补贴|捐助)(?:了)?{M}"
)
_OURS = re.compile("贴(?:了)?$|(?:我|单位|工会|局里|站里)[^,]{0,3}$")


def superseded(clause: str, at: int, later: str) -> bool:
    """Whether the sum at `at` is no gift, by the words right behind it or by a sum told after it."""
    before, after = clause[:at], clause[at + 1 :]
    rest = f"{after},{later}"
    if _WAIVED.match(after) or _OUT_OF.match(after) or _SOME_GAVE.search(before):
        return True
    if _ONE_GAVE.search(before) and _PUT_TOGETHER.search(later):
        return True
    if _OTHERS_SHARE.match(before) and _MY_SHARE.match(rest):
        return True
    if _OUR_PART.match(rest) and re.search("[费钱]$", before):
        return True
    if _MY_PART.match(rest) and not _OURS.search(before):
        return True
    if _KEPT_HERE.search(before):
        return True
    if _ABOUT.search(before) and _TAKEN_AS.match(rest):
        return True
    behind = rest[1:] if rest.startswith(",") else ""
    return _PAID_LESS.match(behind) is not None or (
        _THAT_ONE.match(behind) is not None and re.search(f"{N}(?:{CLASSIFIER})$", before) is not None
    )


def kept(clause: str, at: int, later: str) -> str | None:
    """给三百,…就收了一百: the character of the sum that was kept of the one at `at`."""
    found = _KEPT.match(f"{clause[at + 1 :]},{later}")
    return found[1] if found else None


def givers(clause: str, earlier: str) -> int:
    """科室五个人凑的,一人一百: how many gave as much, 0 when it is not told so."""
    many = _SO_MANY.search(f"{earlier},{clause}")
    value = number(many[1]) if many and _ONE_EACH.fullmatch(clause) else None
    return int(value) if value is not None and value == int(value) else 0


def share_of(clause: str, at: int, told: str, later: str) -> Fraction:
    """What part of the sum counts, or how often: a half that we paid, half a ton at so much the ton, there and back."""
    if _HALF.match(f"{clause[at + 1 :]},{later}") and re.search(rf"(?:剩|另|余)[^,]{{0,6}}{M}", later) is None:
        return Fraction(1, 2)
    if _BOTH_WAYS.search(clause[:at]):
        return Fraction(2)
    weight = _BY_WEIGHT.search(clause)
    if weight and weight.start() <= at < weight.end():
        unit = weight[1] or weight[2]
        halves = re.findall(f"(?<![一二两三四五六七八九十0-9])半{unit}", told)
        if halves and not re.search(rf"(?:[一二两三四五六七八九十]|[0-9]){unit}(?!半)", told):
            return Fraction(1, 2)
    return Fraction(1)


def both_ways(before: str) -> bool:
    return _BOTH_WAYS.search(before) is not None


def is_the_lot(before: str, earlier: str) -> bool:
    """一人一件马甲,两件178: the price of all that was handed out one by one."""
    lot = _THE_LOT.fullmatch(before)
    many = number(lot[1]) if lot and lot[1] not in {"几", "半", "好"} else None
    return many is not None and many > 1 and _EACH_ONE.search(earlier) is not None


def each_of_several(earlier: str) -> bool:
    """各一件短袖一顶帽子,39和15: everybody got every thing of the row."""
    last = earlier.rsplit(",", maxsplit=1)[-1]
    return (
        re.search("各|每|一人|一家", last) is not None
        and len(re.findall(rf"(?<!每)(?:{N})(?:{CLASSIFIER.replace('|家|户|人|位', '')})", last)) > 1
    )


def is_its_own(before: str, earlier: str) -> bool:
    """童话三本42,字帖一本9块: one of a thing that was not spoken of before."""
    thing = _A_THING.search(before)
    return (
        thing is not None
        and thing[1].rstrip("子")[-1:] not in earlier
        and re.search(f"{N}{thing[2]}", earlier) is not None
    )


def _worth(item: Item) -> Fraction:
    given = item.given
    if given is None or given.yuan is None:
        return Fraction(0)
    return given.yuan * (len(item.whom.ids or (0,)) if given.each else 1)


def drop_parts(items: list[Item]) -> list[Item]:
    """实际拿了100的东西,一桶油60,挂面40: what is told once as a whole and once in its parts counts once."""
    valued = [item for item in items if item.given is not None and item.given.yuan is not None]
    gone: list[Item] = []
    for place, whole in enumerate(valued):
        if whole in gone:
            continue
        behind = [item for item in valued[place + 1 :] if item.sentence == whole.sentence and item.whom == whole.whom]
        for end in range(_FEWEST, len(behind) + 1):
            if sum(map(_worth, behind[:end])) == _worth(whole):
                gone += behind[:end]
                break
        before = valued[:place]
        if (
            whole.given is not None
            and whole.given.total
            and len({item.whom.ids for item in before}) > 1
            and sum(map(_worth, before)) == _worth(whole)
        ):
            gone.append(whole)
    return [item for item in items if item not in gone]
