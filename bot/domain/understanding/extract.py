"""Walk through the clauses, carry person and day forward, and list what was done: one item an act, before merging."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.understanding import gate, money, people, prices, subjects, support, things
from bot.domain.understanding.acts import Act, acts_in
from bot.domain.understanding.attempts import take_attempts
from bot.domain.understanding.carried import acts_days, take_day, telling_days
from bot.domain.understanding.company import all_told, joined_by, only_named
from bot.domain.understanding.followed import answered, fulfilled
from bot.domain.understanding.gifts import continues, gifts_in, record_gift, same_for_all, take_back_refused
from bot.domain.understanding.lexicon import HOUSE, INSTITUTION, D, M, R
from bot.domain.understanding.people import Whom
from bot.domain.understanding.plans import plan_at, plan_before
from bot.domain.understanding.prices import is_price_only
from bot.domain.understanding.reality import is_hidden, is_live
from bot.domain.understanding.settle import settle
from bot.domain.understanding.state import DONE, Item, Walk, best_of, days_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.understanding.acts import Act
    from bot.domain.understanding.clauses import Clause
    from bot.domain.understanding.dates import Day
    from bot.domain.understanding.people import Whom

_MINE = re.compile(
    "我(?:妈|爸|爹|娘|媳妇|老婆|老公|岳父|岳母|婆婆|公公|舅|姑|姨|叔|朋友|同学|亲戚|儿子|女儿|家娃|孩子)(?!说)"
)
_SORTS = frozenset({"cash", "goods"})
_ALSO_THERE = re.compile(r"也(?:都)?在|都在|也见(?:了|到)")


def walk(clauses: Sequence[Clause], state: Walk) -> None:
    """Fill `state.items` from the clauses."""
    state.told = clauses
    for sentence, text in state.sentences():
        if support.cadre_pays(text):
            state.paid.add(sentence)
        if support.hands_over(text):
            state.giving.add(sentence)
    for index, clause in enumerate(clauses):
        if clause.opens and index:
            state.sentence += 1
            state.planned = state.habitual = state.third = state.reported = False
            state.context = ""
        _clause(clause, index, state)
    settle(state)


def _clause(clause: Clause, index: int, state: Walk) -> None:  # noqa: C901, PLR0912, PLR0915 - a ladder of rules, the first that applies
    text = clause.text
    state.at = index
    told = gate.reported_at(text)
    own_words = text if told is None or "我" in text[told:] else text[:told]
    if re.search(R, text):
        state.stranger = False
    elif _MINE.search(text):
        state.stranger = True
    said = [day for day in days_in(own_words, state.days) if not day.future and not day.implied]
    ahead = [day for day in days_in(text, state.days) if day.future]
    acts = acts_in(text)
    if not acts and not gifts_in(text, state, peek=True):
        said = telling_days(said, text)
    who = _whom(text, state, acts=bool(acts) or bool(support.sums_in(text, list(state.sums))))
    asked = gate.is_question(text, clause.asks)
    if asked:
        state.questions.add(state.sentence)
        state.asking.add(index)
    plan = None if is_price_only(text) else plan_at(text, state.days)
    if plan is not None and state.reported and not ahead and re.match("(?:还|就|也)?(?:要|想|得)", text):
        plan = None
    habit = gate.habit_at(text)
    if plan is not None and (fulfilled(text[plan:], index, state) or (state.stranger and not re.search(R, text))):
        plan = None
    if plan is not None and not (habit is not None and habit <= plan):
        state.plan_seen = True
        # 正在协调, 残联答应给: a step under way or others' promise makes no plan of the visit told before.
        if not text[plan:].startswith("正在") and not subjects.begins_with_other(text):
            state.plans.add(state.sentence)
        state.plan_days += ahead
    if re.match(rf"除了?{R}", text):
        state.left_out = set(who.ids or ())
    elif state.left_out and re.search("其他|其余|剩下|别的|都", text) and not people.mentions_of(text, state.mentions):
        who = Whom(tuple(p.id for p in state.pairings if p.id not in state.left_out), found=True)
    if (
        not acts
        and re.fullmatch(rf"(?:{R}|[、和与跟及也]|{D}|上午|下午|早上|晚上|还有|家|[一-鿿]{{1,2}}(?=$))+", text)
        and who.ids
    ):
        only_named(who, state)
    state.named_before = state.whom.ids or ()
    _take_person(who, state, aside=clause.aside)
    if said and not (plan is not None and text.find(chr(0)) >= 0):
        take_day(
            said,
            text,
            state,
            aside=clause.aside,
            alone=not acts and not gate.ATTEMPT.search(text) and not gifts_in(text, state, peek=True),
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
        if subjects.is_third_party(text, len(text)) and re.search("组织|安排|派人?|开展|搞", text) and "我" not in text:
            state.third = True
    if told is None and subjects.begins_with_other(text) and not acts and re.search("[了过]|来|去|带|送|给", text):
        state.third = True
    live = [act for act in acts if is_live(act, text, state, plan=plan, asked=asked)]
    view = state.views.get(index)
    if view is not None:
        live = [act for act in live if act.kind not in view.drop]
        live += [Act(kind, channel, 0, len(text)) for kind, channel in view.add if kind not in _SORTS]
    blocked = len(live) < len(acts)
    people_now = state.whom if who.found or state.whom.found else who
    take_attempts(text, live, people_now, said, index, state)
    _record_acts(text, live, people_now, said, index, state)
    if support.paid_by_them(text):
        state.theirs = state.sentence
    if view is not None and view.drop & _SORTS:
        pass
    elif view is not None and any(kind in _SORTS for kind, _ in view.add):
        sort = next(kind for kind, _ in view.add if kind in _SORTS)
        for given in support.forced(
            text, list(state.sums), {**state.counted, **prices.quantities(text)}, sort, share=state.shared
        ):
            record_gift(given, text, who, people_now, said, index, state)
    elif (
        state.theirs != state.sentence
        and not (blocked and not live)
        and not asked
        and (continues(text, state) or not is_hidden(text, state, plan=plan))
    ):
        for given in gifts_in(text, state, peek=False):
            if plan_before(text, given.at, plan):
                continue
            record_gift(given, text, who, people_now, said, index, state)
            state.context = state.context or (given.sort if given.yuan is not None else "")
    same_for_all(text, state)
    take_back_refused(text, state)
    state.own_day = bool(said)
    _remember(text, acts, live, plan, state)


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


def _copy(text: str, who: Whom, said: list[Day], index: int, state: Walk) -> None:
    """马哈麦家也是: the same for another person."""
    if (
        not who.found
        or not state.items
        or not re.search(rf"{R}(?:家|那边|那里)?(?:也|同样)(?:是|一样|有|去了|$)|{R}(?:家|那边)?(?:也)?一样", text)
    ):
        return
    last = state.items[-1].clause
    for item in [item for item in state.items if item.clause == last and not (item.given and re.search(M, text))]:
        state.items.append(replace(item, whom=who, day=best_of(said) if said else item.day, clause=index))


def _place(text: str, state: Walk) -> None:
    """A place in a clause of its own says where the visit before it went: 走访 学校."""
    if re.search(rf"(?:{R}|[他她])[^,。]{{0,4}}(?:在|住(?!院))[^,。]{{0,6}}(?:{INSTITUTION})", text):
        state.place = state.sentence
    if re.fullmatch(
        rf"(?:又|再|先|就|我|还|{D}|今天|上午|下午|是|应该是|而是)*(?:去|到|在|上|是)(?!不)[^,。家]{{0,8}}?(?:{INSTITUTION})(?:里|了|那边)?",
        text,
    ):
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
        DONE.search(text)
        or re.search("上午|下午|中午|早上|晚上|刚", text)
        or re.search(rf"{R}[^,。]{{0,4}}打(?:过)?来电话", text)
        or answered(text, index, state)
        or re.search(rf"{R}(?:给我|也|又)*(?:打|来)了?个?电话?(?:说|问|告)", text)
        or any(day.value is not None and not re.match("周|星期|礼拜", day.said) for day in said)
    )
    for act in live:
        failed = (
            bool(attempt)
            and not (success and attempt and success.start() > attempt.start())
            and act.kind in {"visit", "contact"}
        )
        persons = who
        if "都" in text and act.kind in {"visit", "contact"} and not people.mentions_of(text, state.mentions):
            persons = all_told(who, state)
        if act.kind == "visit" and _ALSO_THERE.search(text) and state.items and who.ids:
            persons = joined_by(who, state)
        channel = act.channel
        if act.kind == "visit" and state.place == state.sentence and not re.search(f"{HOUSE}|家里|屋里", text):
            channel = "institution"
        for day in acts_days(said, text, state):
            state.items.append(
                Item(
                    act.kind,
                    channel,
                    persons,
                    day,
                    attempt=failed,
                    weak=act.weak,
                    policy=act.policy,
                    sure=sure or failed,
                    sentence=state.sentence,
                    clause=index,
                    anchored=bool(said or re.search(R, text)),
                    fee=act.fee,
                    dated=bool(said) or state.dated == state.sentence,
                )
            )


def _remember(text: str, acts: list[Act], live: list[Act], plan: int | None, state: Walk) -> None:
    done = bool(DONE.search(text))
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
    elif live or re.match("我(?!妈|爸|说|听|看|想|觉|问了?[他她娃老\ue000-\ue7ff])", text):
        state.reported = False
    if re.search(
        rf"(?:都|各|也都)(?:送|给|带|拿|捎|发|买)[^,。]{{0,4}}一(?:{money.CLASSIFIER})|(?:每|一)(?:人|家|户|个娃|个老人)(?:[一-鿿]{{0,2}})?(?:一|两|三|各)|每人|每家|每户|人手|各(?:是|给|送)?[新大小]?(?:{things.GOODS})",
        text,
    ):
        state.shared = True
    if (support.sums_in(text, list(state.sums)) and re.search("现金|慰问金|红包", text)) or (
        re.search("慰问(?!品)", text) and not re.search(things.GOODS, text)
    ):
        state.context = "cash"
    elif (
        (state.sentence in state.giving and re.search(things.GOODS, text))
        or re.search(rf"(?:[0-9]+|[一二两三四五六七八九十半])(?:{money.CLASSIFIER})[新大小]?(?:{things.GOODS})", text)
        or re.search(
            rf"(?:{things.GOODS})[^,。]{{0,3}}?(?:[0-9]+|[一二两三四五六七八九十半])(?:{money.CLASSIFIER})", text
        )
        or (
            (
                re.search(rf"(?:{things.GOODS})", text)
                and re.search("买|送|拿|带|捎|给|换|配|提|寄|一人|每人|一家", text)
            )
            or re.search(
                rf"(?:配|换|买|寄|下单|网购)了?[^,。]{{0,3}}(?:新的|[一-鿿]{{0,3}}副|过去)|下单|网购|网上买|淘宝|京东|拼多多|买(?:了|好|来|上|下|回)+[^,。]{{0,4}}(?:[0-9]+|[一二两三四五六七八九十半])(?:{money.CLASSIFIER})|(?:买|拿)下(?:了|来)?(?:送|给)|相中|看上了",
                text,
            )
        )
    ):
        state.context = "goods"
    del acts, done
