# ruff: noqa: E501 - the patterns are lists of words; broken lines would hide where a word stands
"""Acts that are only spoken of: dreamt, seen in a feed, somebody else's call, a meeting's subject; and talks told by their means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.understanding import gate, subjects
from bot.domain.understanding.lexicon import OUTSIDER, D, R
from bot.domain.understanding.words import any_of

if TYPE_CHECKING:
    from bot.domain.understanding.acts import Act
    from bot.domain.understanding.state import Walk

# Dreamt, thought, or a swindler's doing.
UNREAL = re.compile(
    any_of(
        "梦见 梦到 做梦 以为 冒充 假冒 骗子 (?<!防)(?<!反)(?<!防范)(?<!防电信)(?<!反电信)诈骗(?!知识|宣传|案例) (?<!防)(?<!被)骗(?:钱|老人) 差点儿?(?:就|去|把)?(?!没)"
    )
)
# Where somebody is in danger, who ran, carried and fetched is told of others unless the cadre stands there.
_HELPED = re.compile(
    "我|和村|一起|一道|一同|会同|去(?!世|年|向)|赶到|到了|看了|看到|看望|走访|入户|上门|家访|探|帮|陪|协助|联系了|对接|协调|报了|送了?[\ue000-\ue7ff他她娃]|[吐晕疼昏]送[去到]?[^,。]{0,2}(?:医院|卫生院)"
)
# 电话里乐呵呵的, 微信上劝了劝: the talk took place, whatever was told in it.
_BY_THE_MEANS = re.compile(
    rf"(?:就|都|在|刚|后来|又|还|上午|中午|下午|晚上|{D}|我)*(?:电话|微信|视频|语音|QQ|qq)(?:里头?|上|中)(?!学|看到|有人|卖|转)"
)
_NO_MEANS = re.compile("(?:没有?|不会|不用|没装|没开)$")
_WITH_MY_PHONE = re.compile("(?:拿|用|借)(?:了)?我的?(?:微信|手机|电话)")
# 走访的重点对象, 打电话这事: spoken of, not done.
_WHAT_IT_IS = re.compile("的?重?点?(?:对象|名单)|[^,。]{0,2}(?:这|那)(?:件|个)?事(?:情)?(?:我|还|也|,|$|就|一直|让|交)")
_HANDED_ON = re.compile("(?:这|那)(?:件|个)?事(?:情)?[^,。]{0,3}(?:交给|托给|让给|转给)")
_SOME = re.compile("有(?:个|些|的)?(?:干部|人|村子?|同志)")
# 在家里待了三天, 去学校报到了: where the recipient is, not where the cadre went.
_THEIR_STAY = re.compile(
    rf"^{R}[^,。我看]{{0,6}}在(?:家|屋|炕|医院|学校)[^,。我看]{{0,3}}(?:待|呆|躺|休息|睡|养|写|玩|等|一个人|自己)|^{R}(?:{D}|也|又|今早|早上)*(?:去|到|回)(?:了)?(?:学校|医院|敬老院|大学|高中|初中)(?:报到|上学|上课|报名|住|看病|念|了$)"
)
_FOR_THEM = re.compile(rf"{R}|[他她给帮替为把陪]|老人|娃|孩子|协助|联系|{D}")
# What somebody showed to everybody, and what one looked at there.
IN_A_FEED = re.compile(
    any_of(
        "朋友圈 刷到 刷抖音 刷视频 刷手机 点了?个?赞 点赞 直播 抖音上(?!跟|和|私|给|聊) 快手上(?!跟|和|私|给|聊) 转发 公众号 说说里?"
    )
)
_TOLD_ME = re.compile(r"给我(?:又|也|都|刚)?(?:打|发|来|回|拨)|@我|艾特我")
_WHEN = re.compile(
    rf"{D}|上午|下午|早上|中午|晚上|半夜|刚才?|又|也|还|就|都|后来|今早|一早|主动|突然|专门|特意|先|再|才|已经?|然后|结果|对方|[,。、\s]|[0-9一二两三四五六七八九十]+点半?多?|是|那边|说"
)
_THEM = re.compile(rf"{R}|[他她]|娃|孩子|老人|老汉|丫头|姑娘|学生|家里|监护人|家长|{subjects.KIN}|人家|对象|爷|奶|阿")
_GATHERING = re.compile(
    any_of(
        "工作?(?:推进|部署|培训|调度|总结|安排)?会议? 工作(?:方案|要求|通知|总结|简报|任务|汇报|材料|台账|信息)? 推进会 会议 培训 方案 总结 简报 制度 政策 活动方案"
    )
)


def _rung_by_outsider(act: Act, text: str) -> bool:
    """网管给我打的电话: somebody stands before 给我 who is neither the recipient nor of the household."""
    told = _TOLD_ME.search(text)
    if told is None or told.start() > act.end:
        return False
    who = _WHEN.sub("", text[: told.start()])
    return bool(who) and _THEM.search(who) is None


# 收到班主任微信: from somebody who is no recipient.
_FROM_OUTSIDER = re.compile(
    rf"(?:收到|接到|看到|接了|回了?)[^,。]{{0,4}}?(?:{R}的?)?(?:{OUTSIDER})[^,。{R[1:-1]}]{{0,3}}(?:微信|短信|电话|语音|消息|信息|视频)"
)


def _names_a_meeting(act: Act, text: str) -> bool:
    """走访工作推进会: the word only says what the meeting was about."""
    return _GATHERING.match(text[act.end :]) is not None and re.search(R, text) is None and act.kind != "deed"


def spoken_of(act: Act, text: str, state: Walk, *, plan: int | None, asked: bool) -> bool | None:
    """False: only spoken of. True: the talk took place, told by its means. None: the clause decides neither."""
    if state.acute and act.kind in {"visit", "deed"} and not _HELPED.search(text):
        return False
    if (
        _HANDED_ON.search(text)
        or _WHAT_IT_IS.match(text[act.end :])
        or (act.kind == "visit" and _THEIR_STAY.search(text))
        or _SOME.match(text)
    ):
        return False
    if act.kind == "contact" and (_NO_MEANS.search(text[: act.start]) or _WITH_MY_PHONE.search(text)):
        return False
    if act.kind == "contact" and not asked and plan is None and _BY_THE_MEANS.match(text) and not state.third:
        return True
    if gate.tells_how(text) and act.kind in {"visit", "contact"} and not asked:
        return True
    return False if _of_others(act, text) or _on_the_way_out(act, text, plan) else None


def _of_others(act: Act, text: str) -> bool:
    if UNREAL.search(text) or _names_a_meeting(act, text):
        return True
    return act.kind == "contact" and (
        IN_A_FEED.search(text) is not None or _rung_by_outsider(act, text) or _FROM_OUTSIDER.search(text) is not None
    )


def _on_the_way_out(act: Act, text: str, plan: int | None) -> bool:
    """鞋都换好了准备去: the cadre's own shoes."""
    return (
        act.kind == "deed"
        and plan is not None
        and re.match("准备|打算|正|想", text[plan:]) is not None
        and act.start < plan
        and not _FOR_THEM.search(text[:plan])
    )
