"""The entry list as a workbook, in the order of the official form, with full names: it is keyed in from here."""

import io
from typing import Any

from bot.domain.programme import Programme
from bot.files.sheets import Column, book
from bot.services.keying import Book, Row
from bot.texts import keying as texts
from bot.texts import words
from bot.texts.language import Gettext


def workbook(_: Gettext, programme: Programme, listed: Book) -> bytes:
    target = io.BytesIO()
    with book(target) as out:
        out.sheet(_("待录入"), _columns(_), (_row(_, programme, row) for row in listed.rows))
    return target.getvalue()


def _columns(_: Gettext) -> tuple[Column, ...]:
    return (
        Column(_("日期"), "day"),
        Column(_("干部编号")),
        Column(_("干部")),
        Column(_("对象编号")),
        Column(_("对象姓名")),
        Column(_("类别"), width=18),
        Column(_("结对类型")),
        Column(_("事项"), width=18),
        Column(_("方式")),
        Column(_("现金（元）"), "yuan"),
        Column(_("物资折合（元）"), "yuan"),
        Column(_("内容"), width=40),
        Column(_("更正"), width=18),
    )


def _row(_: Gettext, programme: Programme, row: Row) -> tuple[Any, ...]:
    known, kind = programme.classes.get(row.class_key), programme.kinds.get(row.kind)
    return (
        row.day,
        row.cadre_number,
        row.cadre,
        row.number,
        row.recipient,
        known.zh if known else row.class_key,
        kind.zh if kind else row.kind,
        texts.acts(_, row),
        words.channel(_, row.channel),
        row.cash_fen or None,
        row.goods_fen or None,
        row.note,
        texts.change(_, row) or None,
    )
