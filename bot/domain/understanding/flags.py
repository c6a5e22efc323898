# ruff: noqa: E501 - the patterns are lists of words; broken lines would hide where a word stands
"""Signals about the recipient or the household, current at the time of the message. The words are in `signals`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.understanding import signals
from bot.domain.understanding.alarms import OUT_OF_SCHOOL, flags_of_alarm
from bot.domain.understanding.model import Intent
from bot.domain.understanding.words import any_of

if TYPE_CHECKING:
    from bot.domain.understanding.model import Reading, ReadRecord

_SIGNS = {
    "illness": (signals.ILLNESS, signals.NO_ILLNESS, signals.MENDED_ILLNESS),
    "dropout": (signals.DROPOUT, signals.NO_DROPOUT, signals.MENDED_DROPOUT),
    "unsafe_house": (signals.UNSAFE_HOUSE, signals.NO_UNSAFE_HOUSE, signals.MENDED_UNSAFE_HOUSE),
    "distress": (signals.DISTRESS, signals.NO_DISTRESS, signals.MENDED_DISTRESS),
    "living_alone": (signals.LIVING_ALONE, signals.NO_LIVING_ALONE, signals.MENDED_LIVING_ALONE),
}
_PATTERNS = {name: tuple(re.compile(words) for words in lists) for name, lists in _SIGNS.items()}
_ORDER = ("illness", "dropout", "abuse", "unsafe_house", "distress", "living_alone")
# What an acute danger says besides.
_OF_DANGER = (
    ("abuse", "abuse"),
    ("gas", "illness"),
    ("collapse", "illness"),
    ("gas", "unsafe_house"),
    ("fire", "unsafe_house"),
    ("house", "unsafe_house"),
    ("suicide", "distress"),
    ("missing", "living_alone"),
)
_POISONED = re.compile(
    "(?:喝|灌|吞|吃)(?:了|下|过|进)[^,。]{0,5}(?:药|敌敌畏|百草枯)|喝农药|洗胃|医院|抢救|割(?:了)?(?:手)?腕"
)
# Hurt by the beating, told of a part of the body.
_WOUNDED = re.compile(
    "(?:眼|脸|胳膊|腿|头|手|腰|背|鼻|嘴|身上)[^,。]{0,6}(?:抽烂|打烂|淌血|划痕|有血|磕在|青(?!一块)|肿|断|破|流血|出血|缝)|(?:眼|脸|额头|胳膊|腿|手|背|腰)[^,。身]{0,3}青一块|打断|打破|打肿|骨折|缝(?:了)?[^,。]{1,2}针|卫生院|医院|昏|抬不起"
)
# Marks of a beating; one who wants to die may have made them himself.
_MARKED = re.compile("一道一道|一道道|新伤|伤[^,。]{0,2}好?几处|扎了?个?(?:眼|洞|口)")
# The bottle was taken away in time.
_KEPT_FROM_IT = re.compile("(?:瓶子?|农药|药|绳子?)[^,。]{0,4}(?:收|藏|夺|抢下|拿走|锁)|要喝|准备了?农药")
_COLD = re.compile("冻")
# My aunt, a colleague, a sheep: not of the household.
_MY_OWN = any_of(
    "我(?:们)?(?:家)?(?:大|二|三|小|老|亲)?(?:妈|爸|爹|娘|媳妇|老婆|老公|对象|儿子|女儿|闺女|娃|孩子|姑|舅|姨|叔|婶|爷|奶|岳|哥|姐|弟|妹|外甥|侄|同学|同事|朋友|邻居) 我(?:们)?家的?(?:老人|老汉|老的|大人) 我(?:现在|听着|看着|也)?心(?:慌|疼|酸) 我们单位 我也 我自己 我(?:的|这)?(?:老)?(?:腰|腿|手|头|脚|胳膊|嗓子|牙|眼睛)"
)
_BEAST = any_of("羊 牛 马(?!上) 鸡 狗 猪 驴 骡子? 骆驼 猫 树 苗 庄稼 玉米 洋芋 苹果 核桃 果子")
_ELSEWHERE = re.compile(rf"要是|如果|万一|假如|怕(?:他|她|老人|娃)|的是我(?:$|不是)|{_MY_OWN}")
# 李建国家的牛病了.
_OF_A_BEAST = re.compile(
    rf"(?:[\ue000-\ue7ff]|他|她|老人)?(?:家)?(?:里)?的?(?:[尕小老母公]|牦)?{_BEAST}[^人他她]{{0,8}}"
)
_WENT = re.compile("去(?!向)|到(?!现在|处|底|天|晚)[\ue000-\ue7ff他她家]|敲|上门")
_RANG = re.compile("打(?!听|问|工)|拨")
# Who rings in tears tells of another's plight.
_CALLED_CRYING = re.compile("哭(?:着|喊着?)[^,。]{0,8}(?:打|电话)")
_SAD = re.compile("不说话|情绪|不想活|想不开|害怕")
_NAMED = re.compile("[\ue000-\ue7ff]")
_THEY = re.compile("[\ue000-\ue7ff他她娃]|老人|孩子")
_IF = re.compile("(?:要是|如果|万一|假如)")
_NOT_GONE = re.compile("没去成|没顾上|走不开|没能去|抽不开身")
# After a day's labour the back that aches is the cadre's own.
_LABOUR = re.compile(
    "扶了[^,。]{0,6}犁|犁|锯|钉|割|掰|背了|搬|挖|铲|劈|锄|拔|摘|掏|扛|砍|收|翻地|拉了|掐|剥|擦|刷|抬|卸|打了|铺|锯|浇|种"
)
_TIRED = re.compile(
    "(?:我|累得?)?(?:的|这)?(?:老)?(?:腰|腿|胳膊|手|手上|脚|肩膀?|脖子|浑身|嗓子|脸)[^,。他她\ue000-\ue7ff]{0,6}(?:疼|酸|软|直不起|抬不起|折|断|磨|起泡|扎|刺|晒|臭|哑)[^,。]{0,4}"
)
_CLAUSE = re.compile(r"[。!;\n,()\U0001f300-\U0001faff]|(?<=[?])|(?<![\d])\s")


def _signs_of(clause: str, *, laboured: bool) -> set[str]:
    mine = clause.find("我")
    told_of = clause if mine < 0 else clause[:mine]
    if _ELSEWHERE.search(clause) and not (_NAMED if mine < 0 else _THEY).search(told_of):
        return set()
    if _OF_A_BEAST.fullmatch(clause) or _IF.match(clause) or _NOT_GONE.search(clause):
        return set()
    found = {name for name, (told, none, _) in _PATTERNS.items() if told.search(clause) and not none.search(clause)}
    return found - {"illness"} if laboured and _TIRED.fullmatch(clause) else found


def flags_in(masked: str, dangers: tuple[str, ...] = ()) -> list[str]:
    """Flags in the order of the guidelines; what is mended later in the message is no flag."""
    found: set[str] = set()
    laboured = _LABOUR.search(masked) is not None
    for clause in _CLAUSE.split(masked):
        found |= _signs_of(clause.strip(), laboured=laboured)
    found = {name for name in found if not _PATTERNS[name][2].search(masked)}
    if "missing" in dangers and not OUT_OF_SCHOOL.search(masked):
        found.discard("dropout")
    if "collapse" in dangers and _CALLED_CRYING.search(masked) and not _SAD.search(masked):
        found.discard("distress")
    found |= {flag for kind, flag in _OF_DANGER if kind in dangers}
    if (
        "suicide" in dangers
        and (_POISONED.search(masked) or _WOUNDED.search(masked))
        and not _KEPT_FROM_IT.search(masked)
    ):
        found.add("illness")
    if "abuse" in dangers and (_WOUNDED.search(masked) or _MARKED.search(masked)) and not _COLD.search(masked):
        found.add("illness")
    return [name for name in _ORDER if name in found]


def alarmed(masked: str, raised: tuple[str, ...]) -> tuple[str, ...]:
    """The flags of an alarm of which no rule says what it is about."""
    found = flags_of_alarm(masked, frozenset(raised))
    return tuple(name for name in _ORDER if name in found)


def completed(reading: Reading, masked: str) -> Reading:
    """The reading with the flags of its alarm, also where no rule heard the danger."""
    if reading.intent is not Intent.UNSAFE_REPORT or reading.danger is not None:
        return reading
    found = alarmed(masked, reading.flags)
    if set(found) - set(reading.flags) != {"living_alone"}:
        return replace(reading, flags=found)
    # Who is sought and not found was not called on.
    kept = tuple(record for record in reading.records if not record.attempt_only or _tried(record, masked))
    return replace(reading, flags=found, records=kept)


def _tried(record: ReadRecord, masked: str) -> bool:
    return (_WENT if "visit" in record.kinds else _RANG).search(masked) is not None
