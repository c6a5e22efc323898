"""Readings of single characters.

Importing pypinyin costs 55 MB for its phrases, which one character at a time never needs; its plain table of single
characters is read instead.
"""

from __future__ import annotations

import json
import unicodedata
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

_FIRST, _LAST = 0x4E00, 0x9FFF
_FUZZY = (("zh", "z"), ("ch", "c"), ("sh", "s"))


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    """Character to its readings with tone marks, comma-separated; the basic block only."""
    spec = find_spec("pypinyin")
    if spec is None or not spec.submodule_search_locations:  # pragma: no cover - pypinyin is a dependency
        message = "pypinyin is not installed"
        raise RuntimeError(message)
    path = Path(next(iter(spec.submodule_search_locations))) / "pinyin_dict.json"
    rows: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return {chr(int(code)): readings for code, readings in rows.items() if _FIRST <= int(code) <= _LAST}


def _plain(reading: str) -> str:
    reading = reading.replace("ü", "v")
    return "".join(
        c for c in unicodedata.normalize("NFD", reading) if not unicodedata.combining(c) or c == "\u0308"
    ).replace("u\u0308", "v")


@lru_cache(maxsize=4096)
def toned(char: str) -> frozenset[str]:
    """Every reading with its tone; a character without one reads as itself."""
    return frozenset(_table().get(char, char).split(","))


@lru_cache(maxsize=4096)
def usual(char: str) -> str:
    """The reading that the table gives first."""
    return _table().get(char, char).split(",")[0]


@lru_cache(maxsize=4096)
def plain(char: str) -> frozenset[str]:
    return frozenset(_plain(reading) for reading in toned(char))


@lru_cache(maxsize=4096)
def fuzzy(char: str) -> frozenset[str]:
    """Readings with the differences dropped that many speakers of the region do not make: zh/z, n/ng."""
    return frozenset(_broad(reading) for reading in plain(char))


def _broad(reading: str) -> str:
    for long, short in _FUZZY:
        if reading.startswith(long):
            reading = short + reading.removeprefix(long)
    return reading.removesuffix("g") if reading.endswith("ng") else reading


def latin(name: str) -> str:
    """The usual spelling without tones and blanks, first reading of each character: 小宝 is xiaobao."""
    return "".join(_plain(_table().get(c, c).split(",")[0]) for c in name)
