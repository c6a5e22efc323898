"""Labelled messages as the second reading sees them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack

from bot.domain.understanding.lines import paired
from bot.domain.understanding.model import Intent, Paired
from bot.domain.understanding.reading import Masked, ruled
from bot.domain.understanding.second import Learned, features, kinds_of
from bot.domain.understanding.second.opinion import held_of
from bot.domain.understanding.second.weighing import Weighing
from bot.domain.understanding.second.weights import EVEN
from tests.learning import fitting

CORPUS = Path(__file__).parent.parent / "corpus"
HEADS = (
    "visit", "contact", "deed", "goods", "cash", "institution", "phone", "sms", "wechat", "video", "other", "tried", "done",
)  # fmt: skip
INTENTS = tuple(Intent)
EVEN_PENALTY = 0.02  # of the heads to which each message weighs the same, however many strings it has
WEIGHING_PENALTY = 30.0
# The rules were written with these before their eyes: what they make of them teaches nothing about their mistakes.
UNRULED = frozenset({"*unruled"})


@dataclass(frozen=True)
class Example:
    """One message: the strings of its clauses and of the whole, what it tells of and its intent."""

    line: dict[str, Any]
    clauses: list[set[str]]
    whole: set[str]
    told: list[float]
    intent: int

    @property
    def counts(self) -> bool:
        return any(not record["attempt_only"] for record in self.line["gold"]["records"])


def told_of(gold: dict[str, Any]) -> list[float]:
    found: set[str | None] = set()
    for record in gold["records"]:
        found |= {
            *record["kinds"],
            record["channel"],
            record["amount_type"],
            "tried" if record["attempt_only"] else "done",
        }
    return [float(head in found) for head in HEADS]


def masked(line: dict[str, Any]) -> tuple[Masked, datetime, list[Paired]]:
    """What the rules ask for."""
    sent_at = datetime.fromisoformat(line["sent_at"])
    pairings = [paired(row) for row in line["pairings"]]
    return Masked(line["text"], sent_at, pairings), sent_at, pairings


def example(line: dict[str, Any], *, cold: bool) -> Example:
    """`cold`: whether the rules never saw it, so that what they made of it may be learned from."""
    first, state = ruled(*masked(line))
    kinds = kinds_of(first)
    clauses, whole = features.of_clauses(state), features.of_message(state)
    if cold:
        marks = features.ruled(state, first.intent, kinds)
        clauses = [own | mark for own, mark in zip(clauses, marks, strict=True)]
        whole |= features.of_message_ruled(first.intent, kinds)
    else:
        clauses = [own | UNRULED for own in clauses]
        whole |= UNRULED
    return Example(line, clauses or [set(UNRULED)], whole, told_of(line["gold"]), INTENTS.index(line["gold"]["intent"]))


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def learn(examples: list[Example], penalty: float = 1.0) -> tuple[fitting.Weighed, fitting.Weighed]:
    """The models of a clause and of a message; their last heads together say whether anything in a message counts."""
    rows, wholes = [clause for e in examples for clause in e.clauses], [e.whole for e in examples]
    clauses, messages = fitting.Strings(rows), fitting.Strings(wholes)
    x, y = clauses.matrix(rows), messages.matrix(wholes)
    of = fitting.clauses_of_messages([len(e.clauses) for e in examples])
    acts = fitting.fit_acts(x, of, np.array([e.told for e in examples]), penalty)
    intents = fitting.fit_intents(y, np.eye(len(INTENTS))[[e.intent for e in examples]], penalty)
    both = [fitting.even(y, [len(whole) for whole in wholes])]
    both += [fitting.even(of @ x, [sum(map(len, e.clauses)) for e in examples]), np.ones((len(examples), 1))]
    evens = [fitting.fit_yes(hstack(both).tocsr(), np.array(told), EVEN_PENALTY) for told in _evenly(examples)]
    of_message, of_clauses, fallback = np.split(np.hstack(evens), [y.shape[1] - 1, y.shape[1] + x.shape[1] - 2])
    return (
        clauses.weighed((*HEADS, *EVEN), np.hstack([acts, np.vstack([of_clauses, np.zeros_like(fallback)])])),
        messages.weighed((*INTENTS, *EVEN), np.hstack([intents, np.vstack([of_message, fallback])])),
    )


def _evenly(examples: list[Example]) -> list[list[float]]:
    """What the heads of EVEN are to say of each message."""
    danger = INTENTS.index(Intent.UNSAFE_REPORT)
    return [[float(e.counts) for e in examples], [float(e.intent == danger) for e in examples]]


def weigh(examples: list[Example], learned: list[Learned]) -> Weighing:
    """How the opinions of models that did not learn from these messages are best weighed."""
    held = []
    for e, models in zip(examples, learned, strict=True):
        first, state = ruled(*masked(e.line))
        held.append(held_of(state, first.intent, kinds_of(first), models))
    names = list(held[0])
    table = np.array([[one[name] for name in names] for one in held])
    usual = {name: (float(m), float(s)) for name, m, s in zip(names, table.mean(0), table.std(0) + 1e-6, strict=True)}
    bare = Weighing(usual, {})
    inputs = [bare.inputs(one) for one in held]
    x = csr_matrix(np.array([[value for _, value in row] for row in inputs]))
    weights = fitting.fit_yes(x, np.array([float(e.counts) for e in examples]), WEIGHING_PENALTY)
    return Weighing(usual, {name: float(weights[at, 0]) for at, (name, _) in enumerate(inputs[0])})
