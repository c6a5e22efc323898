# ruff: noqa: E501 - the patterns are lists of words; broken lines would hide where a word stands
"""Days: 昨天, 上周三, 15号, 6.1, 2026-05-20, 三天前, 大年初三; vague ones are known as vague."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.understanding import festivals
from bot.domain.understanding.numerals import chinese_number
from bot.domain.understanding.things import GOODS

FIRST, LAST = 0xF000, 0xF2FF
D = f"[{chr(FIRST)}-{chr(LAST)}]"
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 5} | {
    str(i): i - 1 for i in range(1, 8)
}
_N = "[零〇一二三四五六七八九十廿]"
AFTER_MIDNIGHT = 5
_NEARLY_A_YEAR = 325


@dataclass(frozen=True)
class Day:
    """`value` None is vague. `future` days are never of a record; `implied` days come from a part of the day alone."""

    value: date | None
    said: str
    future: bool = False
    of_month: bool = False
    implied: bool = False
    end: bool = False


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def _shift(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def _int(text: str) -> int:
    return int(text) if text.isdigit() else chinese_number(text.replace("廿", "二十")) or 0


_PART = "(?:的?(?:一大早|大清早|清早|凌晨|早上|早晨|早起|上午|前晌|中午|晌午|下午|后晌|傍晚|晚上|晚夕|半夜|夜里|晚|早|那天|当天))?"
_ABSOLUTE = (
    r"(?P<y>(?:19|20)\d{2})\s*[-/.年]\s*(?P<ym>\d{1,2})\s*[-/.月]\s*(?P<yd>\d{1,2})(?!\d)[日号]?"
    r"|(?P<c>(?<!\d)20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d))"
    rf"|(?P<lastyear>去年|今年|前年)?的?(?P<m>(?<!\d)(?:1[0-2]|0?[1-9])|(?!二月二(?![十日号])|三月三(?![十日号])|四月八(?![十日号])|八月十五(?![日号])|九月九(?![日号])|五月五(?![日号])|七月七(?![日号]))(?:十[一二]|[一二三四五六七八九十]))\s*月(?:份)?\s*(?P<d>\d{{1,2}}|{_N}{{1,3}})(?:[日号]|(?!\d|份|[个块元天次]))"
    r"|(?P<sm>(?<![\d.])(?<!\d[/\-])(?:1[0-2]|0?[1-9]))(?P<sep>[./])(?P<sd>3[01]|[12]\d|0?[1-9])(?![\d.%]|/\d|\s*(?:元|块|万|斤|公斤|米|度|毛|千|折|分|小时|亩|公里|里|个|岁|kg))[日号]?"
    rf"|(?P<lm>上个?月|上月|这个?月|本月)(?P<ld>\d{{1,2}}(?=[日号])|{_N}{{1,3}})[日号]?"
    rf"|(?P<h>(?<![\d.])\d{{1,2}}|(?<![一二三四五六七八九十第大小]){_N}{{1,3}})(?:号|日)(?!楼|院|门|线|机|子|称|外|码|召|脉|诊|上班|常|期|记|用|子|夜)"
)
_VAGUE = (
    r"(?:上|这|本|前)(?:个)?(?:学期|季度|半年)|(?:上|前)个?月(?:月?[初底中末]|上旬|中旬|下旬)?|(?:上周|上星期|上个?礼拜|上个星期|前一?[周阵]子?)(?:末|周末)?"
    r"|(?:这|本)个?(?:周|礼拜|星期)末|(?:这|本)个?月(?:[初底中末]|上旬|中旬|下旬|里)?|(?:这|本)周(?!到)|(?:上|这)?(?<!过)周末|(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?:份|初|底|中旬?|末|上旬|下旬|里)?(?![\d一二三四五六七八九十])"
    r"|月[初底中末]|[年][初底](?!一|二|三)|前[几两一](?:天|日|阵子?|个月|周)|近[几]?[日天]|(?:最近|近期)(?!的?(?:生活|身体|情况|状况|学习|思想|工作|表现|收入|用药|需求))|前段时间|前阵子|前些[天日年]|这[几两]天|这段时间|这阵子?|早先|之前|先前|有一天|(?:高考|中考|考试|过节|放假|下雪|开学|过年|春节|国庆)?那[两几]天|那天"
    r"|(?:[一二两三四五六七八九十半几\d]{2,3}天(?:以)?前)|(?:[一二两三四\d半几]{1,4}个?(?:多)?(?:周|星期|礼拜|月|季度|年))(?:以|之)?前|半个?(?:多)?月(?:以|之)?前|几天前"
    r"|暑假|寒假|秋收|麦收|春耕|开春|入冬|开学(?:前后?|初|那几天)|(?:本|这|上|第)?[一二三四1234]?季度|上半年|下半年|全年|今年(?:以来)?|去年|过年(?:前|期间|那几天|的?时候)|年前|年后|节前|节后|国庆假|假期|春上|冬上|(?:夏天|冬天|春天|秋天)(?!的|穿|衣|用|盖|烧|取暖|冷|热|菜)"
)
_RELATIVE = (
    r"(?P<b3>大前[天日儿](?:个)?)|(?P<b2>前[天儿日](?:个)?(?!后))|(?P<b1>昨[天日儿个晚夜晌]+|夜来(?:个)?|夜个|夜儿|昨(?=早|晚|夜|上午|下午|中午|后晌))"
    r"|(?P<now>今[天日儿个](?:个)?|今(?=早|晚|晌午|后晌|上午|下午|中午|早起)|刚才|刚刚|当天(?=就)|这会儿?|此刻|目前|现在)"
    r"|(?P<ago>(?<![\d一二三四五六七八九十几两])(?:\d{1,2}|十?[一二两三四五六七八九]|十))天(?:以|之)?前"
    r"|(?P<ahead>明[天日儿早晚](?:个)?|明(?=早|晚|上午|下午)|后[天儿](?!性)|大后天|赶明儿?|下下?(?:个)?(?:周|礼拜|星期)[一二三四五六日天末]?|下个?月(?:[初底中末]|\d{1,2}[号日])?|过[几两]天|改天|改日|回头|过段时间|来年|明年|开春(?=再|后|了|还))"
    r"|(?P<wk>(?P<pre>上上个?|上个?|这个?|本|前)?的?(?:周|星期|礼拜)(?P<wd>[一二三四五六日天]|[1-7](?!\d|次|个|点|天|户)))(?!岁|生日)"
)
_RANGE = re.compile(
    rf"(?:(?:\d{{1,2}}|{_N}{{1,2}})月)?(?:\d{{1,2}}|{_N}{{1,3}})[号日]?\s*(?:到|至|-|~|—|–)+\s*(?:(?:\d{{1,2}}|{_N}{{1,2}})月)?(?:\d{{1,2}}|{_N}{{1,3}})[号日]|(?<![\d.])\d{{1,2}}[./]\d{{1,2}}\s*(?:到|至|-|~|—|–)+\s*\d{{1,2}}[./]\d{{1,2}}(?![\d.])|周[一二三四五六日]到周?[一二三四五六日]"
)
_WEEK_COUNT = re.compile(r"第[一二三四1234]周")
_TOKEN = re.compile(
    rf"(?P<range>{_RANGE.pattern})|(?P<nth>{_WEEK_COUNT.pattern})|(?P<abs>{_ABSOLUTE}){_PART}|(?P<rel>{_RELATIVE}){_PART}|(?P<named>{festivals.NAMED_DAY.pattern})|(?P<vague>{_VAGUE})"
)
_MONEY_BEFORE = re.compile(r"(?:花了?|价值?|共|计|元|块|付了?|给了?|转了?|钱|折合|买的?|每[袋件个盒斤桶]|费)[ \t]*\Z")
# 书皮6.5, 一袋洗衣粉(12.5): a price, not a day.
_THING_BEFORE = re.compile(
    rf"(?:{GOODS}|票)$|[一二两三四五六七八九十0-9][袋桶箱件提盒斤床套双瓶包个条张本把][一-鿿]{{0,2}}(?:{GOODS})\($"
)
# 春节慰问, sent the week before: what the visit is called, not a day to come.
_OCCASION = re.compile(
    "(?:佳节)?(?:节前|前夕|前)?(?:的)?(?:送?慰问(?!一下|的?时候)|走访|看望|入户|福利|年货|物资|礼包|礼品|关怀|送温暖|月饼|粽子|慰问品)"
)
_SLASH_LIST = re.compile(r"\d\s*$")


class Calendar:
    """The days of one message: knows when it was sent, and what was said before in it."""

    def __init__(self, sent_at: datetime) -> None:
        self.sent_at = sent_at
        self.today = sent_at.date()
        self.heading = ""

    def latest(self, month: int, day: int) -> date | None:
        """The latest such date up to the sent date: also 29 February."""
        for year in range(self.today.year, self.today.year - 9, -1):
            found = _safe(year, month, day)
            if found and found <= self.today:
                return found
        return None

    def latest_of_month(self, day: int) -> date | None:
        year, month = self.today.year, self.today.month
        for _ in range(3):
            found = _safe(year, month, day)
            if found and found <= self.today:
                return found
            year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        return None

    def weekday(self, prefix: str, weekday: int) -> date | None:
        """Monday starts the week. Without a prefix: the latest such day, or the week that a heading named."""
        prefix = prefix or self.heading
        monday = _shift(self.today, -self.today.weekday())
        weeks = {"上上": 2, "上": 1, "前": 1, "这": 0, "本": 0}.get(prefix.removesuffix("个"))
        if weeks is None:
            return _shift(self.today, -((self.today.weekday() - weekday) % 7))
        return _shift(monday, weekday - 7 * weeks) if monday else None

    def absolute(self, match: re.Match[str]) -> Day:
        said, value = match[0], None
        if match["y"]:
            value = _safe(int(match["y"]), int(match["ym"]), int(match["yd"]))
        elif match["c"]:
            value = _safe(int(match["c"][:4]), int(match["c"][4:6]), int(match["c"][6:]))
        elif match["m"]:
            month, day = _int(match["m"]), _int(match["d"])
            back = {"去年": 1, "前年": 2}.get(match["lastyear"] or "")
            value = _safe(self.today.year - back, month, day) if back else self.latest(month, day)
        elif match["sm"]:
            value = self.latest(int(match["sm"]), int(match["sd"]))
        elif match["lm"]:
            last = _shift(self.today.replace(day=1), -1) if match["lm"].startswith("上") else self.today
            value = _safe(last.year, last.month, _int(match["ld"])) if last else None
        else:
            value = self.latest_of_month(_int(match["h"]))
        return Day(value, said, future=bool(value and value > self.today), of_month=True)

    def relative(self, match: re.Match[str]) -> Day:
        said = match[0]
        if match["ahead"]:
            return Day(self.ahead(match["ahead"]), said, future=True)
        if match["wk"]:
            return self._weekday_said(match, said)
        if match["ago"]:
            return Day(_shift(self.today, -_int(match["ago"])), said)
        back = 3 if match["b3"] else 2 if match["b2"] else 1 if match["b1"] else 0
        if not back and self._not_yet(said):
            back = 1
        return Day(
            _shift(self.today, -back),
            said,
            implied=said in {"刚才", "刚刚", "这会", "这会儿", "此刻", "目前", "现在", "当天"},
        )

    def _weekday_said(self, match: re.Match[str], said: str) -> Day:
        value = self.weekday(match["pre"] or "", _WEEKDAYS[match["wd"]])
        return Day(value, said, future=bool(value and value > self.today))

    def _not_yet(self, said: str) -> bool:
        """Sent after midnight, this afternoon and this evening were yesterday's."""
        return self.sent_at.hour < AFTER_MIDNIGHT and re.search("上午|中午|晌午|下午|后晌|傍晚|晚", said) is not None

    def ahead(self, said: str) -> date | None:
        if said.startswith(("明", "赶明")) and said != "明年":
            return _shift(self.today, 1)
        if said.startswith(("后", "大后")):
            return _shift(self.today, 3 if said.startswith("大") else 2)
        if match := re.match(r"(下+)(?:个)?(?:周|礼拜|星期)([一二三四五六日天末])", said):
            return _shift(self.today, -self.today.weekday() + 7 * len(match[1]) + _WEEKDAYS[match[2]])
        if match := re.match(r"下个?月(\d{1,2})", said):
            year, month = (self.today.year, self.today.month + 1) if self.today.month < 12 else (self.today.year + 1, 1)
            return _safe(year, month, int(match[1]))
        return None

    def named(self, match: re.Match[str], after: str) -> Day:
        vague = festivals.VAGUE_AFTER.match(after) is not None and not match["exact"]
        value = None if vague else festivals.resolve(match, self.today)
        return Day(value, match[0], of_month=False)

    def coming(self, match: re.Match[str]) -> bool:
        """Whether the next such day is only weeks away and the last one nearly a year ago."""
        last = festivals.resolve(match, self.today)
        return last is not None and (self.today - last).days > _NEARLY_A_YEAR and not match[0].startswith("去年")


_LAST_OF_MONTH = re.compile(rf"(?<!\d)(1[0-2]|[1-9]|{_N}{{1,2}})月(?:份)?(?:的)?最后一天")
_LONGEST = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _last_of_month(match: re.Match[str]) -> str:
    """5月最后一天 in figures; of February the 28th."""
    month = _int(match[1])
    return f"{month}月{_LONGEST[month - 1]}日" if 1 <= month <= len(_LONGEST) else match[0]


def _is_no_day(match: re.Match[str], before: str, after: str) -> bool:
    """Whether what looks like a day is a dish, a price, the tenths of one, or the turn of a tale."""
    if match["named"]:
        # 四块八一个
        tenths = match[0] in {"八一", "七一", "六一", "五一", "三八", "五四"} and re.search("[块元百千]$", before)
        return bool(tenths or re.match("[粥蒜]|面(?!前)|饭", after))
    # 回头给他拎了箱牛奶: and then, not some time to come.
    if match[0] == "回头":
        return re.match(r"[^,，。!?;\s]{0,8}[^说好定忘]了(?![,，。]?(?:吗|再))", after) is not None
    if match["sm"] and (_MONEY_BEFORE.search(before) or (match["sep"] == "." and match["sd"] == "0")):
        return True
    return match["sep"] == "." and match[0][-1] not in "号日" and _THING_BEFORE.search(before) is not None


def mask(text: str, sent_at: datetime) -> tuple[str, list[Day]]:
    """The text with each day as one character of the D range; day i stands behind chr(FIRST + i)."""
    text = _LAST_OF_MONTH.sub(_last_of_month, text.replace("元月", "一月"))
    calendar = Calendar(sent_at)
    pieces: list[str] = []
    days: list[Day] = []
    at = 0
    for match in _TOKEN.finditer(text):
        if match.start() < at or len(days) > LAST - FIRST:
            continue
        before, end = text[max(0, match.start() - 8) : match.start()], match.end()
        if _is_no_day(match, before, text[end:]):
            continue
        if match["range"] or match["vague"] or match["nth"]:
            day = Day(None, match[0])
            if re.fullmatch("上(?:个)?(?:周|星期|礼拜)", match[0]) and re.match(
                "的?(?:情况|工作|记录)?[:,]", text[end:]
            ):
                calendar.heading = "上"
        elif match["abs"]:
            day = calendar.absolute(match)
        elif match["rel"]:
            day = calendar.relative(match)
        elif re.search("(?:提前过|提前|迎接?|快到|快过|临近|赶在|为了?)$", before) or (
            match["named"] and calendar.coming(match) and _OCCASION.match(text, end)
        ):
            continue
        else:
            day = calendar.named(match, text[end : end + 4])
            if calendar.coming(match) and not re.search(
                r"[了完]|过(?!去|来|年|节)|去年|的时候", re.split("[。;!?\n]", text[end:])[0]
            ):
                day = Day(None, match[0], future=True)
            if day.value is None and (tail := festivals.VAGUE_AFTER.match(text[end : end + 4])):
                end += tail.end()
        pieces.append(text[at : match.start()] + chr(FIRST + len(days)))
        days.append(day)
        at = end
    return _joined("".join(pieces) + text[at:], days), days


_ADJACENT = re.compile(rf"{D}(?:\s*[,、(（是的就]?\s*{D}[)）]?)+")


def _joined(masked: str, days: list[Day]) -> str:
    """Two names of one day beside each other are one day: 周三12号. The day of the month wins, the vague loses."""

    def choose(match: re.Match[str]) -> str:
        chars = [c for c in match[0] if FIRST <= ord(c) <= LAST]
        values = {days[ord(c) - FIRST].value for c in chars}
        sorts = {(days[ord(c) - FIRST].of_month, days[ord(c) - FIRST].said[0] in "周礼星") for c in chars}
        listed = len(values) == len(chars) and None not in values and len(sorts) == 1 and sorts != {(False, False)}
        if "、" in match[0] or listed:
            return match[0]
        return max(
            chars,
            key=lambda c: (
                days[ord(c) - FIRST].value is not None,
                days[ord(c) - FIRST].of_month,
                not days[ord(c) - FIRST].implied,
            ),
        )

    return _ADJACENT.sub(choose, masked)
