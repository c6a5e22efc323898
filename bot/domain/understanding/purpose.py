# ruff: noqa: E501 - the patterns are lists of words; broken lines would hide where a word stands
"""What a sum was for: cash, the price of a thing, or nothing of ours. The nearest governing words decide."""

from __future__ import annotations

import re

from bot.domain.understanding.lexicon import D, M, N, R
from bot.domain.understanding.money import CLASSIFIER
from bot.domain.understanding.things import CASH, GOODS, PAID

_PERSON = rf"(?:{R}|[他她]们?|老人家?|奶奶|爷爷|大[娘爷]|娃们?|孩子们?|老[汉太]太?|家里?)"
_HANDED = re.compile(
    rf"(?:给|塞|留|转|借|添|补|凑|支持|赞助|扶持|捐助|支援|奖励|充|资助|打|捐|递|随(?=了)|(?:放|撂|搁|丢|压|留)(?=了|下|给)|包(?=了|个)|(?:送|拿|发|封)(?=了|去|上))(?:账|值|给|上|下|去|过去|进去|出)*{_PERSON}*(?:了|上|下|个|过|来)*(?:{D}|大概|差不多|少说|也就|整整|足足|一?共|约|近|将近|[他她]|每?人|每家|每户|各|又|也)*$"
)
# 300块塞到枕头底下.
_PUT_AFTER = re.compile(
    "(?:现?钱)?(?:都|全|悄悄|偷偷|硬|亲手|当面)*(?:塞|压|放|交|递|转|打|存|搁|撂|揣)(?:到|进|在|给)"
)
_WORTH = re.compile(r"(?:价值|折合|折价|总值|市值|单价|标价|价格|进价|(?<!充)值)(?:人民币|约|大约|共|是|在|为|大概)*$")
_PIECE_BEFORE = re.compile(rf"(?:每|一|1)(?:{CLASSIFIER})(?:子)?(?:是|要|的|都|算|按)*$")
_PIECE_AFTER = re.compile(rf"(?:多|左右)?(?:钱|块钱)?(?:一|每|/|1)(?:{CLASSIFIER})")
_HEADED = re.compile(r"(?:每|一|各)(?:人|家|户|位)")
_THING = re.compile(
    rf"(?:{GOODS})|吃(?:了|的|顿|碗|个|过)+|(?:买|网购|下单|淘|购置|添置|置办|定制|定做|配)(?:了|的|来|给|上|好|到|下|回)*|"
    rf"(?:送|带|拿|捎|寄|提|拎|扛|端|换|装)[^,。]{{0,4}}?(?:{N}|了|个)(?:{CLASSIFIER})[一-鿿]{{1,6}}|[一-鿿]{{0,5}}(?![了过着得到])[一-鿿](?:[0-9]+|[一二两三四五六七八九十])(?:{CLASSIFIER.replace('|家|户|人|位', '').replace('|次', '')})"
)
_COIN = re.compile(rf"(?:{CASH})|转账|资助|充(?:了|值)|慰问(?={_PERSON}|了|{M})|(?:{PAID})")
_BUYS = re.compile("(?:钱)?(?:买|网购|换|配|订|置办)(?:了|的|个|来)")
# 单位爱心捐款买的: where the money for the thing came from.
_FUNDS = re.compile("(?:爱心)?(?:捐款|善款|经费|资金|慰问金)(?=给?(?:买|购|采购)的?)")
_MERE_VERB = re.compile("(?:买|网购|下单|淘|购置|添置|置办|定制|定做|配)(?:了|的|来|给|上|好|到|下|回)*")
# 送了夏凉被, 65块: whatever was sent, carried or put in was a thing.
_SENT = re.compile(
    r"(?:送|寄|捎|拎|提|端|换|添|置|订|订购|定|搬|拿|带|抱|背|扛|铺|安装?|淘|织|缝|做)(?:[\ue000-\ue7ff]|[他她]|老人|娃|家)*(?:了|来|去|上|好|过去|给|的|到|回|个)"
)
_VALUED = re.compile(
    rf"(?:多|左右|来|上下)?(?:钱|块钱|元)?(?:标准)?的(?P<thing>{GOODS}|(?!是|我|钱|时候|话|样子)[一-鿿]{{1,6}})"
)
_GAVE = re.compile("买|送|带|拿|捎|寄|给|提|拎|添|置")


def nearest(text: str, *, last: bool) -> str | None:
    """The sort of the evidence that stands last (first) in the text; what lies inside a longer word does not count."""
    text = _FUNDS.sub(lambda m: "·" * len(m[0]), text)
    found = [(m.start(), m.end(), "goods") for m in _THING.finditer(text)] + [
        (m.start(), m.end(), "cash") for m in _COIN.finditer(text)
    ]
    own = [
        (start, end, sort)
        for start, end, sort in found
        if not any(
            other != sort and (a <= start and end <= b) and (b - a > end - start or sort == "goods")
            for a, b, other in found
        )
    ]
    # 玻璃钱五十四: the price of the thing, not money.
    goods = {end for _, end, sort in own if sort == "goods"}
    own = [e for e in own if not (e[2] == "cash" and text[e[0] : e[1]] == "钱" and e[0] in goods)]
    if not own:
        return None
    # 火车票我给买的: to buy what is paid for and used up.
    if any(sort == "cash" for _, _, sort in own):
        own = [e for e in own if e[2] == "cash" or not _MERE_VERB.fullmatch(text[e[0] : e[1]])]
    return max(own, key=lambda e: (e[1], e[0]))[2] if last else min(own, key=lambda e: (e[0], -e[1]))[2]


def _is_worth_of(after: str, clause: str) -> bool:
    """230块的外套: what stands behind the sum is a thing."""
    if re.match(rf"(?:钱)?(?![在到进塞压放给交])[一-鿿]{{0,2}}?(?:{GOODS})", after) and not re.match(
        rf"[一-鿿]{{0,2}}?(?:{CASH})|[让给叫买]", after
    ):
        return True
    valued = _VALUED.match(after)
    if valued is None or re.match(CASH, valued["thing"]):
        return False
    return re.match(GOODS, valued["thing"]) is not None or _GAVE.search(clause) is not None


def _told_around(before: str, after: str, earlier: str, later: str, context: str, *, bare: bool) -> str | None:
    """From near to far: this clause to its left and right, the clauses before, then those behind."""
    near = nearest(before, last=True) or nearest(after, last=False)
    if not near and not before and earlier:
        # 现金300、大米1袋(58): the price of what stands right before it.
        near = nearest(earlier.rsplit(",", maxsplit=1)[-1], last=True)
    near = near or context
    if near:
        return near
    told = (nearest(piece, last=True) for piece in reversed(earlier.split(",")))
    listed = re.search(rf"{R}(?:家|那里|那边)?(?:的)?(?:都)?是?$", before) is not None
    follows = (nearest(piece, last=False) for piece in (later.split(",") if listed or not bare else ()))
    return next((sort for sort in (*told, *follows) if sort), None)


_IS_CASH = re.compile(rf"(?:多|左右|块|元)?的?(?:{CASH})|的(?:{GOODS})(?:{CASH})")
# 把过年的两百块带过去.
_TAKES = re.compile("(?<![一二两三四五六七八九十几半每0-9])把[^,]{0,6}$|随(?:了|礼)*$")


# 单位捐款买的430: what the donated money bought. 材料64我买的.
_OUT_OF_FUNDS = re.compile("(?:捐款|善款|经费|资金|慰问金|爱心款)(?:给)?(?:买|购|购买|采购)的?$")
_MATERIAL = re.compile("(?:材料|配件|零件|耗材)$")


def _said_at_once(before: str, after: str, clause: str) -> str | None:
    """The sort when the words that touch the sum say it."""
    if _IS_CASH.match(after) and not re.match(rf"的(?:{GOODS})(?!{CASH})", after):
        return "cash"
    if _OUT_OF_FUNDS.search(before) or (_MATERIAL.search(before) and re.match("(?:块钱?|元)?我?买的", after)):
        return "goods"
    if _TAKES.search(before):
        return "cash"
    if (_BUYS.match(after) and nearest(after, last=False) == "goods") or _WORTH.search(before):
        return "goods"
    if _is_worth_of(after, clause):
        return "goods"
    if _BESIDE.search(before) and re.match("(?:$|块|元|给|塞|压)", after):
        return "cash"
    return "cash" if _HANDED.search(before) or _PUT_AFTER.match(after) else None


# 一箱苹果和三百块钱; 带了200块钱.
_BESIDE = re.compile(rf"(?:{GOODS})(?:(?:{N})(?:{CLASSIFIER}))?(?:和|跟|加|外加|还有|以及|另加|再加)$")
_CARRIED = re.compile("(?<!一共)(?<!总共)(?:带|拿|揣|捎)(?:了|去|去了|过去)$")


def sort_of(clause: str, at: int, earlier: str, later: str, context: str, *, bare: bool = False) -> str | None:
    """cash, goods, or None when nothing near the sum says what it is.

    `earlier` and `later` are the clauses around it in the sentence; `context` what the sums before it were for.
    """
    before, after = clause[:at], clause[at + 1 :]
    if found := _said_at_once(before, after, clause):
        return found
    if not _HEADED.search(clause) and (_PIECE_BEFORE.search(before) or _PIECE_AFTER.match(after)):
        return "goods"
    if _CARRIED.search(before) and not after and nearest(earlier, last=True) is None:
        return "cash"
    if near := _told_around(before, after, earlier, later, context, bare=bare):
        return near
    if any(_SENT.search(piece) for piece in (before, after, *reversed(earlier.split(",")[-2:]))):
        return "goods"
    if re.search(rf"(?:给|送|留|递|发|奖励|拿|包|掏|付|出|转|塞)[^,。]{{0,8}}{M}", clause):
        return "cash"
    return None
