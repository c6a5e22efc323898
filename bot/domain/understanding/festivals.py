# ruff: noqa: E501 - the patterns are lists of words; broken lines would hide where a word stands
"""Named days: of the solar calendar, of the lunar calendar, solar terms."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from lunar_python import Lunar, LunarYear, Solar

from bot.domain.understanding.numerals import chinese_number

_SOLAR = {
    "元旦": (1, 1), "情人节": (2, 14), "三八": (3, 8), "妇女节": (3, 8), "植树节": (3, 12), "五一": (5, 1), "劳动节": (5, 1), "青年节": (5, 4), "五四": (5, 4),
    "助残日": None, "护士节": (5, 12), "六一": (6, 1), "儿童节": (6, 1), "七一": (7, 1), "建党节": (7, 1), "八一": (8, 1), "建军节": (8, 1), "教师节": (9, 10),
    "国庆": (10, 1), "十一国庆": (10, 1), "平安夜": (12, 24), "圣诞": (12, 25), "扶贫日": (10, 17), "残疾人日": (12, 3),
    "十一": (10, 1),
    "去年最后一天": (12, 31),
}  # fmt: skip
_LUNAR = {
    "春节": (1, 1), "大年初一": (1, 1), "正月初一": (1, 1), "元宵": (1, 15), "正月十五": (1, 15), "龙抬头": (2, 2), "二月二": (2, 2), "三月三": (3, 3), "四月八": (4, 8), "端午": (5, 5), "端阳": (5, 5),
    "六月六": (6, 6), "七月十五": (7, 15), "七夕": (7, 7), "中元": (7, 15), "中秋": (8, 15), "八月十五": (8, 15), "重阳": (9, 9), "九月九": (9, 9), "腊八": (12, 8), "小年": (12, 23), "冬至月初一": (11, 1),
}  # fmt: skip
_HIJRI = {
    "开斋节": (10, 1),
    "尔德节": (10, 1),
    "小尔德": (10, 1),
    "肉孜节": (10, 1),
    "古尔邦": (12, 10),
    "古尔邦节": (12, 10),
    "宰牲节": (12, 10),
}
_TERMS = "立春|雨水|惊蛰|春分|清明|谷雨|立夏|小满|芒种|夏至|小暑|大暑|立秋|处暑|白露|秋分|寒露|霜降|立冬|小雪|大雪|冬至|小寒|大寒"
_LUNAR_MONTHS = {
    "正": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "冬": 11,
    "腊": 12,
    "十一": 11,
    "十二": 12,
}
_NAMES = "|".join(
    sorted(
        [*_SOLAR, *_LUNAR, *_HIJRI, "除夕", "大年三十", "年三十", "三十晚上", "父亲节", "母亲节"], key=len, reverse=True
    )
)
# 小雪, 大雪, 大暑, 小满 are weather and names as often as days: they need 节气 or 当天 to count.
NAMED_DAY = re.compile(
    rf"(?:今年|去年)?(?:(?P<lunar>(?:农历|阴历)?(?:(?P<month>正|冬|腊|(?:(?<=农历)|(?<=阴历))(?:十[一二]?|[二三四五六七八九]))月(?:初)?(?P<day>三十|二?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九])))"
    rf"|(?P<new>大年初|年初|过年初|正月初|初)(?P<newday>[一二三四五六七八九十])(?!中|高|一[班次]|步|级)"
    rf"|(?P<plus>[二三四五六七八九]月初(?P<plusday>[一二三四五六七八九十]))"
    rf"|(?<![送买吃带煮十百千零一二三四五六七八九])(?<![0-9])(?!十一(?!当[天日]|那天|长?假|期间|放假|第[一二三四五六七]天))(?P<name>{_NAMES})(?!各?[0-9两一二三四五六七八九十]+[袋斤盒包]|的?粽|中学|小学|路|村|镇|[0-9一二三四五六七八九十]?[块元])"
    rf"|(?<![下场])(?<!下了)(?P<term>{_TERMS})(?=节|当天|第二天|前一天|次日|那天|上坟|[这]天|,|,?给|去|到|看|前|后|期间))(?:佳节|节气|节)?(?P<exact>当天|那天|这天|当日|当晚|晚上)?"
)
VAGUE_AFTER = re.compile(
    r"期间|前后|以?前(?!天|去的|一[天日晚])|之?[前后](?!天|一[天日晚])|过后|长?假期?|放假|那几天|那会|左右|小长假"
)


def _lunar_day(year: int, month: int, day: int) -> date | None:
    if month not in range(1, 13) or not 1900 <= year <= 2100:
        return None
    months = [m for m in LunarYear.fromYear(year).getMonths() if m.getYear() == year and m.getMonth() == month]
    if not months or day > months[0].getDayCount():
        return None
    solar = Lunar.fromYmd(year, month, day).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


@lru_cache(maxsize=256)
def _new_years_eve(year: int) -> date | None:
    first = _lunar_day(year + 1, 1, 1)
    return first - timedelta(days=1) if first else None


@lru_cache(maxsize=64)
def _terms(year: int) -> dict[str, date]:
    found: dict[str, date] = {}
    # A table runs from the winter solstice before: December's terms stand in the next year's.
    for of_year in (year, year + 1):
        for name, s in Solar.fromYmd(of_year, 6, 1).getLunar().getJieQiTable().items():
            if s.getYear() == year:
                found[name] = date(s.getYear(), s.getMonth(), s.getDay())
    return found


_HIJRI_EPOCH = 227014  # the day before 1 Muharram 1 of the tabular calendar, as a proleptic Gregorian ordinal


def _hijri_day(year: int, month: int, day: int) -> date | None:
    """The tabular day of the Islamic calendar in a Gregorian year; the sighting of the moon may differ by one day."""
    for hijri in range((year - 622) * 33 // 32 - 1, (year - 622) * 33 // 32 + 3):
        leaps = (3 + 11 * hijri) // 30
        found = date.fromordinal(_HIJRI_EPOCH + (hijri - 1) * 354 + leaps + -(-59 * (month - 1) // 2) + day)
        if found.year == year:
            return found
    return None


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


@lru_cache(maxsize=512)
def _in_year(name: str, year: int) -> date | None:
    if not 1901 <= year <= 2098:
        return None
    if name in _SOLAR:
        fixed = _SOLAR[name]
        return date(year, *fixed) if fixed else _nth_weekday(year, 5, 6, 3)
    if name in _LUNAR:
        return _lunar_day(year, *_LUNAR[name])
    if name in _HIJRI:
        return _hijri_day(year, *_HIJRI[name])
    if name in {"母亲节", "父亲节"}:
        return _nth_weekday(year, 5, 6, 2) if name == "母亲节" else _nth_weekday(year, 6, 6, 3)
    if name in {"除夕", "大年三十", "年三十", "三十晚上"}:
        return _new_years_eve(year)
    return _terms(year).get(name)


def _latest(candidates: list[date | None], today: date) -> date | None:
    days = sorted(day for day in candidates if day)
    return next((day for day in reversed(days) if day <= today), None)


def _chinese_day(text: str) -> int:
    return chinese_number(text.replace("廿", "二十")) or 0


_NEW_YEAR_SOON = 30


def resolve(match: re.Match[str], today: date) -> date | None:
    """The latest such day up to `today`, None when there is none in the table."""
    years = range(today.year - 2, today.year + 2)
    if match["lunar"]:
        month, day = _LUNAR_MONTHS[match["month"]], _chinese_day(match["day"])
        return _latest([_lunar_day(year, month, day) for year in years], today)
    if match["new"]:
        day = _chinese_day(match["newday"])
        # 初八 alone is of the running lunar month, 大年初八 of the first.
        soon = any(0 < (first - today).days < _NEW_YEAR_SOON for year in years if (first := _lunar_day(year, 1, 1)))
        months = (1,) if soon or match["new"] != "初" else range(1, 13)
        return _latest([_lunar_day(year, month, day) for year in years for month in months], today)
    if match["plus"]:
        month = _LUNAR_MONTHS[match["plus"][0]]
        return _latest([_lunar_day(year, month, _chinese_day(match["plusday"])) for year in years], today)
    name = match["name"] or match["term"]
    return _latest([_in_year(name, year) for year in years], today)
