"""Tables to .xlsx: a frozen header, a format for each column, text that stays text, rows that leave memory."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any, Literal

import xlsxwriter

Kind = Literal["text", "count", "yuan", "day"]
CELL = 32_767  # characters a cell of Excel holds


@dataclass(frozen=True)
class Column:
    """`kind` decides the format; `yuan` takes fen. `width` is in characters."""

    head: str
    kind: Kind = "text"
    width: int = 12


class Book:
    """Sheets written from top to bottom, one after the other."""

    def __init__(self, target: Path | IO[bytes]) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(target if not isinstance(target, Path) else str(target), options)
        self._head = self._book.add_format(
            {"bold": True, "bg_color": "#DDEBE6", "border": 1, "border_color": "#9FB8B0", "text_wrap": True}
        )
        self._formats = {
            "text": self._book.add_format({"text_wrap": True, "valign": "top"}),
            "count": self._book.add_format({"num_format": "#,##0", "valign": "top"}),
            "yuan": self._book.add_format({"num_format": "#,##0.00", "valign": "top"}),
            "day": self._book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"}),
        }

    def sheet(self, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> None:
        """A table; None leaves a cell empty. Rows may be a generator: each is written and forgotten."""
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width)
            sheet.write_string(0, index, column.head, self._head)
        last = 0
        for last, row in enumerate(rows, start=1):
            for index, (column, value) in enumerate(zip(columns, row, strict=True)):
                self._write(sheet, last, index, column.kind, value)
        if last:
            sheet.autofilter(0, 0, last, len(columns) - 1)

    def _write(self, sheet: Any, row: int, index: int, kind: Kind, value: Any) -> None:
        form = self._formats[kind]
        if value is None:
            return
        if kind == "text":
            sheet.write_string(row, index, str(value)[:CELL], form)
        elif kind == "day":
            assert isinstance(value, date)
            sheet.write_datetime(row, index, value, form)
        else:
            sheet.write_number(row, index, value / 100 if kind == "yuan" else value, form)

    def close(self) -> None:
        self._book.close()


@contextmanager
def book(target: Path | IO[bytes]) -> Iterator[Book]:
    """The file is complete when the block ends."""
    made = Book(target)
    yield made
    made.close()
