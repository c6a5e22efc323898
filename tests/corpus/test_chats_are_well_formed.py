"""The chats keep the annotation guidelines' invariants, as the first corpus does."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.test_corpus_is_well_formed import CATEGORIES, CHANNELS, FLAGS, INTENTS, PATCH_FIELDS, named

HERE = Path(__file__).parent
FILES = sorted([*HERE.glob("exam*.jsonl"), *(HERE / "chats").glob("*.jsonl"), *(HERE / "clauses").glob("*.jsonl")])


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def messages(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    return [json.loads(line) for line in request.param.read_text(encoding="utf-8").splitlines()]


def test_there_are_hundreds_each_with_its_own_words_and_number(messages: list[dict[str, Any]]) -> None:
    assert len(messages) >= 240
    assert len({message["id"] for message in messages}) == len(messages)
    assert len({message["text"] for message in messages}) == len(messages)


def test_people_are_of_the_four_classes_and_numbered(messages: list[dict[str, Any]]) -> None:
    for message in messages:
        with named(message):
            assert [one["id"] for one in message["pairings"]] == list(range(1, len(message["pairings"]) + 1))
            assert {one["category"] for one in message["pairings"]} <= CATEGORIES


def test_records_stand_only_where_something_was_done(messages: list[dict[str, Any]]) -> None:
    for message in messages:
        gold = message["gold"]
        with named(message):
            assert gold["intent"] in INTENTS
            assert set(gold["flags"]) <= FLAGS
            assert bool(gold["records"]) == (gold["intent"] == "record") or gold["intent"] == "unsafe_report"
            assert "abuse" not in gold["flags"] or gold["intent"] == "unsafe_report"
            if "patch" in gold or message["tags"] != [
                "short"
            ]:  # the clauses tell what a message is, not what it changes
                assert ("patch" in gold) == (gold["intent"] == "correction")
            assert set(gold.get("patch") or {}) <= PATCH_FIELDS


def test_a_record_has_one_main_act_and_its_channel(messages: list[dict[str, Any]]) -> None:
    for message in messages:
        sent = datetime.fromisoformat(message["sent_at"]).date().isoformat()
        for record in message["gold"]["records"]:
            with named(message):
                main = [kind for kind in record["kinds"] if kind in {"visit", "contact"}]
                assert len(main) <= 1
                assert record["channel"] in CHANNELS[main[0] if main else None]
                assert record["date"] is None or record["date"] <= sent
                assert record["kinds"] or record["amount_type"]
                assert record["amount_yuan"] is None or record["amount_type"]
                assert set(record["recipient_ids"] or ()) <= {one["id"] for one in message["pairings"]}
