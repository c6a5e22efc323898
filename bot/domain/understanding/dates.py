"""Days: 昨天, 上周三, 15号, 6.1, 2026-05-20, 三天前, 大年初三; vague ones are known as vague."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.domain.understanding import festivals, years
from bot.domain.understanding.daywords import (
    ACT_FOLLOWS,
    BESIDE,
    EACH_DAY,
    LAST_WEEK_S,
    LONG_AGO,
    LOOKS_BACK,
    NUMERALS,
    OCCASION,
    OF_THE_FEAST,
    SHARED_SIGN,
    TOKEN,
    comes,
    is_no_day,
    is_price,
    to_come,
)
from bot.domain.understanding.numerals import chinese_number

FIRST, LAST = 0xF000, 0xF2FF
D = f"[{chr(FIRST)}-{chr(LAST)}]"
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 5} | {
    str(i): i - 1 for i in range(1, 8)
}
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


class Calendar:
    """The days of one message: knows when it was sent, and what was said before in it."""

    def __init__(self, sent_at: datetime) -> None:
        self.sent_at = sent_at
        self.today = sent_at.date()
        self.heading = ""
        self.told: date | None = None

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
        if match["never"]:
            return Day(None, said)
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
            value = self.weekday(match["pre"] or "", _WEEKDAYS[match["wd"]])
            return Day(value, said, future=bool(value and value > self.today))
        if match["ago"]:
            return Day(_shift(self.today, -_int(match["ago"])), said)
        back = 3 if match["b3"] else 2 if match["b2"] else 1 if match["b1"] else 0
        back = back or int(self._not_yet(said))
        return Day(
            _shift(self.today, -back),
            said,
            implied=said in {"刚才", "刚刚", "这会", "这会儿", "此刻", "目前", "现在", "当天"},
        )

    def next_such(self, day: date | None) -> date | None:
        """The same weekday after the sent date."""
        if day is None or day > self.today:
            return day
        return _shift(day, 7 * ((self.today - day).days // 7 + 1))

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


_LAST_OF_MONTH = re.compile(rf"(?<!\d)(1[0-2]|[1-9]|{NUMERALS}{{1,2}})月(?:份)?(?:的)?最后一天")
_LONGEST = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _last_of_month(match: re.Match[str]) -> str:
    """5月最后一天 in figures; of February the 28th."""
    month = _int(match[1])
    return f"{month}月{_LONGEST[month - 1]}日" if 1 <= month <= len(_LONGEST) else match[0]


def _day_of(match: re.Match[str], text: str, calendar: Calendar) -> tuple[Day, int] | None:
    """The day of a token and where it ends; None when the words are no day here."""
    before, end = text[max(0, match.start() - 8) : match.start()], match.end()
    if before.endswith("比") or is_no_day(match, before, text[end:]):
        return None
    if match["next"]:
        return (Day(_shift(calendar.told, 1), match[0]), end) if calendar.told else None
    if match["range"] or match["vague"] or match["nth"]:
        if LAST_WEEK_S.match(text, match.start()):
            calendar.heading = "上"
        return Day(None, match[0], future=match["vague"] is not None and comes(match, text[end:])), end
    if match["rel"]:
        day = calendar.relative(match)
        if re.search("每个?(?:逢)?$", before) or (match["wk"] and to_come(match, before, text[end:])):
            day = replace(day, value=calendar.next_such(day.value), future=True)
        return day, end
    if match["abs"]:
        if match["sm"] and is_price(match, before, text[end:]):
            return None
        day = calendar.absolute(match)
        if match["h"] and day.value and day.value < calendar.today and to_come(match, before, text[end:]):
            return replace(day, value=None, future=True), end
        loose = match["sep"] == "." or (match["m"] is not None and match[0][-1] not in "日号")
        return None if loose and _long_ago(day, text, calendar) and not ACT_FOLLOWS.match(text, end) else (day, end)
    return _feast_of(match, text, calendar)


def _feast_of(match: re.Match[str], text: str, calendar: Calendar) -> tuple[Day, int] | None:
    """A named day; one that is only weeks ahead is no day of what was done."""
    before, end = text[max(0, match.start() - 8) : match.start()], match.end()
    if (
        re.match("[粥蒜]|面(?!前)|饭", text[end : end + 1])
        or OF_THE_FEAST.match(text, end)
        or (calendar.coming(match) and OCCASION.match(text, end))
        or re.search("(?:提前过|提前|迎接?|快到|快过|临近|赶在|为了?|离)$", before)
    ):
        return None
    day = calendar.named(match, text[end : end + 4])
    acts = day.value is not None and ACT_FOLLOWS.match(text, end) is not None
    if calendar.coming(match) or (not acts and _long_ago(day, text, calendar)):
        rest = re.split("[。;!?\n]", text[end:])[0]
        done = re.search(r"[了完]|过(?!去|来|年|节)|去年|的时候|[去打看送办]的", rest)
        if done is None:
            return Day(None, match[0], future=True), end
        if tail := festivals.VAGUE_AFTER.match(text, end):
            return Day(None, match[0]), tail.end()
        return (day, end) if acts else None
    if day.value is None and (tail := festivals.VAGUE_AFTER.match(text[end : end + 4])):
        end += tail.end()
    return day, end


def _long_ago(day: Day, text: str, calendar: Calendar) -> bool:
    """What is written today was done within weeks: an older feast or bare figure names something else."""
    return (
        day.value is not None
        and (calendar.today - day.value).days > LONG_AGO
        and LOOKS_BACK.search(text) is None
        and len(re.findall(r"\d{1,2}[./]\d{1,2}|月", text)) < 2
    )


def mask(text: str, sent_at: datetime) -> tuple[str, list[Day]]:
    """The text with each day as one character of the D range; day i stands behind chr(FIRST + i)."""
    text = years.in_full(SHARED_SIGN.sub(r"\1号", text), sent_at.date())
    text = _LAST_OF_MONTH.sub(_last_of_month, text.replace("元月", "一月"))
    calendar = Calendar(sent_at)
    pieces: list[str] = []
    days: list[Day] = []
    at = 0
    for match in TOKEN.finditer(text):
        if match.start() < at or len(days) > LAST - FIRST:
            continue
        if (found := _day_of(match, text, calendar)) is None:
            continue
        day, end = found
        calendar.told = day.value if day.value and day.value <= calendar.today else calendar.told
        if day.value is not None and (beside := BESIDE.match(text, end)):
            day = replace(day, value=_shift(day.value, -1 if beside["before"] else 1))
            end = beside.end()
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
        exact = [c for c in chars if days[ord(c) - FIRST].value is not None]
        each = len(exact) < len(chars) or EACH_DAY.match(masked, match.end())
        if each and len({days[ord(c) - FIRST].value for c in exact}) == len(exact) > 1:
            return "、".join(exact)
        sorts = {(days[ord(c) - FIRST].of_month, days[ord(c) - FIRST].said[0] in "周礼星") for c in chars}
        listed = len(values) == len(chars) and None not in values and len(sorts) == 1 and sorts != {(False, False)}
        if "、" in match[0] or listed:
            return match[0]
        told = [c for c in chars if days[ord(c) - FIRST].said[0] in "今昨"]
        if told and not any(days[ord(c) - FIRST].said[-1] in "日号" for c in exact):
            return told[0]
        return max(
            chars,
            key=lambda c: (
                days[ord(c) - FIRST].value is not None,
                days[ord(c) - FIRST].of_month,
                not days[ord(c) - FIRST].implied,
            ),
        )

    return _ADJACENT.sub(choose, masked)
