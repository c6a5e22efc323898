"""Reading a programme file table by table: every value is asked for by name, every problem noted by its dotted key."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from typing import Any

from bot.domain.programme import MonthDay

KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")


class Table:
    """One table of the file. A getter returns a harmless stand-in after noting a problem, so that reading goes on."""

    def __init__(self, values: Any, path: str, problems: list[str]) -> None:
        self.path = path
        self.problems = problems
        self.values: Mapping[str, Any] = values if isinstance(values, dict) else {}
        self._asked: set[str] = set()
        if not isinstance(values, dict):
            self.problems.append(f"{path}: must be a table")

    def note(self, key: str, problem: str) -> None:
        self.problems.append(f"{self._dotted(key)}: {problem}")

    def has(self, key: str) -> bool:
        return key in self.values

    def text(self, key: str) -> str:
        value = self._required(key)
        if isinstance(value, str) and value.strip():
            return value
        self._wrong(key, value, "must be a text")
        return ""

    def flag(self, key: str) -> bool:
        """False when absent."""
        value = self._optional(key, default=False)
        if not isinstance(value, bool):
            self.note(key, "must be true or false")
        return value is True

    def number(self, key: str, low: int, high: int) -> int:
        value = self._required(key)
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        self._wrong(key, value, f"must be a whole number from {low} to {high}")
        return low

    def numbers(self, key: str, low: int, high: int) -> tuple[int, ...]:
        values = self._required(key)
        if isinstance(values, list) and values and all(type(v) is int and low <= v <= high for v in values):
            return tuple(values)
        self._wrong(key, values, f"must be a list of whole numbers from {low} to {high}")
        return ()

    def one_of(self, key: str, words: Sequence[str]) -> Any:
        value = self._required(key)
        if value in words:
            return value
        self._wrong(key, value, f"must be one of {', '.join(words)}")
        return words[0]

    def some_of(self, key: str, words: Sequence[str], *, required: bool = True) -> tuple[Any, ...]:
        values = self._required(key) if required else self._optional(key, default=[])
        if isinstance(values, list) and (values or not required) and all(v in words for v in values):
            return tuple(values)
        self._wrong(key, values, f"must be a list out of {', '.join(words)}")
        return ()

    def day(self, key: str) -> date:
        value = self._required(key)
        if type(value) is date:
            return value
        self._wrong(key, value, "must be a date such as 2026-07-01")
        return date.min

    def month_day(self, key: str) -> MonthDay:
        value = self._required(key)
        found = re.fullmatch(r"(\d\d)-(\d\d)", value) if isinstance(value, str) else None
        if found:
            try:
                leap = date(2024, int(found[1]), int(found[2]))
            except ValueError:
                pass
            else:
                return MonthDay(leap.month, leap.day)
        self._wrong(key, value, 'must be a month and day such as "09-30"')
        return MonthDay(1, 1)

    def hour(self, key: str) -> time:
        value = self._required(key)
        if isinstance(value, str) and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
            return time.fromisoformat(value)
        self._wrong(key, value, 'must be an hour such as "09:00"')
        return time(0)

    def table(self, key: str) -> "Table":
        return Table(self._required(key) or {}, self._dotted(key), self.problems)

    def tables(self, key: str) -> Iterator[tuple[str, "Table"]]:
        """The named tables within a table, in the order of the file; bad names are noted."""
        within = self.table(key)
        for name, values in within.values.items():
            if not KEY.fullmatch(name):
                within.note(name, "must be a name of small letters, digits and underscores")
            yield name, Table(values, f"{within.path}.{name}", self.problems)

    def rows(self, key: str) -> Iterator["Table"]:
        """The tables of an array of tables; an empty one is a problem."""
        values = self._required(key)
        if not isinstance(values, list) or not values:
            self._wrong(key, values, "must be a list of tables")
            return
        for index, row in enumerate(values):
            yield Table(row, f"{self._dotted(key)}[{index}]", self.problems)

    def finish(self) -> None:
        """Note every value that nothing asked for: a misspelt setting must not be ignored in silence."""
        for key in self.values:
            if key not in self._asked:
                self.note(key, "is unknown")

    def _dotted(self, key: str) -> str:
        return ".".join(part for part in (self.path, key) if part)

    def _required(self, key: str) -> Any:
        self._asked.add(key)
        if key not in self.values:
            self.note(key, "is missing")
        return self.values.get(key)

    def _optional(self, key: str, default: Any) -> Any:
        self._asked.add(key)
        return self.values.get(key, default)

    def _wrong(self, key: str, value: Any, problem: str) -> None:
        if value is not None:
            self.note(key, f"{problem}, not {value!r}")
