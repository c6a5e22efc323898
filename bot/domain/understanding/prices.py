# ruff: noqa: E501 - the patterns are lists of words; broken lines would hide where a word stands
"""How often a sum counts: prices by the piece, by the head and by the family, totals, and clauses that are a price only."""

from __future__ import annotations

import re
from fractions import Fraction

from bot.domain.understanding.lexicon import M, N
from bot.domain.understanding.money import CLASSIFIER
from bot.domain.understanding.numerals import number
from bot.domain.understanding.things import GOODS

_QUANTITY = re.compile(
    rf"(?<![0-9一二三四五六七八九十])([0-9]{{1,5}}|[一两二三四五六七八九十百几半好]{{1,4}})\s*({CLASSIFIER}|天|小时|亩)"
)
_UNIT_PRICE = re.compile(
    rf"(?:每|一|1)({CLASSIFIER}|天|小时|亩)(?:子)?(?:是|要|的|都|算|按|[一-鿿]{{0,4}}?)?({M})|({M})(?:块|元)?\s*(?:一|每|/|1)({CLASSIFIER})(?!人|次)|按({M})一(份)"
)
_PER_HEAD_WORD = re.compile(
    r"每(?:个)?(?:人|户|家|位|娃|孩子|老人|对象|名)|一(?:人|家|户)|人均|户均|各(?!种|类|自的|项|样|位|方|级|村)|分别|每份|(?<=[\uf300-\uf5ff])一份(?!心)|一份(?=[\uf300-\uf5ff])|各自|按.一份|每家每户|一个[人娃](?!住|在|过)"
)
_TOTAL = re.compile(
    r"(?:合着|一满|满打满算|拢总|通共|全部|全下来|下来|凑一起|合起来|合在一起|(?<!不)(?<!用)(?<!设)(?<!估)(?<!统)计|一共|总共|共计|合计|总计|加起来|拢共|总价值?|总值|满共|共花|共)(?:是|花了?|价值|折合|为|约|大概|有|用了?)*\s*$"
)
_HEADS = frozenset("人户家位")
_WHOLE = re.compile(
    "共|合计|总|加起来|加一起|合起来|合在一起|拢总|一满|统统|凑一起|两样|几样|(?:俩|两|三|四)(?:个)?(?:人|家|户)(?:一起|一共|加|合)"
)
# 25一根,三根; 四块八一个买了10个: how many there were is told after the price of one.
_COUNT_ALONE = re.compile(
    rf"(?:一?共|总共|我|就|又|给|[他她]|的|各|每人|一人)*(?:买|要|拿|送|带|捎|拉|打|换|请|用|装|订|补|干|做|忙)?(?:了)?({N})({CLASSIFIER}|天|小时|亩)(?:子)?(?:的|[一-鿿]{{0,4}})"
)

# 一共260, 配件19块, 我出的35: what was given stands in the clause before.
_PRICE_ONLY = re.compile(
    rf"(?:(?:超市|店里)?小票(?:上)?(?:显示|写的?|打的)?|发票(?:上)?(?:显示|写的?|开的?)?|一共|总共|共计?|合计|总计|统共|拢共|加起来|总价值?|价值|折合|折价|才|就|也就|也|都?是|大概|大约|差不多|将近|约|不贵|便宜|正好|刚好|花了?|用了?|花费|网上|店里|买的|买来|买成|(?:我|单位|我们单位)(?:自己)?(?:掏|出|付|买)的|的|(?:{N}|每)(?:{CLASSIFIER})(?:子)?|按|标准)*{M}(?:钱|的?标准|左右|多|整|上下|[一每](?:{CLASSIFIER})|买的|拿下|拿的|都?是?我(?:自己)?(?:出|掏|付)的|吧|的|呢|啊)*"
)
_ROW = re.compile(
    rf"(?:一个|分别|各|是|花了?)*{M}(?:和|跟|加|、|,){M}(?:元|块)?|(?:(?:一|1)(?:{CLASSIFIER}){M}[、和,]?){{2,}}"
)
_ONE_OF_ROW = re.compile(
    rf"(?:一|1)(?:{CLASSIFIER})(?<![人家户位次])(?:是|要)?{M}|{M}(?:一|1)(?:{CLASSIFIER})(?<![人家户位次])"
)
_ALIKE = re.compile(
    r"(?:[两三四2-4]|各|每|一人|都|几|大家|谁)(?:家|户|人|个人|个|份|位|娃|个娃|个老人)?[^,]{0,4}(?:一样|同样|照样|相同|一个样|一般)"
)
_ALL_GET = re.compile(rf"都(?:是|给|送|发|塞|留|转|充|打|交|包|拿|资助|补)?了?{M}(?!的(?!(?:{GOODS}))|合)")


def is_price_only(clause: str) -> bool:
    return _PRICE_ONLY.fullmatch(clause) is not None


def is_alike(clause: str) -> bool:
    """两家一样: what was said of one holds for all."""
    return _ALIKE.search(clause) is not None and re.search(M, clause) is None


def is_per_head(clause: str) -> bool:
    return _PER_HEAD_WORD.search(clause) is not None or _ALL_GET.search(clause) is not None


def is_row(clause: str, *around: str) -> bool:
    """39和45; 一件129,一件149: prices and nothing else, one for each of what was told."""
    if _ROW.fullmatch(clause):
        return True
    pieces = [piece for part in around for piece in part.split(",")]
    return _ONE_OF_ROW.fullmatch(clause) is not None and any(_ONE_OF_ROW.fullmatch(piece) for piece in pieces)


def is_whole(before: str) -> bool:
    """Whether the words before a sum make it that of everybody and everything, not one head's."""
    return _WHOLE.search(before) is not None and not re.search("(?:[每一]个?|各)[人家户位]?(?:是|给|花)?了?$", before)


def counted_after(clause: str, later: str) -> dict[str, int]:
    """What the clause right behind a price, or the rest of its own, counts: 25一根,三根 → {'根': 3}."""
    behind = _UNIT_PRICE.search(clause)
    if behind is None:
        return {}
    found: dict[str, int] = {}
    for piece in (clause[behind.end() :], later.split(",", maxsplit=1)[0]):
        if (match := _COUNT_ALONE.fullmatch(piece)) and (many := number(match[1])) and many == int(many):
            found.setdefault(match[2], int(many))
    return found


_SHARED = re.compile(
    rf"(?:两|俩|三|几)个?[人家户位]合?(?:着)?一(?:{CLASSIFIER})|[一-鿿\ue000-\ue7ff]家?半(?:{CLASSIFIER})"
)
_MORE_GIVEN = re.compile("另外|此外|还有")
_OF_THE_SHOP = re.compile(r"(?:少收了?|便宜了?|优惠了?|让了|抹了|发票上(?:写的|开的)?(?:是)?)$")
_HIRED = re.compile(rf"(?:找|请|叫|雇|喊)(?:来|了|上|的)*({N})个?(?:人|工|师傅|小伙|匠人|后生|老乡|帮工|亲戚)")


def shared_out(later: str) -> bool:
    """两人一份; 元旦家半车: what was priced once is divided among them."""
    return _SHARED.search(later) is not None


def told_of_it(later: str) -> str:
    """The words after a sum that still speak of it: 另外带去的核桃 begins another gift."""
    return _MORE_GIVEN.split(later, maxsplit=1)[0]


def is_the_shops(before: str) -> bool:
    """店里少收了十八, 发票上写的是118: not what was paid."""
    return _OF_THE_SHOP.search(before) is not None


def hands_hired(earlier: str, clause: str) -> int:
    """找了两个人…工钱一人三百: how many were paid, 0 when nobody was hired."""
    hired = _HIRED.search(f"{earlier},{clause}")
    many = number(hired[1]) if hired and re.search("工钱|工价|工费|人工|工资|(?:一|每)天", clause) else None
    return int(many) if many is not None and many == int(many) else 0


def is_total(before: str) -> bool:
    """Whether the words before a sum make it the total of sums already told."""
    return _TOTAL.search(before) is not None and not re.search(rf"{N}(?:{CLASSIFIER})[^,。]{{0,8}}共$", before)


def quantities(text: str) -> dict[str, int]:
    """Counted things by classifier: 两袋面 → {'袋': 2}; a price by the piece counts nothing."""
    found: dict[str, int] = {}
    text = _UNIT_PRICE.sub(" ", text)
    for match in _QUANTITY.finditer(text):
        value = number(match[1]) if match[1] not in {"几", "半", "好"} else None
        if value is not None and value == int(value) and text[max(0, match.start() - 1) : match.start()] != "每":
            found.setdefault(match[2], int(value))
    # 配了俩,一个八块五.
    if two := re.search("[一-鿿]了([俩仨])$", text):
        found.setdefault("个", 2 if two[1] == "俩" else 3)
    return found


def priced(
    clause: str, at: int, counted: dict[str, int], *, each_has_one: bool, row: bool = False
) -> tuple[Fraction, bool]:
    """Factor for a unit price at `at`, and whether the price is per head."""
    prices = list(_UNIT_PRICE.finditer(clause))
    for match in prices:
        if match.start() <= at < match.end() and clause[at] in match[0]:
            classifier = match[1] or match[4] or match[6]
            if classifier in _HEADS or (classifier in {"份", "个"} and classifier not in counted):
                return Fraction(1), True
            same = sum((other[1] or other[4] or other[6]) == classifier for other in prices)
            # 两件棉袄,一件129一件149: each of the things has a price of its own.
            many = counted.get(classifier, 1)
            return Fraction(1 if row or (same > 1 and many <= same) else many), each_has_one
    pieces = [
        many for piece, many in counted.items() if piece not in _HEADS or (len(counted) == 1 and not each_has_one)
    ]
    if re.search("单价(?:是|为)?$", clause[:at]) and len(pieces) == 1:
        return Fraction(pieces[0]), each_has_one
    return Fraction(1), False
