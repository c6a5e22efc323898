"""Find the people a message names and put one private-use character in the place of each."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.understanding.counts import is_count
from bot.domain.understanding.kin import with_suffix
from bot.domain.understanding.mention import Hit, How, Mention
from bot.domain.understanding.spelling import (
    nicknames,
    own_names,
    said_by_sound,
    said_in_latin,
    said_nearly,
    short_names,
)
from bot.domain.understanding.titles import (
    ANY_TITLE,
    COMMON,
    COMPOUND,
    ELDER,
    OLD,
    YOUNG,
    Sort,
    eldest,
    sort_of,
    surname,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.domain.understanding.model import Paired

__all__ = ["FIRST", "LAST", "How", "Mention", "R", "mask"]

FIRST, LAST = 0xE000, 0xE7FF
R = f"[{chr(FIRST)}-{chr(LAST)}]"
_CHILD_BORN = 2003


# Given names that are also days: 侯五一, 伍国庆. Said as a day they are none.
_HOLIDAY_NAMES = frozenset(
    {
        "国庆",
        "五一",
        "六一",
        "七一",
        "八一",
        "十一",
        "中秋",
        "重阳",
        "端午",
        "元旦",
        "春节",
        "建军",
        "清明",
        "腊月",
        "冬至",
        "除夕",
        "元宵",
    }
)
_HOLIDAY_AFTER = re.compile("节|期间|长?假|[前后]|当天|那天|快乐|放假|上午|下午|当日|[0-9](?![0-9])")
_DAY_LIKE = re.compile(
    "[明后今昨前]天|[一二三四五六七八九十]月|小满|大雪|小雪|白露|立春|谷雨|立秋|惊蛰|春分|秋分|夏至|芒种|霜降|寒露|立夏|立冬|处暑|大暑|周[一二三四五六日]"
)
# Solar terms are days only by what stands around them.
_TERM = re.compile("小满|大雪|小雪|白露|立春|谷雨|立秋|惊蛰|春分|秋分|夏至|芒种|霜降|寒露|立夏|立冬|处暑|大暑")
_PERSON_AFTER = re.compile(
    "家(?!长会)|也|[跟和与同](?!节|前|后)|的(?!时候|那)|说|他|她|和|、|打|爷|叔|奶|哥|姐|大|在|今天|昨天|刚|这|那边|那儿|那里|老|学校|手机|电话|坐|放学|骑|哭|病|感冒|发烧|来我|来找"
)
_PERSON_BEFORE = re.compile(
    "(?:[给跟和看帮找问叫到、替对与把让带接]|(?:看望?|走访|走放|慰问|探望|联系|[碰遇见][着上见到])了?)$"
)
# 天天给我打电话: every day, though a child be called so.
_EVERY_DAY = re.compile("都|给我|往|来|念叨|喊|吵|缠|守|惦记|想|盼")
_TITLED = re.compile(
    rf"(?P<old>[老尕小])?(?P<sur>{'|'.join(COMPOUND)}|[一-鿿])(?:家(?=老汉|老人|老太|奶奶|爷爷|阿奶|阿爷|大爷|大娘|阿婆))?(?P<title>{ANY_TITLE}|老(?=[都也和跟、,。今昨前去来打说家的在身刚]|$)|某某?|家(?:两|三|几|的?老[大二]))?"
)
_NO_PERSON = frozenset(
    {
        "牛奶",
        "羊奶",
        "马奶",
        "豆奶",
        "黄娃",
        "金哥",
        "老江湖",
        "老石头",
        "老马路",
        "小马扎",
        "小白菜",
        "小米",
        "小金额",
        "老毛病",
        "小麦",
        "小江",
        "孙女",
        "孙女娃",
    }
)
# 灶王爷, 财神爷: nobody of the village.
_GODS = re.compile("[灶门财龙阎]$")
_NOT_BEFORE_TITLE = re.compile(r"(?:村上|同事|单位|他们|我们|隔壁|邻居|村里|干部|书记|驻村)的?$")
# 两位张大爷.
_COUNTED = re.compile("([两二俩三仨四])[个位户]?$")
_HOW_MANY = {"两": 2, "二": 2, "俩": 2, "三": 3, "仨": 3, "四": 4}
_STRANGER = re.compile(
    rf"(?:看望了?|走访了?|慰问了?|探望了?|看了|去看了?|看的|给|和|跟|与|到|去|联系了?|帮|叫)(?:[邻别外]村的|隔壁的?|一个叫|另外的?)?(?P<name>(?:{'|'.join(COMPOUND)}|[{''.join(sorted(COMMON))}])[一-鿿]{{1,2}}?)"
    rf"(?={ANY_TITLE}|家|的(?:老|一个|男|女)|打|发了?|送|通了?|视频|微信|电话|办|买|[,。;!、\s]|$)"
)
_NOT_IN_NAME = frozenset(
    "一二三四五六七八九十百千万奶肉油面米的了去家打电话在是我他她不也都和给两个到上下过没要里那这些点儿老大小村县镇学医院区位名户人巾站机节场州腔处犊来管草局所已啥部"
)

# Names for anybody, which hold a figure like the words that are none: 给李四打了电话.
_ANYBODY = frozenset({"张三", "李四", "王五", "赵六"})


def _spellings(pairings: Sequence[Paired]) -> dict[str, tuple[int, ...]]:
    """Every spelling to those it means. A written alias beats a nickname that we only suppose."""
    known: dict[str, list[int]] = {}
    for who in pairings:
        for name in own_names(who):
            known.setdefault(name, []).append(who.id)
    supposed: dict[str, list[int]] = {}
    for who in pairings:
        for name in (*nicknames(who), *short_names(who)):
            supposed.setdefault(name, []).append(who.id)
    merged = {name: ids for name, ids in supposed.items() if name not in known} | known
    return {name: tuple(dict.fromkeys(ids)) for name, ids in merged.items()}


def _is_a_day(match: re.Match[str], text: str, spellings: dict[str, tuple[int, ...]]) -> bool:
    """A given name that is also a day names the person only where a person can stand."""
    said = match[0]
    if said in {"礼拜", "星期"} and text[match.end() : match.end() + 1] in set("一二三四五六日天"):
        return True
    if re.fullmatch("初[一二三四五六七八九十]", said):
        return _HOLIDAY_AFTER.match(text, match.end()) is not None
    if said not in _HOLIDAY_NAMES and not _DAY_LIKE.fullmatch(said):
        return False
    if _HOLIDAY_AFTER.match(text, match.end()):
        return True
    if _TERM.fullmatch(said):
        return re.search("(?:今天|明天|昨天|今日|正值|到了?|节气)$", text[: match.start()]) is not None
    person = _PERSON_BEFORE.search(text[: match.start()]) or _PERSON_AFTER.match(text, match.end())
    full = any(len(name) > 2 and name.endswith(said) and name in text for name in spellings)
    return (full and not _PERSON_BEFORE.search(text[: match.start()])) or not person


def _said_exactly(text: str, spellings: dict[str, tuple[int, ...]]) -> Iterator[Hit]:
    if not spellings:
        return
    pattern = re.compile("|".join(re.escape(name) for name in sorted(spellings, key=len, reverse=True)))
    for match in pattern.finditer(text):
        ids = spellings[match[0]]
        if _is_a_day(match, text, spellings):
            continue
        if (
            match[0] == "天天"
            and _EVERY_DAY.match(text, match.end())
            and not _PERSON_BEFORE.search(text[: match.start()])
        ):
            continue
        # 两个福来: both who bear the name.
        count = _COUNTED.search(text[: match.start()])
        all_meant = len(ids) == 1 or (count is not None and len(ids) == _HOW_MANY[count[1]])
        yield Hit(match.start(), match.end(), Mention(ids if all_meant else None, How.NAME, match[0]))


def _by_title(text: str, pairings: Sequence[Paired]) -> Iterator[Hit]:
    families = {surname(who.name) for who in pairings}
    for match in _TITLED.finditer(text):
        family, title, old = match["sur"], match["title"], match["old"]
        if (
            (not title and not old)
            or match[0] in _NO_PERSON
            or (title and _GODS.search(text[: match.start()]))
            or (old == "老" and text[match.end() : match.end() + 1] in {"病", "话", "路"})
        ):
            continue
        if family not in families and (family not in COMMON and family not in COMPOUND):
            continue
        if old == "小" and not title:
            # 小李 is a colleague unless exactly one paired child bears the name.
            title_sort = YOUNG
            fitting = [who for who in pairings if surname(who.name) == family and (who.birth_year or 0) >= _CHILD_BORN]
            if (
                len(fitting) != 1
                or _NOT_BEFORE_TITLE.search(text[: match.start()])
                or text[match.end() : match.end() + 1] in {"学", "时", "心"}
            ):
                continue
        else:
            if title and title.startswith("家"):
                continue
            title_sort = ELDER if title == "老" else _with_prefix(old, sort_of(title or ""))
            fitting = [who for who in pairings if surname(who.name) == family and title_sort.fits(who)]
        if _NOT_BEFORE_TITLE.search(text[: match.start()]) and not fitting:
            continue
        if fitting:
            fitting = eldest(fitting, title or "")
            ids: tuple[int, ...] | None = (fitting[0].id,) if len(fitting) == 1 else None
            count = _COUNTED.search(text[: match.start()])
            if count and len(fitting) == _HOW_MANY[count[1]]:
                ids = tuple(who.id for who in fitting)
            yield Hit(match.start(), match.end(), Mention(ids, How.TITLE, match[0]))
        elif title not in {
            "同志",
            "师傅",
            "女士",
            "先生",
            "哥",
            "姐",
            "叔",
            "姨",
            "舅",
            "同学",
            "妹",
            "弟",
            None,
            "老",
            "残疾人",
        }:
            yield Hit(match.start(), match.end(), Mention(None, How.UNPAIRED, match[0]))


def _with_prefix(old: str | None, sort: Sort) -> Sort:
    if sort != Sort():
        return sort
    return OLD if old == "老" else YOUNG if old in {"尕", "小"} else sort


def _strangers(text: str, pairings: Sequence[Paired]) -> Iterator[Hit]:
    paired = {who.name for who in pairings}
    for match in _STRANGER.finditer(text):
        name = match["name"]
        rest = name[len(surname(name)) :]
        may_be = not set(rest) & _NOT_IN_NAME or name in _ANYBODY
        if name not in paired and may_be and (len(name) > 2 or surname(name) in COMMON):
            yield Hit(match.start("name"), match.end("name"), Mention(None, How.UNPAIRED, name))


def _without_overlaps(layers: Sequence[Sequence[Hit]]) -> list[Hit]:
    """Earlier layers win, within a layer the longer hit."""
    taken: list[Hit] = []
    covered: set[int] = set()
    for layer in layers:
        for hit in sorted(layer, key=lambda h: (h.start - h.end, h.start)):
            if covered.isdisjoint(range(hit.start, hit.end)):
                taken.append(hit)
                covered.update(range(hit.start, hit.end))
    return sorted(taken, key=lambda h: h.start)


def _undecided(hits: Iterator[Hit]) -> list[Hit]:
    """小艳 sounds like 小燕 and like 小雁: one of the two, nobody knows which."""
    spans: dict[tuple[int, int], list[Hit]] = {}
    for hit in hits:
        spans.setdefault((hit.start, hit.end), []).append(hit)
    return [_likeliest(same) for same in spans.values()]


def _likeliest(same: Sequence[Hit]) -> Hit:
    best = max(hit.nearness for hit in same)
    nearest = [hit for hit in same if hit.nearness == best]
    if len({hit.mention.ids for hit in nearest}) == 1:
        return nearest[0]
    return replace(nearest[0], mention=replace(nearest[0].mention, ids=None))


def mask(text: str, pairings: Sequence[Paired]) -> tuple[str, list[Mention]]:
    """The text with each naming as one character of the R range; mention i stands behind chr(FIRST + i)."""
    exact = list(_said_exactly(text, _spellings(pairings)))
    titled = list(_by_title(text, pairings))
    layers = [
        exact,
        list(said_in_latin(text, pairings)),
        [hit for hit in titled if hit.mention.how is not How.UNPAIRED],
        _undecided(said_by_sound(text, pairings)),
        list(said_nearly(text, pairings)),
        titled,
        list(_strangers(text, pairings)),
    ]
    hits = [hit for hit in _without_overlaps(layers) if not is_count(text, hit.start, hit.end)][: LAST - FIRST]
    pieces: list[str] = []
    mentions: list[Mention] = []
    at = 0
    for index, plain_hit in enumerate(hits):
        limit = hits[index + 1].start if index + 1 < len(hits) else len(text)
        hit = with_suffix(text, plain_hit, limit, pairings)
        pieces.append(text[at : hit.start] + chr(FIRST + len(mentions)))
        mentions.append(hit.mention)
        at = hit.end
    return "".join(pieces) + text[at:], mentions
