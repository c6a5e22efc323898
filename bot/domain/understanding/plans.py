"""Where in a clause a plan begins, and whose plan it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.understanding import dates as day_tokens
from bot.domain.understanding import gate
from bot.domain.understanding.lexicon import D, R
from bot.domain.understanding.state import DONE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.understanding.dates import Day

# 周末想吃臊子面, 她过两天还我, 明天住院: theirs to do, with nobody else's doing in the clause.
_THEIR_PLAN = re.compile(
    rf"^(?:(?:{R}|[他她]|老人家?|老汉|娃|孩子|人家|腰|腿|身上)(?:们|家|也|又|都|就|还|自己|说|怕是?|可能|大概|肯定|估计|{D})*(?:要(?!是|不|去[^,。工学医县省外]|给|打|跑|走|抓紧|联系|看|补|入|上)|想(?!去看|给|办)|打算|准备(?!给|好)|计划(?!于|是)|会(?!去|是|议)|愿意|还我|还钱|来(?!得及)|上班|出结果|到账|住院|出院|复查|开学|放假|毕业|结婚|考试|过生日|做手术|直不起|疼)|{D}(?:想(?:吃|要|买|喝|去打|学)|要(?:考试|开学|上学|住院|手术|打工)|做手术|做$|手术|开学|考试|到期|放假|高考|中考|住院|腰|腿|来(?:$|[配装修量办测]|人)|上班|出结果|到账|开工|发下来))"
)
_OURS_TOO = re.compile(
    "我|咱|给[他她\ue000-\ue7ff]|帮|陪|带[他她\ue000-\ue7ff娃]|送[他她\ue000-\ue7ff娃]|接[他她\ue000-\ue7ff娃]|替|看[他她\ue000-\ue7ff]|看看|走访|入户|上门|慰问|问问|联系"
)
# 春节慰问, 中秋慰问品, 寒假作业: the feast only names the thing.
_NAMES_A_THING = re.compile(
    "(?:的)?(?:慰问|礼|年货|月饼|粽子|作业|补贴|补助|福利|物资|奖|到期|假期|学费|班|联欢|晚会|活动|专项|生活费|衣服|棉衣|新衣)"
)


# 下午给他送去, sent in the morning.
_LATER_TODAY = re.compile(
    "(?<![□])(?:下午|后晌|傍晚|晚上|晚)(?!饭|期|点|年|辈|报|回你|[^,。]{0,2}(?:听|睡|疼|咳|漏|冷|起|一个人|老|没人|响|看不))"
)
_TOLD_AS_DONE = re.compile("[了过]|的$|完|已|刚|昨|平时|每|总|老")
# 打电话让他记得去体检: what the recipient is to do.
_BIDDEN = re.compile(rf"(?:让|叫|嘱咐|叮嘱|叮咛|交代|催|喊|劝)(?:了)?(?:{R}|[他她]们?|老人家?|娃|孩子)(?!别|给我|陪我)")
# 打电话约好了: the call took place, the visit is to come.
_AGREED = re.compile("(?:说|约|商量|讲|定)好")


def _is_their_plan(text: str) -> bool:
    match = _THEIR_PLAN.match(text)
    return match is not None and _OURS_TOO.search(text.replace("还我", "还")) is None


def plan_at(text: str, days: Sequence[Day], *, morning: bool = False) -> int | None:
    """Where the plan begins. `morning`: sent before noon of a day that no earlier one is named beside."""
    places = [
        i
        for i, c in enumerate(text)
        if day_tokens.FIRST <= ord(c) <= day_tokens.LAST
        and days[ord(c) - day_tokens.FIRST].future
        and not _NAMES_A_THING.match(text[i + 1 :])
        and not _past_after_all(text, i, days)
        and not (len(text) == 1 and not re.match("明|后天|大后|下|改", days[ord(c) - day_tokens.FIRST].said))
    ]
    marker = gate.plan_at(text)
    if marker is not None:
        places.append(marker)
    if morning and not _TOLD_AS_DONE.search(text):
        said = re.sub(D, lambda m: "晚" if "晚" in days[ord(m[0]) - day_tokens.FIRST].said else "□", text)
        places += [m.start() for m in _LATER_TODAY.finditer(said)]
    places += [
        i
        for i, c in enumerate(text)
        if day_tokens.FIRST <= ord(c) <= day_tokens.LAST
        and "周末" in days[ord(c) - day_tokens.FIRST].said
        and not days[ord(c) - day_tokens.FIRST].said.startswith("上")
        and not DONE.search(text)
        and not re.search(f"{D}(?:去|来|到|在|跟|和|打)", text)
    ]
    if (
        re.match(rf"(?:{R}|他|她|老人|娃)(?:家)?(?:{D})?(?:自己|还|也|又|们)?(?:打算|准备|计划|想)(?!给我)", text)
        and "我" not in text
    ) or _is_their_plan(text):
        return None
    if re.search(rf"(?<!决)(?<!固)定(?:在|到|于){D}", text):
        places.append(0)
    places += [
        i
        for i, c in enumerate(text)
        if day_tokens.FIRST <= ord(c) <= day_tokens.LAST
        and days[ord(c) - day_tokens.FIRST].said.endswith("前")
        and re.match("把|要|得|再|必须|争取|一定", text[i + 1 :])
        and not re.search("了|过", text[i + 1 :])
    ]
    places += [
        i
        for i, c in enumerate(text)
        if day_tokens.FIRST <= ord(c) <= day_tokens.LAST
        and days[ord(c) - day_tokens.FIRST].value is None
        and re.match("把[^,。了过已]{2,14}[完好妥]$", text[i + 1 :])
    ]
    told = gate.reported_at(text)
    if told is not None and "我" not in text[told:]:
        places = [place for place in places if place < told]
    if bidden := _BIDDEN.search(text):
        places = [place for place in places if place < bidden.start()]
    return min(places) if places else None


def _past_after_all(text: str, at: int, days: Sequence[Day]) -> bool:
    """回头给他拎了箱牛奶: a vague 'later' with the deed done."""
    said = days[ord(text[at]) - day_tokens.FIRST]
    return (
        said.value is None
        and re.match("回头|等|待会|一会|改天|随后", said.said) is not None
        and re.search(r"^[^,。就再要去]{1,8}了", text[at + 1 :]) is not None
    )


def plan_before(text: str, at: int, plan: int | None) -> bool:
    if plan is None:
        return False
    head = text[:plan]
    if at < plan and _AGREED.match(text, plan) and re.search("电话|微信|视频|语音", head):
        return False
    return plan <= at or not (DONE.search(head) or re.search(D, head))
