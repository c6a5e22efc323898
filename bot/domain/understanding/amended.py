# ruff: noqa: E501 - the patterns are lists of words; broken lines would hide where a word stands
"""Whether a message takes back or changes what is stored, and what it changes; and slips put right in the same breath."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.understanding import entries, gate, intents
from bot.domain.understanding.corrections import patch_of
from bot.domain.understanding.lexicon import D, M, R
from bot.domain.understanding.model import Intent, Paired, Patch, ReadRecord

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.understanding.reading import Masked

_SELF_REPAIR = re.compile(
    rf"(?P<wrong>(?:{D}|{R}|{M}))[^,。!?;\n]{{0,6}}?[,…\s.。]*[哦噢啊哎呃嗯]*[,\s]*(?:不是|不对|说错了?|错了|搞错了|记错了|写错了|不)(?:[,，…\s。]+|(?={D}|{M}|{R}(?!家?(?:[,。;]|$))))(?=(?:是|应该是|阳历|阴历|农历|公历)*(?P<right>{D}|{R}|{M}))"
)
# 王桂花家今天去了……哎不对是王贵华家: the right one in the place of the wrong.
_REPAIR_PERSON = re.compile(
    rf"{R}(?P<rest>(?:{D}|[^。!?;\n\ue000-\ue7ff]){{0,14}}?)(?:…+|\.{{2,}}|[,\s]+)[哎呀哦噢啊呃嗯喔]*[,\s]*(?:不对|不是|说错了?|错了|搞错了|弄错了|打错了|记混了?)[,…\s]*(?:应该|应)?是(?P<right>{R})(?:家|那里)?"
)
_IN_ONE_BREATH, _EARLIER = (
    re.compile("不对|说错|[哎噢哦啊嗯]不"),
    re.compile("有误|刚才?发|[那这上]一?条|给我?改|改了吧"),
)
_REPAIR_DATE = re.compile(rf"{D}[^,。\n]{{0,4}}?(?:…|\.{{2,}}|,)*\s*(?:不是|不对)[,，\s]*(?={D})")
# 在老王家……不是家里,寺门口碰上的.
_REPAIR_PLACE = re.compile(rf"(?<={R})[^,。…]{{0,3}}家里?(?:…+|\.{{2,}})[,\s]*(?:不是|不对)[^,。]{{0,3}}家里?[,\s]*")

_ASKS_HOW = re.compile(
    "怎样|怎么(?:设|改|处理|操作|弄|办|修|补|转|把|登记成|变成)|要紧|有影响吗|有没有关系|有关系吗|不会[^,。]{1,8}吧|会不会|(?:哪里?|哪儿)(?:点|能)?改|还能改|不用改(?:吧|吗|么)|还是[^,。]{0,4}(?:写|记|算|填|换)(?:成|了)|是不是也?算"
)
# 清真寺门口…不是家里: a slip of the tongue, put right before the message was sent.
_BREATH = re.compile(
    r"(?:…|\.{2,}|-{2,}|——|[哎噢哦嗯唉呃喔])[,\s…]*(?:我)?(?:说的|他们|她们|这)?(?:不是|不对|说错|打错|讲错|说岔|记岔|说反|错了|是)|[一-鿿],不对,|(?<=[一-鿿])(?:说|讲)错了,|(?:老|总|常|容易)(?:是)?(?:念|弄|搞|叫|记)(?:混|错)"
)
# 免得记混, 别弄混, 没记错的话: nothing is stored wrongly.
_NOT_MIXED = re.compile(
    "(?:别|不要|免得|省得|怕|别把)(?:再|又|给)?(?:我|你)?(?:弄|搞|记|念|认|看)(?:混|错|岔|反)|没(?:记|看|听|弄)错的话|没记错"
)
# 改成双层的, 改为线上: the plan or the notice changes a thing.
_PLANNED = re.compile("要是|如果|争取|打算|准备|计划|下个?月|下周|明天|年前|月底前|等[^,。]{1,8}(?:再|就)")
_REPLACED = re.compile(r"改成|改为|换成|应该|改|重新|重[记录填报写来发]|实际|其实|算[^,。]{1,6}不算")
# 撤了,我重新录: the writer will send it anew; 重写:… gives it at once.
_ANEW = re.compile("我(?:再|另外|待会儿?|一会儿?|晚点)?(?:重新?|再)(?:新)?(?:录|记|报|发|填|写|来)")
_GIVEN_ANEW = re.compile("重新?(?:写|记|报|录|发|填|来)(?:一下|一遍|一条)?[:,](?=[^,。]{3})")
_QUESTION = re.compile("怎么|咋|如何|能不能|可以(?:吗|改)|能(?:不能)?(?:改|删|撤)|哪里|吗[?]?$|在哪")
_DIRECTIONS = re.compile(
    "能[^,。]{1,12}(?:不|吗)[?]?$|能不能|可不可以|可以吗|找谁|问谁|怎么改|怎么办|咋改|咋办|如何|(?:哪里?|哪儿)改"
)


def repaired(text: str) -> str:
    """初三…不是,十月三号: what the writer took back is left out."""
    if intents.speaks_of_entry(text):
        return text
    text = _REPAIR_PLACE.sub(",", text)
    text = _REPAIR_PERSON.sub(lambda match: match["right"] + match["rest"], text)
    return _SELF_REPAIR.sub("", _REPAIR_DATE.sub("", text))


def _told_in_passing(text: str, masked: str) -> bool:
    """The words of a correction within a report, of a slip that nobody stored. The caller knows that it reports an act."""
    if entries.names_entry(text) or _EARLIER.search(text):
        return False
    return (repaired(masked) != masked and _IN_ONE_BREATH.search(text) is not None) or _BREATH.search(text) is not None


def _set_apart(text: str) -> bool:
    """Two names are only kept apart: 不是师常林,别弄混."""
    return _NOT_MIXED.search(text) is not None and not entries.names_entry(text) and _EARLIER.search(text) is None


def _only_asked(text: str, *, slip: bool, patched: bool) -> bool:
    """How an entry may be changed is asked, or whether it is wrong."""
    if re.search("(?:错|对)(?:了)?没(?:有)?[?]?$", text):
        return True
    if intents.is_trouble(text) and not re.search("应该|改", text) and not (patched and entries.names_entry(text)):
        return True
    if _ASKS_HOW.search(text) and (
        not patched or re.search("怎么(?:设|改|处理|操作|把|补|转)|会不会|不用改(?:吧|吗|么)|还是", text)
    ):
        return True
    return _DIRECTIONS.search(text) is not None or (not slip and _QUESTION.search(text) is not None)


def about_an_entry(
    text: str, masked: Masked, found: tuple[ReadRecord, ...], pairings: Sequence[Paired], *, planned: bool
) -> tuple[Intent, Patch | None] | None:
    """Undo and correction: only without a fresh report, or when the words speak of an entry.

    `text`: the message with only the names masked, cut to a sensible length. `planned`: it speaks of what is to come.
    """
    slip = entries.is_slip(text) or entries.sets_against(masked.text)
    undo = intents.is_undo(text) or entries.takes_out(text)
    if entries.is_errand(text) or (found and _told_in_passing(text, masked.text)) or _set_apart(text):
        return None
    correction = intents.is_correction(text) or slip or entries.may_be_slip(text)
    afresh = (found or planned) and entries.reports_afresh(masked.text)
    if not undo and (not correction or afresh or (not slip and _of_things_to_come(text))):
        return None
    patch = patch_of(masked.text, masked.mentions, masked.days, masked.sums, pairings)
    if _only_asked(text, slip=slip, patched=patch is not None):
        return None
    given_anew = undo and _GIVEN_ANEW.search(text) is not None
    if given_anew or (
        correction
        and (
            slip
            or intents.speaks_of_entry(text)
            or not found
            or re.search("不是[^,。]{1,10}[,，]?是|是[^,。]{1,14},?不是", text)
        )
    ):
        return _changed(text, masked.text, patch, undo=undo)
    if undo and (
        not found or entries.takes_out(text) or re.search("撤|删|取消|作废|不算|别记|误|重|遍|留|划|抹|清", text)
    ):
        return Intent.UNDO, None
    return None


def _of_things_to_come(text: str) -> bool:
    """争取年前换成双层的, 各单位改为线上: no entry is named."""
    return not entries.names_entry(text) and (_PLANNED.search(text) is not None or gate.is_forwarded(text))


def _set_right(text: str, masked: str) -> bool:
    """不是140,是104: not merely denied."""
    return entries.sets_against(masked) and re.search("(?<!不)(?<!而)是|该", text) is not None


def _changed(text: str, masked: str, patch: Patch | None, *, undo: bool) -> tuple[Intent, Patch | None]:
    """A correction, or an undo that names no right value."""
    if not undo:
        return Intent.CORRECTION, patch
    if _GIVEN_ANEW.search(text) and not _ANEW.search(text):
        return Intent.CORRECTION, patch
    if patch is None or _ANEW.search(text):
        return Intent.UNDO, None
    changed = entries.stored_wrongly(text) or entries.shifts(masked) or _set_right(text, masked)
    if (changed and not entries.withdraws(text)) or _REPLACED.search(text):
        return Intent.CORRECTION, patch
    return Intent.UNDO, None
