"""One line of the grid: eight numbers that add up."""

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from typing import Any, Self

FLOWS = ("contact", "visit", "policy", "difficulty", "deed", "cash_fen", "goods_fen")
COLUMNS = ("recipients", *FLOWS)


@dataclass(frozen=True, slots=True)
class Figures:
    """One line of the grid. Recipients are a stock, on the last day; all others are sums of a period, money in fen."""

    recipients: int = 0
    contact: int = 0
    visit: int = 0
    policy: int = 0
    difficulty: int = 0
    deed: int = 0
    cash_fen: int = 0
    goods_fen: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.recipients + other.recipients,
            self.contact + other.contact,
            self.visit + other.visit,
            self.policy + other.policy,
            self.difficulty + other.difficulty,
            self.deed + other.deed,
            self.cash_fen + other.cash_fen,
            self.goods_fen + other.goods_fen,
        )

    def __neg__(self) -> "Figures":
        return Figures(*(-value for value in astuple(self)))

    def __sub__(self, other: "Figures") -> "Figures":
        return self + -other

    def __bool__(self) -> bool:
        return any(astuple(self))

    @property
    def support_fen(self) -> int:
        """资助(含物资折合)."""
        return self.cash_fen + self.goods_fen

    @classmethod
    def total(cls, parts: Iterable["Figures"]) -> "Figures":
        return sum(parts, cls())

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Self:
        return cls(**{column: raw[column] for column in COLUMNS})
