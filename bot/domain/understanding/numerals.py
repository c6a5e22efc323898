"""Chinese and Arabic numerals."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "俩": 2,
    "壹": 1,
    "贰": 2,
    "叁": 3,
    "肆": 4,
    "伍": 5,
}
DIGITS |= {"陆": 6, "柒": 7, "捌": 8, "玖": 9}
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10000}
NUMERAL = "[零〇一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟]"
_ARABIC = re.compile(r"(\d{1,9}(?:\.\d{1,4})?)(万|千|百)?")


def chinese_number(text: str) -> int | None:
    """一千二 1200, 两百五 250, 三十 30, 一百零五 105, 二〇二六 2026; None when it is no number."""
    if not text or len(text) > 12:
        return None
    if all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    total = section = digit = 0
    last_unit = 1
    after_zero = False
    for c in text:
        if c in DIGITS:
            if digit:
                return None
            digit, after_zero = DIGITS[c], after_zero or DIGITS[c] == 0
        elif c in UNITS:
            last_unit = UNITS[c]
            if last_unit == 10000:
                total, section, digit = total + (section + digit or 1) * last_unit, 0, 0
            else:
                section, digit = section + (digit or 1) * last_unit, 0
            after_zero = False
        else:
            return None
    # A digit that closes the number counts in tenths of the unit before it: 一千二 is 1200, 一千零二 is 1002.
    closing = digit * (1 if after_zero or last_unit == 10 else last_unit // 10) if digit else 0
    return total + section + closing


def number(text: str) -> Decimal | None:
    """Any numeral of a message: 86.4, 1.2万, 三百, 3千."""
    text = text.replace(",", "")
    if match := _ARABIC.fullmatch(text):
        try:
            return Decimal(match[1]) * UNITS.get(match[2] or "", 1)
        except InvalidOperation:  # pragma: no cover - the pattern only lets numbers through
            return None
    whole = chinese_number(text)
    return None if whole is None else Decimal(whole)


def say(value: int) -> str:
    """A whole number up to 99,999,999 in Chinese, the way people say it: 1200 is 一千二百."""
    if value == 0:
        return "零"
    if value >= 10000:
        rest = value % 10000
        return say(value // 10000) + "万" + ("" if not rest else ("零" if rest < 1000 else "") + say(rest))
    spoken, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            spoken += ("零" if gap else "") + "零一二三四五六七八九"[digit] + name
            gap = False
        elif spoken and value:
            gap = True
    return spoken.removeprefix("一") if spoken.startswith("一十") else spoken
