"""Keep the sentences of the tests of the understanding with the readings that they approve.

`python -m pytest -p tests.learning.sentences tests/domain/understanding` reads by the rules alone and writes
`tests/corpus/sentences.jsonl` anew from the tests that pass.
"""

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from bot.domain.understanding import reading
from bot.domain.understanding.lines import to_json
from tests.learning.examples import CORPUS

_LONGEST, _MOST = 300, 6
_told: list[dict[str, Any]] = []
_approved: dict[tuple[str, str, str], dict[str, Any]] = {}
_by_rules = reading.ruled


class _Masked(reading.Masked):
    """Remembers its text."""

    def __init__(self, text: str, *rest: Any) -> None:
        super().__init__(text, *rest)
        self.said = text


def _remembered(masked: Any, sent_at: Any, pairings: Any, views: Any = None, *, plain: bool = False) -> Any:
    read = _by_rules(masked, sent_at, pairings, views, plain=plain)
    people = [vars(one) | {"aliases": list(one.aliases)} for one in pairings]
    _told.append({"sent_at": sent_at.isoformat(), "pairings": people, "text": masked.said, "gold": to_json(read[0])})
    return read


def pytest_configure() -> None:
    """The second reading holds its tongue: what it says is learned from this."""
    reading.Masked, reading.ruled = _Masked, _remembered  # type: ignore[misc, assignment]
    reading.opinion = lambda *_: SimpleNamespace(views={}, plain=lambda _: False)  # type: ignore[assignment]
    reading.judged = lambda read, *_: read  # type: ignore[assignment]


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    outcome = yield
    if call.when != "call":
        return
    if (
        outcome.get_result().passed
        and len(_told) <= _MOST
        and not {"test_second", "test_corpus_floor"} & {item.path.stem}
    ):
        for one in _told:
            if one["text"].isprintable() and 0 < len(one["text"]) < _LONGEST:
                key = (one["text"], one["sent_at"], json.dumps(one["pairings"], ensure_ascii=False))
                _approved.setdefault(key, one)
    _told.clear()


def pytest_sessionfinish() -> None:
    rows = ({"id": f"s{n:04d}"} | one | {"tags": []} for n, one in enumerate(_approved.values(), 1))
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (CORPUS / "sentences.jsonl").write_text(text, encoding="utf-8")
