"""Labelled messages as the second reading sees them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import hstack

from bot.domain.understanding.lines import paired
from bot.domain.understanding.model import Intent
from bot.domain.understanding.reading import Masked, ruled
from bot.domain.understanding.second import features, kinds_of
from bot.domain.understanding.second.weights import COUNTS
from tests.learning import fitting

CORPUS = Path(__file__).parent.parent / "corpus"
HEADS = (
    "visit", "contact", "deed", "goods", "cash", "institution", "phone", "sms", "wechat", "video", "other", "tried", "done",
)  # fmt: skip
INTENTS = tuple(Intent)
EVEN_PENALTY = 0.02  # of COUNTS, to which each message weighs the same, however many strings it has
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


def example(line: dict[str, Any], *, cold: bool) -> Example:
    """`cold`: whether the rules never saw it, so that what they made of it may be learned from."""
    sent_at = datetime.fromisoformat(line["sent_at"])
    pairings = [paired(row) for row in line["pairings"]]
    first, state = ruled(Masked(line["text"], sent_at, pairings), sent_at, pairings)
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
    counts = fitting.fit_counts(hstack(both).tocsr(), np.array([float(e.counts) for e in examples]), EVEN_PENALTY)
    of_message, of_clauses, fallback = np.split(counts, [y.shape[1] - 1, y.shape[1] + x.shape[1] - 2])
    return (
        clauses.weighed((*HEADS, COUNTS), np.hstack([acts, np.vstack([of_clauses, [[0]]])])),
        messages.weighed((*INTENTS, COUNTS), np.hstack([intents, np.vstack([of_message, fallback])])),
    )
