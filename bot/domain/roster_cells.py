"""One cell of the roster workbook to one value; what cannot be read raises WrongCellError with the word for it."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from bot.domain.roster import Cell, phone_digits

LONGEST = {"code": 32, "name": 64, "text": 64}
OLDEST = 120  # years
_MONTH = re.compile(r"(\d{4})[-./年](\d{1,2})月?")
_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?")
_CODE = re.compile(r"[^\s,;、，；<>/\\]+")


class WrongCellError(Exception):
    """`error` is a word of bot.texts.roster.PROBLEMS."""

    def __init__(self, error: str, value: str = "") -> None:
        super().__init__(error)
        self.error, self.value = error, value


def plain(cell: Cell) -> str:
    """Text of a cell: 123.0 is 123, surrounding spaces are nobody's."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return str(cell).strip()


def code(cell: Cell) -> str:
    found = plain(cell)
    if len(found) > LONGEST["code"]:
        raise WrongCellError("too_long", str(LONGEST["code"]))
    if isinstance(cell, float) and (not cell.is_integer() or abs(cell) >= 1e15):
        # Excel keeps 15 digits of a number: the rest of a long code was lost when it was typed.
        raise WrongCellError("long_number", found)
    if found and not _CODE.fullmatch(found):
        raise WrongCellError("bad_code", found)
    return found


def text(cell: Cell, limit: str = "text") -> str:
    found = " ".join(plain(cell).split())
    if len(found) > LONGEST[limit]:
        raise WrongCellError("too_long", str(LONGEST[limit]))
    if any(ord(letter) < 32 for letter in found):
        raise WrongCellError("bad_text")
    return found


def word(cell: Cell, allowed: Mapping[str, str]) -> str:
    found = plain(cell)
    if found not in allowed:
        raise WrongCellError("not_one_of", " ".join(allowed))
    return allowed[found]


def words(cell: Cell, allowed: Mapping[str, str]) -> tuple[str, ...]:
    """Several words, in the order of the cell, each once."""
    parts = [part for part in re.split(r"[、,，;；\s]+", plain(cell)) if part]
    return tuple(dict.fromkeys(word(part, allowed) for part in parts))


def phone(cell: Cell) -> str:
    found = phone_digits(plain(cell))
    if found is None:
        raise WrongCellError("bad_phone")
    return found


def day(cell: Cell) -> date:
    """A date cell, or text as 2026-05-25; a bare number is refused, Excel would mean something else by it."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = _DAY.fullmatch(plain(cell))
    if not found:
        raise WrongCellError("bad_date", plain(cell))
    try:
        read = date(*map(int, found.groups()))
    except ValueError as problem:
        raise WrongCellError("bad_date", plain(cell)) from problem
    if not 1990 <= read.year <= 2200:
        raise WrongCellError("bad_date", plain(cell))
    return read


def birth(cell: Cell, today: date) -> tuple[int, int, int | None]:
    """2014-06, 2014-06-03 or a date cell. Not in the future, and of somebody who can be alive."""
    raw = plain(cell)
    month = _MONTH.fullmatch(raw)
    whole = _DAY.fullmatch(raw)
    try:
        if month:
            year, number, number_of_day = int(month[1]), int(month[2]), None
            first = date(year, number, 1)
        elif whole:
            first = date(*map(int, whole.groups()))
            year, number, number_of_day = first.year, first.month, first.day
        else:
            raise WrongCellError("bad_birth", raw)
    except ValueError as problem:
        raise WrongCellError("bad_birth", raw) from problem
    if first > today or year < today.year - OLDEST:
        raise WrongCellError("impossible_birth", raw)
    return year, number, number_of_day
