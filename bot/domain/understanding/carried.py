"""The running day: which day a clause speaks of, and which it hands on or back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.domain.understanding import danger, flags, gate
from bot.domain.understanding import dates as day_tokens
from bot.domain.understanding.lexicon import D, R
from bot.domain.understanding.state import DONE, Walk, best_of

if TYPE_CHECKING:
    from bot.domain.understanding.dates import Day
    from bot.domain.understanding.state import Walk

_LATE = re.compile("上午|中午|晌午|下午|后晌|傍晚|晚")
# 打了三次, on days not said.
_OFTEN = re.compile(
    r"(?<![第分])(?<!大病)(?<!大额)(?<![求说问讲嘱叨]了)(?<![求说问讲嘱叨]我)(?<![求说问讲嘱叨]了[我他她])(?:[2-9]|1\d|[两二三四五六七八九几])(?:次|回|趟|通|遍)(?!报销|补偿|供水|电话?都没|才|终|总|派|银|乡|镇|县|民)(?!.*(?:才|终于|总算))|[接送帮干教陪补跑修割收]了[两三四五六七八九几](?:天|个晚上)(?!假|就|学)"
)
# 来回跑了四趟才批下来, 人脸识别试了八次: one errand, however often one went for it.
_ONE_ERRAND = re.compile(
    r"来回|前后|前前后后|跑前跑后|[试拉搬运驮扛拨按扫量测][^,。]{0,3}[了的]?(?:[两二三四五六七八九十几]|\d+)[次趟回]|[东趟]|跑了"
)
# 去了两回,上午锁着,下午在: twice in one day.
_PARTS_OF_ONE_DAY = re.compile("(?:早上|上午|中午)[^。]{1,12}(?:中午|下午|后晌|晚上)")
_ONLY_DAYS = re.compile(
    rf"(?:分别|各|就|是|就是|为|那天|的|在|于|日期|时间|{D}|[、和跟与及,]|还有|一[次回趟]|头一[次回趟]|第[一二三]?[次回趟])+(?:的|那天|吧|左右|两天|两次|[两三四]天|各一[次回趟])?"
)
# 卓玛微信,瑶瑶电话都是周六.
_ALL_ON = re.compile(rf"都(?:是|在)?{D}(?:去的|打的|的)?$")


# 昨天半夜发高烧, 我开车送去医院: who falls ill is taken there the same day.
_TAKEN_IN = re.compile(
    "^(?!.*我(?:刚|今|凌晨))[^,。]{0,8}(?:拉|送|背|抱|驮)(?:着|上|去|到|进|[他她]|[\ue000-\ue7ff])[^,。]{0,8}(?:医院|卫生院|卫生室|诊所|急诊)|^我(?:路过|正好|碰巧)"
)


# 六一我不在, 提前…: why it was another day.
_BUSY = re.compile(
    rf"{D}(?:那天|当天)?(?:我|单位|局里)[^,。]{{0,6}}(?:不在|出差|开会|值班|有事|请假|休假|加班|学习|培训|检查|忙)"
)
# 前天起不给端饭了; 昨夜下大雪; 录取通知书昨天到的; 昨天入的院; 她昨天托我买的药.
_SINCE_THEN = re.compile(
    rf"{D}(?:起|开始)(?!的)|{D}(?:又|就|才|刚)?(?:入院|入的院)|{D}(?:让|叫|托|请|求|喊|催)我[^,。我]{{1,8}}的[^,。了过]{{1,6}}$"
)
_WEATHER = re.compile(
    rf"{D}(?:又|就|一直)?(?:下|刮|降)(?:了|起)?(?:一场|一夜|整夜)?(?:大|小|特大)?(?:雪|雨|风|暴雨|冰雹|霜)"
)
_OF_A_THING = re.compile(
    rf"(?:证|卡|通知书|通知|结果|批文|批复|快递|包裹|款|补助|补贴)(?:是)?{D}(?:就|才|刚|也)?(?:到|下来|批下来|寄到|出来|办下来|打下来|批)了?的?$"
)
_TIME_OF_ACT = re.compile(
    "^(?:前|头|上个?[月周星礼]|周末|[这本]个?月|[寒暑]假|[正冬腊斋]月|月[初中底末]|那几天|有一?[天次])"
)
_STATE = re.compile("^(?:不|没|老|总(?!结)|一直|又|还)|得很|的很")


def _flagged(text: str) -> bool:
    return bool(flags.flags_in(text, danger.dangers_in(text)))


def _taken_in(later: str) -> bool:
    """Whether what follows the sickness, and more of it, is the way to hospital."""
    for piece in later.split(","):
        if _TAKEN_IN.search(piece):
            return True
        if not _flagged(piece):
            return False
    return False


def telling_days(said: list[Day], text: str, later: str = "", *, held: bool = False) -> list[Day]:
    """Days of a clause in which nothing is done: a heading dates what follows, a story about others does not."""
    if _BUSY.match(text):
        return []
    if any(_NIGHT.search(day.said) for day in said) and _WEATHER.search(text):
        return []
    if _SINCE_THEN.search(text) or _OF_A_THING.search(text):
        return []
    rest = re.sub(rf"{D}|{R}|家|早上|上午|中午|下午|晚上|到的|去的|的|那天|情况", "", text)
    exact = any(day.value for day in said)
    if len(rest) <= 3 and (exact or not (_flagged(text) or _STATE.search(rest))):
        return said
    if re.search("没(?:有)?(?:回|来|去|到)", text) or (
        re.search("本人|[他她]自己|让[他她]|[他她](?:再)?去", text)
        and not DONE.search(text)
        and all(re.match("周|星期|礼拜", day.said) for day in said)
    ):
        return []
    if re.match(rf"{D}", text) and any(day.said.endswith(("那天", "当天")) for day in said):
        return said
    if _flagged(text) and not _taken_in(later):
        return []
    # Several evenings one after another are nobody else's story; nor is the time of what the second reading hears.
    return [
        day
        for day in said
        if day.value is not None or day.said.startswith(("连", "一连")) or (held and _TIME_OF_ACT.search(day.said))
    ]


def take_day(said: list[Day], text: str, state: Walk, *, alone: bool, aside: bool) -> None:
    """The clause's day becomes the running day; a day alone also dates what stood before it without one."""
    before = state.day
    state.day = best_of(said)
    state.dated = state.sentence
    exact = tuple(day for day in said if day.value is not None)
    state.several = exact if alone and len(exact) > 1 else ()
    last = state.items[-1].clause if state.items else -1
    undated = [place for place, item in enumerate(state.items) if item.sentence == state.sentence and not item.dated]
    last_items = [place for place, item in enumerate(state.items) if item.clause == last]
    if alone and last_items and len(exact) > 1 and _ONLY_DAYS.fullmatch(text) and _own_days(last_items, exact, state):
        if aside:
            state.day = before
        return
    if alone and aside and last_items and _ONLY_DAYS.fullmatch(text):
        for place in last_items:
            state.items[place] = replace(state.items[place], day=state.day, dated=True)
        state.day = before
        return
    if undated and _ALL_ON.search(text):
        for place in undated:
            state.items[place] = replace(state.items[place], day=state.day, dated=True)
        return
    if (
        alone
        and last_items
        and last == state.at - 1
        and state.items[-1].sentence == state.sentence
        and not state.own_day
        and _ONLY_DAYS.fullmatch(text)
    ):
        whom = state.items[-1].whom
        alike = [place for place in undated if state.items[place].whom == whom and state.items[place].day is None]
        for place in dict.fromkeys([*last_items, *alike]):
            state.items[place] = replace(state.items[place], day=state.day, dated=True)
        return
    if alone and undated and not any(item.dated for item in state.items if item.sentence == state.sentence):
        for place in undated:
            state.items[place] = replace(state.items[place], day=state.day, dated=True)
        return
    if (
        (alone and state.items and not re.search(R, text))
        or (alone and state.items and all(item.day is None for item in state.items))
    ) and all(item.day is None or item.day.value is None for item in state.items if item.clause == last):
        state.items[:] = [
            replace(item, day=state.day) if item.day is None or item.day.value is None else item for item in state.items
        ]


def _own_days(places: list[int], days: tuple[Day, ...], state: Walk) -> bool:
    """入户两次,分别为12月5日和12月23日: what was told once took place on each of the days."""
    if any(state.items[place].dated and state.items[place].day not in (None, *days) for place in places):
        exact = [state.items[place].day for place in places]
        if any(day is not None and day.value is not None for day in exact):
            return False
    told = [state.items[place] for place in places]
    for place in reversed(places):
        del state.items[place]
    state.items += [replace(item, day=day, dated=True) for day in days for item in told]
    return True


# 千家富刚通的电话.
_JUST = re.compile(rf"{R}(?:这边|那边)?(?:我)?刚(?:刚)?(?:通|打|去|看|走|送|联系|视频)")
# 昨晚滑倒了, 下午赶到医院: the day after the night.
_NIGHT = re.compile("晚上?$|夜里?$|半夜$|晚夕$")
_NEXT_PART = re.compile(
    "^(?:我|就|我就)?(?:一大早|一早|大清早|清早|清晨|早晨|早上|早起|上午|中午|晌午|下午|后晌|下班)(?!.*回家)"
)


def acts_days(kind: str, said: list[Day], text: str, state: Walk) -> list[Day | None]:
    """3号和18号都打了电话: two days, two occasions. Otherwise one."""
    exact = [day for day in said if day.value is not None]
    if len(exact) > 1 and re.search(rf"{D}[^,。]{{0,2}}?(?:和|跟|、|还有|以及|,|与|\s)\s*{D}", text):
        return list(exact)
    if len(exact) > 1 and re.search(rf"{D}{D}", text):
        return list(exact)
    if said and re.fullmatch(rf"[^我]*{D}[^我]*我(?:刚|今早|这会儿?)[^{D[1:-1]}]*", text):
        return [None]
    if said:
        return [best_of(said)]
    # 昨晚发烧, 我刚去看了; 昨晚暴雨, 我凌晨赶过去: today's, whatever day the story before had.
    if re.search("我(?:刚|凌晨|今早|一早|天没亮)", text) or _JUST.search(text):
        return [None]
    if (
        state.day is not None
        and state.day.value is not None
        and _NIGHT.search(state.day.said)
        and _NEXT_PART.search(text)
    ):
        return [replace(state.day, value=state.day.value + timedelta(days=1), said=text)]
    often = _OFTEN.search(text) if not _PARTS_OF_ONE_DAY.search(f"{text},{state.later()}") else None
    lessons = often is not None and kind == "deed" and (often[0].endswith("遍") or _ONE_ERRAND.search(text) is not None)
    lessons = lessons or (often is not None and re.search("手把手|来回|[教讲学]了", text) is not None)
    if state.day is None and often and not lessons and not gate.ATTEMPT.search(text):
        return [day_tokens.Day(None, text)]
    if state.several:
        return list(state.several)
    if state.late and state.day is None and _LATE.search(text) and state.yesterday:
        return [day_tokens.Day(state.yesterday, text)]
    return [state.day]
