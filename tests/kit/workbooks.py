"""Workbooks for tests, written cell by cell, and a small county to begin with."""

import io
from datetime import date, datetime
from typing import Any

import xlsxwriter

from bot import programmes
from bot.domain.roster import LAYOUT, Workbook
from bot.files import roster

PROGRAMME = programmes.load()
TODAY = date(2026, 5, 26)

UNITS = [
    ("62", "陇原县", None, "县"),
    ("6201", "金水镇", "62", "乡镇"),
    ("620101", "柳家湾村", "6201", "村"),
    ("620102", "石家坪村", "6201", "村"),
    ("62D1", "陇原县民政局", "62", "单位"),
]
CADRES = [
    ("G1", "李志强", "6201", "13900000001", "结对干部、联络员", None),
    ("G2", "张海霞", "62D1", "13900000002", None, None),
    ("G3", "赵建国", "62", "13900000003", "督导", None),
    ("G4", "马文斌", "6201", None, None, "请假"),
]
RECIPIENTS = [
    ("P-1", "王秀英", "女", "1950-03", "特困供养人员(分散)", "620101", "在家", "H1", None, None, "王大娘"),
    ("P-2", "刘小虎", "男", "2015-06-03", "孤儿", "620102", "寄宿", None, None, "刘存娥", None),
    ("P-3", "田得胜", "男", None, "困难重度残疾人", "620102", None, None, "0933-8210000", None, None),
]
PAIRINGS = [
    ("G1", "P-1", None, "2025-01-01", None, None),
    ("G2", "P-2", "主结对", date(2026, 3, 1), None, None),
    ("G2", "P-3", "主结对", "2026-03-01", None, None),
    ("G1", "P-2", "助学", "2026-03-01", None, None),
]


def county(**replaced: list[tuple[Any, ...]] | None) -> dict[str, list[list[Any]]]:
    """Sheets with headers. `units=None` leaves a sheet out, `cadres=[…]` replaces its rows."""
    rows = {"units": UNITS, "cadres": CADRES, "recipients": RECIPIENTS, "pairings": PAIRINGS, **replaced}
    return {
        sheet: [list(LAYOUT[sheet]), *[list(row) for row in rows[name]]]
        for sheet, name in zip(LAYOUT, ("units", "cadres", "recipients", "pairings"), strict=True)
        if rows[name] is not None
    }


def xlsx(sheets: dict[str, list[list[Any]]]) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    as_date = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, datetime):
                    sheet.write_datetime(number, place, cell.replace(tzinfo=None), as_date)
                elif isinstance(cell, date):
                    sheet.write_datetime(number, place, cell, as_date)
                elif cell is not None:
                    sheet.write(number, place, cell)
    book.close()
    return file.getvalue()


def workbook(**replaced: list[tuple[Any, ...]] | None) -> Workbook:
    return roster.read(xlsx(county(**replaced)), PROGRAMME, TODAY)
