"""The floors of the issue on the labelled messages of the specification."""

import importlib.util
import json
from pathlib import Path

from bot.domain.understanding import parse_line

CORPUS = Path(__file__).parents[2] / "corpus"


def _scored(name="dev.jsonl", half=None):
    spec = importlib.util.spec_from_file_location("corpus_score", CORPUS / "score.py")
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    gold = [json.loads(line) for line in (CORPUS / name).read_text(encoding="utf-8").splitlines()]
    gold = [line | {"tags": line.get("tags", [])} for line in gold if half is None or line["half"] == half]
    told = [{key: line[key] for key in ("id", "sent_at", "pairings", "text")} for line in gold]
    return score.score(gold, {line["id"]: parse_line(line) for line in told})[0]


def test_messages_of_the_specification_are_read_right_and_none_becomes_a_false_record():
    figures = _scored()
    assert figures["messages"] == 160
    assert figures["fully_right"] >= 0.97
    assert figures["false_records"] == 0
    assert figures["intent_accuracy"] >= 0.98
    assert figures["patch_right"] >= 0.9


def test_neither_label_nor_tags_nor_id_change_what_is_read():
    line = json.loads((CORPUS / "dev.jsonl").read_text(encoding="utf-8").splitlines()[0])
    bare = {key: line[key] for key in ("sent_at", "pairings", "text")}
    poisoned = line | {"gold": None, "tags": ["chitchat"], "id": "z"}
    assert {"id": "z"} | parse_line(bare) == parse_line(poisoned)


def test_the_half_of_our_own_corpus_that_we_tuned_on_is_read_right():
    figures = _scored("own.jsonl", "tune")
    assert figures["fully_right"] >= 0.95
    assert figures["false_record_rate"] <= 1 / 69
    assert figures["intent_accuracy"] >= 0.97


def test_the_half_of_a_second_authors_messages_that_we_tuned_on_is_read_right():
    figures = _scored("more.jsonl", "tune")
    assert figures["fully_right"] >= 0.85
    assert figures["false_record_rate"] <= 0.06
    assert figures["intent_accuracy"] >= 0.96


def test_messages_written_for_the_kinds_that_were_weak_are_read_right():
    figures = _scored("extra.jsonl")
    assert figures["fully_right"] >= 0.95
    assert figures["false_record_rate"] <= 1 / 69
    assert figures["intent_accuracy"] >= 0.97


def test_the_messages_held_back_until_november_and_a_third_authors_are_read_right():
    for name, half, right in (("own.jsonl", "held", 0.93), ("third.jsonl", "tune", 0.9)):
        figures = _scored(name, half)
        assert figures["fully_right"] >= right
        assert figures["false_record_rate"] <= 0.02
        assert figures["intent_accuracy"] >= 0.97
