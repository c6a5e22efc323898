"""Walk through the clauses, carry person and day forward, and list what was done: one item an act, before merging."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.understanding import gate, ownership, people, subjects, support
from bot.domain.understanding.acts import Act, acts_in
from bot.domain.understanding.alike import LISTED_SUM, ROUND_SUM, copy_act, means, place_told, same_act
from bot.domain.understanding.attempts import take_attempts
from bot.domain.understanding.carried import take_day, telling_days
from bot.domain.understanding.company import (
    counted,
    dated_by_name,
    goes_on,
    heard,
    is_topic,
    only_named,
    was_there_too,
)
from bot.domain.understanding.followed import fulfilled
from bot.domain.understanding.gifts import (
    continues,
    gifts_in,
    is_part_of_deed,
    record_gift,
    remember_gifts,
    same_for_all,
    take_back_refused,
    told_with,
)
from bot.domain.understanding.items import ALSO_THERE, record_acts
from bot.domain.understanding.lexicon import D, M, R
from bot.domain.understanding.owners import remember_things
from bot.domain.understanding.people import Whom
from bot.domain.understanding.plans import plan_at, plan_before
from bot.domain.understanding.prices import is_price_only
from bot.domain.understanding.reality import is_hidden, is_live
from bot.domain.understanding.referents import again, was_in, whom_of
from bot.domain.understanding.settle import settle
from bot.domain.understanding.sorts import SORTS, second_sums
from bot.domain.understanding.state import DONE, Walk, best_of, days_in
from bot.domain.understanding.told import drop_parts
from bot.domain.understanding.visits import ALL_THERE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.understanding.acts import Act
    from bot.domain.understanding.clauses import Clause
    from bot.domain.understanding.people import Whom

_MINE = re.compile(
    "我(?:妈|爸|爹|娘|媳妇|老婆|老公|岳父|岳母|婆婆|公公|舅|姑|姨|叔|朋友|同学|亲戚|儿子|女儿|家娃|孩子)(?!说)"
)
# 她女儿给买的, 不是我.
_NOT_I = re.compile("(?:都|也|又|可|并)?不是我(?:$|[买去送给打办修弄带拉]的?)")


def walk(clauses: Sequence[Clause], state: Walk) -> None:
    """Fill `state.items` from the clauses."""
    state.told = clauses
    for sentence, text in state.sentences():
        # 看病花了1200,剩下的500我出了: a clause with a sum of its own speaks of that sum.
        if support.cadre_pays(text) and (not re.search(M, text) or re.search("都|全|一起", text)):
            state.paid.add(sentence)
        if support.hands_over(text):
            state.giving.add(sentence)
    for index, clause in enumerate(clauses):
        if clause.opens and index:
            state.sentence += 1
            state.planned = state.habitual = state.third = state.reported = False
            state.context = ""
        _clause(clause, index, state)
    state.items[:] = drop_parts(state.items)
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
    view = state.views.get(index)
    if not acts and not gifts_in(text, state, peek=True):
        said = telling_days(said, text, state.later(), held=view is not None and bool(view.add))
    visited = {i for o in state.items if o.kind == "visit" and o.sentence == state.sentence for i in o.whom.ids or ()}
    if ALL_THERE.match(text) and visited and visited >= set(heard(state)):
        acts = [act for act in acts if act.kind != "visit"]
    if was_in(text, acts, state):
        acts.append(Act("visit", state.items[-1].channel, 0, len(text)))
    if again(text, acts, state):
        acts.append(Act("contact", state.items[-1].channel, 0, len(text)))
    who = whom_of(text, state, acts=bool(acts) or bool(support.sums_in(text, list(state.sums))))
    who = counted(text, who, state)
    asked = gate.is_question(text, clause.asks)
    if asked:
        state.questions.add(state.sentence)
        state.asking.add(index)
    plan = None if is_price_only(text) else plan_at(text, state.days, morning=state.morning)
    if plan is not None and state.reported and not ahead and re.match("(?:还|就|也)?(?:要|想|得)", text):
        plan = None
    habit = gate.habit_at(text)
    if plan is not None and (fulfilled(text[plan:], index, state) or (state.stranger and not re.search(R, text))):
        plan = None
    state.marks[index] = {f"saw:{act.kind}{'?' if act.weak else ''}" for act in acts} | {
        mark
        for mark, there in (
            ("asks", asked),
            ("plans", plan is not None),
            ("used to", habit is not None),
            ("was told", told is not None),
            ("tried", gate.ATTEMPT.search(text) is not None),
        )
        if there
    }
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
        and (
            is_topic(text)
            or re.fullmatch(rf"(?:{R}|[、和与跟及也是给]|{D}|上午|下午|早上|晚上|还有|家|[一-鿿]{{1,2}}(?=$))+", text)
        )
        and who.ids
    ):
        only_named(who, best_of(said) if said else state.day if state.dated == state.sentence else None, state)
    state.named_before = state.whom.ids or ()
    if acts or not (goes_on(clause, who, state) or (ALSO_THERE.search(text) and was_there_too(who, state))):
        _take_person(who, state, aside=clause.aside)
    if not acts and who.ids and said and dated_by_name(text, who, said, state):
        said = []
    if said and not (plan is not None and text.find(chr(0)) >= 0):
        take_day(
            said,
            text,
            state,
            aside=clause.aside,
            alone=not acts and not gate.ATTEMPT.search(text) and not gifts_in(text, state, peek=True),
        )
    if not acts:
        place_told(text, state)
        copy_act(text, who, said, index, state)
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
    if _NOT_I.match(text):
        state.items[:] = [item for item in state.items if item.sentence != state.sentence]
    live = [act for act in acts if is_live(act, text, state, plan=plan, asked=asked)]
    # What the second reading takes away was no act; it hides no gift.
    ruled = live
    if view is not None:
        live = [act for act in live if act.kind not in view.drop]
        live += [
            Act(kind, channel or means(kind, text), 0, len(text), guessed=not sure, held=True)
            for kind, channel, sure in view.add
            if kind not in SORTS
        ]
    people_now = state.whom if who.found or state.whom.found else who
    take_attempts(text, live, people_now, said, index, state)
    record_acts(text, live, people_now, said, index, state)
    remember_things(text, people_now, state)
    if ownership.their_money(text) or ownership.their_money(told_with(state)):
        state.theirs = state.sentence
    if view is not None and (view.drop & SORTS or any(kind in SORTS for kind, _, _ in view.add)):
        for given in second_sums(text, view, state):
            record_gift(given, text, who, people_now, said, index, state)
    elif (
        state.theirs != state.sentence
        and not (acts and not ruled)
        and not asked
        and (continues(text, state) or not is_hidden(text, state, plan=plan) or support.bears_sum(text, plan))
    ):
        listed = LISTED_SUM.fullmatch(text) is not None or ROUND_SUM.search(text) is not None
        if listed:
            same_act(text, who, index, state)
        for given in gifts_in(text, state, peek=False):
            if plan_before(text, given.at, plan) or is_part_of_deed(given, text, ruled):
                continue
            record_gift(given, text, who, people_now, said, index, state)
            listed = False
            state.context = state.context or (given.sort if given.yuan is not None else "")
        if listed and any(item.kind in {"visit", "contact"} for item in state.items):
            for given in support.forced(text, list(state.sums), {}, "cash", share=False):
                record_gift(given, text, who, people_now, said, index, state)
    same_for_all(text, state)
    take_back_refused(text, state)
    if ownership.is_errand(text):
        state.theirs = state.sentence
    state.own_day = bool(said)
    _remember(text, acts, live, plan, state)


def _take_person(who: Whom, state: Walk, *, aside: bool) -> None:
    if who.found and not aside:
        state.whom = who


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
    remember_gifts(text, state)
    del acts, done
