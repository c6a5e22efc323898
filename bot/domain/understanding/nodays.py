# ruff: noqa: E501 - the patterns are lists of words; broken lines would hide where a word stands
"""What only looks like the day of an act: prices, sizes, appointments to come, seasons that name a thing."""

from __future__ import annotations

import re

from bot.domain.understanding.daywords import NUMERALS, OF_MONEY
from bot.domain.understanding.things import GOODS

MONEY_BEFORE = re.compile(
    r"(?:花了?|价值?|共|计|元|块|付了?|给了?|转了?|钱|折合|买的?|[每一][袋件个盒斤桶本箱双条瓶包把套张支提床]|费)[ \t]*\Z"
)
DAY_AND_A_FIGURE = re.compile(r"\s*(?:[)+]|$|[,。;\n])")
# 预约上了,星期四去: a weekday that is still to come.
APPOINTED = re.compile(r"(?:预约|约|定|订|说|排|挂|抢|通知|安排|答应|让|叫|等着?)[^。!?\n]{0,10}[,，\s]*$")
STILL_TO_COME = re.compile(
    r"(?:上午|下午|早上|一早)?(?:再|就|来|我|他|她)?(?:去|来|取|拿|办|做|过去|过来|复查|复诊|体检|开始|出结果|报到|手术|安装|上门|送来|装|出院|开庭|面试|考试|出发|走)(?:装|取|拿|办|修|看)?(?=[,。;!?\s]|$)"
)


def is_price(match: re.Match[str], before: str, after: str) -> bool:
    """洗衣粉(12.5), 书皮6.5: a figure behind a thing, not the fifth of December."""
    if MONEY_BEFORE.search(before) or (match["sep"] == "." and match["sd"] == "0"):
        return True
    if match["sep"] != "." or match[0][-1] in "日号":
        return False
    return re.search(r"\+\s*[^,。]{0,4}$", before) is not None or (
        re.search(rf"(?:{GOODS})\(?$", before) is not None and DAY_AND_A_FIGURE.match(after) is not None
    )


# 给挂了省医院周四的号, 通知她28号来领, 补助说是礼拜一补发.
_SET_FOR = re.compile(
    r"(?:预约|(?<![大节契制合])约(?!束|摸|莫)|挂(?!面|历|在|电|念|钩|了?电话|墙)|排(?!队|查|练|骨|水|烟)|通知)(?P<gap>[^。!?;\n]{0,14})$"
)
_KEPT = re.compile(
    r"(?:一早|早上|上午|中午|下午|晚上)?[^,。;]{0,6}?(?:[去来打看办见送取做拍领到]的|[去来打看见送]了|[去来打看]过(?!来|去)|没)"
)
_SET_SO = re.compile("[好上到了的成妥在下来去]|^$")
_OTHERS_WILL = re.compile(
    "(?:上午|下午|才|再|就|统一)?(?:补发|发放|发(?=[,。;]|$|钱|工资)|到账|开学|开班|开课|出结果)(?!了|的|过)"
)


def is_appointment(match: re.Match[str], text: str) -> bool:
    """Whether a day of the week or month is one that was arranged: making the appointment is the act, and today's."""
    made = None if match["pre"] else _SET_FOR.search(text[max(0, match.start() - 20) : match.start()])
    return (
        made is not None
        and (made[0].startswith("通知") or _SET_SO.search(made["gap"]) is not None)
        and not _KEPT.match(text, match.end())
    )


def to_come(match: re.Match[str], text: str) -> bool:
    """Whether a weekday or a day of the month is still to come: 说是礼拜一补发."""
    before, after = text[max(0, match.start() - 8) : match.start()], text[match.end() :]
    if match["pre"]:
        return False
    return (match["wk"] is not None and _OTHERS_WILL.match(after) is not None) or (
        bool(APPOINTED.search(before)) and bool(STILL_TO_COME.match(after))
    )


# 书皮6.5, 一袋洗衣粉(12.5): a price, not a day.
_THING_BEFORE = re.compile(
    rf"(?:{GOODS}|票)$|[一二两三四五六七八九十0-9][袋桶箱件提盒斤床套双瓶包个条张本把][一-鿿]{{0,2}}(?:{GOODS})\($"
)


_NTH_DAY = re.compile(rf"的?第(?:{NUMERALS}{{1,2}}|\d{{1,2}})天")
# 周末再说, 月底开班, 年底要来: a time that only begins or is yet to come.
_MAY_COME = re.compile("[正冬腊]月|周末|月[初底中末]|年底|暑假|寒假|开学|入冬|开春|秋收|麦收|上半年|下半年")
_COMES = re.compile(
    "(?:交货|(?:统一|才)?(?:补?发|发放|到账)(?!了|的|过|书|到)|再|才能|就?要|准备|打算|争取|开(?=班|课|学|工|业|始)|能(?!去)|可以|还要)"
)


def comes(match: re.Match[str], after: str) -> bool:
    """Whether a vague time is one to come: 周末再说."""
    return _MAY_COME.search(match[0]) is not None and _COMES.match(after) is not None


# 跟前天一样打不通, 周三才想起没记; 本该初一给; 回了我前天的短信; 不是昨天,前天去的.
_TOLD_OTHERWISE = re.compile("(?:一样|一般|那样|似的)(?!的?日子)|才?(?:想起|发现|记起|补记|补录)")
_NOT_THEN = re.compile("(?:本该|原该|本来|原本|原定|该当)在?$|回了?(?:我|他|她)(?=$)")
_RATHER = re.compile("[,、]?是?(?:大?前[天儿]|昨|今[天儿]|上|周|星期|礼拜|[0-9]{1,2}[号日月])")
# 这个月第三回: which time, not when.
_WHICH_TIME = re.compile(r"[^,。;]{0,6}?(?:第(?:[一二三四五六七八九十]|\d{1,2})|头一)[次回趟]")
# 去年的电热毯, 今年八十; 上月电费; 春耕的化肥, 寒假火车票; 节前慰问.
_YEARS_THING = re.compile("的(?!时候|[春夏秋冬]|[一二三四五六七八九十0-9]|[两几]|事|走访|慰问|记录|那)[一-鿿]")
_OF_AGE = re.compile("(?:都|已经?|也|正|刚好?|整)?[0-9一二三四五六七八九十]{1,3}(?:岁|周岁|了|$|[,。;])")
_SEASONS_THING = re.compile(
    rf"(?:的|要用的|用的)?[新大小]?(?:{GOODS}|火车票|车票|机票|零活|零工|短工|农机|校服|课程|书单)|手工|险(?!些)|(?:一直|都)?在[^,。我]{{1,6}}[,。]|里?[看读学写]的(?:书|课文|本子)"
)
_SEASON = re.compile("暑假|寒假|春耕|秋收|麦收|开春|入冬|夏天|冬天|春天|秋天")
# 卢叔家春耕,…: what they are at.
_AT_WORK = re.compile("[,。;没缺忙少]")


def _names_a_thing(said: str, before: str, after: str) -> bool:
    """Whether a vague time only says which thing, which time or how old."""
    if said in {"今年", "去年", "前年"}:
        return _YEARS_THING.match(after) is not None or (said == "今年" and _OF_AGE.match(after) is not None)
    if said in {"年后", "节后"} and _WHICH_TIME.match(after):
        return True
    if said.endswith("月") and (re.match(OF_MONEY, after) or _WHICH_TIME.match(after)):
        return True
    if said in {"节前", "年前"} and not before.endswith("双"):
        return re.match("(?:走访)?慰问(?!了|过)", after) is not None
    if _SEASON.fullmatch(said) is None:
        return False
    at_work = (
        said in {"春耕", "秋收", "麦收"} and before[-1:] not in {"", ",", "。"} and _AT_WORK.match(after) is not None
    )
    return at_work or _SEASONS_THING.match(after) is not None


def is_no_day(match: re.Match[str], before: str, after: str) -> bool:
    """Whether what looks like a day is a price, the tenths of one, or the turn of a tale."""
    # 假期第四天, 国庆第二天: counted from its beginning, told on that day.
    if match["vague"] and _NTH_DAY.match(after):
        return True
    if (
        _TOLD_OTHERWISE.match(after)
        or _NOT_THEN.search(before)
        or (match["vague"] and _names_a_thing(match[0], before, after))
    ):
        return True
    if before.endswith("不是") and _RATHER.match(after):
        return True
    # 四块八一个, 一块五一节
    if (
        match["named"]
        and match[0][:2] in {"八一", "七一", "六一", "五一", "三八", "五四"}
        and re.search("[块元百千]$", before)
    ):
        return True
    # 回头给他拎了箱牛奶: and then, not some time to come.
    if match[0] == "回头":
        return re.match(r"[^,，。!?;\s]{0,8}[^说好定忘]了(?![,，。]?(?:吗|再))", after) is not None
    return match["sep"] == "." and match[0][-1] not in "号日" and _THING_BEFORE.search(before) is not None
