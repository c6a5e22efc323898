"""Names that are numbers: 六斤 and 五十 where they count, not where they name."""

from __future__ import annotations

import re

from bot.domain.understanding.things import GOODS

_NUMERAL = re.compile("[一二两三四五六七八九十百千万]+[斤元两]?")
_BEFORE = re.compile("(?:[称割买送带拿捎打寄提装换拎][了过来去]?|[了共是各]|[每一][一-鿿])$")
_AFTER = re.compile(rf"(?:多)?(?:(?:的)?[新大小鲜羊牛猪]?(?:{GOODS})|一[斤袋桶箱个])")
_UNIT = re.compile("多?(?:块|元|斤|个|口|袋|桶|箱)")


def is_count(text: str, start: int, end: int) -> bool:
    """Whether the name found at `start` is a count there: 送了六斤羊肉, 五十块钱, 三元一斤."""
    said = text[start:end]
    if not _NUMERAL.fullmatch(said):
        return False
    if said[-1] in "斤元两":
        return _BEFORE.search(text[:start]) is not None and _AFTER.match(text, end) is not None
    return _UNIT.match(text, end) is not None
