"""The corpus keeps the annotation guidelines' invariants, so a score against it means something."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

Message = dict[str, Any]

CORPUS = Path(__file__).with_name("own.jsonl")
MESSAGES: list[Message] = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
KINDS = ["visit", "contact", "deed", "difficulty_solved"]  # in the order the labels use
CHANNELS: dict[str | None, set[str | None]] = {
    "visit": {"home", "institution"},
    "contact": {"phone", "sms", "wechat", "video", "other", None},
    None: {None},
}
INTENTS = {
    "unsafe_report", "undo", "correction", "record", "plan", "progress_query", "help", "chitchat", "other",
}  # fmt: skip
FLAGS = {"illness", "dropout", "abuse", "unsafe_house", "distress", "living_alone"}
CATEGORIES = {"孤儿", "事实无人抚养儿童", "困难重度残疾人", "特困供养人员"}
RECORD_FIELDS = ["recipient_ids", "kinds", "channel", "date", "amount_yuan", "amount_type", "attempt_only"]
PATCH_FIELDS = {"kinds", "channel", "date", "amount_yuan", "amount_type", "recipient_ids"}


@contextmanager
def named(message: Message) -> Iterator[None]:
    """A failure inside says which message it is about."""
    try:
        yield
    except AssertionError as fault:
        fault.add_note(f"{message['id']}: {message['text']}")
        raise


def of_each_message(check: Callable[[Message], None]) -> Callable[[], None]:
    def test() -> None:
        for message in MESSAGES:
            with named(message):
                check(message)

    return test


def sent_on(message: Message) -> date:
    return datetime.fromisoformat(message["sent_at"]).date()


def paired_ids(message: Message) -> set[int]:
    return {pairing["id"] for pairing in message["pairings"]}


@of_each_message
def test_a_message_has_the_fields_of_the_published_corpus_and_its_half(message: Message) -> None:
    assert list(message) == ["id", "sent_at", "pairings", "text", "gold", "tags", "half"]
    assert message["half"] == ("tune" if int(message["id"][1:]) % 2 else "held")
    assert message["text"].strip()
    assert message["tags"]
    sent = datetime.fromisoformat(message["sent_at"])
    assert sent.utcoffset() == timedelta(hours=8)
    assert date(2025, 9, 1) <= sent.date() <= date(2026, 12, 31)


@of_each_message
def test_a_cadre_has_one_to_four_recipients_numbered_from_one(message: Message) -> None:
    pairings = message["pairings"]
    assert [pairing["id"] for pairing in pairings] == list(range(1, len(pairings) + 1))
    assert 1 <= len(pairings) <= 4
    assert len({pairing["name"] for pairing in pairings}) == len(pairings)
    for pairing in pairings:
        assert list(pairing) == ["id", "name", "gender", "birth_year", "category", "aliases"]
        assert pairing["gender"] in {"男", "女"}
        assert pairing["category"] in CATEGORIES
        is_child = pairing["birth_year"] >= 2008
        assert is_child == (pairing["category"] in {"孤儿", "事实无人抚养儿童"})


@of_each_message
def test_an_intent_and_its_records_agree(message: Message) -> None:
    gold = message["gold"]
    assert gold["intent"] in INTENTS
    if gold["intent"] == "record":
        assert gold["records"]
    elif gold["intent"] != "unsafe_report":
        assert gold["records"] == []


@of_each_message
def test_only_a_correction_carries_a_patch_and_only_of_changed_fields(message: Message) -> None:
    gold = message["gold"]
    expected = ["intent", "records", "flags"]
    if gold["intent"] == "correction":
        expected.append("patch")
        patch = gold["patch"]
        assert patch
        assert set(patch) <= PATCH_FIELDS
        assert set(patch.get("recipient_ids", [])) <= paired_ids(message)
        assert set(patch.get("kinds", [])) <= set(KINDS)
        assert not {"visit", "contact"} <= set(patch.get("kinds", []))
        if "date" in patch:
            assert date.fromisoformat(patch["date"]) <= sent_on(message)
    assert list(gold) == expected


@of_each_message
def test_flags_are_known_sorted_and_abuse_is_always_an_acute_danger(message: Message) -> None:
    gold = message["gold"]
    assert set(gold["flags"]) <= FLAGS
    assert gold["flags"] == sorted(set(gold["flags"]))
    if "abuse" in gold["flags"]:
        assert gold["intent"] == "unsafe_report"
    if gold["intent"] == "unsafe_report":
        assert gold["flags"]


@of_each_message
def test_a_record_holds_together(message: Message) -> None:
    for record in message["gold"]["records"]:
        assert list(record) == RECORD_FIELDS
        kinds = record["kinds"]
        assert kinds == [kind for kind in KINDS if kind in kinds]
        main = [kind for kind in kinds if kind in {"visit", "contact"}]
        assert len(main) <= 1
        assert record["channel"] in CHANNELS[main[0] if main else None]
        ids = record["recipient_ids"]
        assert ids is None or (ids and ids == sorted(set(ids)) and set(ids) <= paired_ids(message))
        if ids is None:
            assert len(message["pairings"]) > 1 or "unpaired_person" in message["tags"]
        if record["date"] is not None:
            assert date.fromisoformat(record["date"]) <= sent_on(message)
            assert date.fromisoformat(record["date"]) > sent_on(message) - timedelta(days=366)
        assert record["amount_type"] in {"cash", "goods", None}
        if record["amount_yuan"] is not None:
            assert record["amount_yuan"] > 0
            assert record["amount_type"] is not None
        if record["attempt_only"]:
            assert main == kinds
            assert kinds
            assert record["amount_type"] is None
        elif not kinds:
            assert record["amount_type"] is not None, "an empty record says nothing"


@of_each_message
def test_deeds_and_main_activity_of_one_occasion_are_one_record(message: Message) -> None:
    seen: set[tuple[object, ...]] = set()
    for record in message["gold"]["records"]:
        key = (
            tuple(record["recipient_ids"] or []),
            record["date"],
            record["channel"],
            tuple(record["kinds"]),
            record["attempt_only"],
        )
        if record["date"] is not None and record["recipient_ids"] is not None:
            assert key not in seen, "same recipients, day, channel and kinds are one record"
        seen.add(key)


def test_ids_run_without_a_gap_and_no_text_is_used_twice() -> None:
    assert [message["id"] for message in MESSAGES] == [f"o{number:03d}" for number in range(1, len(MESSAGES) + 1)]
    texts = [message["text"] for message in MESSAGES]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("half", ["tune", "held"])
def test_each_half_is_large_and_rich_in_messages_that_record_nothing(half: str) -> None:
    intents = [message["gold"]["intent"] for message in MESSAGES if message["half"] == half]
    assert len(intents) >= 200
    assert sum(intent != "record" for intent in intents) >= 0.35 * len(intents)
    assert set(intents) == INTENTS


def test_both_halves_have_the_same_share_of_each_intent() -> None:
    counts = {
        half: [sum(m["half"] == half and m["gold"]["intent"] == intent for m in MESSAGES) for intent in sorted(INTENTS)]
        for half in ("tune", "held")
    }
    for tuned, held in zip(counts["tune"], counts["held"], strict=True):
        assert abs(tuned - held) <= 0.05 * (tuned + held)
