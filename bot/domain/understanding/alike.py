"""The same for another person, and the place of a visit, told in clauses of their own."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.understanding import people
from bot.domain.understanding.lexicon import HOUSE, INSTITUTION, OUTDOORS, D, M, R
from bot.domain.understanding.state import Walk, best_of

if TYPE_CHECKING:
    from bot.domain.understanding.act import Act
    from bot.domain.understanding.dates import Day
    from bot.domain.understanding.people import Whom
    from bot.domain.understanding.state import Walk


LISTED_SUM = re.compile(
    rf"{R}(?:家|那里|那边)?(?:也|又)?(?:是|给了?|送了?)?{M}(?:元|块|钱)?(?:的?(?:现金|慰问金|红包))?"
)
ROUND_SUM = re.compile(rf"(?:走访|看望|慰问|入户|探望)(?:了)?{R}(?:家)?{M}")


def same_act(text: str, who: Whom, index: int, state: Walk) -> None:
    """走访王秀英500元, 李建国300元: the same round, another sum."""
    mains = [item for item in state.items if item.kind in {"visit", "contact"} and item.clause < index]
    last = mains[-1] if mains else None
    between = state.told[last.clause + 1 : index] if last else ()
    if (
        last is None
        or not who.ids
        or set(who.ids) <= set(last.whom.ids or ())
        or not all(LISTED_SUM.fullmatch(clause.text) for clause in between)
        or not (ROUND_SUM.search(state.told[last.clause].text) or re.search(M, state.told[last.clause].text))
        or LISTED_SUM.fullmatch(text) is None
    ):
        return
    state.items.append(replace(last, whom=who, sentence=state.sentence, anchored=True))


_SAME = re.compile(
    rf"{R}(?:家|那边|那里)?(?:也|同样)(?:是|一样|有|去了|$|[两一1二][^,。]{{0,4}}$)"
    rf"|^{R}(?:家|那边|那里)?(?:的[一-鿿]{{0,5}})?也(?![^,。]*[没不说想要])[^,。]{{0,6}}(?:了|过|好|上)$|{R}(?:家|那边)?(?:也)?一样"
)


# 陈秀珍的年审今天弄好交了, 程秀珍的昨天就交了.
_DONE_TOO = re.compile(rf"{R}(?:家)?的?(?:{D}|也|就|都|又|早)*(?P<did>[一-鿿]{{1,2}})(?:了|的|过)")


def copy_act(text: str, who: Whom, said: list[Day], index: int, state: Walk) -> None:
    """马哈麦家也是: the same for another person."""
    if not who.found or not state.items:
        return
    last = state.items[-1].clause
    too = _DONE_TOO.fullmatch(text)
    if _SAME.search(text) is None and not (
        too
        and too["did"] in state.told[last].text
        and state.items[-1].kind == "deed"
        and not (set(who.ids or ()) & set(state.items[-1].whom.ids or ()))
    ):
        return
    for item in [item for item in state.items if item.clause == last and not (item.given and re.search(M, text))]:
        state.items.append(replace(item, whom=who, day=best_of(said) if said else item.day, clause=index))


_JOINED_WECHAT = re.compile("加(?:了|上)?(?:我|她|他)?的?微信|红包|朋友圈")
_SENT_BY = re.compile("(?:发|打|用|通过|是)的?(?P<how>微信|电话|视频|短信|语音)(?:说的|聊的)?")


def where(act: Act, text: str, state: Walk) -> str | None:
    """The channel of an act, by what the clauses beside it tell of the place and the means."""
    if act.kind == "visit" and state.place == state.sentence and not re.search(f"{HOUSE}|家里|屋里", text):
        return "institution"
    if act.kind != "contact" or act.channel is not None:
        return act.channel
    after = state.told[state.at + 1] if state.at + 1 < len(state.told) else None
    if after is not None and not after.opens and (told := _SENT_BY.fullmatch(after.text)):
        return _CHANNELS[told["how"]]
    before = state.told[state.at - 1] if state.at and not state.told[state.at].opens else None
    if before is None or any(item.kind == "contact" and item.sentence == state.sentence for item in state.items):
        return None
    if _JOINED_WECHAT.search(before.text):
        return "wechat"
    return "other" if re.search(OUTDOORS, before.text) and not re.search(f"{HOUSE}|电话|微信", before.text) else None


# Where somebody stays while he is visited: 住院第九天了; 学校运动会; 敬老院, 探视.
_STAYS = re.compile(
    rf"^(?:{R}|{D}|[他她]|老人|人|娃|又|也|还|正|在)*(?:住院(?!回来|部|费|手续|证明|报销)|转院|住(?:进|在|到)(?:了)?[^,。]{{0,4}}院)|做[^,。]{{0,4}}手术|做的手术"
)
# 搬到福利院了, 住养老院去了, 住县医院骨科, 在市二院躺着, 住校: of whoever is visited after.
_LIVES_THERE = re.compile(
    rf"(?:搬|转|送|住)(?:到|进|去|在|进去)?(?:了)?[^,。家]{{0,4}}(?:敬老院|养老院|福利院|幸福院|养护院|托养中心|供养中心|老年公寓|医院[一-鿿]{{0,2}}科|骨科|内科|外科|卫生[室院])(?:里|去)?(?:了|住|打|输|挂|$)|在[^,。家]{{0,4}}[院科室](?:里)?(?:躺|住)着|^(?:{R}|{D}|他|她|娃)*住校$|抢救室里|躺在(?:病床|[县市州])"
)
_AS_TOPIC = re.compile(
    rf"(?:{INSTITUTION})(?:里|食堂)?(?!打|来|说|通知|的?(?:老师|护工|医生|校长|院长)|那边|门口|离|放|组织|给|也给)"
)
_LEFT_IT = re.compile("出院|回来|好了|上次|去年|报销|手续|准备|要住|要做|老伴|儿子|媳妇|女儿|我")
_SCHOOL_DAY = re.compile(
    rf"(?:学校|班上|班里|幼儿园|{R}){D}?的?(?:运动会|开放日|家长会|文艺汇演|毕业典礼|表演|演出)|开家长会"
)
_PLACE_ALONE = re.compile(rf"(?:在)?(?:{D})?[一-鿿]{{0,4}}?(?:{INSTITUTION})")
_CHANNEL_ALONE = re.compile("(?:在|用|是|通过)?(?P<how>微信|电话|视频|短信|QQ|语音)(?:上|里|上说的|聊的|打的)?")
_CHANNELS = {"微信": "wechat", "语音": "wechat", "电话": "phone", "视频": "video", "短信": "sms", "QQ": "other"}


_MEANS = (
    (re.compile("(?<!嫌)(?<!不爱)(?<!不会)视频|腾讯会议|钉钉会议"), "video"),
    (re.compile("(?<!把我)(?<!删了我)微信(?!删)|(?<!英)语音|小?红包|朋友圈"), "wechat"),
    (re.compile("短信"), "sms"),
    (re.compile("(?<!接)(?<!看)(?<!个)电话|通上"), "phone"),
    (re.compile(f"(?:我|跟|和)[^,。]{{0,6}}{OUTDOORS}|{OUTDOORS}[^,。]{{0,8}}(?:我|跟|和)"), "other"),
)


def means(kind: str, text: str) -> str | None:
    """By what the talk went, where only the second reading heard one; a place outdoors is face to face."""
    if kind != "contact":
        return None
    return next((channel for words, channel in _MEANS if words.search(text)), None)


def _stays(text: str) -> bool:
    if _SCHOOL_DAY.search(text) or _PLACE_ALONE.fullmatch(text):
        return True
    if _LIVES_THERE.search(text) and re.search("我(?!们)|不(?:愿|想|肯)|打算|准备|没", text) is None:
        return True
    return _STAYS.search(text) is not None and _LEFT_IT.search(text) is None


_SAYS_MEANS = re.compile("电话|手机|座机|来电|致电|老年机|微信|语音|视频|短信|QQ|qq|钉钉")
_NO_CALL = frozenset({"wechat", "video", "other"})


def same_means(act: Act, text: str, *, whom: Whom, state: Walk) -> str | None:
    """By what a talk without means went on. 先没接, 后来他自己拨过来了; 跟欢欢也聊了: by that of the one before it."""
    said = _SAYS_MEANS.search(text[act.start : act.end])
    before = next(
        (
            i
            for i in reversed(state.items)
            if i.kind == "contact" and i.sentence == state.sentence and i.clause < state.at
        ),
        None,
    )
    if act.kind != "contact" or act.held or said or before is None:
        return None
    same = not whom.ids or set(whom.ids) <= set(before.whom.ids or ())
    if act.channel == "phone" and before.channel in _NO_CALL and same:
        return before.channel
    if act.channel is None and not same and re.search("也|又|接着|还", text):
        return before.channel
    return None


def place_told(text: str, state: Walk) -> None:
    """A place in a clause of its own says where the visit before it went: 走访 学校."""
    if _stays(text) or re.search(rf"(?:{R}|[他她])[^,。]{{0,4}}(?:在|住(?!院))[^,。]{{0,6}}(?:{INSTITUTION})", text):
        state.place = state.sentence
    if re.fullmatch(
        rf"(?:又|再|先|就|我|还|{D}|今天|上午|下午|是|应该是|而是)*(?:去|到|在|上|是)(?!不)[^,。家]{{0,8}}?(?:{INSTITUTION})(?:里|了|那边)?",
        text,
    ):
        state.place = state.sentence
    last = next((i for i in reversed(state.items) if i.given is None and i.sentence == state.sentence), None)
    if (
        last is not None
        and last.kind == "visit"
        and last.channel == "home"
        and (_PLACE_ALONE.fullmatch(text) or _AS_TOPIC.match(text))
        and not re.search(f"{HOUSE}|家里|屋里|入户|上门", state.told[last.clause].text)
        and (not people.mentions_of(text, state.mentions))
    ):
        state.items[state.items.index(last)] = replace(last, channel="institution")
    if (
        state.items
        and state.items[-1].kind == "visit"
        and not re.search(f"{HOUSE}|家里|屋里", state.told[state.items[-1].clause].text)
        and re.fullmatch(rf"(?:在|到)?(?:{D})?[一-鿿]{{0,4}}?(?:{INSTITUTION})", text)
    ):
        state.items[-1] = replace(state.items[-1], channel="institution")
    if (
        state.items
        and state.items[-1].kind == "contact"
        and state.items[-1].channel is None
        and (told := _CHANNEL_ALONE.fullmatch(text))
    ):
        state.items[-1] = replace(state.items[-1], channel=_CHANNELS[told["how"]])
