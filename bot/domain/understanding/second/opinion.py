"""Where the second reading contradicts the rules."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain.understanding.lexicon import D, R
from bot.domain.understanding.second import features
from bot.domain.understanding.second.weights import EVEN, SCALE, likelihood, logit
from bot.domain.understanding.state import View

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.understanding.second.weighing import Weighing
    from bot.domain.understanding.second.weights import Learned, Table
    from bot.domain.understanding.state import Item, Walk

_ACTS = ("visit", "contact", "deed", "goods", "cash")
_WEIGHED = ("visit", "contact", "deed", "goods", "cash", "tried", "done")
_CHANNELS = ("phone", "sms", "wechat", "video", "other")
# How likely an act must be to be added, and how unlikely to be dropped.
ADD, DROP = 0.5, 0.4
# How likely a message must be a report for its likeliest act to be taken, and how likely that act.
REPORT, LEAST = 0.6, 0.2
# The same of a message that is all but certain to be one.
SURELY, FAINTEST = 0.9, 0.05
# How likely a message must be a report for the rules not to take it for anything about an entry, the bot or the rules.
PLAINLY = 0.9
_ASIDE = ("correction", "undo", "help", "other")
# Above this an act that only the second reading saw is entered without a question.
CERTAIN = 0.8


@dataclass(frozen=True)
class Opinion:
    """`views`: the clauses to be read again, by their place. The rest is how likely: that anything in the message
    counts, that it tells of a danger, and each intent.
    """

    views: dict[int, View]
    believed: float
    danger: float
    intents: dict[str, float]

    def plain(self, intent: str) -> bool:
        """A report that the rules took for `intent` because it speaks of entries or asks something besides."""
        return intent in _ASIDE and self.intents["record"] >= PLAINLY


def opinion(state: Walk, intent: str, kinds: Sequence[str], learned: Learned) -> Opinion:
    """The second reading of a message that the rules walked through and took for `intent` with records of `kinds`."""
    likely, even = _of_clauses(state, intent, kinds, learned.clauses)
    intents, evenly = _of_message(state, intent, kinds, learned.messages)
    counts, danger = (even[head] + evenly[head] for head in EVEN)
    believed = likelihood(_weighed(learned.weighing, _opinions(likely, intents, counts)))
    views = _views(state, likely)
    if likely and believed >= REPORT:
        _keep_one(views, state, likely)
        if not views and not state.items:
            views.update(_likeliest(likely, FAINTEST if believed >= SURELY else LEAST))
    return Opinion(views, believed, likelihood(danger), intents)


def held_of(state: Walk, intent: str, kinds: Sequence[str], learned: Learned) -> dict[str, float]:
    """What is weighed of the message."""
    likely, even = _of_clauses(state, intent, kinds, learned.clauses)
    intents, evenly = _of_message(state, intent, kinds, learned.messages)
    return _opinions(likely, intents, even["counts"] + evenly["counts"])


def _opinions(likely: Sequence[dict[str, float]], intents: Mapping[str, float], counts: float) -> dict[str, float]:
    """All that is held of a message, in logits: what it tells of anywhere, what it is, and whether anything counts."""
    held = {"counts": counts}
    held |= {head: logit(1 - math.prod(1 - clause[head] for clause in likely)) for head in _WEIGHED}
    return held | {f"as {intent}": math.log(max(1e-3, share)) for intent, share in intents.items()}


def _weighed(weighing: Weighing | None, held: Mapping[str, float]) -> float:
    """Many clauses alone make nothing certain: without a weighing half of what they hold is added to the whole's."""
    return (held["counts"] + held["done"] / 2) / 1.5 if weighing is None else weighing.logit(held)


def _keep_one(views: dict[int, View], state: Walk, likely: Sequence[dict[str, float]]) -> None:
    """A message that must be a report keeps the likeliest of its acts when each of them alone would be dropped."""
    done = [item for item in state.items if not item.attempt]
    lost = [item for item in done if item.clause in views and _sort(item) in views[item.clause].drop]
    if not done or len(lost) < len(done) or any(view.add for view in views.values()):
        return
    best = max(lost, key=lambda item: likely[item.clause][_sort(item)])
    views[best.clause] = replace(views[best.clause], drop=views[best.clause].drop - {_sort(best)})


def _sort(item: Item) -> str:
    return item.given.sort if item.given is not None else item.kind


def _likeliest(likely: Sequence[dict[str, float]], least: float) -> dict[int, View]:
    """A message that must be a report though no clause is sure to tell of an act: the likeliest act of all."""
    place, kind = max(
        ((place, kind) for place in range(len(likely)) for kind in _ACTS), key=lambda at: likely[at[0]][at[1]]
    )
    if likely[place][kind] < least:
        return {}
    return {place: View(frozenset(), ((kind, _channel(kind, likely[place]), False),))}


def _views(state: Walk, likely: Sequence[dict[str, float]]) -> dict[int, View]:
    ruled: dict[int, set[str]] = {}
    for item in state.items:
        ruled.setdefault(item.clause, set()).add(_sort(item))
    views: dict[int, View] = {}
    # Only messages are labelled: which clause tells of a gift, which of its price is not learned, so the whole decides.
    anywhere = {kind: 1 - math.prod(1 - clause[kind] for clause in likely) for kind in _ACTS}
    told = {item.kind for item in state.items} & {"visit", "contact"}
    settled = set().union(*ruled.values()) & {"goods", "cash"} | {item.kind for item in state.items if item.attempt}
    for index, clause in enumerate(likely):
        had = ruled.get(index, set())
        drop = frozenset(kind for kind in had & set(_ACTS) if anywhere[kind] < DROP)
        main = (had - drop) & {"visit", "contact"}
        add = [kind for kind in _ACTS if kind not in had | (settled - drop) and clause[kind] > ADD]
        if main or clause["visit"] > clause["contact"]:
            add = [kind for kind in add if kind != "contact"]
        if main or clause["contact"] >= clause["visit"]:
            add = [kind for kind in add if kind != "visit"]
        add = [kind for kind in add if kind not in told or _names_anything(state.told[index].text)]
        if drop or add:
            views[index] = View(drop, tuple((kind, _channel(kind, clause), clause[kind] > CERTAIN) for kind in add))
    return views


def _names_anything(text: str) -> bool:
    """A person or a day: without either a second visit or call is the one told of before."""
    return re.search(f"{R}|{D}", text) is not None


def _channel(kind: str, clause: dict[str, float]) -> str | None:
    if kind == "visit":
        return "institution" if clause["institution"] > ADD else "home"
    if kind == "contact":
        best = max(_CHANNELS, key=lambda channel: clause[channel])
        return best if clause[best] > DROP else None
    return None


def _of_clauses(
    state: Walk, intent: str, kinds: Sequence[str], table: Table
) -> tuple[list[dict[str, float]], dict[str, float]]:
    """How likely each clause tells of what, and the logits of EVEN as far as the clauses tell."""
    strings = [
        own | ruled for own, ruled in zip(features.of_clauses(state), features.ruled(state, intent, kinds), strict=True)
    ]
    logits = [dict(zip(table.heads, table.logits(found), strict=True)) for found in strings]
    root = math.sqrt(max(1, sum(map(len, strings))))
    even = {head: sum(clause.pop(head) for clause in logits) / root for head in EVEN}
    return [{head: likelihood(raw) for head, raw in clause.items()} for clause in logits], even


def _of_message(
    state: Walk, intent: str, kinds: Sequence[str], table: Table
) -> tuple[dict[str, float], dict[str, float]]:
    """How likely each intent is, and the logits of EVEN as far as the whole tells."""
    strings = features.of_message(state) | features.of_message_ruled(intent, kinds)
    logits = dict(zip(table.heads, table.logits(strings), strict=True))
    fallbacks = dict(zip(table.heads, table.fallback, strict=True))
    root = math.sqrt(len(strings))
    even = {}
    for head in EVEN:
        fallback = fallbacks[head] / SCALE
        even[head] = fallback + (logits.pop(head) - fallback) / root
    top = max(logits.values())
    weights = {head: math.exp(raw - top) for head, raw in logits.items()}
    whole = sum(weights.values())
    return {head: weight / whole for head, weight in weights.items()}, even
