"""From when to when, in a few words: 6月1日到6月15日, 明天到周五, 2026-06-01 至 2026-06-15. Pure."""

import re
from datetime import date, timedelta

Span = tuple[date, date]
LONGEST = timedelta(days=366)
BACK = timedelta(days=60)
FORESEEN = timedelta(days=62)
REMEMBERED = timedelta(days=31)
_NEAR = {
    "前天": -2,
    "昨天": -1,
    "今天": 0,
    "明天": 1,
    "后天": 2,
    "大后天": 3,
    "yesterday": -1,
    "today": 0,
    "tomorrow": 1,
}
_WEEKDAYS = {name: number for number, name in enumerate("一二三四五六日")} | {"天": 6}
_TO = re.compile(r"\s*(?:到|至|~|—+|–|\bto\b|\buntil\b|(?<=[\d日号天])\s*-\s*(?=\d{1,2}\s*[月./]))\s*", re.IGNORECASE)
_FULL = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?")
_MONTH_DAY = re.compile(r"(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*[日号]?")
_DAY = re.compile(r"(\d{1,2})\s*[日号]")
_WEEKDAY = re.compile(r"(这|本|下)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天])")
_ASKING = re.compile(r"^\s*(?:我想|我要|我|想|要)?\s*请(?:个|一下)?假(?:了)?[\s，,。：:从自]*")
_REST = re.compile(r"^(?:请(?:个)?假|放假|为止|止|[。．.，,！!吧\s])*$")


def asks_for_leave(text: str) -> str | None:
    """What follows 请假 at the beginning of a message; None when it does not begin so."""
    found = _ASKING.match(text)
    return text[found.end() :] if found else None


def read_day(text: str, today: date, *, ahead_of: date | None = None) -> date | None:
    """One day and nothing else. What lacks year or month lies behind us, or after `ahead_of` where that is given."""
    word = text.strip()
    if word.lower() in _NEAR:
        return today + timedelta(days=_NEAR[word.lower()])
    if found := _FULL.fullmatch(word):
        return _safe(*map(int, found.groups()))
    if found := _MONTH_DAY.fullmatch(word):
        month, day = map(int, found.groups())
        years = (_safe(year, month, day) for year in range(today.year - 4, today.year + 6))
        return _chosen([one for one in years if one], today + FORESEEN, ahead_of and ahead_of - REMEMBERED)
    if found := _DAY.fullmatch(word):
        base = ahead_of or today
        months = base.year * 12 + base.month - 1
        days = (_safe((months + n) // 12, (months + n) % 12 + 1, int(found[1])) for n in range(-2, 3))
        return _chosen([one for one in days if one], today, ahead_of)
    if found := _WEEKDAY.fullmatch(word):
        monday = today - timedelta(days=today.weekday())
        return monday + timedelta(days=_WEEKDAYS[found[2]] + (7 if found[1] == "下" else 0))
    return None


def read_span(text: str, today: date) -> Span | None:
    """Two days, or one for a single day; 到6月15日 alone begins today. None when the words hold no such thing."""
    parts = _TO.split(_without_tail(text), maxsplit=1)
    first = read_day(parts[0], today, ahead_of=today) if parts[0].strip() else today
    if first is None or not any(part.strip() for part in parts):
        return None
    last = read_day(parts[1], today, ahead_of=first) if len(parts) > 1 else first
    if last is not None and last < first and not _FULL.fullmatch(parts[-1].strip()):
        last = read_day(parts[1], today, ahead_of=first + REMEMBERED)
    return (first, last) if last else None


def problem(span: Span, today: date) -> str | None:
    """order: ends before it begins; long: more than a year; old: began more than 60 days ago."""
    first, last = span
    if last < first:
        return "order"
    if last - first > LONGEST or first > today + LONGEST:
        return "long"
    return "old" if first < today - BACK else None


def overlaps(one: Span, other: Span) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _without_tail(text: str) -> str:
    """Without 请假, a full stop or 吧 at the end."""
    for cut in range(len(text) + 1):
        if _REST.match(text[cut:]):
            return text[:cut].strip()
    return text.strip()


def _chosen(days: list[date], until: date, since: date | None) -> date | None:
    """The latest that is not after `until`, or the first that is not before `since`."""
    if since is not None:
        return min((one for one in days if one >= since), default=None)
    return max((one for one in days if one <= until), default=None)


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def names_two(text: str) -> bool:
    """Whether the words say from and until."""
    return _TO.search(_without_tail(text)) is not None
