"""The year of a whole date in four figures: 99年5月1日, 二〇九九年三月二日. The day is read after that."""

import re
from datetime import date

from bot.domain.understanding.numerals import chinese_number

_NUMERALS = "[零〇一二三四五六七八九十廿]"
_IN_WORDS = re.compile(rf"([零〇一二三四五六七八九]{{4}})年({_NUMERALS}{{1,2}})月({_NUMERALS}{{1,3}})(?=[日号])")
_OTHER_LENGTH = re.compile(r"(?<![\d.])(0|\d{2,3})年(?=\d{1,2}月\d{1,2}[日号])")
_SHORT = 2


def in_full(text: str, today: date) -> str:
    return _OTHER_LENGTH.sub(lambda match: f"{_year(match[1], today):04}年", _IN_WORDS.sub(_in_figures, text))


def _in_figures(match: re.Match[str]) -> str:
    year, month, day = (chinese_number(part.replace("廿", "二十")) or 0 for part in match.groups())
    return f"{year:04}年{month}月{day}"


def _year(said: str, today: date) -> int:
    """The year that two figures stand for, up to the next one; any other number of figures is that very year."""
    year = int(said)
    if len(said) != _SHORT:
        return year
    century = today.year // 100 * 100
    return century + year if century + year <= today.year + 1 else century - 100 + year
