"""Other ways to write a day, put into the one that the patterns for days read."""

from __future__ import annotations

import re

from bot.domain.understanding.daywords import NUMERALS
from bot.domain.understanding.numerals import chinese_number

# 3、8、15号.
_SHARED_SIGN = re.compile(r"(?<![\d.月])(\d{1,2})(?=(?:[、,和]\d{1,2})*[、,和]\d{1,2}[号日])")
_LAST_OF_MONTH = re.compile(rf"(?<!\d)(1[0-2]|[1-9]|{NUMERALS}{{1,2}})月(?:份)?(?:的)?最后一天")
_LONGEST = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# 09-16, and 0305 alone between commas or at the end.
_MONTH_DAY = re.compile(r"(?<![\d-])(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\d-])")
_FOUR_FIGURES = re.compile(r"(?:(?<=[,、。;\s])|^)(0[1-9])(0[1-9]|[12]\d|3[01])(?=[,、。;\s]|$)")
# January, but not 200元月饼.
_FIRST_MONTH = re.compile(r"(?<![\d一二三四五六七八九十百千万])元月(?!饼)")
# “七一”前.
_QUOTED = re.compile('[“"「『](五一|六一|七一|八一|十一|三八|五四)[”"」』]')


def _last_of_month(match: re.Match[str]) -> str:
    """5月最后一天 in figures; of February the 28th."""
    month = int(match[1]) if match[1].isdigit() else chinese_number(match[1]) or 0
    return f"{month}月{_LONGEST[month - 1]}日" if 1 <= month <= len(_LONGEST) else match[0]


def written_out(text: str) -> str:
    """The text with its days in the usual writing."""
    text = _QUOTED.sub(r"\1", _SHARED_SIGN.sub(r"\1号", text))
    text = _FOUR_FIGURES.sub(r"\1/\2", _MONTH_DAY.sub(r"\1/\2", text))
    return _LAST_OF_MONTH.sub(_last_of_month, _FIRST_MONTH.sub("一月", text))
