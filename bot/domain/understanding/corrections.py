# ruff: noqa: E501 - the patterns are lists of words; broken lines would hide where a word stands
"""The changed fields of a correction: what stands after 改成, after 是 and not after 不是."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.understanding import people, support
from bot.domain.understanding.acts import contacts, visits
from bot.domain.understanding.deeds import deeds_in
from bot.domain.understanding.lexicon import INSTITUTION, D, M, R
from bot.domain.understanding.model import Patch
from bot.domain.understanding.state import days_in
from bot.domain.understanding.things import GOODS
from bot.domain.understanding.words import any_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bot.domain.understanding.dates import Day
    from bot.domain.understanding.model import Paired
    from bot.domain.understanding.money import Money
    from bot.domain.understanding.names import Mention

_STORED = any_of("记 写 填 录 弄 输 搞 报 当 说 标 算 选 点 登 登记 发 存 打")
# What follows is what the entry says now, wrongly: 不是…, 记成…, 误写为…, 把…(改成), 没打….
_MARKS_OLD = any_of(
    rf"(?:而|并|也|都|绝|又)?不是 没(?=打|去|上门|入户|视频|发|走访) 误{_STORED}(?:为|成)? {_STORED}成(?:了)? {_STORED}错(?:成|为)(?:了)? 多(?:写|记|报|算|填)了?(?:一?个)? {_STORED}的是 (?:只|光|就|才)(?:给我)?(?!打(?:了|过)?(?:个)?电话){_STORED}了? {_STORED}(?:到|在)(?=[^,。]{{1,6}}(?:名下|头上|账上|身上|那)) (?:系统|台账|上面|后台)(?:里)?(?:显示|记|写)(?:的)?(?:是)? 原(?:来|先|本)?(?:是|{_STORED})(?:的是|成)? 以为是 (?:^|(?<=[,。\\s]))(?:从|把|将)(?!其实)",
)
# What follows is what it should say.
_MARKS_NEW = any_of(
    "改(?:正|口)?(?:成|为|到|作|回)? (?:调|挪|移|转|划|归)(?:给|到|成) 更(?:正|改)(?:为|成)? 变更为 换(?:成|作|为) 应(?:该|当)?(?:是|为|算|写|记|填)?(?:成|为)? 得(?:是|算) 才是 而是 其实(?:是)? 实际(?:上)?(?:是)? 真的?是 明明(?:是)? 准确(?:地)?说是 正确的?是 确切(?:地说)?是 算(?:是|成)? 就(?=[\ue000-\ue7ff](?:一个人|一个|一家|自己)) (?<!不)(?<!还)(?<!就)(?<!要)是"
)
_MARKED = re.compile(rf"(?P<old>{_MARKS_OLD})|(?P<new>{_MARKS_NEW})")
_PAUSE = re.compile(r"[,。!?;\n:()]|\s")
# 路转转那条的日期, 重阳节的那笔: which entry is meant; its day, people and sum are no news.
_WHICH = re.compile(
    rf"(?:^|(?<=[,。!?;\n\s把将给]))(?:我)?(?!不是|是)[^,。!?;\n\s]{{0,16}}?(?:(?:那|这|上一?|前一?|最后一?)(?:条|笔|次|回|个)|(?:记|录|报|填|发|登)的(?!是)(?:那)?(?:条|笔|个)?)(?:记录)?(?:的)?|{D}(?:的)?(?:走访|电话|视频|慰问|入户|联系)?(?:的)?(?:记录)?(?:的)?(?=(?:对象|金额|方式|类型|地点|渠道|慰问金|人)[^,。]{{0,4}}(?:应|改|是|错|不对))|{D}(?:的)?(?=(?:走访|电话|视频|微信|慰问|入户|家访|短信)[^,。]{{0,3}}(?:修改|改|更正|记成|写成))|{D}(?:的)?记录里?(?:的)?|(?:昨天|今天|前天|上午|下午|刚才|刚刚|早上)(?:的)?(?=记录|走访记录|电话记录)"
)
_PERSON_WRONG = re.compile(
    any_of(
        "记错人 搞错人 弄错人 写错人 认错人 人(?:[^,。]{0,4})(?:错|反|混|串) 对象 名字 姓名 联系人 张冠李戴 (?:写|记|填|录|报|弄)成(?:了)?[\ue000-\ue7ff]"
    )
)
_ABOUT_MONEY = re.compile("金额|钱|价|元|块|红包|慰问金|数额|数字|数目")
_CHANNEL_WORDS: tuple[tuple[str, str, str], ...] = (
    ("视频", "contact", "video"), ("短信", "contact", "sms"), ("微信|语音", "contact", "wechat"), ("QQ|钉钉|碰见|办公室|单位来", "contact", "other"), ("电话", "contact", "phone"),
    (INSTITUTION, "visit", "institution"), ("走访|入户|上门|家里|家访|看望|慰问(?!金|品)|去的?家|去了?[他她]?家|探视|当面", "visit", "home"),
)  # fmt: skip


@dataclass(frozen=True)
class _Parts:
    """The words of a correction: what is wrong, what is right, and what stands unmarked."""

    old: str
    new: str
    rest: str


def _parts(masked: str) -> _Parts:
    text = _WHICH.sub(" ", masked)
    found: dict[str, list[str]] = {"old": [], "new": [], "rest": []}
    marks = list(_MARKED.finditer(text))
    right = any(m["new"] and _said_until(text, m, marks) for m in marks)
    at = 0
    for mark in marks:
        found["rest"].append(text[at : mark.start()])
        said = _said_until(text, mark, marks)
        # 填成周五吧, 不是周六: with no other word for it, this is the right value.
        asked = (
            bool(mark["old"]) and not right and re.search("成(?:了)?$|的是$", mark[0]) is not None and "不是" in text
        )
        found["new" if mark["new"] or asked else "old"].append(said)
        at = mark.end() + len(said)
    found["rest"].append(text[at:])
    return _Parts(*(" ".join(piece for piece in found[sort] if piece) for sort in ("old", "new", "rest")))


def _said_until(text: str, mark: re.Match[str], marks: Sequence[re.Match[str]]) -> str:
    """The words behind a mark, up to the next mark or pause."""
    end = min((m.start() for m in marks if m.start() >= mark.end()), default=len(text))
    start = mark.end() + (len(text[mark.end() : end]) - len(text[mark.end() : end].lstrip()))
    pause = _PAUSE.search(text, start, end)
    return text[mark.end() : pause.start() if pause else end]


def patch_of(
    masked: str, mentions: Sequence[Mention], days: Sequence[Day], sums: Sequence[Money], pairings: Sequence[Paired]
) -> Patch | None:
    """The patch, None when the message names no new value."""
    parts = _parts(masked)
    new = parts.new if re.sub(r"[了的吧啊呢一下\s]", "", parts.new) else parts.rest
    day = _day_told(parts.new or (new if days_in(parts.old, days) else ""), days)
    fen = _sum(new, masked, sums)
    if fen is None and new != parts.rest:
        fen = _total(parts.rest, sums)
    sort = (
        "cash" if re.search("现金|红包|转账", new) else "goods" if re.search("物资|实物|东西|折合|物品", new) else None
    )
    if sort is None and re.search(_SORT_WORDS["cash"], parts.old) and re.search(f"买的|{GOODS}", new):
        sort = "goods"
    if sort is not None and re.search(_SORT_WORDS[sort], parts.old):
        sort = None
    who = _people(new, parts, masked, mentions, pairings)
    about_people = bool(who) and _about_people(parts, masked, mentions)
    kinds, channel = _act(
        new, parts, masked, sums, plain_day=not parts.new.strip() and day is not None, about_people=about_people
    )
    # 昨天报的是入户,实际只打了电话: a day beside the value that changes tells which entry is meant.
    if day is None and (_DAY_WRONG.search(masked) or (kinds, channel, fen, sort, who) == (None,) * 5):
        day = _day_told(new, days) or _day_told(parts.rest, days)
    patch = Patch(kinds=kinds, channel=channel, date=day, amount_fen=fen, amount_type=sort, recipient_ids=who)
    return None if patch == Patch() else patch


def _about_people(parts: _Parts, masked: str, mentions: Sequence[Mention]) -> bool:
    """Whether only the people were wrong, whatever act is named besides."""
    return (
        (not parts.new.strip() and bool(people.mentions_of(parts.old, mentions)))
        or (
            re.search("只|光|少|漏|一个人", masked) is not None
            and not re.search("不是[^,。]*(?:电话|微信|视频|短信|走访|入户)", masked)
        )
        or (_PERSON_WRONG.search(masked) is not None and _kind(parts.old, masked) == (None, None))
    )


def _act(
    new: str, parts: _Parts, masked: str, sums: Sequence[Money], *, plain_day: bool, about_people: bool
) -> tuple[tuple[str, ...] | None, str | None]:
    """The kinds and the channel that change. `plain_day`: a day is set against another and nothing else is."""
    kinds, channel = _kind(new, masked)
    wrong = _kind(parts.old, masked)
    if kinds == wrong[0]:
        kinds = None
    if re.search("加上|补上|还(?:有|帮|办)|漏", masked) and deeds_in(new) and _sum(new, masked, sums) is None:
        kinds, channel = (("visit" if re.search("走访|入户|看望", masked) else "contact"), "deed"), None
    if kinds is not None and (
        (kinds == ("contact",) and re.search("渠道|联系方式", masked))
        or (kinds == _kind(parts.rest, masked)[0] and new != parts.rest)
    ):
        kinds = None
    if about_people or plain_day:
        kinds, channel = None, None
    # 应该是辛守业,微信,不是电话: the right channel stands unmarked.
    if (kinds, channel) == (None, None) and new != parts.rest and wrong[1] is not None:
        kinds, channel = _kind(parts.rest, masked)
        kinds = None if kinds == wrong[0] else kinds
    return kinds, channel


_DAY_WRONG = re.compile("重(?:记|发|报|填|录|写)|日期|日子|时间|哪天|几号|前一天|后一天|早一天|晚一天")
_IN_ALL = re.compile(rf"(?:合计|合起来|合在一起|一共|总共|共|折价|折合|价值|金额|算下来)(?:是|应该是|为)?(?P<sum>{M})")


def _day_told(words: str, days: Sequence[Day]) -> date | None:
    """The last exact day of the words."""
    told = (d.value for d in reversed(days_in(words, days)) if d.value is not None and not d.implied)
    return next(told, None)


def _total(words: str, sums: Sequence[Money]) -> int | None:
    """改成两个人的,合计240: the sum that goes with the change."""
    told = _IN_ALL.search(words)
    amount = support.sums_in(told["sum"], list(sums))[0][1].value if told else None
    return None if amount is None else round(amount * 100)


_SORT_WORDS = {"cash": "现金|红包|转账", "goods": "物资|实物|东西|物品"}


def _sum(new: str, masked: str, sums: Sequence[Money]) -> int | None:
    amounts = support.sums_in(new, list(sums))
    if amounts and amounts[0][1].value is not None:
        return round(amounts[0][1].value * 100)
    bare = re.search(r"(?<![0-9.])([0-9]{1,6}(?:\.[0-9]{1,2})?)(?![0-9号日月点次])", new)
    if bare is None or amounts or not _ABOUT_MONEY.search(masked):
        return None
    return round(float(bare[1]) * 100)


def _kind(new: str, masked: str) -> tuple[tuple[str, ...] | None, str | None]:
    if only := re.search("(办实事|实事)|(解决困难|解决问题)", new):
        return ("deed",) if only[1] else ("difficulty_solved",), None
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


def _people(
    new: str, parts: _Parts, masked: str, mentions: Sequence[Mention], pairings: Sequence[Paired]
) -> tuple[int, ...] | None:
    if re.search("没(?:在|让)|不在", new) and not re.search("是|改", masked):
        return None
    if re.search("漏|少(?:了|记|写|报)", masked) and re.search("一?个人|也(?:在|去|看)|俩|都算", masked):
        # 漏了一个人,她也在: the one left out joins the other.
        return tuple(p.id for p in pairings) if len(pairings) == len("俩人") else None
    if re.search(rf"(?:和|跟|与|加上?){R}(?:两|俩)", masked):
        joined = people.whom(masked, mentions, pairings)
        return tuple(sorted(joined.ids)) if joined.ids else None
    who = people.whom(new, mentions, pairings)
    if not who.ids:
        return None
    person_wrong = _PERSON_WRONG.search(masked) is not None
    if len(pairings) == 1:
        return tuple(who.ids) if person_wrong and people.mentions_of(new, mentions) else None
    # 姬老师是打的电话: the name is only the topic, unless another one is taken back or the person is said to be wrong.
    if person_wrong or people.mentions_of(parts.old, mentions) or not people.mentions_of(new, mentions):
        return tuple(sorted(who.ids))
    alone = _kind(new, masked) == (None, None)
    return tuple(sorted(who.ids)) if alone and parts.new and re.search(R, parts.new) else None
