# ruff: noqa: E501 - the patterns are lists of words; broken lines would hide where a word stands
"""The changed fields of a correction: what stands after 改成, after 是 and not after 不是."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.understanding import people, support
from bot.domain.understanding.acts import contacts, visits
from bot.domain.understanding.deeds import deeds_in
from bot.domain.understanding.lexicon import INSTITUTION, R
from bot.domain.understanding.model import Patch
from bot.domain.understanding.state import days_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.understanding.dates import Day
    from bot.domain.understanding.model import Paired
    from bot.domain.understanding.money import Money
    from bot.domain.understanding.names import Mention

_OLD = re.compile(
    r"不是[^,。!?;\n]*?(?=[,。!?;\n\s]|(?:而)?是|应该|$)|(?:记|写|填|录|弄|输|搞)(?:错|成)(?:成|了)?[^,。!?;\n]{0,16}(?:了)?(?=[,。!?;\n\s]|$)|把[^,。]{1,14}?(?=改)|(?:昨天|今天|前天|上午|下午|刚才|刚刚|早上)?(?:的)?(?:那条|这条|上一?条|前一条|那笔)(?:记录)?|没让我进[^,。]*|从[^,。]{1,10}?(?=改)"
)
_NEW = re.compile(
    r"(?:改成|改为|更正为|更正成|应该是|应该|应为|应是|算|其实|而是|换成|改到|改|实际(?:上)?是?|其实是?|正确(?:的)?是|(?<!不)是)(?P<new>[^。!?;\n]*)"
)
_CHANNEL_WORDS: tuple[tuple[str, str, str], ...] = (
    ("视频", "contact", "video"), ("短信", "contact", "sms"), ("微信|语音", "contact", "wechat"), ("QQ|钉钉|碰见|办公室|单位来", "contact", "other"), ("电话", "contact", "phone"),
    (INSTITUTION, "visit", "institution"), ("走访|入户|上门|家里|家访|看望|慰问(?!金|品)|去的?家|去了?[他她]?家|探视|当面", "visit", "home"),
)  # fmt: skip


def patch_of(
    masked: str, mentions: Sequence[Mention], days: Sequence[Day], sums: Sequence[Money], pairings: Sequence[Paired]
) -> Patch | None:
    """The patch, None when the message names no new value."""
    new = _new_part(masked)
    kinds, channel = _kind(new, masked)
    old_kinds, _old_channel = _kind(" ".join(m[0] for m in re.finditer("不是[^,。]*", masked)), masked)
    if kinds == old_kinds:
        kinds = None
    if re.search("加上|补上|还(?:有|帮|办)|漏", masked) and deeds_in(new):
        kinds, channel = (("visit" if re.search("走访|入户|看望", masked) else "contact"), "deed"), None
    day = next((d.value for d in reversed(days_in(new, days)) if d.value is not None and not d.implied), None)
    amounts = support.sums_in(new, list(sums))
    fen = None
    if amounts and amounts[-1][1].value is not None:
        fen = round(amounts[-1][1].value * 100)
    sort = "cash" if re.search("现金|红包", new) else "goods" if re.search("物资|实物|东西|折合", new) else None
    who = _people(new, masked, mentions, pairings)
    if (
        who
        and not re.search("不是[^,。]*(?:电话|微信|视频|短信|走访|入户)", masked)
        and re.search("只|光|少|漏|一个人", masked)
    ):
        kinds, channel = None, None
    patch = Patch(kinds=kinds, channel=channel, date=day, amount_fen=fen, amount_type=sort, recipient_ids=who)
    return None if patch == Patch() else patch


def _new_part(masked: str) -> str:
    """The text without what it says is wrong."""
    without = _OLD.sub(" ", masked)
    found = [m["new"] for m in _NEW.finditer(without) if m["new"].strip(" ,了的")]
    return found[0] if found else without


def _kind(new: str, masked: str) -> tuple[tuple[str, ...] | None, str | None]:
    for words, kind, channel in _CHANNEL_WORDS:
        if re.search(words, new):
            if kind == "visit" and channel == "institution" and not re.search("电话|视频|微信", masked):
                return None, channel
            if (
                kind == "visit"
                and re.search("家里|家中", new)
                and not re.search("走访|入户|上门|电话|视频|微信|短信", masked)
            ):
                return None, channel
            return (kind,), channel
    if visits(new) and re.search("电话|微信|视频|短信|类型|方式", masked):
        return ("visit",), "home"
    if contacts(new):
        return ("contact",), contacts(new)[0].channel
    return None, None


def _people(new: str, masked: str, mentions: Sequence[Mention], pairings: Sequence[Paired]) -> tuple[int, ...] | None:
    if re.search("没(?:在|让)|不在", new) and not re.search("是|改", new):
        return None
    who = people.whom(new, mentions, pairings)
    if who.ids and (len(pairings) > 1):
        wrong = people.mentions_of(" ".join(m[0] for m in _OLD.finditer(masked)), mentions)
        about_person = (
            re.search(
                rf"(?:不是|记成|写成|对象|名字|人|改成|改为|应该是)[^,。]{{0,6}}{R}|{R}[^,。]{{0,6}}不是|人", masked
            )
            is not None
        )
        named_there = people.mentions_of(new, mentions)
        if wrong or about_person or not named_there:
            return tuple(sorted(who.ids))
    return None
