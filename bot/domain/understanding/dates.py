"""Days: 昨天, 上周三, 15号, 6.1, 2026-05-20, 三天前, 大年初三; vague ones are known as vague."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.domain.understanding import festivals, years
from bot.domain.understanding.daymerge import FIRST, LAST, D, Day, joined
from bot.domain.understanding.dayspelling import written_out
from bot.domain.understanding.daywords import (
    ACT_FOLLOWS,
    BESIDE,
    COUNTED,
    LAST_WEEK_S,
    LONG_AGO,
    LOOKS_BACK,
    MONTH_OF_LIST,
    OCCASION,
    OF_THE_FEAST,
    TOKEN,
)
from bot.domain.understanding.nodays import comes, is_appointment, is_no_day, is_price, to_come
from bot.domain.understanding.numerals import chinese_number

__all__ = ["AFTER_MIDNIGHT", "FIRST", "LAST", "Calendar", "D", "Day", "mask"]

_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 5} | {
    str(i): i - 1 for i in range(1, 8)
}
AFTER_MIDNIGHT = 5
_NEARLY_A_YEAR = 325


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
        self.month = 0

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
            day = _int(match["h"])
            value = self.latest(self.month, day) if self.month else self.latest_of_month(day)
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

    def heads_days(self, match: re.Match[str], text: str) -> bool:
        """十月份是3号视频、12号去学校: whether the month is that of days which follow; it is remembered."""
        month = re.fullmatch("(1[0-2]|[1-9]|[一二三四五六七八九十]{1,2})月份?", match[0])
        if month is None or MONTH_OF_LIST.match(text, match.end()) is None:
            return False
        self.month = _int(month[1])
        return True

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

    def beside(self, feast: re.Match[str], beside: re.Match[str]) -> tuple[Day, int] | None:
        """清明前一天, 国庆第三天: the latest such day, also of a feast that is tomorrow."""
        named = beside.groupdict()
        eve = bool(named.get("before"))
        first = festivals.resolve(feast, _shift(self.today, 1) or self.today if eve else self.today)
        days = -1 if eve else _int(named["nth"] or "一") - 1 if "nth" in named else 1
        return (Day(_shift(first, days), feast[0] + beside[0]), beside.end()) if first else None

    def coming(self, match: re.Match[str]) -> bool:
        """Whether the next such day is only weeks away and the last one nearly a year ago."""
        last = festivals.resolve(match, self.today)
        return last is not None and (self.today - last).days > _NEARLY_A_YEAR and not match[0].startswith("去年")


def _read(match: re.Match[str], text: str, calendar: Calendar) -> tuple[Day, int] | None:
    """As `_day_of`; the day of an appointment is neither the act's nor one of a plan, 那天 is the day told before."""
    if match["vague"] and match[0] == "那天" and calendar.told:
        return Day(calendar.told, match[0]), match.end()
    if (match["wk"] or match["h"] or match["m"]) and is_appointment(match, text):
        return Day(None, match[0], implied=True), match.end()
    return _day_of(match, text, calendar)


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
        if match["vague"] and calendar.heads_days(match, text):
            return None
        return Day(None, match[0], future=match["vague"] is not None and comes(match, text[end:])), end
    if match["rel"]:
        day = calendar.relative(match)
        if re.search("每个?(?:逢)?$", before) or (match["wk"] and to_come(match, text)):
            day = replace(day, value=calendar.next_such(day.value), future=True)
        return day, end
    if match["abs"]:
        if match["sm"] and is_price(match, before, text[end:]):
            return None
        day = calendar.absolute(match)
        before_today = day.value is not None and day.value < calendar.today
        if (match["h"] or match["m"]) and before_today and to_come(match, text):
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
        or re.search("(?:提前过|提前|迎接?|快到|快过|临近|赶在|为了?|离)$|道(?:了|个|一?声)*$", before)
    ):
        return None
    if beside := (COUNTED.match(text, end) or BESIDE.match(text, end)):
        return calendar.beside(match, beside)
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
    text = years.in_full(written_out(text), sent_at.date())
    calendar = Calendar(sent_at)
    pieces: list[str] = []
    days: list[Day] = []
    at = 0
    for match in TOKEN.finditer(text):
        if match.start() < at or len(days) > LAST - FIRST:
            continue
        if (found := _read(match, text, calendar)) is None:
            continue
        day, end = found
        calendar.told = day.value if day.value and day.value <= calendar.today else calendar.told
        if day.value is not None and (beside := BESIDE.match(text, end)):
            day = replace(day, value=_shift(day.value, -1 if beside["before"] else 1))
            end = beside.end()
        pieces.append(text[at : match.start()] + chr(FIRST + len(days)))
        days.append(day)
        at = end
    return joined("".join(pieces) + text[at:], days), days
