"""Walk through the clauses, carry person and day forward, and list what was done: one item an act, before merging."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.domain.understanding import danger, flags, gate, money, names, people, support
from bot.domain.understanding import dates as day_tokens
from bot.domain.understanding.acts import Act, acts_in
from bot.domain.understanding.clauses import Clause
from bot.domain.understanding.lexicon import HOUSE, INSTITUTION, D, M, R
from bot.domain.understanding.people import Whom

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bot.domain.understanding.dates import Day
    from bot.domain.understanding.model import Paired
    from bot.domain.understanding.money import Money
    from bot.domain.understanding.names import Mention
    from bot.domain.understanding.support import Given

_DONE = re.compile(r"了|过(?!去|来|年|节|几)|完|[一-鿿]好(?!像|好)|的$|刚|已|成功|到位")
_NOW_ME = re.compile(
    rf"我(?!妈|爸|说|问|听)|帮|给(?:{R}|[他她娃老])|送|{D}|上午|下午|晚上|中午|早上|又|顺便|随后|然后|还|当场|并|协助|同时|为|随即|立即|已"
)
_MINE = re.compile(
    "我(?:妈|爸|爹|娘|媳妇|老婆|老公|岳父|岳母|婆婆|公公|舅|姑|姨|叔|朋友|同学|亲戚|儿子|女儿|家娃|孩子)(?!说)"
)
_LATE = re.compile("上午|中午|晌午|下午|后晌|傍晚|晚")
_ALL_SHARE = re.compile("都|每人|每家|每户|每个人|一人|一家|一户|各|分别|两家|三家|几家")
_ALSO_THERE = re.compile(r"也(?:都)?在|都在|也见(?:了|到)")


@dataclass(frozen=True)
class Item:
    """One act or gift with its people and day. `said_day`/`said_whom`: in this clause or carried, not defaulted."""

    kind: str
    channel: str | None
    whom: Whom
    day: Day | None
    attempt: bool = False
    weak: bool = False
    policy: bool = False
    sure: bool = True
    sentence: int = 0
    clause: int = 0
    given: Given | None = None
    spread: bool = False
    anchored: bool = True
    fee: bool = False
    dated: bool = False


@dataclass
class Walk:
    """What the walk knows so far."""

    pairings: Sequence[Paired]
    mentions: Sequence[Mention]
    days: Sequence[Day]
    sums: Sequence[Money]
    late: bool
    yesterday: date | None
    items: list[Item] = field(default_factory=list)
    whom: Whom = Whom(None, found=False)
    day: Day | None = None
    counted: dict[str, int] = field(default_factory=dict)
    context: str = ""
    sentence: int = 0
    planned: bool = False
    habitual: bool = False
    third: bool = False
    reported: bool = False
    shared: bool = False
    place: int = -1
    stranger: bool = False
    dated: int = -1
    several: tuple[Day, ...] = ()
    paid: set[int] = field(default_factory=set)
    plan_seen: bool = False
    plan_days: list[Day] = field(default_factory=list)
    questions: set[int] = field(default_factory=set)
    plans: set[int] = field(default_factory=set)


def walk(clauses: Sequence[Clause], state: Walk) -> None:
    """Fill `state.items` from the clauses."""
    sentence = 0
    for index, clause in enumerate(clauses):
        sentence += clause.opens and index > 0
        if support.cadre_pays(clause.text):
            state.paid.add(sentence)
    for index, clause in enumerate(clauses):
        if clause.opens and index:
            state.sentence += 1
            state.planned = state.habitual = state.third = state.reported = False
            state.context = ""
        _clause(clause, index, state)
    _settle(state)


def days_in(text: str, days: Sequence[Day]) -> list[Day]:
    return [days[ord(c) - day_tokens.FIRST] for c in text if day_tokens.FIRST <= ord(c) <= day_tokens.LAST]


def _clause(clause: Clause, index: int, state: Walk) -> None:
    text = clause.text
    told = gate.reported_at(text)
    own_words = text if told is None or "我" in text[told:] else text[:told]
    if re.search(R, text):
        state.stranger = False
    elif _MINE.search(text):
        state.stranger = True
    said = [day for day in days_in(own_words, state.days) if not day.future and not day.implied]
    ahead = [day for day in days_in(text, state.days) if day.future]
    acts = acts_in(text)
    if not acts:
        said = _telling_days(said, text)
    who = _whom(text, state, acts=bool(acts) or bool(support.sums_in(text, list(state.sums))))
    asked = gate.is_question(text, clause.asks)
    if asked:
        state.questions.add(state.sentence)
    plan = _plan_at(text, state.days)
    if plan is not None:
        state.plan_seen = True
        state.plans.add(state.sentence)
        state.plan_days += ahead
    _take_person(who, state, aside=clause.aside)
    if said and not (plan is not None and text.find(chr(0)) >= 0):
        _take_day(
            said, text, state, alone=not acts and not gate.ATTEMPT.search(text) and not _gifts(text, state, peek=True)
        )
    if not acts:
        _place(text, state)
        _copy(text, who, said, index, state)
        if (
            re.match(R, text)
            and people.mentions_of(text, state.mentions)[0].kin
            and re.search("回来|来了|赶来|过来|放假", text)
            and "我" not in text
        ):
            state.third = True
        if gate.is_third_party(text, len(text)) and re.search("组织|安排|派人?|开展|搞", text) and "我" not in text:
            state.third = True
    live = [act for act in acts if _live(act, text, clause, state, plan=plan, asked=asked)]
    blocked = len(live) < len(acts)
    people_now = state.whom if who.found or state.whom.found else who
    _attempts(text, live, people_now, said, index, state)
    _record_acts(text, live, people_now, said, index, state)
    if not (blocked and not live) and not asked and not _hidden(text, state, plan=plan):
        for given in _gifts(text, state, peek=False):
            if _plan_before(text, given.at, plan):
                continue
            _record_gift(given, text, who, people_now, said, index, state)
    _refuse(text, state)
    _remember(text, acts, live, plan, state)


def _telling_days(said: list[Day], text: str) -> list[Day]:
    """Days of a clause in which nothing is done: a heading dates what follows, a story about others does not."""
    rest = re.sub(rf"{D}|{R}|家|早上|上午|中午|下午|晚上|到的|去的|的|那天|情况", "", text)
    if len(rest) <= 3:
        return said
    if flags.flags_in(text, danger.dangers_in(text)):
        return []
    return [day for day in said if day.value is not None]


def _plan_at(text: str, days: Sequence[Day]) -> int | None:
    places = [
        i
        for i, c in enumerate(text)
        if day_tokens.FIRST <= ord(c) <= day_tokens.LAST and days[ord(c) - day_tokens.FIRST].future
    ]
    marker = gate.plan_at(text)
    if marker is not None:
        places.append(marker)
    places += [
        i
        for i, c in enumerate(text)
        if day_tokens.FIRST <= ord(c) <= day_tokens.LAST
        and "周末" in days[ord(c) - day_tokens.FIRST].said
        and not days[ord(c) - day_tokens.FIRST].said.startswith("上")
        and not _DONE.search(text)
    ]
    told = gate.reported_at(text)
    if told is not None and "我" not in text[told:]:
        places = [place for place in places if place < told]
    return min(places) if places else None


def _plan_before(text: str, at: int, plan: int | None) -> bool:
    if plan is None:
        return False
    head = text[:plan]
    return plan <= at or not (_DONE.search(head) or re.search(D, head))


def _live(act: Act, text: str, clause: Clause, state: Walk, *, plan: int | None, asked: bool) -> bool:
    """Whether an act really took place and was the cadre's."""
    if act.kind != "difficulty_solved" and re.search("[替代]我", text[: act.end]):
        return False
    if asked or not act.done or (state.stranger and not re.search(R, text)):
        return False
    if _plan_before(text, act.start, plan):
        return False
    done = bool(_DONE.search(text))
    if state.planned and not (done or re.search(D, text)):
        return False
    habit = gate.habit_at(text)
    if (habit is not None and habit <= act.start) or (state.habitual and not (done and re.search(D, text))):
        return False
    if gate.negated(text, act.start, act.end) and not gate.ATTEMPT.search(text):
        return False
    if gate.is_third_party(text, act.start) and not _inbound(act, text):
        state.third = True
        return False
    if act.kind in {"visit", "deed"} and _kin_does(text, act.start, state):
        return False
    if state.third and not re.search("我|一起|一块", text):
        return False
    reported = gate.reported_at(text)
    if reported is not None and reported <= act.start and "我" not in text[reported : act.end + 2]:
        return False
    return not (
        state.reported
        and act.kind != "difficulty_solved"
        and not _NOW_ME.search(text)
        and not gate.SUCCESS.search(text)
    )


def _kin_does(text: str, at: int, state: Walk) -> bool:
    """宝宝他姑带他去看病了: the household's own doing. The kin stand as subject, the cadre does not appear."""
    for place, char in enumerate(text[:at]):
        if names.FIRST <= ord(char) <= names.LAST and state.mentions[ord(char) - names.FIRST].kin:
            before = text[place - 1 : place]
            return (
                before
                not in {"给", "跟", "和", "帮", "为", "替", "把", "陪", "看", "到", "去", "与", "带", "送", "教", "领"}
                and not re.search("我|一起|一块", text)
                and not re.match(f"{R}家|{R}那里", text[place:])
            )
    return False


def _inbound(act: Act, text: str) -> bool:
    """A household member who rings the cadre: contact, whoever started it."""
    return (
        act.kind == "contact"
        and re.search(
            r"(?:爷|奶|爸|妈|儿子|女儿|老伴|媳妇|孙|姑|舅|叔|婶|伯|监护人|家长|侄)[^,。]{0,8}(?:打|来|发|接|回)", text
        )
        is not None
    )


def _hidden(text: str, state: Walk, *, plan: int | None) -> bool:
    """Gifts of others, of habit, told by others, or planned."""
    if state.third or (state.planned and not _DONE.search(text)):
        return True
    if (
        gate.is_third_party(text, len(text))
        and not re.search("我", text)
        and not re.search("单位(?!的同事)|爱心(?:企业|人士)|企业|慈善|协会|商会|基金|捐", text)
    ):
        return True
    if _kin_does(text, len(text), state) and re.search("[给买送]", text):
        return True
    if gate.habit_at(text) is not None and not re.search(D, text):
        return True
    reported = gate.reported_at(text)
    if (
        reported is not None and not re.search("我", text[reported:]) and not re.search("给|送|买", text[:reported])
    ) or (state.reported and not _NOW_ME.search(text)):
        return True
    if gate.NEGATED.search(text) and not gate.ATTEMPT.search(text):
        return True
    return plan is not None and not _DONE.search(text[:plan]) and not re.search(D, text[:plan])


def _whom(text: str, state: Walk, *, acts: bool) -> Whom:
    who = people.whom(text, state.mentions, state.pairings)
    described = who.found and not people.mentions_of(text, state.mentions)
    if not described or not state.whom.found:
        return who
    carried = set(state.whom.ids or ())
    if who.ids and set(who.ids) < carried and re.search("给(?:老|奶|爷|娃|孩|大|阿|丫)", text):
        return who
    if not acts and not (state.whom.ids is None and who.ids and re.search("俩|[两三四2-4](?:个|位|家|户)", text)):
        return Whom(None, found=False)
    if who.guessed or who.ids is None:
        if who.ids is None or set(who.ids) <= carried or not acts or re.search("孙女|孙子|儿子|女儿", text):
            return Whom(None, found=False)
        fits = people.described(text, [p for p in state.pairings if p.id in carried] * 2)
        if fits is not None:
            return Whom(None, found=False)
    if who.ids and carried and set(who.ids) != carried and len(carried) > 1 and not acts:
        return Whom(None, found=False) if set(who.ids) < carried else who
    return who


def _take_person(who: Whom, state: Walk, *, aside: bool) -> None:
    if who.found and not aside:
        state.whom = who


def _take_day(said: list[Day], text: str, state: Walk, *, alone: bool) -> None:
    """The clause's day becomes the running day; a day alone also dates what stood before it without one."""
    state.day = _best(said)
    state.dated = state.sentence
    exact = tuple(day for day in said if day.value is not None)
    state.several = exact if alone and len(exact) > 1 else ()
    last = state.items[-1].clause if state.items else -1
    undated = [place for place, item in enumerate(state.items) if item.sentence == state.sentence and not item.dated]
    if alone and undated and not any(item.dated for item in state.items if item.sentence == state.sentence):
        for place in undated:
            state.items[place] = replace(state.items[place], day=state.day, dated=True)
        return
    if (
        (alone
        and state.items
        and not re.search(R, text))
        or (alone and state.items and all(item.day is None for item in state.items))
    ):
        if all(item.day is None or item.day.value is None for item in state.items if item.clause == last):
            state.items[:] = [
                replace(item, day=state.day) if item.day is None or item.day.value is None else item
                for item in state.items
            ]


def _best(said: list[Day]) -> Day:
    exact = [day for day in said if day.value is not None]
    return exact[-1] if exact else said[-1]


def _acts_days(said: list[Day], text: str, state: Walk) -> list[Day | None]:
    """3号和18号都打了电话: two days, two occasions. Otherwise one."""
    exact = [day for day in said if day.value is not None]
    if len(exact) > 1 and re.search(rf"{D}[^,。]{{0,2}}?(?:和|跟|、|还有|以及|,|与|\s)\s*{D}", text):
        return list(exact)
    if len(exact) > 1 and re.search(rf"{D}{D}", text):
        return list(exact)
    if said:
        return [_best(said)]
    if state.several:
        return list(state.several)
    if state.late and state.day is None and _LATE.search(text) and state.yesterday:
        return [day_tokens.Day(state.yesterday, text)]
    return [state.day]


def _copy(text: str, who: Whom, said: list[Day], index: int, state: Walk) -> None:
    """马哈麦家也是: the same for another person."""
    if (
        not who.found
        or not state.items
        or not re.search(rf"{R}(?:家|那边|那里)?(?:也|同样)(?:是|一样|有|去了|$)|{R}(?:家|那边)?(?:也)?一样", text)
    ):
        return
    last = state.items[-1].clause
    for item in [item for item in state.items if item.clause == last]:
        state.items.append(replace(item, whom=who, day=_best(said) if said else item.day, clause=index))


def _place(text: str, state: Walk) -> None:
    """A place in a clause of its own says where the visit before it went: 走访 学校."""
    if re.search(rf"(?:{R}|[他她])[^,。]{{0,4}}在[^,。]{{0,6}}(?:{INSTITUTION})", text):
        state.place = state.sentence
    if (
        state.items
        and state.items[-1].kind == "visit"
        and re.fullmatch(rf"(?:在|到)?(?:{D})?[一-鿿]{{0,4}}?(?:{INSTITUTION})", text)
    ):
        state.items[-1] = replace(state.items[-1], channel="institution")


def _record_acts(text: str, live: list[Act], who: Whom, said: list[Day], index: int, state: Walk) -> None:
    attempt = gate.ATTEMPT.search(text)
    success = gate.SUCCESS.search(text)
    sure = bool(
        _DONE.search(text)
        or re.search("上午|下午|中午|早上|晚上|刚", text)
        or any(not re.match("周|星期|礼拜", day.said) for day in said)
    )
    for act in live:
        failed = (
            bool(attempt)
            and not (success and attempt and success.start() > attempt.start())
            and act.kind in {"visit", "contact"}
        )
        persons = who
        if act.kind == "visit" and _ALSO_THERE.search(text) and state.items and who.ids:
            persons = _joined_by(who, state)
        channel = act.channel
        if act.kind == "visit" and state.place == state.sentence and not re.search(f"{HOUSE}|家里|屋里", text):
            channel = "institution"
        for day in _acts_days(said, text, state):
            state.items.append(
                Item(
                    act.kind,
                    channel,
                    persons,
                    day,
                    attempt=failed,
                    weak=act.weak,
                    policy=act.policy,
                    sure=sure,
                    sentence=state.sentence,
                    clause=index,
                    anchored=bool(said or re.search(R, text)),
                    fee=act.fee,
                    dated=bool(said) or state.dated == state.sentence,
                )
            )


def _joined_by(who: Whom, state: Walk) -> Whom:
    """送去的时候陈奶奶也在: those carried on and the one who was there too."""
    before = [i for item in state.items if item.sentence == state.sentence for i in item.whom.ids or ()]
    return replace(who, ids=tuple(dict.fromkeys([*before, *(who.ids or ())])))


def _attempts(text: str, live: list[Act], who: Whom, said: list[Day], index: int, state: Walk) -> None:
    """An attempt told in a clause of its own turns the act before it, or stands for one."""
    if any(act.kind in {"visit", "contact"} for act in live):
        return
    attempt = gate.ATTEMPT.search(text)
    if attempt is None:
        if gate.SUCCESS.search(text):
            _succeed(state)
        return
    if re.search("(?:手机|电话)也", text) and not any(item.kind == "contact" for item in state.items):
        return
    if (
        re.search("停机|关机|占线|空号|服务区|信号", attempt[0])
        and not re.search("打|联系|拨|电话(?!也)", text)
        and not any(item.kind == "contact" for item in state.items)
    ):
        return
    if (gate.plan_at(text) is not None and not _DONE.search(text)) or state.planned or state.habitual or state.third:
        return
    remote = (
        re.search(r"接|通|关机|停机|占线|空号|挂断|挂掉|挂了|联系|回|忙音|信号|服务区|理|回音|提示", attempt[0])
        is not None
    )
    kinds = {"contact"} if remote else {"visit"}
    day = _best(said) if said else state.day
    before = [item for item in state.items if item.kind in kinds and (item.day == day or (not said and item.day is None))]
    persons = set(who.ids or ())
    target = next(
        (item for item in reversed(before) if not persons or not item.whom.ids or persons <= set(item.whom.ids)), None
    )
    if target is not None and gate.SUCCESS.search(text) is None:
        state.items.remove(target)
        rest = tuple(i for i in target.whom.ids or () if i not in persons)
        if rest and persons and people.mentions_of(text, state.mentions):
            state.items.append(replace(target, whom=replace(target.whom, ids=rest)))
            state.items.append(replace(target, whom=who, attempt=True))
        else:
            state.items.append(replace(target, attempt=True))
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
    if remote and (previous := next((item for item in reversed(state.items) if item.kind == "contact"), None)):
        channel = previous.channel or channel
    if remote and re.search("微信", text):
        channel = "wechat"
    state.items.append(Item(kinds.pop(), channel, who, day, attempt=True, sentence=state.sentence, clause=index))


def _succeed(state: Walk) -> None:
    if state.items and state.items[-1].attempt:
        state.items[-1] = replace(state.items[-1], attempt=False)


def _gifts(text: str, state: Walk, *, peek: bool) -> list[Given]:
    counted = {**state.counted, **support.quantities(text)}
    if not peek:
        state.counted = counted
    return support.given_in(
        text, list(state.sums), counted, state.context, share=state.shared, paid=state.sentence in state.paid
    )


def _record_gift(given: Given, text: str, who: Whom, now: Whom, said: list[Day], index: int, state: Walk) -> None:
    if (
        not said
        and not people.mentions_of(text, state.mentions)
        and re.search(rf"[一每](?:{money.CLASSIFIER}){M}", text)
    ):
        earlier = [
            i
            for item in state.items
            if item.given is not None and item.given.yuan is None and item.sentence == state.sentence
            for i in item.whom.ids or ()
        ]
        if len(set(earlier)) > 1 and not (now.ids and len(now.ids) > 1):
            state.items.append(
                Item(
                    "given",
                    None,
                    Whom(tuple(dict.fromkeys(earlier)), found=True),
                    state.day,
                    sentence=state.sentence,
                    clause=index,
                    given=replace(given, each=True),
                    spread=True,
                )
            )
            return
    everybody = _ALL_SHARE.search(text) is not None and not people.mentions_of(text, state.mentions) and not said
    persons = now
    if everybody:
        ids = tuple(
            dict.fromkeys(i for item in state.items if item.kind in {"visit", "contact"} for i in item.whom.ids or ())
        )
        if len(ids) > 1:
            persons = Whom(ids, found=True)
    day = _best(said) if said else state.day
    state.items.append(
        Item(
            "given",
            None,
            persons,
            day,
            sentence=state.sentence,
            clause=index,
            given=given,
            spread=everybody and persons is not now,
        )
    )
    del who


def _remember(text: str, acts: list[Act], live: list[Act], plan: int | None, state: Walk) -> None:
    done = bool(_DONE.search(text))
    if plan is not None and not live:
        state.planned = True
    elif state.planned and live:
        state.planned = False
    if gate.habit_at(text) is not None and not live:
        state.habitual = True
    if re.search("我(?!妈|爸)", text) and live:
        state.third = False
    reported = gate.reported_at(text)
    if reported is not None:
        state.reported = True
    elif live:
        state.reported = False
    if re.search(
        rf"(?:都|各|也都)(?:送|给|带|拿|捎|发|买)[^,。]{{0,4}}一(?:{money.CLASSIFIER})|(?:每|一)(?:人|家|户|个娃|个老人)(?:[一-鿿]{{0,2}})?(?:一|两|三|各)|每人|每家|每户|人手",
        text,
    ):
        state.shared = True
    if (support.sums_in(text, list(state.sums)) and re.search("现金|慰问金|红包", text)) or (re.search("慰问(?!品)", text) and not re.search(support.GOODS, text)):
        state.context = "cash"
    elif re.search(
        rf"(?:{support.GOODS})[^,。]{{0,3}}?(?:[0-9]+|[一二两三四五六七八九十半])(?:{money.CLASSIFIER})", text
    ) or (
        (re.search(rf"(?:{support.GOODS})", text)
        and re.search("买|送|拿|带|捎|给|换|配|提|寄|一人|每人|一家", text))
        or re.search("(?:配|换|买|寄|下单|网购)了?[^,。]{0,3}(?:新的|[一-鿿]{0,3}副|过去)|下单", text)
    ):
        state.context = "goods"
    del acts, done


def _decide_later(state: Walk) -> None:
    """阿奶家的水窖…, 她俩一家一个: a group named later decides whom the title before it left open."""
    for place, item in enumerate(state.items):
        if item.whom.found and item.whom.ids is None and item.whom.unpaired is None:
            later = next(
                (
                    o.whom
                    for o in state.items[place + 1 :]
                    if o.sentence == item.sentence and o.whom.ids and len(o.whom.ids) > 1
                ),
                None,
            )
            if later is not None:
                state.items[place] = replace(item, whom=later)


def _refuse(text: str, state: Walk) -> None:
    """她死活不要: what was just offered was not given."""
    if support.refused(text):
        last = max(
            (item.clause for item in state.items if item.given is not None and item.sentence == state.sentence),
            default=None,
        )
        state.items[:] = [item for item in state.items if item.given is None or item.clause != last]


def _settle(state: Walk) -> None:
    """Acts told before the person was named get the first one named after; unsure acts before a plan are plans."""
    _decide_later(state)
    paid = {
        item.sentence
        for item in state.items
        if item.given is not None and item.given.sort == "cash" and item.given.yuan is not None
    }
    state.items[:] = [item for item in state.items if not (item.fee and item.sentence in paid)]
    named = next((item.whom for item in state.items if item.whom.found), state.whom if state.whom.found else None)
    if named is not None:
        state.items[:] = [replace(item, whom=named) if not item.whom.found else item for item in state.items]
    state.items[:] = [
        item
        for item in state.items
        if (item.sure or item.sentence not in state.plans) and (item.anchored or item.sentence not in state.questions)
    ]
