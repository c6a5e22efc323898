"""Names in other writing: pinyin, homophones, nicknames nobody wrote down."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.understanding import pinyin
from bot.domain.understanding.mention import Hit, How, Mention
from bot.domain.understanding.numerals import chinese_number
from bot.domain.understanding.titles import ANY_TITLE, COMMON, COMPOUND, given, sort_of, surname

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.domain.understanding.model import Paired

_CHILD_BORN = 2003
# 栋哥, 花婶, 强子: the last character of the name with a title.
_FAMILIAR = ("哥", "姐", "叔", "婶", "姨", "爷", "奶", "伯", "嫂", "大爷", "大娘", "大叔", "大姐", "大哥", "婆", "娃")
_LONG_TITLES = ("阿婆", "阿奶", "阿爷", "阿娘", "奶奶", "爷爷", "老汉", "大妈", "大婶")
_NO_SHORT_NAME = frozenset(
    "大老小尕二三一五六七八九十百千万两儿孙房屋院鸡鸭桌椅车面鞋帽裤被杯盆锅瓶盘嗓肚妻妹男女样日里金玉银奶爷婆伯叔姨娘公爸妈哥姐弟家娃子孩老村县镇外表堂亲"
)
_THINGS_IN_ZI = frozenset(
    "锁林桃杏梅叶豆瓜影珠镜麦谷苗根柱李橘炉院柜袜梯叉筷勺帘管毯垫褥桂菊果枣粽饺笼兰篮票对法点样路分份曲笛扇伞绳钉"
)
_WORDS_LIKE_NAMES = frozenset({"家好", "大娃", "五亿", "有鱼", "小学", "家里", "国情", "得福", "改装"})


def own_names(who: Paired) -> Iterator[str]:
    yield who.name
    yield from (alias for alias in who.aliases if alias)
    if rest := given(who.name):
        yield rest


def nicknames(who: Paired) -> Iterator[str]:
    """What a child is called though nobody wrote it down: 苏微 is 微微, 小微."""
    if who.birth_year is not None and who.birth_year >= _CHILD_BORN:
        last = who.name[-1]
        yield from (last * 2, "小" + last, "尕" + last)
    if len(who.name) == 4:
        # 马阿西也 is not the 马阿 of 马阿爷.
        yield from ((who.name[:2],) if who.name[1] not in "阿老小" else ())
        yield who.name[2:]


def short_names(who: Paired) -> Iterator[str]:
    """What an adult is called by the last character: 国栋 is 栋哥. Too short to be recognised by sound."""
    last = who.name[-1]
    fitting = [title for title in (*_FAMILIAR, *_LONG_TITLES) if sort_of(title).fits(who)]
    # 拉毛草 is 拉毛阿婆: no family name stands before it; 冯七十 is 70爷.
    if len(who.name) == 3 and surname(who.name) not in COMMON | set(COMPOUND):
        yield from (who.name[:2] + title for title in fitting)
    if (figure := chinese_number(given(who.name))) is not None:
        yield from (f"{figure}{title}" for title in fitting)
    if last in _NO_SHORT_NAME:
        return
    yield from (last + title for title in _FAMILIAR if sort_of(title).fits(who))
    if last not in _THINGS_IN_ZI:
        yield last + "子"


def said_in_latin(text: str, pairings: Sequence[Paired]) -> Iterator[Hit]:
    if not re.search("[A-Za-z]{3}", text):
        return
    table: dict[str, list[int]] = {}
    for who in pairings:
        spelt = {pinyin.latin(name) for name in (*own_names(who), *nicknames(who))}
        family, rest = pinyin.latin(surname(who.name)), pinyin.latin(who.name[len(surname(who.name)) :])
        for word in spelt | {rest + family}:
            if len(word) > 3:
                table.setdefault(word, []).append(who.id)
    if not table:
        return
    spaced = sorted(table, key=len, reverse=True)
    pattern = re.compile(
        r"(?<![A-Za-z])(?:" + "|".join(r"[ '-]?".join(word) for word in spaced) + r")(?:'s)?(?![A-Za-z])", re.IGNORECASE
    )
    for match in pattern.finditer(text):
        ids = table.get(re.sub(r"'s$|[ '\-]", "", match[0].lower()), [])
        if ids:
            unique = tuple(dict.fromkeys(ids))
            yield Hit(match.start(), match.end(), Mention(unique if len(unique) == 1 else None, How.NAME, match[0]))


def sounds_like(window: str, name: str, *, whole: bool) -> bool:
    """The same sounds, at least one character the same; a given name alone must have the same tones too."""
    same = [a == b for a, b in zip(window, name, strict=True)]
    if not any(same) or all(same) or window in _WORDS_LIKE_NAMES:
        return False
    if len(name) == 2 and whole and not (same[0] or pinyin.plain(window[0]) & pinyin.plain(name[0])):
        return False
    readings = pinyin.fuzzy if whole and len(name) > 2 else pinyin.plain if whole else pinyin.toned
    return all(hit or readings(a) & readings(b) for hit, a, b in zip(same, window, name, strict=True))


_SHORTEST = 3
_NEVER_IN_NAMES = frozenset("的了是我他她给去来和跟打说看到在把个都也家,。、 \n")


def said_nearly(text: str, pairings: Sequence[Paired]) -> Iterator[Hit]:
    """A full name with one character wrong, the family name right: never more than a guess."""
    whole = {who.name for who in pairings}
    for who in pairings:
        size = len(who.name)
        if size < _SHORTEST:
            continue
        for match in re.finditer(re.escape(who.name[0]), text):
            window = text[match.start() : match.start() + size]
            if len(window) != size or window in whole or _NEVER_IN_NAMES & set(window):
                continue
            if sum(a != b for a, b in zip(window, who.name, strict=True)) == 1 and not window.isascii():
                yield Hit(match.start(), match.start() + size, Mention((who.id,), How.SOUND, window))


def _titled_by_sound(text: str, who: Paired) -> Iterator[Hit]:
    """福首爷 for 福寿, 拴劳爷 for 栓牢: with a title that fits, tones or all characters may differ."""
    name = given(who.name)
    if len(name) != 2:
        return
    for match in _TITLE_AFTER_TWO.finditer(text):
        window = match["two"]
        same = [a == b for a, b in zip(window, name, strict=True)]
        readings = pinyin.plain if any(same) else pinyin.toned
        alike = all(hit or readings(a) & readings(b) for hit, a, b in zip(same, window, name, strict=True))
        if alike and not all(same) and sort_of(match["title"]).fits(who):
            yield Hit(match.start(), match.start() + 2, Mention((who.id,), How.SOUND, window))


_TITLE_AFTER_TWO = re.compile(rf"(?=(?P<two>[一-鿿]{{2}})(?P<title>{ANY_TITLE}))")
_LAUGHTER = frozenset({"哈哈", "呵呵", "嘿嘿", "嘻嘻", "谢谢", "哼哼"})


def said_by_sound(text: str, pairings: Sequence[Paired]) -> Iterator[Hit]:
    for who in pairings:
        yield from _titled_by_sound(text, who)
        names = dict.fromkeys((*own_names(who), *nicknames(who)))
        for name in names:
            size, whole = len(name), name == who.name
            if size < 2:
                continue
            for start in range(len(text) - size + 1):
                window = text[start : start + size]
                if (
                    not window.isascii()
                    and "\n" not in window
                    and sounds_like(window, name, whole=whole or name in who.aliases)
                ):
                    near = sum(pinyin.usual(a) == pinyin.usual(b) for a, b in zip(window, name, strict=True))
                    yield Hit(start, start + size, Mention((who.id,), How.SOUND, window), near)
            # A nickname of doubled characters shares none with its homophone: 薇薇 for 微微.
            if size == 2 and name[0] == name[1]:
                for match in re.finditer(r"([一-鿿])\1", text):
                    if match[0] not in {name, *_LAUGHTER} and pinyin.toned(match[1]) & pinyin.toned(name[0]):
                        yield Hit(match.start(), match.end(), Mention((who.id,), How.SOUND, match[0]))
