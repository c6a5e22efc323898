"""Where the second reading contradicts the rules."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.understanding.lexicon import D, R
from bot.domain.understanding.second import features
from bot.domain.understanding.second.weights import likelihood
from bot.domain.understanding.state import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.understanding.second.weights import Learned, Table
    from bot.domain.understanding.state import Walk

_ACTS = ("visit", "contact", "deed", "goods", "cash")
_CHANNELS = ("phone", "sms", "wechat", "video", "other")
# How likely an act must be to be added, and how unlikely to be dropped.
ADD, DROP = 0.5, 0.4
# How likely a message must be a report for its likeliest act to be taken, and how likely that act.
REPORT, LEAST = 0.7, 0.2
# Above this an act that only the second reading saw is entered without a question.
CERTAIN = 0.8


@dataclass(frozen=True)
class Opinion:
    """`views`: the clauses to be read again, by their place; `done`: how likely the message tells of something done."""

    views: dict[int, View]
    done: float
    intents: dict[str, float]


def opinion(state: Walk, intent: str, kinds: Sequence[str], learned: Learned) -> Opinion:
    """The second reading of a message that the rules walked through and took for `intent` with records of `kinds`."""
    clauses = learned.clauses
    strings = [
        own | ruled for own, ruled in zip(features.of_clauses(state), features.ruled(state, intent, kinds), strict=True)
    ]
    likely = [dict(zip(clauses.heads, map(likelihood, clauses.logits(found)), strict=True)) for found in strings]
    undone = math.prod(1 - clause["done"] for clause in likely)
    views, intents = _views(state, likely), _intents(state, intent, kinds, learned.messages)
    if likely and not views and not state.items and intents["record"] >= REPORT:
        views = _likeliest(likely)
    return Opinion(views, 1 - undone, intents)


def _likeliest(likely: Sequence[dict[str, float]]) -> dict[int, View]:
    """A message that must be a report though no clause is sure to tell of an act: the likeliest act of all."""
    place, kind = max(
        ((place, kind) for place in range(len(likely)) for kind in _ACTS), key=lambda at: likely[at[0]][at[1]]
    )
    if likely[place][kind] < LEAST:
        return {}
    return {place: View(frozenset(), ((kind, _channel(kind, likely[place]), False),))}


def _views(state: Walk, likely: Sequence[dict[str, float]]) -> dict[int, View]:
    ruled: dict[int, set[str]] = {}
    for item in state.items:
        ruled.setdefault(item.clause, set()).add(item.given.sort if item.given is not None else item.kind)
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


def _intents(state: Walk, intent: str, kinds: Sequence[str], message: Table) -> dict[str, float]:
    strings = features.of_message(state) | features.of_message_ruled(intent, kinds)
    logits = message.logits(strings)
    top = max(logits)
    weights = [math.exp(logit - top) for logit in logits]
    return {head: weight / sum(weights) for head, weight in zip(message.heads, weights, strict=True)}
