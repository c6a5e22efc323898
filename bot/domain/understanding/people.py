"""Whom a clause is about: named, described, as a group, or carried on from before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.understanding import asides, groups, households, names
from bot.domain.understanding.names import How, Mention
from bot.domain.understanding.numerals import number
from bot.domain.understanding.titles import DESCRIPTIONS, OLD_BORN, eldest, in_category, surname

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.understanding.model import Paired

_GROUP = re.compile(
    r"(?P<sur>(?![一二两三四五六几])[一-鿿]家)?(?P<some>其中|其他|另外)?(?:我的|这|那|我|咱)?(?:个)?(?P<all>所有|全部|全|每[个家户位]|各)?(?:的)?(?P<n>[一两二三四俩仨2-4])(?:个|位|户|家|名|(?<![两二2])口(?!子)|(?<=[俩仨])(?!日子|天|月|小时|钟头|次|回|趟|字|钱)|(?=人)|(?=老(?![师是板大二公婆年])))(?:结对|帮扶|特困|孤儿|残疾|困难|关爱)?(?P<what>老人|老汉|大娘|大爷|奶奶|爷爷|阿奶|阿爷|大叔|大婶|阿姨|老太太|老爷子|老奶奶|老大娘|女同胞|女同志|女的|男的|姐妹|兄弟|女娃|男娃|女孩|男孩|姑娘|小伙子?|[碎尕小]?娃娃?们?|姑姑|孩子|学生|丫头|小家伙|人|老(?![师是板大二公婆小少])|户|对象|重残|残疾人|孤儿|特困|帮扶户|结对户|联系户|亲戚)?(?:家)?"
)
_TWO = re.compile(
    r"[他她]?俩(?!日子|天|月|小时|钟头|次|回|趟|字|钱)(?:人|个|家|娃|老)?|双方|两家|都两家|两头(?=都|我|跑)|两边(?=都|我|跑)"
)
_ALL = re.compile(
    r"所有(?:的)?(?:人|户|对象|结对|帮扶|老人|孩子|娃)|全部(?:人|对象|走访|电话|联系|入户|都|看|跑|打|结对|帮扶)?|挨个|挨家|挨户|逐户|逐一|逐个|每(?:家|户|个人|位老人|个娃|个老人)(?!一|[0-9])|大(?:家伙儿?|伙儿?|家)(?:们)?(?:都|全)|全都|家家|户户|各家|娃们|孩子们|娃娃们|老人们|结对户都|帮扶户都|(?:我的?|我?这|那)几(?:个|位|户|家)|几(?:个|位|户|家)(?:老人|娃|孩子|人|对象|结对户|帮扶户)?(?:今天|昨天|上午|下午)?(?:都|全)|(?:我|包|联|结对|帮扶)的(?:户|人家|对象|帮扶户|结对户)(?:都|全|挨)"
)
_CHILD_WORDS = re.compile("娃|孩子|学生|丫头|孤儿|女孩|男孩|姑娘|小伙|小家伙")
_OLD_WORDS = re.compile("老$|老人|老汉|大娘|大爷|奶奶|爷爷|阿奶|阿爷|老太太|老爷子")
_MEN, _WOMEN = (
    re.compile("老汉|大爷|爷爷|阿爷|老爷子|大叔|男|兄弟|小伙"),
    re.compile("大娘|奶奶|阿奶|老太太|女|姑姑|丫头|大婶|阿姨|姐妹|姑娘"),
)
# 俩里头去看了一个.
_ONE_OF_THEM = re.compile("(?:俩|[两三四]个|[两三四][户家位])(?:里头|里面|当中|之中|中)[^,。]{0,8}一[个户家位]")
# 三个都发了, 两个一人一件.
_DISTRIBUTED = re.compile("(?:的)?(?:我|今天|昨天|[\uf000-\uf2ff]|也|已经?)*(?:都|全|各|每|一人|一家|一户|挨)")
_FAMILY = re.compile(r"([一-鿿])家(?![具里中人长属务电])")
_KIN_ALONE = re.compile(
    r"(?:娃娃?|孩子|小孩)(?:的|他|她|家)?(?:爷爷|奶奶|阿奶|阿爷|外爷|外婆|爸爸?|妈妈?|姑姑?|姑妈|大伯|大妈|叔叔?|婶婶?|舅舅?|姨|监护人|家长)|(?:监护人|家长)(?!会)"
)
_PRONOUN = re.compile(r"[他她](?!们?(?:说|家邻))|人家|老人家?|娃|孩子|老汉|双方")


# 她正为孩子上学犯愁: the child of the one spoken of.
_OF_SOMEBODY = re.compile("(?:[他她]家?的?|[他她][^,。我]{0,3}为了?|[\ue000-\ue7ff](?:的|正?为了?)|自己)$")
# 和王秀英一起去看李建国: she went with the cadre.
_IN_COMPANY = re.compile(
    rf"(?:带|领|(?:和|跟|同|与|陪)(?={names.R}(?:一起|一块|一道|一同|去)))(?:着|上|了)?{names.R}(?:一起|一块|一道|一同)?(?:去|到|过去)[^,。]{{0,3}}(?:看|看望|探望|慰问|走访)(?:了|望)?{names.R}"
)
# 打给玉清奶奶, 聊了聊辰辰开学的事: whom the talk was about.
_SPOKEN_ABOUT = re.compile(
    rf"^(?:又|还|主要|就|一起|顺便)*(?:聊(?:了聊|了会儿?|了|起|到)?|说(?:起|到)|提(?:起|到)|谈(?:起|到|了)){names.R}[^,。我]{{0,8}}(?:事|情况|学习|病|问题)(?:情)?$"
)
_AND = "(?:家)?(?:、|和|跟|与|还有|以及)"


@dataclass(frozen=True)
class Whom:
    """`ids` None is undecidable; `found` tells that the clause itself says whom."""

    ids: tuple[int, ...] | None
    found: bool
    guessed: bool = False
    unpaired: str | None = None
    kin_only: bool = False


def mentions_of(clause: str, mentions: Sequence[Mention]) -> list[Mention]:
    return [mentions[ord(c) - names.FIRST] for c in clause if names.FIRST <= ord(c) <= names.LAST]


def _named(found: Sequence[Mention]) -> Whom:
    unpaired = next((m.said for m in found if m.how is How.UNPAIRED), None)
    if any(m.ids is None for m in found):
        known = tuple(dict.fromkeys(i for m in found for i in m.ids or ()))
        if known and all(m.ids is not None or m.how is How.UNPAIRED for m in found):
            return Whom(known, found=True, guessed=any(m.how is How.SOUND for m in found), unpaired=unpaired)
        return Whom(None, found=True, unpaired=unpaired)
    ids = tuple(dict.fromkeys(i for m in found for i in m.ids or ()))
    return Whom(ids, found=True, guessed=any(m.how is How.SOUND for m in found), kin_only=all(m.kin for m in found))


def _fitting(what: str, pairings: Sequence[Paired]) -> list[Paired]:
    if _CHILD_WORDS.search(what):
        fitting = [p for p in pairings if p.birth_year is None or p.birth_year >= 2008]
    elif _OLD_WORDS.search(what):
        fitting = [p for p in pairings if p.birth_year is None or p.birth_year <= OLD_BORN]
    elif "残" in what:
        fitting = [p for p in pairings if "残疾" in p.category]
    else:
        fitting = list(pairings)
    gender = "男" if _MEN.search(what) else "女" if _WOMEN.search(what) else None
    return [p for p in fitting if gender is None or p.gender in {gender, None}]


def group(clause: str, pairings: Sequence[Paired]) -> Whom | None:  # noqa: C901, PLR0912 - a ladder of rules, the first that applies
    """两位老人, 三户, 挨个: all that fit when the number fits; None when no group is spoken of."""
    if len(pairings) > 1 and (kin := households.pair(clause, pairings)) is not None:
        return Whom(kin or None, found=True)
    if len(pairings) > 1 and _ONE_OF_THEM.search(clause):
        return Whom(None, found=True)
    if len(pairings) > 1 and (together := groups.counted(clause, pairings, _fitting)) is not None:
        return Whom(together, found=True)
    for match in _GROUP.finditer(clause):
        what = match["what"] or ""
        if groups.is_other_count(clause, match.start(), match.end()):
            continue
        if (
            not what
            and not re.search("[户家位口]", match[0][-2:])
            and match["n"] not in "俩仨"
            and not match["sur"]
            and not (len(pairings) > 1 and _DISTRIBUTED.match(clause, match.end()))
        ):
            continue
        if what == "家" or (match[0].endswith("口") and len(pairings) == 1):
            continue
        if match["n"] in "一1":
            continue
        count = int(number({"俩": "两", "仨": "三"}.get(match["n"], match["n"])) or 0)
        fitting = _fitting(what, pairings)
        if match["sur"]:
            fitting = [p for p in fitting if p.name.startswith(match["sur"][0])]
        if match["some"] or len(fitting) != count:
            if len(pairings) == count and not match["some"] and not what:
                return Whom(tuple(p.id for p in pairings), found=True)
            if what in {"人", "户", "对象", ""} and len(pairings) == 1:
                continue
            return Whom(None, found=True)
        return Whom(tuple(p.id for p in fitting), found=True)
    two = _TWO.search(clause)
    if len(pairings) > 1 and two is not None and not groups.is_other_count(clause, two.start(), two.end()):
        if len(pairings) == 2:
            return Whom(tuple(p.id for p in pairings), found=True)
        return Whom(None, found=True)
    if len(pairings) > 1 and (match3 := _ALL.search(clause)):
        fitting = _fitting(match3[0], pairings)
        return Whom(tuple(p.id for p in fitting) if len(fitting) > 1 else None, found=len(fitting) > 1)
    return None


def _told_apart(after: str, family: list[Paired]) -> list[Paired]:
    """安家老奶奶, 苗家那个娃: which one of a family, empty when the words fit none or several."""
    for pattern, sort, category in DESCRIPTIONS:
        if (match := pattern.match(after)) or (match := pattern.match(after.removeprefix("的").removeprefix("那个"))):
            fitting = eldest([p for p in family if sort.fits(p) and in_category(p, category)], match[0])
            if len(fitting) == 1:
                return fitting
    return []


def described(clause: str, pairings: Sequence[Paired]) -> Whom | None:  # noqa: C901, PLR0912 - a ladder of rules, the first that applies
    """A description, a family or a household word that fits exactly one of several pairings."""
    if len(pairings) < 2:
        return None
    for match in re.finditer(r"(?<![他她的\ue000-\ue7ff])(?:(姐姐|妹妹|姐(?=[\uf300-\uf5ff]))|(哥哥|弟弟))", clause):
        fitting = [p for p in pairings if (p.birth_year or 0) >= 2003 and p.gender == ("女" if match[1] else "男")]
        if len(fitting) == 1 and sum((p.birth_year or 0) >= 2003 for p in pairings) > 1:
            return Whom((fitting[0].id,), found=True, guessed=True)
    if (superlative := households.superlative(clause, pairings)) is not None:
        return Whom((superlative,), found=True, guessed=True)
    if _KIN_ALONE.search(clause):
        children = [p for p in pairings if (p.birth_year or 0) >= 2005]
        if len(children) == 1:
            return Whom((children[0].id,), found=True, guessed=True)
    for match in _FAMILY.finditer(clause):
        fitting = [p for p in pairings if surname(p.name) == match[1]]
        if len(fitting) > 1:
            fitting = _told_apart(clause[match.end() :], fitting) or fitting
        if fitting:
            return Whom((fitting[0].id,) if len(fitting) == 1 else None, found=True, guessed=True)
    for pattern, sort, category in DESCRIPTIONS:
        for match in pattern.finditer(clause):
            if _OF_SOMEBODY.search(clause[: match.start()]) and _CHILD_WORDS.search(match[0]):
                continue
            if re.search("[他她娃子]$", clause[: match.start()]) and re.match(
                "奶奶|阿奶|阿爷|爷爷|大爷|大娘", match[0]
            ):
                continue
            if re.match("(?:的)?(?:班主任|老师|校长|同学|他|她|家长会)", clause[match.end() :]):
                continue
            fitting = eldest([p for p in pairings if sort.fits(p) and in_category(p, category)], match[0])
            if len(fitting) == 1:
                return Whom((fitting[0].id,), found=True, guessed=True)
            if len(fitting) > 1:
                return Whom(None, found=True)
    return None


def _with_others(clause: str, named: Whom, pairings: Sequence[Paired]) -> Whom:
    """郝奶奶和两个孩子, 惠家、脱家、涵涵三户: those beside the one who is named; 一家三口: the whole household."""
    if (whole := re.search("(?<!两)([二三四2-4])口", clause)) and number(whole[1]) == len(pairings):
        return Whom(tuple(p.id for p in pairings), found=True)
    rest = [p for p in pairings if p.id not in (named.ids or ())]
    more: list[int] = []
    for match in re.finditer(rf"{names.R}{_AND}(?P<other>[^,。的{names.R[1:-1]}]{{1,6}})", clause):
        other = group(match["other"], rest) or described(match["other"], [*rest, *rest][: max(2, len(rest))])
        first = _DESCRIBED_FIRST.match(match["other"])
        if other is not None and other.ids and first is not None:
            more += other.ids
    for match in re.finditer(rf"(?P<other>[^,。的{names.R[1:-1]}]{{2,6}}){_AND}(?={names.R})", clause):
        other = described(match["other"], pairings)
        if other is not None and other.ids and _DESCRIBED_LAST.search(match["other"]):
            more += other.ids
    head = re.match(rf"(?P<families>(?:[一-鿿]家?(?:、|和|跟|与))+){names.R}", clause)
    if head:
        for family in re.findall("([一-鿿])家?(?:、|和|跟|与)", head["families"]):
            fitting = [p.id for p in pairings if surname(p.name) == family]
            more += fitting if len(fitting) == 1 else []
    return Whom(tuple(dict.fromkeys([*more, *(named.ids or ())])), found=True, guessed=named.guessed) if more else named


_DESCRIBED_LAST = re.compile(
    "(?:老汉|老人|老爷子|老太太|老奶奶|老大爷|大爷|大娘|奶奶|爷爷|阿奶|阿爷|阿婆|娃|孩子|丫头|姑娘)$"
)
_DESCRIBED_FIRST = re.compile(
    "(?:那|这)?[个位]?(?:[两三四俩二]|娃|孩|女|男|丫|姑|小|老|爷|奶|阿|大[娘爷]|[一-鿿]家(?:的|那个)?[娃老大阿奶爷女男姑])"
)


def _both_described(clause: str, pairings: Sequence[Paired]) -> Whom | None:
    """阿爷和女娃, 老汉、孤儿娃: two descriptions side by side."""
    for match in re.finditer(r"(?P<one>[一-鿿]{1,6})(?:家)?(?:、|和|跟|与)(?P<other>[一-鿿]{1,6})", clause):
        one, other = described(match["one"], pairings), described(match["other"], pairings)
        if (
            one is not None
            and other is not None
            and one.ids
            and other.ids
            and one.ids != other.ids
            and _DESCRIBED_FIRST.match(match["other"])
        ):
            return Whom((*one.ids, *other.ids), found=True, guessed=True)
    return None


def whom(clause: str, mentions: Sequence[Mention], pairings: Sequence[Paired]) -> Whom:
    """The people of one clause, before anything is carried on from earlier ones."""
    clause = asides.without(clause)
    found = mentions_of(clause, mentions)
    if not found and (place := re.search("前者|后者", clause)):
        people = list(dict.fromkeys(m.ids for m in mentions if m.ids))
        if len(people) > 1:
            return Whom(people[place[0] == "后者"], found=True)
    if found:
        # 孙女, 儿子 beside a person named are company, not recipients; kin count only when nobody else is named.
        own = [m for m in found if not m.kin] or found
        if len(own) == len(found) == 1 and len(mentions) > 1 and _SPOKEN_ABOUT.search(clause):
            return Whom(None, found=False)
        if len(own) == 2 and _IN_COMPANY.search(clause):
            own = own[1:]
        named = _named([*own, *(m for m in found if m.kin and m.ids is not None)] if own is not found else found)
        pair = households.pair(clause, pairings) if named.ids and len(pairings) > 1 else None
        if pair and set(pair) > set(named.ids or ()):
            return Whom(pair, found=True)
        if named.ids and len(pairings) > len(named.ids):
            named = _with_others(clause, named, pairings)
        return named
    if len(pairings) > 1 and (both := _both_described(clause, pairings)):
        return both
    return group(clause, pairings) or described(clause, pairings) or Whom(None, found=False)
