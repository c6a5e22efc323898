"""Records as a workbook, row by row: a province's two million do not fit into memory, nor into one sheet."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from bot.domain.programme import Programme
from bot.files.sheets import Column, book
from bot.services.export import Line
from bot.texts import report_words as words
from bot.texts import words as plain
from bot.texts.language import Gettext

ROWS = 1_000_000  # of the 1,048,576 that a sheet of Excel holds
ACTS = ("contact", "visit", "policy", "difficulty", "deed")
MONEY = ("cash_fen", "goods_fen")


def write(path: Path, _: Gettext, programme: Programme, lines: Iterable[Line], *, full: bool) -> int:
    """Writes `path`, readable by its owner only; returns the number of entries."""
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    total = 0

    def counted() -> Iterator[Line]:
        nonlocal total
        for total, line in enumerate(lines, start=1):  # noqa: B007  the count is what is wanted
            yield line

    rows = counted()
    with book(path) as out:
        for number, sheet in enumerate(_sheets(rows), start=1):
            name = _("记录") if number == 1 else _("记录{n}").format(n=number)
            out.sheet(name, _columns(_, full=full), (_row(_, programme, line, full=full) for line in sheet))
    return total


def _sheets(rows: Iterator[Line]) -> Iterator[Iterator[Line]]:
    """At least one, each of at most ROWS lines, none of which is held."""
    yield islice(rows, ROWS)
    while (first := next(rows, None)) is not None:
        yield chain([first], islice(rows, ROWS - 1))


def _columns(_: Gettext, *, full: bool) -> tuple[Column, ...]:
    head = (
        Column(_("记录号"), "count", 10),
        Column(_("日期"), "day"),
        Column(_("编码"), width=14),
        Column(_("名称"), width=18),
        Column(_("对象编号")),
        Column(_("姓名")),
        Column(_("类别"), width=18),
        Column(_("干部编号")),
        Column(_("干部")),
        Column(_("结对类型")),
        *[Column(words.column(_, act), "count", 9) for act in ACTS],
        *[Column(words.column(_, money), "yuan") for money in MONEY],
        Column(_("方式"), width=9),
        Column(_("补录"), width=6),
        Column(_("状态")),
        Column(_("更正的记录号"), "count"),
        Column(_("录入时间"), width=17),
    )
    if not full:
        return head
    return (*head, Column(_("联系电话"), width=14), Column(_("监护人")), Column(_("备注"), width=40))


def _row(_: Gettext, programme: Programme, line: Line, *, full: bool) -> tuple[Any, ...]:
    found = programme.classes.get(line.class_key)
    cells = (
        line.number,
        line.day,
        line.unit_code,
        line.unit,
        line.recipient,
        line.name,
        (found.zh if words.chinese(_) else found.en) if found else line.class_key,
        line.cadre_number,
        line.cadre,
        words.kind(_, programme, line.kind) if line.kind in programme.kinds else line.kind,
        *[getattr(line, act) for act in ACTS],
        *[getattr(line, money) for money in MONEY],
        plain.channel(_, line.channel),
        _("补录") if line.late else None,
        state(_, line.state),
        line.corrects,
        words.moment(line.entered_at),
    )
    return (*cells, line.phone, line.guardian, line.note) if full else cells


def state(_: Gettext, key: str) -> str:
    return {
        "counted": _("计入"),
        "attempt": _("没联系上"),
        "corrected": _("已被更正"),
        "withdrawn": _("撤销记录"),
    }[key]
