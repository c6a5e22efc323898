"""Tried and failed: an attempt told in a clause of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.understanding import gate, people, subjects
from bot.domain.understanding.lexicon import ORG, D, R
from bot.domain.understanding.state import DONE, Item, Walk, best_of

if TYPE_CHECKING:
    from bot.domain.understanding.acts import Act
    from bot.domain.understanding.dates import Day
    from bot.domain.understanding.people import Whom


# 他打来我没接上: his call, and nobody spoke.
CALLED_IN_VAIN = re.compile("(?:打|拨)(?:过)?来[^,。]{0,5}没(?:有)?(?:接|听)")
_NOBODY_TRIED = re.compile(
    CALLED_IN_VAIN.pattern
    + "|我[^,。]{0,4}没(?:有)?(?:答应|吭|吱|出声|回应|理)|(?:谁|人)(?:也|都)?不理|不理(?:人|大家|老师|同学)"
    + "|(?:钱|款|补|贴|费|金)[^,]{0,3}没(?:有)?打(?:上|到|下)|没(?:有)?找(?:着|到)(?=路|地方)"
    + "|人(?:没|不)在(?:里头|里面|底下)|^(?:人)?我?还没(?:有)?(?:见|联系)(?:着|上|到)(?:呢|人)?$"
)
# 骑马进去的: the way was barred, yet he got there.
_GOT_THROUGH = re.compile("(?:骑|走|爬|步行|绕|推|蹚|换)[^,。]{0,6}(?:上去|进去|过去|去|到)的")
ATTEMPTED = "没(?:有)?(?:联系|打|接|找)(?:上|通|到|着)"


def take_attempts(text: str, live: list[Act], who: Whom, said: list[Day], index: int, state: Walk) -> None:  # noqa: C901, PLR0911, PLR0912 - a ladder of rules, the first that applies
    """An attempt told in a clause of its own turns the act before it, or stands for one."""
    if any(act.kind in {"visit", "contact"} for act in live):
        return
    if re.match(f"{D}?(?:那天|当天)?我(?:正好|当时|刚好|又|也|都|那会儿?)*(?:不|没)在", text):
        # 她来找我, 我不在: nobody met.
        state.items[:] = [
            i for i in state.items if i.kind != "contact" or i.channel != "other" or i.clause != index - 1
        ]
        return
    attempt = gate.ATTEMPT.search(text)
    if attempt is None:
        if gate.SUCCESS.search(text):
            _succeed(who, said, index, state)
        return
    if _no_try(text, state) or (
        re.search("(?:手机|电话)也", text) and not any(item.kind == "contact" for item in state.items)
    ):
        return
    if (
        re.search("停机|关机|占线|空号|服务区|信号", attempt[0])
        and not re.search("打|联系|拨|电话(?!也)", text)
        and not any(item.kind == "contact" for item in state.items)
    ):
        return
    if gate.is_question(text, asks=False) or re.search("(?:钱|款|补贴|证|卡|批复)[^,]{0,3}没(?:有)?(?:见|到|收)", text):
        return
    if re.search(f"{ATTEMPTED}(?:{ORG})|一(?:次|回|面|趟)(?:也|都)没", text) and not re.search(
        R, text.rsplit("没", maxsplit=1)[-1]
    ):
        return
    following = state.told[index + 1].text if index + 1 < len(state.told) else ""
    if (
        re.search("在", attempt[0])
        and state.items
        and state.items[-1].kind == "contact"
        and state.items[-1].clause == index - 1
        and re.search("接(?:的|了|上|起)", following)
    ):
        return
    if re.search("从来|向来|每次|每回|平时|经常|老是不", text) and not said:
        return
    if (
        state.missing
        and re.search("见|在|人|找|寻", attempt[0])
        and not re.search("去(?!向)|到(?!现在|处|底|天|晚)[\ue000-\ue7ff他她家]|敲|上门", text)
    ):
        return
    if state.missing and not re.search("打|拨", text) and re.search("机|接|通|线|联系", attempt[0]):
        return
    if (gate.plan_at(text) is not None and not DONE.search(text)) or state.planned or state.habitual or state.third:
        return
    remote = (
        re.search(
            r"接|通|打不[进出]|关机|停机|占线|空号|挂断|挂掉|挂了|联系|回|忙音|信号|服务区|理|回音|提示|失败",
            attempt[0],
        )
        is not None
    )
    if re.search("动静|反应|不理|没人?应", attempt[0]) and state.items and state.items[-1].kind == "contact":
        remote = True
    kinds = {"contact"} if remote else {"visit"}
    day = best_of(said) if said else state.day
    before = [
        item
        for item in state.items
        if item.kind in kinds and (item.day == day or (not said and (item.day is None or item.day.value is None)))
    ]
    persons = set(who.ids or ())
    target = next(
        (item for item in reversed(before) if not persons or not item.whom.ids or persons <= set(item.whom.ids)), None
    )
    if target is not None and persons and not target.whom.ids and _told_of_others(target.sentence, persons, state):
        target = None
    if target is not None and gate.SUCCESS.search(text) is None:
        state.items.remove(target)
        rest = tuple(i for i in target.whom.ids or () if i not in persons)
        if rest and persons and people.mentions_of(text, state.mentions):
            state.items.append(replace(target, whom=replace(target.whom, ids=rest)))
            state.items.append(replace(target, whom=who, attempt=True))
        else:
            uncounted = target.day is not None and target.day.value is None and state.day is None
            state.items.append(replace(target, attempt=True, day=None if uncounted else target.day))
        return
    if target is not None or (gate.SUCCESS.search(text) and state.items):
        return
    if (
        not remote
        and re.search(r"不见|见(?:不|过)|出门|出去|外出|找不", attempt[0])
        and not people.mentions_of(text, state.mentions)
    ):
        return
    if gate.reported_at(text) is not None and not re.search("没人|没接|没打通", attempt[0]):
        return
    channel = "phone" if remote else "home"
    if not remote and state.items and state.items[-1].kind == "visit" and state.items[-1].sentence == state.sentence:
        channel = state.items[-1].channel or channel
    if (
        remote
        and "电话" not in text
        and (previous := next((item for item in reversed(state.items) if item.kind == "contact"), None))
    ):
        channel = previous.channel or channel
    if remote and re.search("微信|语音", text):
        channel = "wechat"
    if remote and "视频" in text:
        channel = "video"
    state.items.append(Item(kinds.pop(), channel, who, day, attempt=True, sentence=state.sentence, clause=index))


def found_at_last(act: Act, text: str, who: Whom, state: Walk) -> bool:
    """去了两趟都锁着门, 第三趟才碰上: the visit came off."""
    last = state.items[-1] if state.items else None
    if (
        last is None
        or not (last.kind == "visit" and last.attempt and last.sentence == state.sentence)
        or act.kind != "contact"
        or act.channel != "other"
        or (who.ids and last.whom.ids and set(who.ids) != set(last.whom.ids))
        or re.search("(?:第.|才|终于|总算|这才)[^,。]{0,6}[碰遇见]", text) is None
        or re.search("路|街|集|村口|单位", text)
    ):
        return False
    state.items[-1] = replace(last, attempt=False)
    return True


def _no_try(text: str, state: Walk) -> bool:
    """她要还钱, 我没接; 人不在村里: nothing was tried."""
    called = any(item.kind == "contact" and item.sentence == state.sentence for item in state.items)
    if re.search("我(?:就|又|也|都|是|可)?没(?:有)?接", text) and not called:
        return True
    if re.search("进不|过不|上不", text) and _GOT_THROUGH.search(state.later()):
        return True
    # 我没答应; 谁也不理; 直补没打上; 没找着路: nobody's door and nobody's telephone.
    if _NOBODY_TRIED.search(text):
        return True
    # 她大妈不在: the kin were out.
    if (
        re.search(f"(?:{subjects.KIN})(?:也|又|还|都|正好|刚好|今天|人)*(?:不|没)在", text)
        and not re.search(R, text)
        and not any(item.kind == "visit" and item.sentence == state.sentence for item in state.items)
    ):
        return True
    return bool(re.search("不在(?:村|本地|县|甘|省)", text)) and not re.search("去|到|跑|上门|敲", text)


def _told_of_others(sentence: int, persons: set[int], state: Walk) -> bool:
    """Somebody else was named between: the visit without a name was to him."""
    before = {i for item in state.items for i in item.whom.ids or ()} | set(state.named_before)
    return bool(before - persons) and sentence <= state.sentence


def _succeed(who: Whom, said: list[Day], index: int, state: Walk) -> None:
    """The attempt came to something; on another day it is a second try."""
    if not state.items or not state.items[-1].attempt:
        return
    last = state.items[-1]
    day = best_of(said) if said else state.day
    if day is not None and day != last.day and last.clause < index and (said or last.dated):
        whom = who if who.ids else last.whom
        state.items.append(replace(last, attempt=False, whom=whom, day=day, clause=index, dated=True))
        return
    state.items[-1] = replace(last, attempt=False)
