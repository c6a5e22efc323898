# ruff: noqa: E501 - the patterns are lists of words; broken lines would hide where a word stands
"""Sums of money and counted things, as tokens; what they are for is decided where the clause is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from bot.domain.understanding.numerals import number
from bot.domain.understanding.things import BY_THE_LUMP, CASH, GOODS

FIRST, LAST = 0xF300, 0xF5FF
M = f"[{chr(FIRST)}-{chr(LAST)}]"
CLASSIFIER = "口|身|瓣|架|双|扇|袋|桶|箱|件|提|盒|斤|公斤|床|套|双|瓶|包|壶|罐|个|只|条|块|张|本|把|台|辆|份|节|捆|吨|方|车|袋子|打|串|板|支|副|顶|身|捧|束|面|筐|篮|对|幅|根|片|枝|株|头|样|棵|部|副|刀|扎|听|听子|锅|碗|盆|挂|坛|卷|筒|枚|盏|粒|颗|桌|笼|摞|管|贴|兜|篓|网|封|米|次|家|户|人|位"
HEADS = "每人|每户|每家|每位|每个人|每个?娃|每个?孩子|一人|一家|一户|人均|户均|各给?|分别|每份|一份|各自|各家|每个老人|一个娃|一个人"
_C = "[零〇一二两三四五六七八九十百千万]"
_D = "[一二两三四五六七八九]"
# A well-formed Chinese number, so that 八十八一盒 is 88 and a box.
_CN = rf"(?:{_D}?十?{_D}万)?(?:{_D}千)?(?:零?{_D}百)?(?:零?{_D}?十)?(?:零?{_D})?"
_LONGEST_NUMBER = 9


@dataclass(frozen=True)
class Money:
    """`value` in yuan; None: some money, the figure not said (几百块, 两三百)."""

    value: Fraction | None
    said: str
    bare: bool = False
    start: int = 0


_AMOUNT = rf"(?:\d{{1,3}}(?:,\d{{3}}){{1,3}}(?:\.\d{{1,4}})?|\d{{1,9}}(?:\.\d{{1,4}})?(?:[万千百]){{0,1}}|(?={_C}){_CN}|{_C}{{1,10}})"
_UNIT = "块钱|元钱|元整|块|元|圆|块儿|rmb|RMB|人民币|yuan|员(?![工外])|快(?=[,。;!)]|$)"
_RANGE = rf"(?:[几好数]十?[百千万]?[百千万十]|(?:{_D}[百千])?[一二两三四五六七八九]{{2}}[百千万十]|{_AMOUNT}(?:多|来)?(?:{_UNIT})?\s*(?:到|至|~|-|—)\s*{_AMOUNT}|好几[十百千]|几十?[百千]?)(?:多|来|左右)?\s*(?:{_UNIT}|的|$|[,。;)]|吧|记不|不等|之间)"
_TOKEN = re.compile(
    r"(?<![\d.])(?P<math>\d{1,5}(?:\.\d{1,2})?(?:[+＋×xX*]\d{1,5}(?:\.\d{1,2})?){1,6}(?:=\d{1,6}(?:\.\d{1,2})?)?)(?:元|块钱|块)?(?![\d.:])"
    rf"|(?P<range>{_RANGE})"
    rf"|[¥￥](?P<sign>\s*\d+(?:,\d{{3}})*(?:\.\d+)?)"
    rf"|(?<![\d.])(?P<yuan>{_AMOUNT})(?P<more>多|来|几|余|上下|出头)?\s*(?:{_UNIT})(?P<jiao>(?![一1](?:{CLASSIFIER})|[五六七八]一(?!{CLASSIFIER})[一-鿿])[\d一二三四五六七八九半](?!\d|(?!{GOODS}|一(?:{CLASSIFIER}))(?:{CLASSIFIER})|[号十百]))?(?:[角毛](?P<fen>\d)?分?)?(?!腐|头|{_C}钱|旦|宵|套餐)"
    rf"|(?<![\d.])(?P<mao>\d{{1,2}}(?:\.\d)?|{_D})(?:毛|(?<!一)角)(?P<li>{_D}(?![十百]))?(?:钱|(?![一-鿿])|(?=[的一,。每]|我))(?!衣)"
    rf"|(?<![\d.])(?P<pct>百十|百八十)(?:来)?(?:{_UNIT})"
    rf"|(?<![\d.a-zA-Z第])(?P<bare>\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}(?:\.\d{{1,2}})?(?:[万千])?|(?={_C}{{2}}){_CN}(?<={_C}{{2}}))(?P<bmore>多(?!少)|来|余|出头)?(?![\d.:%:百千万]|/\d)"
)
_NO_MONEY_AFTER = re.compile(
    rf"(?!提(?:到|去|过|给|回)|包[邮圆])(?:多|来|余|几)?(?:{CLASSIFIER}|码(?!头)|岁|号|日|月|年|点|时|分|秒|次|回|趟|斤|公里|里|亩|度|米|平|公斤|层|楼|名|级|班(?!费|车)|条|天|小时|分钟|周|学期|年级|多?平方|毫|寸|口|声|遍|页|字|步|路(?!费)|期|届|代|成|倍|克|kg|ml|℃|厘米|上[午学]|多岁|项|笔|户|类|种|间|处|首|题|阶|道|号楼|院|医|门(?!票)|[年班]级)"
)
_MONEY_CUE_BEFORE = re.compile(
    r"(?:[价值共计花给塞转留交付买卖资助打捐掏]|[花买付给转塞留捐]了|价格|价钱|一共|总共|合计|总计|折合|现金|红包|慰问金|金额|金|费|钱|只要|才|收了|大概|约|大约|将近|差不多|按|每[袋桶箱件提盒斤床套双瓶包个条人户家位只份]|一[袋桶箱件提盒斤床套双瓶包个条节人家户份只]|各|成|为|是|有个|少说|能有|足有|估摸|合|到|资助|奖励|[放留搁撂丢压]下了?|[助给发送带捎]的|拿|划(?:了|过去|去|给了?)|汇(?:了|过去|去)|封了?|[(:,;]|\s)\s*$"
)
_MONEY_CUE_AFTER = re.compile(
    rf"\s*(?:买的?|的?(?:现金|红包|慰问金|零花|压岁|话费|生活费|学费|拿下|一[{CLASSIFIER.replace('|', '')}]|每[{CLASSIFIER.replace('|', '')}]|/)|一(?:{CLASSIFIER})|[,。;()!、\s]|$|送|寄|捎|拿|带|都|交的|给的|块|给|又|还|我|再|另|吧|左右|是|去|来|然后|已|也|全|他|她|让|当|今天|昨|直接|亲|托|单位|公家|局里|村上|工会|邮|提[到去过]|换|淘|不用|不要|没让|从|走|外加|另加|整(?=[,。;!]|$)|的(?=[一-鿿]))"
)
_STRONG_AFTER = re.compile(
    rf"\s*(?:不是|买的|是我|拿下|包[邮圆]|淘来|标准|整(?=[,。;!)]|$)|[一-鿿]{{1,6}}(?:出|掏|付|捐|赠|买)的(?=[,。;!)]|$)|的(?:现金|红包|慰问金|蛋糕|东西|书包|衣服|鞋)|零花|压岁|现金|红包|慰问金|[一每/](?:{CLASSIFIER})(?!的?时间|起))"
)
_STRONG_BEFORE = re.compile(
    r"(?:[花付转塞价值共计助捐留]|红包|现金|金|钱|费|按|买了?[一-鿿]{0,6}|给[\ue000-\ue7ff]?|[给充发包]了)\s*了?\s*$"
)
# 车票38.5, 校车费240: what money pays for, and the figure behind it.
_PAID_FOR = re.compile(
    rf"(?:{CASH}|费用|开销|花销|工料|工料费|料钱)(?:一?共|是|才|都|要|一学期|一年|一个月|一天|来回|往返)*$"
)
_FEE_AFTER = re.compile(rf"(?!钱|现金)(?:{CASH})|(?!(?:{CLASSIFIER})|[块元多])[一-鿿]{{2}}[钱费](?!用)")
# 油68面105, 水杯39+书皮6.5: a thing and its price, then the next thing, a sign, or the end.
_THING_BEFORE = re.compile(rf"(?:{GOODS})$")
_THING_AFTER = re.compile(
    rf"[小大新厚薄]?(?:{GOODS})|[+、,。;)!?…\s]|$|和(?:{GOODS})|[我都也还又共总今托给送是邮在换提]|外加|另外"
)
# 各一件短袖,39和45.
_PAIR_OF_PRICES = re.compile(r"(?:和|跟|加|、)\d{1,5}(?:块|元)?(?=[,。;)!\s]|$)")
# 砖茶两块, 一块手表: pieces, not yuan.
_LUMPS_BEFORE = re.compile(rf"(?:{BY_THE_LUMP})(?:了|各)?$")
_LUMPS_AFTER = re.compile(rf"(?:[新大小好]的?|[一-鿿]{{1,2}}的|窗户|窗子|门窗)?(?:{BY_THE_LUMP})|新的")
_PRICED_BY = re.compile(rf"[一每](?!块)(?:{CLASSIFIER})(?=[,。;!)]|$)")
_PRICED_BEFORE = re.compile(rf"(?!(?:{BY_THE_LUMP})[0-9])(?:{GOODS})[0-9]{{1,3}}(?:\.[0-9])?[块元][,、](?:{GOODS})$")
_FEW = "123456789一二两三四五六七八九"
# 给老李500.
_GIVEN_TO = re.compile(r"(?:给|塞|转|发|留|资助)(?:了|给)?[\ue000-\ue7ff](?:了|过)?\s*$")
# 鸡蛋25肉45: a thing and its price, the next thing and its price.
_NEXT_PRICE = re.compile(r"[一-鿿]{1,4}\d{1,4}(?:$|[,。;)元块])")
_GOODS_TAIL = re.compile(r"[一-鿿)]\s*$")
_BAD_BEFORE = re.compile(
    r"(?:\d度|分之|第|电话|手机|编号|号码|尾号|门牌|考了|考|得了|血压|血糖|高压|低压|体温|体重|身高|分数|数学|语文|英语|成绩|度[左右]眼|QQ|年龄|今年|前|第|房间|(?<![一每两三四五六七八九十0-9])床|[-+.:/×x*])\s*$"
)


def _reckoned(sum_: str) -> Fraction:
    """68+55+89, 45×3=135: the sum that is written out, or what it comes to."""
    left, _, right = sum_.partition("=")
    if right:
        return Fraction(right)
    products = (
        prod((Fraction(factor) for factor in re.split("[×xX*]", part)), start=Fraction(1))
        for part in re.split("[+＋]", left)
    )
    return sum(products, Fraction(0))


def _value(match: re.Match[str]) -> tuple[Fraction | None, bool]:
    if match["math"]:
        return _reckoned(match["math"]), False
    if match["range"]:
        return None, False
    if match["pct"]:
        return Fraction(100), False
    if match["mao"]:
        return Fraction(number(match["mao"]) or 0) / 10 + Fraction(number(match["li"] or "零") or 0) / 100, False
    if match["yuan"] in {"百十", "百八十"}:
        return Fraction(100), False
    text = match["sign"] or match["yuan"] or match["bare"]
    figure = number(text.strip())
    if figure is None:
        return None, bool(match["bare"])
    value = Fraction(figure)
    if match["yuan"] and match["jiao"]:
        tenth = 5 if match["jiao"] == "半" else number(match["jiao"]) or 0
        value += Fraction(int(tenth), 10)
        if match["fen"]:
            value += Fraction(int(match["fen"]), 100)
    return value, bool(match["bare"])


# What makes a sum likely in a sentence, and what counts something else.
_DEALING = re.compile(f"[买送给带拿捎寄提塞转充付交花]|慰问|红包|现金|[费钱]|{GOODS}")
_MEASURED = re.compile(
    "血压|血糖|高压|低压|体温|体重|身高|考|分数|成绩|数学|语文|英语|电话|号|尾号|编号|微信号|QQ号|房间|门牌|邮编|密码|[0-9]月"
)
_LEAD_IN = re.compile(
    r"(?:小票(?:上)?(?:显示|写的?|打的)?|发票(?:上)?(?:显示|写的?|开的?)?|花费|标价|一共|总共|共计?|合计|总计|统共|拢共|加起来|才|就|也就|都?是|大概|大约|差不多|将近|约|不贵|便宜|正好|刚好|花了?|用了?|付了?|价值|折合|折价|连[^,]{1,6}|[一每][一-鿿]{0,2}|(?:[两二三四五六七八九十]|[0-9]{1,2})[袋桶箱件提盒床套双瓶包壶罐个只条张本把台捆副支盏口顶身斤](?:共|一共|合计)?|(?:又|还|再|我)*(?:给|送|发)?[\ue000-\ue7ff](?:家|那里|那边|那儿)?(?:的)?)*"
)
# 98的; 89包邮; 六十整; 五百二拉到家的.
_TAIL = re.compile("的|整|包邮|包圆|标准|左右|上下|[拉送提买背扛](?:到|回|来|去|上)[^,我]{0,3}[的了]|已[转付交打发]")
_STOP = "[,。;!?、()\n:]"


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """A figure with a clause to itself, or just a name before it, in a sentence about giving or buying."""
    head = re.split(_STOP, text[: match.start()])[-1].strip()
    tail = re.split(_STOP, text[match.end() :])[0].strip()
    if _PAIR_OF_PRICES.match(text, match.end()):
        tail = ""
    head = re.sub(r"\d{1,5}(?:和|跟|加|、)$", "", head)
    if _TAIL.fullmatch(tail):
        tail = ""
    if tail or not (_LEAD_IN.fullmatch(head) or re.fullmatch(f"(?:{GOODS})(?:共|合计|一共)?", head)):
        return False
    first = max((i.end() for i in re.finditer(r"[。!?\n]", text[: match.start()])), default=0)
    last = re.search(r"[。!?\n]", text[match.end() :])
    sentence = text[first : match.start()] + (text[match.end() :][: last.start()] if last else text[match.end() :])
    year = re.fullmatch(r"(?:19|20)\d\d", match["bare"]) is not None
    return not year and _DEALING.search(sentence) is not None and _MEASURED.search(sentence) is None


def _is_price_of_a_thing(before: str, after: str) -> bool:
    """Whether the words around a figure without a unit make it the price of the thing or service named beside it."""
    if _FEE_AFTER.match(after):
        return True
    if re.match(rf"[小大新厚薄]?(?:{GOODS})", after):
        return _THING_BEFORE.search(before) is not None
    if _NO_MONEY_AFTER.match(after):
        return False
    return (_THING_BEFORE.search(before) is not None and _THING_AFTER.match(after) is not None) or (
        _PAID_FOR.search(before) is not None
    )


_HELPLINES = frozenset({"110", "119", "120", "122", "12345", "12348", "96120"})


def _is_money(text: str, match: re.Match[str]) -> bool:
    """Whether a figure without a unit is a sum: what stands before and after it decides."""
    before, after = text[max(0, match.start() - 8) : match.start()], text[match.end() : match.end() + 6]
    # 双11: a day of the shops.
    eleventh = match["bare"] in {"11", "十一", "12", "十二"} and re.search("(?:^|[^一每两几那])双$", before)
    # 2 5月12日电话: the number of an entry.
    numbered = len(match["bare"]) == 1 and re.match(r"\s*[\uf000-\uf2ff]", text[match.end() :])
    called = match["bare"] in _HELPLINES and re.search("[打拨叫]了?的?$", before)
    if _BAD_BEFORE.search(before) or re.match("[去来到]的|(?:当天|那天|当日)", after) or eleventh or numbered or called:
        return False
    cue = _MONEY_CUE_BEFORE.search(before)
    behind = _MONEY_CUE_AFTER.match(after)
    if len(match["bare"]) > 1 and _is_price_of_a_thing(before, after):
        return True
    if _NO_MONEY_AFTER.match(after) and not (behind and re.match(rf"\s*(?:一|每)(?:{CLASSIFIER})", after)):
        return False
    if not match["bare"].isascii() and len(match["bare"]) == 2 and not re.search("[十百千万]", match["bare"]):
        return False
    if match["bare"] in {"万一", "千万", "一千", "十万", "百万", "一一"} and not cue:
        return False
    alone = (len(match["bare"]) > 1 or not match["bare"].isascii()) and _stands_alone(text, match)
    if alone or (behind and _GIVEN_TO.search(before)):
        return True
    if _STRONG_AFTER.match(after) or (
        match["bare"].isdigit() and _GOODS_TAIL.search(before) and _NEXT_PRICE.match(after)
    ):
        return True
    return bool((behind and (cue or _GOODS_TAIL.search(before))) or (cue and _STRONG_BEFORE.search(before)))


def _is_lumps(text: str, match: re.Match[str]) -> bool:
    """砖茶两块, 一块手表: counted pieces of what is counted by the piece."""
    if len(match[0]) != 2 or match[0][1] != "块" or match[0][0] not in _FEW or text[match.end() :].startswith("钱"):
        return False
    before = text[max(0, match.start() - 8) : match.start()]
    # 毛巾5块一条; 拖鞋9块,毛巾8块: prices.
    if _PRICED_BY.match(text, match.end()) or _PRICED_BEFORE.search(text[max(0, match.start() - 16) : match.start()]):
        return False
    if match[0] != "一块" and _PRICE_OF_ONE.match(text, match.end()):
        return True
    return (
        _LUMPS_BEFORE.search(before) is not None
        and not re.search(f"[了一二两三四五六七八九十0-9](?:{CLASSIFIER})[^、,]*$", before)
    ) or _LUMPS_AFTER.match(text, match.end()) is not None


# 面2袋@65: the price of one.
_AT_EACH = re.compile(rf"(?:(?<=[0-9])|(?<={_D}))({CLASSIFIER})(?=@)")
# 玻璃四块,一块25: four panes.
_PRICE_OF_ONE = re.compile("[,。!](?:一|每)块(?:是|要)?[0-9一二三四五六七八九十]")


# 四百乘二.
_TIMES = re.compile(rf"(?P<sum>{_AMOUNT})(?:块|元)?乘以?(?P<many>\d{{1,2}}|[二两三四五六七八九十]{{1,2}})(?![\d一-鿿])")
# 米各一袋,九十一袋: ninety the bag.
_PIECES_TOLD = re.compile(rf"(?<=[,。;!])(?P<tens>{_D}十)一(?P<piece>{CLASSIFIER})(?=[,。;!]|$)")


def _multiplied(match: re.Match[str]) -> str:
    return f"{number(match['sum'])}×{number(match['many'])}"


def _price_of_one(match: re.Match[str]) -> str:
    told = re.search(rf"(?:{_D}|[0-9])(?:{match['piece']})", match.string[: match.start()])
    return f"{match['tens']}块一{match['piece']}" if told else match[0]


def mask(text: str) -> tuple[str, list[Money]]:
    """The text with each sum as one character of the M range; sum i stands behind chr(FIRST + i)."""
    text = _PIECES_TOLD.sub(_price_of_one, _TIMES.sub(_multiplied, text))
    text = _AT_EACH.sub(r"\g<0>每\1", text).replace("@", "") if "@" in text else text
    pieces: list[str] = []
    sums: list[Money] = []
    at = 0
    for match in _TOKEN.finditer(text):
        if match.start() < at or len(sums) > LAST - FIRST or len(match[0]) > _LONGEST_NUMBER + 8:
            continue
        if match["bare"] and not _is_money(text, match):
            continue
        end = match.end()
        if match["range"] and match[0][-1] in ",。;)的":
            if not re.search("[百千十万]", match[0]) or (
                re.fullmatch(r"几[十百]?[,。;)的]", match[0]) and not re.search("[百千]", match[0])
            ):
                continue
            end -= 1
        elif (
            match["range"]
            and not re.search(_UNIT, match[0])
            and not re.search("[百千十]", match[0])
            and not _PAID_FOR.search(text[max(0, match.start() - 8) : match.start()])
        ):
            continue
        value, bare = _value(match)
        if _is_lumps(text, match):
            continue
        if match[0] == "一块" and (
            not re.search("[花了共是才值给]$", text[: match.start()])
            or re.search("[配换装买送拿补切割]了$", text[: match.start()])
        ):
            continue
        if value is None and not match["range"]:
            continue
        pieces.append(text[at : match.start()] + chr(FIRST + len(sums)))
        sums.append(Money(value, match[0], bare))
        at = end
    return "".join(pieces) + text[at:], sums
