"""Fit the linear models of the second reading."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, diags

from bot.domain.understanding.second.weights import EVEN, SCALE, Table, key_of, tabled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_SEEN_AT_LEAST = 2
_STEPS = 80
_TINY = 1e-9
# Rows whose weights are all smaller change nothing that matters; those of EVEN are divided by the root of hundreds.
_TELLING, _TELLING_EVENLY = 0.04, 0.2


@dataclass(frozen=True)
class Weighed:
    """A fitted model by its strings: what is written to a file, or used at once as `table`."""

    heads: tuple[str, ...]
    rows: dict[str, list[int]]
    fallback: tuple[int, ...]

    @property
    def table(self) -> Table:
        return tabled(self.heads, self.rows.items(), self.fallback)

    def write(self, path: Path) -> None:
        """In the order in which `tabled` keeps the strings, which spares it the sorting."""
        ordered = sorted(self.rows.items(), key=lambda row: key_of(row[0]))
        rows = [["", *self.heads], ["", *self.fallback], *([string, *weights] for string, weights in ordered)]
        path.write_text("".join("\t".join(map(str, row)) + "\n" for row in rows), encoding="utf-8")


class Strings:
    """The strings that are seen often enough, each with its column; the last column is the fallback of every row."""

    def __init__(self, rows: Iterable[set[str]]) -> None:
        seen = Counter(string for row in rows for string in row)
        self.columns = {string: i for i, string in enumerate(sorted(s for s, n in seen.items() if n >= _SEEN_AT_LEAST))}

    def matrix(self, rows: Sequence[set[str]]) -> csr_matrix:
        last = len(self.columns)
        cells = [[*sorted(self.columns[s] for s in row if s in self.columns), last] for row in rows]
        ends = np.cumsum([0, *map(len, cells)])
        return csr_matrix((np.ones(ends[-1]), np.concatenate(cells), ends), shape=(len(rows), last + 1))

    def weighed(self, heads: Sequence[str], weights: np.ndarray) -> Weighed:
        whole = np.rint(weights * SCALE).astype(int).tolist()
        least = [_TELLING_EVENLY if head in EVEN else _TELLING for head in heads]
        telling = (np.abs(weights) >= least).any(1)
        rows = {string: whole[column] for string, column in self.columns.items() if telling[column]}
        return Weighed(tuple(heads), rows, tuple(whole[-1]))


def clauses_of_messages(lengths: Sequence[int]) -> csr_matrix:
    """One row a message with a one for each of its clauses."""
    rows = np.repeat(np.arange(len(lengths)), lengths)
    return csr_matrix((np.ones(len(rows)), (rows, np.arange(len(rows)))), shape=(len(lengths), len(rows)))


def even(x: csr_matrix, strings: Sequence[int]) -> csr_matrix:
    """The rows of `x` without the fallback, divided by the root of the number of their strings, known or not."""
    return diags(1 / np.sqrt(np.maximum(1, strings))) @ x[:, :-1]


def fit_acts(x: csr_matrix, of: csr_matrix, labels: np.ndarray, penalty: float) -> np.ndarray:
    """A message tells of an act when one of its clauses does: noisy-or over clauses, for only the message is labelled.

    `x`: clauses by strings, `of`: messages by clauses, `labels`: messages by acts; returns strings by acts.
    """
    xt, oft = x.T.tocsr(), of.T.tocsr()
    shape = (x.shape[1], labels.shape[1])

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(shape)
        likely = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        silent = of @ np.log1p(-np.minimum(likely, 1 - _TINY))
        told = np.clip(1 - np.exp(silent), _TINY, 1 - _TINY)
        value = -(labels * np.log(told) + (1 - labels) * silent).sum() + penalty / 2 * (weights**2).sum()
        slope = oft @ (labels * (1 - told) / told - (1 - labels))
        return value, (xt @ (-slope * likely) + penalty * weights).ravel()

    return _least(loss, shape)


def fit_intents(x: csr_matrix, labels: np.ndarray, penalty: float) -> np.ndarray:
    """One of the heads a message: multinomial logistic regression. `labels`: messages by heads."""
    xt = x.T.tocsr()
    shape = (x.shape[1], labels.shape[1])

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(shape)
        raw = x @ weights
        raw -= raw.max(1, keepdims=True)
        likely = np.exp(raw) / np.exp(raw).sum(1, keepdims=True)
        value = -(labels * np.log(likely + _TINY)).sum() + penalty / 2 * (weights**2).sum()
        return value, (xt @ (likely - labels) + penalty * weights).ravel()

    return _least(loss, shape)


def fit_yes(x: csr_matrix, labels: np.ndarray, penalty: float) -> np.ndarray:
    """Yes or no by logistic regression; one column."""
    xt = x.T.tocsr()

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        raw = x @ weights
        value = (np.logaddexp(0, raw) - labels * raw).sum() + penalty / 2 * (weights**2).sum()
        return value, xt @ (1 / (1 + np.exp(-raw)) - labels) + penalty * weights

    return _least(loss, (x.shape[1], 1))


def _least(loss: object, shape: tuple[int, int]) -> np.ndarray:
    start = np.zeros(shape[0] * shape[1])
    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _STEPS}).x.reshape(shape)
