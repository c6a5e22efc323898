# ruff: noqa: E501 - the patterns are lists of words; broken lines would hide where a word stands
"""The words for days: written out, relative, vague, ranges; and what only looks like a day."""

from __future__ import annotations

import re

from bot.domain.understanding import festivals
from bot.domain.understanding.things import GOODS
from bot.domain.understanding.words import any_of

NUMERALS = "[零〇一二三四五六七八九十廿]"
_PART = "(?:的?(?:一大早|大清早|清早|凌晨|早上|早晨|早起|上午|前晌|中午|晌午|下午|后晌|傍晚|晚上|晚夕|半夜|夜里|晚|早|那天|当天))?"
# 13月5日, and 2199年走访 without a month: written like a day, and none that can be.
_NO_SUCH_DAY = r"(?P<never>(?<![\d.])(?:1[3-9]|[2-9]\d|0{1,2}|\d{3})月\d{1,3}[日号]|(?<![^,。;!?\s在于])(?!(?:19|20)\d{2})\d{4}年(?=我?(?:去|到|给|打|走访|看望|入户|上门|慰问|探视)))"
_ABSOLUTE = (
    r"(?P<y>(?:19|20)\d{2}|(?<![\d.])\d{4,6})\s*[-/.年]\s*(?P<ym>\d{1,2})\s*[-/.月]\s*(?P<yd>\d{1,2})(?!\d)[日号]?"
    r"|(?P<c>(?<!\d)(?:00|19|20|21|99)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d))"
    rf"|(?P<lastyear>去年|今年|前年)?的?(?P<m>(?<!\d)(?:1[0-2]|0?[1-9])|(?!六月六(?![十日号])|二月二(?![十日号])|三月三(?![十日号])|四月八(?![十日号])|八月十五(?![日号])|九月九(?![日号])|五月五(?![日号])|七月七(?![日号]))(?:十[一二]|[一二三四五六七八九十]))\s*月(?:份)?\s*(?P<d>\d{{1,2}}|{NUMERALS}{{1,3}})(?:[日号]|(?!\d|份|[个块元天次]))"
    r"|(?P<sm>(?<![\d.])(?<!\d[/\-])(?:1[0-2]|0?[1-9]))(?P<sep>[./])(?P<sd>3[01]|[12]\d|0?[1-9])(?![\d.%]|/\d|\s*(?:元|块|万|斤|公斤|米|度|毛|千|折|分|小时|亩|公里|里|个|岁|kg))[日号]?"
    rf"|(?P<lm>上个?月|上月|这个?月|本月)(?P<ld>\d{{1,2}}(?=[日号]|$|[,，。;；\s])|{NUMERALS}{{1,3}})[日号]?"
    rf"|(?P<h>(?<![\d.])\d{{1,2}}|(?<![一二三四五六七八九十第大小]){NUMERALS}{{1,3}})(?:号|日)(?!电池|捐|三餐|游|公路|井|桌|家属|楼|院|门|线|机|子|称|外|码|召|脉|诊|上班|常|期|记|用|子|夜)"
)
# 寒假作业, 暑假工, 春耕了: the season names a thing, or tells that it has begun; the act's day it is not.
_OF_THE_SEASON = any_of(
    "了 啦 咯 作业 工(?!作) 班 托管 活动 生活 计划 安排 快乐 礼 大礼 慰问 物资 补课 辅导 补习 实践 社会实践 值班 留守 没人带 的?(?:作业|书|练习|费用|托管|车票)"
)
_OF_MONEY = r"的?(?:[水电药话网暖]费|取暖|医保|合疗|保险|账|收入|成绩|补贴|低保|供养|钱|工资|养老|生活费|救助|津贴|护理|电费|水费|药费|房租|报销|[一二两三四五六七八九\d][千百\d])"
# 国庆作业, 元宵牌, 中秋晚会: a day that names a thing.
OF_THE_FEAST = re.compile(
    any_of(
        "作业 牌 晚会 联欢会? 活动 演出 节目 促销 打折 值班 慰问[金品款] 礼金 礼品 礼物 节礼 红包(?!.{0,2}日) 年货 物资 补助 补贴 福利"
    )
    + r"|节?(?:那)?(?:单位|局里|局上|公司|工会|村上|镇上|民政|残联|企业|学校)[^,。]{0,4}(?:给|发|买|办|送)的(?!时候)"
)
DAY_AND_A_FIGURE = re.compile(r"\s*(?:[)+]|$|[,。;\n])")
# 预约上了,星期四去: a weekday that is still to come.
APPOINTED = re.compile(r"(?:预约|约|定|订|说|排|挂|抢|通知|安排|答应|让|叫|等着?)[^。!?\n]{0,10}[,，\s]*$")
STILL_TO_COME = re.compile(
    r"(?:上午|下午|早上|一早)?(?:再|就|来|我|他|她)?(?:去|来|取|拿|办|做|过去|过来|复查|复诊|体检|开始|出结果|报到|手术|安装|上门|送来|装|出院|开庭|面试|考试|出发|走)(?:装|取|拿|办|修|看)?(?=[,。;!?\s]|$)"
)
_VAGUE = (
    r"(?:上|这|本|前)(?:个)?(?:学期|季度|半年)|(?<!赶)(?:上|前)个?月(?!考)(?:月?[初底中末]|上旬|中旬|下旬)?|(?:上周|上星期|上个?礼拜|上个星期|前一?[周阵]子?)(?:末|周末)?"
    r"|(?:这|本)个?(?:周|礼拜|星期)末|(?:这|本)个?月(?:[初底中末]|上旬|中旬|下旬|里)?|(?:这|本)周(?!到)|(?:上|这)?(?<!过)周末|(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?:份|初|底|中旬?|末|上旬|下旬|里)?(?![\d一二三四五六七八九十])"
    r"|月[初底中末]|[年][初底](?!一|二|三|了)|[前头][几两](?:天|日)|前一(?:天|日|阵子?|个月|周)|前[几两](?:天|日|阵子?|个月|周)|近[几]?[日天]|(?:最近|近期)(?!的?(?:生活|身体|情况|状况|学习|思想|工作|表现|收入|用药|需求))|前段时间|前阵子|前些[天日年]|这[几两]天|这段时间|这阵子?|早先|之前|先前|有一?天(?:晚上|早上|上午|下午|中午)?|有一?[次回](?!性)|某[一]?天|(?:连着|连续|一连)(?:[两二三四五六七八九十几好]|\d{1,2})+(?:天|个?(?:晚上|早上|上午|下午|周末))|哪(?:一)?天(?:我)?(?:也|都|就|倒)*(?:忘|记不|说不|想不)[^,，。;!?\s]{0,3}|(?:[夏冬春秋暑]天|[^,，。\s]{0,2}那)那?阵子?(?=$|[,，。\s去打看])|(?:高考|中考|考试|过节|放假|下雪|开学|过年|春节|国庆)?那[两几]天|那天"
    r"|(?:[一二两三四五六七八九十半几\d]{2,3}天(?:以)?前)|(?:[一二两三四\d半几]{1,4}个?(?:多)?(?:周|星期|礼拜|月|季度|年))(?:以|之)?前|半个?(?:多)?月(?:以|之)?前|几天前"
    rf"|(?<!放)(?<!了)(?:暑假|寒假|秋收|麦收|春耕|开春|入冬|国庆假|假期)(?!{_OF_THE_SEASON})|开学(?:前后?|初|那几天)|(?:本|这|上|第)?[一二三四1234]?季度(?!{_OF_MONEY})|(?:上|下)半年(?!{_OF_MONEY})|全年(?!{_OF_MONEY})|今年(?:以来)?|去年(?!{_OF_MONEY})|过年(?:前|期间|那几天|的?时候)|年前|年后|节前|节后|春上|冬上|(?:夏天|冬天|春天|秋天)(?!的|穿|衣|用|盖|烧|取暖|冷|热|菜)"
)
_RELATIVE = (
    r"(?P<b3>大前[天日儿](?:个)?)|(?P<b2>前[天儿日](?:个)?(?!后(?!晌)))|(?P<b1>昨[天日儿个晚夜晌]+|夜来(?:个)?|夜个|夜儿|昨(?=早|晚|夜|上午|下午|中午|后晌)|(?<=[,，、。;；:：\s])昨(?=$|[,，、。;；\s]))"
    r"|(?P<now>今[天日儿个](?:个)?|今(?=早|晚|晌午|后晌|上午|下午|中午|早起)|(?<=[,，、。;；\s])今(?=$|[,，、。;；\s])|刚才|刚刚|当天(?=就)|这会儿?|此刻|目前|现在)"
    r"|(?P<ago>(?<![\d一二三四五六七八九十几两])(?:\d{1,2}|十?[一二两三四五六七八九]|十))天(?:以|之)?前"
    r"|(?P<ahead>明[天日儿早晚](?:个)?|明(?=早|晚|上午|下午)|后[天儿](?!性)|大后天|赶明儿?|下下?(?:个)?(?:周|礼拜|星期)[一二三四五六日天末]?|下个?月(?:[初底中末]|\d{1,2}[号日])?|过[几两]天|改天|改日|回头|过段时间|来年|明年|开春(?=再|后|了|还))"
    r"|(?P<wk>(?P<pre>上上个?|上个?|这个?|本|前)?的?(?:周|星期|礼拜)(?P<wd>[一二三四五六日天]|[1-7](?!\d|次|个|点|天|户)))(?!岁|生日)"
)
_RANGE = re.compile(
    rf"(?:(?:\d{{1,2}}|{NUMERALS}{{1,2}})月)?(?:\d{{1,2}}|{NUMERALS}{{1,3}})[号日]?\s*(?:到|至|-|~|—|–)+\s*(?:(?:\d{{1,2}}|{NUMERALS}{{1,2}})月)?(?:\d{{1,2}}|{NUMERALS}{{1,3}})[号日]|(?<![\d.])\d{{1,2}}[./]\d{{1,2}}\s*(?:到|至|-|~|—|–)+\s*\d{{1,2}}[./]\d{{1,2}}(?![\d.])|周[一二三四五六日]到周?[一二三四五六日]"
)
_WEEK_COUNT = re.compile(r"第[一二三四1234]周")
TOKEN = re.compile(
    rf"(?P<next>(?:第二天|次日|转天)(?!送){_PART})|(?P<range>{_RANGE.pattern})|(?P<nth>{_WEEK_COUNT.pattern})|(?P<abs>{_NO_SUCH_DAY}|{_ABSOLUTE}){_PART}|(?P<rel>{_RELATIVE}){_PART}|(?P<named>{festivals.NAMED_DAY.pattern})|(?P<vague>{_VAGUE})"
)
MONEY_BEFORE = re.compile(
    r"(?:花了?|价值?|共|计|元|块|付了?|给了?|转了?|钱|折合|买的?|[每一][袋件个盒斤桶本箱双条瓶包把套张支提床]|费)[ \t]*\Z"
)
_SLASH_LIST = re.compile(r"\d\s*$")
# 清明前一天, 中秋节的第二天.
BESIDE = re.compile("的?(?:(?P<before>前一[天日晚])|第二天|次日|后一天|转天)(?!送|的)")
# 3、8、15号.
SHARED_SIGN = re.compile(r"(?<![\d.月])(\d{1,2})(?=(?:[、,和]\d{1,2})*[、,和]\d{1,2}[号日])")
ACT_FOLLOWS = re.compile("(?:我们?|就|又|专门|特意)?(?:去|给|到|打|看|送|上门|入户|走访|慰问|陪|帮|跟|和|来|在)")
LONG_AGO = 45
LOOKS_BACK = re.compile(
    "补|登|汇总|台账|回顾|总结|那[天日]|当[天日晚]|去年|前年|的时候|以来|[去打看送办发走]的|年初|上半年"
)
# 昨天今天连着两天, 昨天今天都去了.
EACH_DAY = re.compile("(?:我)?(?:都|各|连着|两天|每天)")
# 上周的情况:周一…: the week of the weekdays that follow.
LAST_WEEK_S = re.compile("上(?:个)?(?:周|星期|礼拜)的?(?:情况|工作|记录)?[:,]")


def is_price(match: re.Match[str], before: str, after: str) -> bool:
    """洗衣粉(12.5), 书皮6.5: a figure behind a thing, not the fifth of December."""
    if MONEY_BEFORE.search(before) or (match["sep"] == "." and match["sd"] == "0"):
        return True
    if match["sep"] != "." or match[0][-1] in "日号":
        return False
    return re.search(r"\+\s*[^,。]{0,4}$", before) is not None or (
        re.search(rf"(?:{GOODS})\(?$", before) is not None and DAY_AND_A_FIGURE.match(after) is not None
    )


def to_come(match: re.Match[str], before: str, after: str) -> bool:
    return not match["pre"] and bool(APPOINTED.search(before)) and bool(STILL_TO_COME.match(after))


# 书皮6.5, 一袋洗衣粉(12.5): a price, not a day.
_THING_BEFORE = re.compile(
    rf"(?:{GOODS}|票)$|[一二两三四五六七八九十0-9][袋桶箱件提盒斤床套双瓶包个条张本把][一-鿿]{{0,2}}(?:{GOODS})\($"
)
# 春节慰问, sent the week before: what the visit is called, not a day to come.
OCCASION = re.compile(
    "(?:佳节)?(?:节前|前夕|前)?(?:的)?(?:送?慰问(?!一下|的?时候)|走访|看望|入户|福利|年货|物资|礼包|礼品|关怀|送温暖|月饼|粽子|慰问品)"
)


_NTH_DAY = re.compile(rf"的?第(?:{NUMERALS}{{1,2}}|\d{{1,2}})天")
# 周末再说, 月底开班, 年底要来: a time that only begins or is yet to come.
_MAY_COME = re.compile("周末|月[初底中末]|年底|暑假|寒假|开学|入冬|开春|秋收|麦收|上半年|下半年")
_COMES = re.compile("(?:再|才能|就?要|准备|打算|争取|开(?=班|课|学|工|业|始)|能(?!去)|可以|还要)")


def comes(match: re.Match[str], after: str) -> bool:
    """Whether a vague time is one to come: 周末再说."""
    return _MAY_COME.search(match[0]) is not None and _COMES.match(after) is not None


def is_no_day(match: re.Match[str], before: str, after: str) -> bool:
    """Whether what looks like a day is a price, the tenths of one, or the turn of a tale."""
    # 假期第四天, 国庆第二天: counted from its beginning, told on that day.
    if match["vague"] and _NTH_DAY.match(after):
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
