"""Whether anything in a message counts, weighed from everything that the models hold of it, one by one and in pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# No single opinion is further from the usual than this many of its spreads.
_FURTHEST = 3.0
BETWEEN = "&"
ALWAYS = "always"


@dataclass(frozen=True)
class Weighing:
    """`usual`: mean and spread of each opinion; `weights` by the name of an opinion, of two joined by &, or ALWAYS."""

    usual: dict[str, tuple[float, float]]
    weights: dict[str, float]

    def logit(self, opinions: Mapping[str, float]) -> float:
        return sum(value * self.weights[name] for name, value in self.inputs(opinions))

    def inputs(self, opinions: Mapping[str, float]) -> list[tuple[str, float]]:
        """The opinions in spreads from their mean, and their products, by name."""
        own = [
            (name, max(-_FURTHEST, min(_FURTHEST, (opinions[name] - mean) / spread)))
            for name, (mean, spread) in self.usual.items()
        ]
        pairs = [(f"{a}{BETWEEN}{b}", value * other) for at, (a, value) in enumerate(own) for b, other in own[at:]]
        return [(ALWAYS, 1.0), *own, *pairs]


def lines(weighing: Weighing) -> list[str]:
    """A line a weight: name, weight, and of a single opinion its mean and spread."""
    found = []
    for name, weight in weighing.weights.items():
        usual = weighing.usual.get(name, ())
        found.append("\t".join([name, *(f"{number:.4f}" for number in (weight, *usual))]))
    return found


def parsed(lines: Iterable[str]) -> Weighing:
    usual, weights = {}, {}
    for line in lines:
        name, weight, *rest = line.rstrip("\n").split("\t")
        weights[name] = float(weight)
        if rest:
            usual[name] = (float(rest[0]), float(rest[1]))
    return Weighing(usual, weights)
