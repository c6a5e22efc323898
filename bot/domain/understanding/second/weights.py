"""The learned weights, read once from the tables beside this module."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING
from zlib import crc32

from bot.domain.understanding.second.weighing import Weighing, parsed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Weights are written as whole hundredths.
SCALE = 100
# The last heads of both models: whether anything counts, whether it is a danger. Their sums are divided by the roots of
# the numbers of strings, so that each message weighs the same however long it is.
EVEN = ("counts", "danger")


@dataclass(frozen=True)
class Table:
    """A linear model: one row of weights a string, one column a head; `fallback` is the row of every clause.

    Strings are kept as their checksums, in order: eighty thousand of them take two megabytes instead of twenty. Two in
    a hundred thousand may share one; the first then speaks for both.
    """

    heads: tuple[str, ...]
    keys: array[int]
    flat: array[int]
    fallback: tuple[int, ...]

    def logits(self, strings: Iterable[str]) -> list[float]:
        width, keys, flat = len(self.heads), self.keys, self.flat
        sums = list(self.fallback)
        for string in strings:
            key = key_of(string)
            row = bisect_left(keys, key)
            if row < len(keys) and keys[row] == key:
                start = row * width
                for head in range(width):
                    sums[head] += flat[start + head]
        return [total / SCALE for total in sums]


@dataclass(frozen=True)
class Learned:
    """The models of a clause (visit, contact, …) and of a message (its intent), and how their opinions are weighed."""

    clauses: Table
    messages: Table
    weighing: Weighing | None = None

    @staticmethod
    @cache
    def shipped() -> Learned:
        """Those that come with the program."""
        return Learned(_table("clauses"), _table("messages"), parsed(_lines("weighing")))


def _table(name: str) -> Table:
    """The table `name`.tsv: heads, the fallback row, then a string and its weights a line."""
    lines = _lines(name)
    heads = tuple(next(lines).rstrip("\n").split("\t")[1:])
    fallback = tuple(map(int, next(lines).split("\t")[1:]))
    return tabled(heads, _rows(lines), fallback)


def _lines(name: str) -> Iterator[str]:
    with files(__package__).joinpath(f"{name}.tsv").open(encoding="utf-8") as lines:
        yield from lines


def _rows(lines: Iterable[str]) -> Iterator[tuple[str, list[int]]]:
    for line in lines:
        string, *weights = line.rstrip("\n").split("\t")
        yield string, list(map(int, weights))


def tabled(heads: tuple[str, ...], rows: Iterable[tuple[str, Sequence[int]]], fallback: tuple[int, ...]) -> Table:
    """The table of rows of weights, in whole hundredths, by string."""
    keys, flat, width = array("I"), array("h"), len(heads)
    for string, weights in rows:
        keys.append(key_of(string))
        flat.extend(weights)
    if all(one <= other for one, other in pairwise(keys)):
        return Table(heads, keys, flat, fallback)
    order = sorted(range(len(keys)), key=keys.__getitem__)
    ordered = array("h")
    for row in order:
        ordered.extend(flat[row * width : (row + 1) * width])
    return Table(heads, array("I", (keys[row] for row in order)), ordered, fallback)


def key_of(string: str) -> int:
    return crc32(string.encode())


def likelihood(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def logit(likely: float) -> float:
    """Within seven either way."""
    return math.log(max(1e-3, likely) / max(1e-3, 1 - likely))
