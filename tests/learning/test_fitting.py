"""The models of the second reading find what they are shown."""

from typing import Any

import numpy as np
import pytest

from bot.domain.understanding.model import Intent
from bot.domain.understanding.reading import ruled
from bot.domain.understanding.second import Learned, kinds_of
from bot.domain.understanding.second.opinion import held_of
from bot.domain.understanding.second.weights import EVEN, likelihood
from bot.domain.understanding.state import Walk
from tests.learning import fitting
from tests.learning.examples import HEADS, UNRULED, example, learn, masked, weigh

LINE = {
    "id": "x1",
    "sent_at": "2026-05-20T18:00:00+08:00",
    "pairings": [
        {"id": 1, "name": "王秀英", "gender": "女", "birth_year": 1948, "category": "特困供养人员", "aliases": []}
    ],
    "text": "今天去王秀英家，帮她修了灯",
    "gold": {
        "intent": "record",
        "records": [
            {
                "recipient_ids": [1],
                "kinds": ["visit", "deed"],
                "channel": "home",
                "date": "2026-05-20",
                "amount_yuan": 80,
                "amount_type": "goods",
                "attempt_only": False,
            }
        ],
        "flags": [],
    },
}


def test_a_message_that_tells_of_an_act_is_traced_to_the_clause_that_tells_of_it() -> None:
    messages = [([{"go"}, {"mend"}], 1.0), ([{"go"}, {"eat"}], 0.0), ([{"mend"}], 1.0), ([{"eat"}, {"mend"}], 1.0)] * 4
    rows = [clause for clauses, _ in messages for clause in clauses]
    strings = fitting.Strings(rows)
    of = fitting.clauses_of_messages([len(clauses) for clauses, _ in messages])
    weights = fitting.fit_acts(strings.matrix(rows), of, np.array([[told] for _, told in messages]), 0.1)
    model = strings.weighed(["deed"], weights).table
    [mends], [goes], [eats] = (model.logits([string]) for string in ("mend", "go", "eat"))
    assert likelihood(mends) > 0.8
    assert likelihood(goes) < 0.2
    assert likelihood(eats) < 0.2


def test_each_message_gets_the_likeliest_of_its_intents() -> None:
    rows = [{"?"}, {"?", "x"}, {"!"}, {"!", "x"}] * 5
    strings = fitting.Strings(rows)
    weights = fitting.fit_intents(strings.matrix(rows), np.eye(2)[[1, 1, 0, 0] * 5], 0.1)
    model = strings.weighed(["record", "help"], weights).table
    record, asked = model.logits(["?", "x"])
    assert asked > record
    record, asked = model.logits(["!"])
    assert record > asked


def test_whether_anything_counts_is_learned_from_messages_that_weigh_the_same_however_long() -> None:
    rows = [{"?"}, {"?", "x", "y", "z"}, {"!"}, {"!", "x", "y", "z"}] * 5
    strings = fitting.Strings(rows)
    evened = fitting.even(strings.matrix(rows), [len(row) for row in rows])
    assert np.allclose(evened.power(2).sum(1), 1)
    asked, told = (fitting.fit_yes(evened, np.array([0.0, 0, 1, 1] * 5), 0.1)[strings.columns[s], 0] for s in "?!")
    assert asked < 0 < told


def test_a_string_seen_once_teaches_nothing() -> None:
    assert fitting.Strings([{"a", "b"}, {"a"}]).columns == {"a": 0}


def test_what_a_message_tells_of_is_read_off_its_label() -> None:
    one = example(LINE, cold=True)
    assert {head for head, told in zip(HEADS, one.told, strict=True) if told} == {"visit", "deed", "goods", "done"}
    assert len(one.clauses) == 2
    assert "*is deed" in one.clauses[1]


def test_of_messages_the_rules_were_written_with_only_the_words_are_learned() -> None:
    for clause in example(LINE, cold=False).clauses:
        assert {string for string in clause if string.startswith("*is")} == set()
        assert clause >= UNRULED


@pytest.mark.parametrize("cold", [True, False])
def test_a_model_is_learned_and_read_back_as_it_was_written(cold: bool, tmp_path) -> None:
    clauses, messages = learn([example(LINE, cold=cold)] * 3)
    assert set(clauses.table.heads) == {*HEADS, *EVEN}
    clauses.write(tmp_path / "clauses.tsv")
    lines = (tmp_path / "clauses.tsv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2 + len(clauses.rows)
    assert messages.table.logits(["^"])[list(messages.heads).index("record")] > 0


def test_opinions_that_tell_reports_from_others_get_the_weight() -> None:
    other = LINE | {"text": "谢谢", "gold": {"intent": "chitchat", "records": [], "flags": []}}
    seen = [example(line, cold=True) for line in (LINE, other) * 20]
    clauses, messages = learn(seen)
    learned = Learned(clauses.table, messages.table)
    weighing = weigh(seen, [learned] * len(seen))
    reports, others = (held_of(*by_rules(line), learned) for line in (LINE, other))
    assert weighing.logit(others) < 0 < weighing.logit(reports)


def by_rules(line: dict[str, Any]) -> tuple[Walk, Intent, list[str]]:
    first, state = ruled(*masked(line))
    return state, first.intent, kinds_of(first)
