"""What stands after a name: a title, or a word for the household that may be paired too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.understanding.mention import Hit, How, Mention
from bot.domain.understanding.titles import ANY_TITLE, KIN, Sort, sort_of, surname

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.understanding.model import Paired

_CHILD_BORN = 2003
_SUFFIX = re.compile(rf"(?:{ANY_TITLE})(?!家里?人|家长|节)")
_KIN_AFTER = re.compile(rf"(?:的|家的|他|她|娃)?(?:{KIN})(?![孙弟妹])")
# 豪豪爷, 小宝他奶: of a child only.
_KIN_OF_CHILD = re.compile("(?:的|他|她)?(?:爷|奶|爹|娘)(?![爷奶粉茶片糖酪家们子孙])")


def _is_child(ids: tuple[int, ...] | None, pairings: Sequence[Paired]) -> bool:
    return bool(ids) and any(who.id in (ids or ()) and (who.birth_year or 0) >= _CHILD_BORN for who in pairings)


def with_suffix(text: str, hit: Hit, end_limit: int, pairings: Sequence[Paired]) -> Hit:
    """Take the title or the household word after a name into the naming: 万山老汉, 小宝奶奶, 李建国儿子."""
    rest = text[hit.end : end_limit]
    child = _is_child(hit.mention.ids, pairings)
    title = _SUFFIX.match(rest)
    kin = _KIN_AFTER.match(rest) or (_KIN_OF_CHILD.match(rest) if child else None)
    if kin and hit.mention.how is not How.UNPAIRED:
        who = next((p for p in pairings if hit.mention.ids == (p.id,)), None)
        fits_title = (
            title is not None and who is not None and sort_of(title[0]).fits(who) and title[0] not in {"孩子", "娃娃"}
        )
        if not fits_title or kin.end() > title.end():  # type: ignore[union-attr]
            guardian = guardian_of(hit.mention.ids, kin[0], pairings) if child else None
            ids = guardian or hit.mention.ids
            return Hit(hit.start, hit.end + kin.end(), Mention(ids, How.HOUSEHOLD, hit.mention.said, kin[0]))
    if title and title[0] == "老人家" and text[: hit.start].endswith(("去", "到", "在")):
        # 去某某老人家: the home, not 老人家.
        return Hit(hit.start, hit.end + len("老人"), hit.mention)
    if title and hit.mention.how is not How.TITLE:
        return Hit(hit.start, hit.end + title.end(), hit.mention)
    return hit


def guardian_of(ids: tuple[int, ...] | None, kin: str, pairings: Sequence[Paired]) -> tuple[int, ...] | None:
    """The guardian himself when he is paired too: same surname as the child and the right sort."""
    child = next((who for who in pairings if ids == (who.id,)), None)
    word = kin.removeprefix("的").removeprefix("家的").removeprefix("他").removeprefix("她")
    if child is None or word not in {
        "奶奶",
        "爷爷",
        "阿奶",
        "阿爷",
        "爷",
        "奶",
        "婆",
        "婆婆",
        "阿婆",
        "爸",
        "爸爸",
        "父亲",
        "妈",
        "妈妈",
        "母亲",
    }:
        return None
    sort = (
        sort_of(word)
        if word in {"奶奶", "爷爷", "阿奶", "阿爷", "爷", "奶", "婆", "婆婆", "阿婆"}
        else Sort("男" if word[0] in "爸父" else "女", 2000)
    )
    fitting = [
        who for who in pairings if who.id != child.id and surname(who.name) == surname(child.name) and sort.fits(who)
    ]
    return (fitting[0].id,) if len(fitting) == 1 else None
