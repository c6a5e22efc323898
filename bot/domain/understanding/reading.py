"""All stages in their order: from the text of a message to what it says."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.domain.understanding import (
    amended,
    clauses,
    danger,
    dates,
    english,
    flags,
    gate,
    intents,
    money,
    names,
    smalltalk,
)
from bot.domain.understanding.assemble import records
from bot.domain.understanding.extract import walk
from bot.domain.understanding.model import Intent, Paired, Reading, ReadRecord
from bot.domain.understanding.normalise import mend, normalise
from bot.domain.understanding.second import Learned, judged, kinds_of, opinion
from bot.domain.understanding.state import Walk

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from bot.domain.understanding.dates import Day
    from bot.domain.understanding.money import Money
    from bot.domain.understanding.names import Mention
    from bot.domain.understanding.state import Item, View

_LIST_NUMBER = re.compile(r"(?m)^\s*(?:\(?\d{1,2}[.)、:](?!\d)|[①-⑳]|\(?[一二三四五六七八九十]{1,2}[、.)])\s*")
# A question or a correction of ours is short; the rest of a very long message is not searched for one.
_ASKED_IN = 1000
# Hours at which an afternoon without a day is still to come.
_MORNING = (5, 11)
_ASKING = ("请问", "问一下", "想问", "咨询")
# 打电话…说错了,是视频: a slip put right in the same breath.
_CHANNEL_REPAIR = re.compile(
    "(?:打电话|电话|微信|视频|入户|走访|上门)(?:…|[.]{2,})+[,]?(?:哦|啊)?(?:说错了|不对|不是|错了)[,]*(?=是(?:打?电话|打?视频|微信|入户|走访|上门|去))"
)


class Masked:
    """A message with its people, days and sums as single characters."""

    def __init__(self, text: str, sent_at: datetime, pairings: Sequence[Paired]) -> None:
        plain = (
            _LIST_NUMBER.sub("\n", normalise(text))
            if "\n" in text.strip() or re.match(r"\s*[1一①][.、)]", text)
            else normalise(text)
        )
        named, self.mentions = names.mask(_CHANNEL_REPAIR.sub("", plain), pairings)
        dated, self.days = dates.mask(english.into_chinese(mend(named)), sent_at)
        self.text, self.sums = money.mask(dated)

    def told(self) -> str:
        """The text with only the names masked: flags and questions are read in the words that were used."""
        said = (
            self.days[ord(c) - dates.FIRST].said
            if dates.FIRST <= ord(c) <= dates.LAST
            else self.sums[ord(c) - money.FIRST].said
            if money.FIRST <= ord(c) <= money.LAST
            else c
            for c in self.text
        )
        return "".join(said)

    mentions: list[Mention]
    days: list[Day]
    sums: list[Money]
    text: str


def read(text: str, sent_at: datetime, pairings: Sequence[Paired], learned: Learned | None = None) -> Reading:
    """What the message says. Pure: the day is that of `sent_at`, which is aware and in the cadre's zone.

    `learned`: other weights for the second reading than those that come with the program.
    """
    masked = Masked(text, sent_at, pairings)
    first, state = ruled(masked, sent_at, pairings)
    held = opinion(state, first.intent, kinds_of(first), learned or Learned.shipped())
    plain = held.plain(first.intent)
    again = ruled(masked, sent_at, pairings, held.views, plain=plain)[0] if plain or held.views else first
    return flags.completed(judged(again, held, masked.told()[:_ASKED_IN]), masked.told())


def ruled(
    masked: Masked,
    sent_at: datetime,
    pairings: Sequence[Paired],
    views: Mapping[int, View] | None = None,
    *,
    plain: bool = False,
) -> tuple[Reading, Walk]:
    """The reading of the rules and how they walked, told what the second reading holds of single clauses.

    `plain`: held for a report, whatever it says of entries or asks besides.
    """
    named = _named(masked.mentions)
    unpaired = next((m.said for m in masked.mentions if m.how is names.How.UNPAIRED), None)
    told = masked.told()
    dangers = danger.dangers_in(told)
    acute = dangers[0] if dangers else None
    state = _walked(amended.repaired(masked.text), masked, sent_at, pairings, dangers=dangers, views=views)
    found = records(state.items, pairings, sent_at.date())
    raised = tuple(flags.flags_in(told, dangers))
    if acute:
        return Reading(Intent.UNSAFE_REPORT, found, raised, danger=acute, named=named, unpaired=unpaired), state
    if not plain and (
        changed := amended.about_an_entry(masked.told()[:_ASKED_IN], masked, found, pairings, planned=state.plan_seen)
    ):
        return Reading(changed[0], (), raised, patch=changed[1], named=named, unpaired=unpaired), state
    if not plain and intents.is_trouble(told) and (not named or not found):
        return Reading(Intent.HELP, (), raised, topic=intents.topic(told) or "how_to"), state
    if (
        not plain
        and found
        and state.questions
        and intents.asks_what_counts(told)
        and (told.startswith(_ASKING) or not any(_told_apart(item, state) for item in state.items))
    ):
        return Reading(Intent.HELP, (), raised, topic=intents.topic(told) or "counts_as", named=named), state
    if not plain and gate.is_forwarded(masked.text):
        return Reading(Intent.OTHER, (), raised, named=named, unpaired=unpaired), state
    if found:
        return Reading(
            Intent.RECORD,
            found,
            raised,
            plan_day=_plan_day(state, masked, found),
            plan_recipients=_planned_for(named, pairings) if state.plan_seen else (),
            named=named,
            unpaired=unpaired,
        ), state
    return _without_record(masked, state, raised, named, unpaired, pairings), state


def _told_apart(item: Item, state: Walk) -> bool:
    """Done to somebody named or on a day, in a clause that does not ask: 帮老成按了猪, 这算不算实事."""
    return item.attempt or (item.sure and item.anchored and item.clause not in state.asking)


def _named(mentions: Sequence[Mention]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(i for m in mentions for i in m.ids or ()))


def _planned_for(named: tuple[int, ...], pairings: Sequence[Paired]) -> tuple[int, ...]:
    return named or ((pairings[0].id,) if len(pairings) == 1 else ())


def _walked(
    text: str,
    masked: Masked,
    sent_at: datetime,
    pairings: Sequence[Paired],
    *,
    dangers: tuple[str, ...],
    views: Mapping[int, View] | None = None,
) -> Walk:
    today = sent_at.date()
    late = sent_at.hour < dates.AFTER_MIDNIGHT
    yesterday: date | None = today - timedelta(days=1) if today > today.min else None
    state = Walk(
        pairings,
        masked.mentions,
        masked.days,
        masked.sums,
        late=late,
        yesterday=yesterday,
        missing="missing" in dangers,
        acute=bool(dangers),
        morning=_MORNING[0] <= sent_at.hour < _MORNING[1]
        and not any(day.value is not None and day.value < today for day in masked.days),
        views=views or {},
    )
    walk(clauses.split(text), state)
    return state


def _plan_day(state: Walk, masked: Masked, found: tuple[ReadRecord, ...]) -> date | None:
    if not state.plan_seen:
        return None
    ahead = [d.value for d in state.plan_days if d.value is not None]
    if ahead or found:
        return ahead[0] if ahead else None
    return next((d.value for d in masked.days if d.value is not None and d.future), None)


def _without_record(
    masked: Masked,
    state: Walk,
    raised: tuple[str, ...],
    named: tuple[int, ...],
    unpaired: str | None,
    pairings: Sequence[Paired],
) -> Reading:
    text = masked.told()[:_ASKED_IN]
    topic = intents.topic(text)
    if not named and intents.asks_of_the_bot(text):
        return Reading(Intent.HELP, (), raised, topic=topic or "how_to")
    if not named and (intents.is_pure_chat(text) or smalltalk.is_small_talk(text)):
        return Reading(Intent.CHITCHAT, (), raised)
    asked = bool(state.questions)
    if asked or not state.plan_seen:
        if asked and intents.asks_what_counts(text):
            return Reading(Intent.HELP, (), raised, topic=topic or "counts_as", named=named)
        if intents.is_query(text) and (
            re.search("还(?:剩|差|缺|欠)(?:几|多少)", text)
            or not re.search("怎么(?!记得)|咋(?!记得)|如何|在哪|哪里|能不能", text)
        ):
            return Reading(Intent.PROGRESS_QUERY, (), raised, topic=topic or "total", named=named)
        if intents.is_help(text) and (asked or not named):
            return Reading(Intent.HELP, (), raised, topic=topic or "how_to", named=named)
        if intents.is_query(text):
            return Reading(Intent.PROGRESS_QUERY, (), raised, topic=topic or "total", named=named)
        if asked and not named and intents.is_programme_question(text):
            return Reading(Intent.HELP, (), raised, topic=topic or "how_to", named=named)
    if state.plan_seen and not (gate.came_to_nothing(masked.text) and not state.plan_days):
        return Reading(
            Intent.PLAN,
            (),
            raised,
            plan_day=_plan_day(state, masked, ()),
            plan_recipients=_planned_for(named, pairings),
            named=named,
            unpaired=unpaired,
        )
    if not named and intents.is_chat(text):
        return Reading(Intent.CHITCHAT, (), raised)
    return Reading(Intent.OTHER, (), raised, named=named, unpaired=unpaired)
