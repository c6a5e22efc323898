"""Imports: every problem by its place, the difference, the buttons, the outcome."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from bot.domain.roster import ROLE_WORDS, Problem
from bot.services.roster import (
    Diff,
    Dropped,
    NeedsNumber,
    NeedsSecond,
    NotUndoable,
    NotWaiting,
    SheetDiff,
    Undone,
)
from bot.texts import common
from bot.texts.language import Gettext, Html, fill, lines
from bot.texts.message import Button, Reply, Say, say
from bot.texts.reports import split

PROBLEMS_SINGLY = 60  # up to so many, each has its line
PROBLEM_PAGES = 4
SPANS_SHOWN = 40


def error(_: Gettext, problem: Problem) -> str:
    """What is wrong, as a plain sentence without its place."""
    value = problem.value
    if problem.error == "above_you":
        value = next(word for word, role in ROLE_WORDS.items() if role == value)
    return _sentences(_)[problem.error].format(value=value)


def _sentences(_: Gettext) -> dict[str, str]:
    return {
        "not_a_workbook": _("这不是能打开的 Excel 工作簿（.xlsx）。请用模板填写，另存为 .xlsx 再发。"),
        "too_big": _("文件太大，最多 {value} MB。请分县区发送。"),
        "too_big_inside": _("文件展开后太大，最多 {value} MB。请删掉图片和多余的格式，或分县区发送。"),
        "too_many_sheets": _("工作表太多，最多 {value} 张。"),
        "too_many_rows": _("行太多，最多 {value} 行。请删掉数据下面的空行格式。"),
        "too_many_columns": _("列太多，最多 {value} 列。请删掉表格右边多余的列。"),
        "too_many_cells": _("格子太多，最多 {value} 个。请删掉多余的行和列。"),
        "no_sheet": _("没有认识的工作表。应有：{value}"),
        "unknown_sheet": _("不认识这张工作表。只能有：{value}"),
        "no_header": _("第一行应是表头：{value}"),
        "unknown_column": _("不认识这一列。只能有：{value}"),
        "missing_column": _("缺少这一列"),
        "double_column": _("这一列出现了两次"),
        "cell_without_header": _("有内容的格子上面没有表头"),
        "formula": _("不能用公式，请粘贴成数值"),
        "error_cell": _("格子里是错误值，请改正"),
        "missing": _("必填，不能空着"),
        "duplicate": _("重复了：{value}"),
        "too_long": _("太长，最多 {value} 个字"),
        "long_number": _("数字太长，Excel 会丢尾数。请设成文本格式重填：{value}"),
        "bad_code": _("编码里不能有空格、逗号、斜杠：{value}"),
        "bad_text": _("有不能用的字符"),
        "not_one_of": _("只能填：{value}"),
        "bad_phone": _("不像电话号码"),
        "bad_date": _("日期要写成 2026-05-25，这里是：{value}"),
        "bad_birth": _("出生年月要写成 2014-06 或 2014-06-03，这里是：{value}"),
        "impossible_birth": _("出生年月不可能：{value}"),
        "ends_before_it_begins": _("结束日期早于开始日期 {value}"),
        "overlap": _("同一对象同一时间只能有一位主结对干部，日期重叠：{value}"),
        "overlaps_history": _("与以前的主结对日期重叠：{value}。换干部时，请写新的开始日期"),
        "circle": _("上级绕成了圈：{value}"),
        "wrong_level": _("层级不能挂在“{value}”下面"),
        "unknown_unit": _("没有这个单位编码：{value}"),
        "unknown_cadre": _("没有这个干部编号：{value}"),
        "unknown_recipient": _("没有这个对象编号：{value}"),
        "elsewhere": _("这个编号已在别的地方使用：{value}"),
        "outside": _("单位不存在：{value}"),
        "above_you": _("您不能授予这个角色：{value}"),
    }


def place(_: Gettext, problem: Problem) -> str:
    """干部 第 3 行 手机号"""
    return _at(_, problem, str(problem.row) if problem.row else "")


def _at(_: Gettext, problem: Problem, rows: str) -> str:
    numbered = _("第 {row} 行").format(row=rows) if rows else ""
    return " ".join(part for part in (problem.sheet, numbered, problem.column) if part)


def problems(_: Gettext, found: Iterable[Problem]) -> Reply:
    """All of them; when there are many, the same mistake in many rows is one line."""
    every = list(found)
    grouped: dict[Any, list[Problem]] = defaultdict(list)
    for number, problem in enumerate(every):
        said = (problem.sheet, problem.column, error(_, problem))
        grouped[said if len(every) > PROBLEMS_SINGLY else number].append(problem)
    head = fill(_("这个文件有 {count} 处要改，什么都没有写入："), count=len(every))
    pages = split([head, *[_alike(_, group) for group in grouped.values()]])
    if len(pages) > PROBLEM_PAGES:
        listed = sum(page.count("\n") + 1 for page in pages[:PROBLEM_PAGES]) - 1
        left = sum(len(group) for group in list(grouped.values())[listed:])
        pages[PROBLEM_PAGES - 1 :] = [lines(pages[PROBLEM_PAGES - 1], fill(_("……还有 {more} 处。"), more=left))]
    return Reply(tuple(Say(page) for page in pages))


def _alike(_: Gettext, group: Sequence[Problem]) -> Html:
    """One mistake and the rows that have it."""
    spans: list[list[int]] = []
    for row in sorted({problem.row for problem in group}):
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    named = [str(first) if first == last else f"{first}–{last}" for first, last in spans[:SPANS_SHOWN]]
    rows = _("、").join(named) + ("…" if len(spans) > SPANS_SHOWN else "")
    where = _at(_, group[0], rows if group[0].row else "")
    return fill("· {place}：{error}" if where else "· {error}", place=where, error=_short(error(_, group[0])))


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= 120 else sentence[:119] + "…"


def proposal(_: Gettext, diff: Diff) -> Reply:
    """After a file was sent: problems, nothing to do, or the difference with 应用 and 取消."""
    if diff.problems:
        return problems(_, diff.problems)
    if diff.empty:
        return say(fill(_("文件和现有花名册一样，没有要改的。")))
    if diff.applied:
        return Reply(
            says=say(
                lines(
                    fill(_("已应用，导入编号 {id}。"), id=diff.import_id),
                    counts(_, diff),
                    fill(_("要恢复原样：/undo_import {id}"), id=diff.import_id),
                )
            ).says,
            replace=True,
        )
    text = lines(
        fill(_("文件检查通过，还没有写入。导入编号 {id}："), id=diff.import_id),
        counts(_, diff),
        *[_gone(_, sheet) for sheet in diff.sheets if sheet.gone],
        fill(_("离开的超过 5%，要另一位管理员确认；没有另一位时，要您输入离开的条数。")) if diff.many_removed else None,
    )
    return say(
        text,
        (
            Button(_("应用"), f"roster:apply:{diff.import_id}"),
            Button(_("取消"), f"roster:drop:{diff.import_id}"),
        ),
    )


def counts(_: Gettext, diff: Diff) -> Html:
    """A line for each sheet in which something happens."""
    return lines(
        *[
            fill(
                _("{sheet}：新增 {added}，变更 {changed}，离开 {removed}"),
                sheet=sheet.sheet,
                added=sheet.added,
                changed=sheet.changed,
                removed=sheet.removed,
            )
            for sheet in diff.sheets
            if sheet.added or sheet.changed or sheet.removed
        ]
    )


def _gone(_: Gettext, sheet: SheetDiff) -> Html:
    names = _("、").join(sheet.gone)
    if sheet.removed > len(sheet.gone):
        names += _(" 等 {count} 条").format(count=sheet.removed)
    return fill(_("{sheet}离开：{names}"), sheet=sheet.sheet, names=names)


def confirmed(_: Gettext, outcome: Diff | NeedsSecond | NeedsNumber | NotWaiting) -> Reply:
    match outcome:
        case Diff():
            return proposal(_, outcome)
        case NeedsSecond(import_id, removed):
            return say(
                fill(
                    _("要离开 {removed} 条，超过 5%，需要另一位管理员确认。请他发送：/import {id}"),
                    removed=removed,
                    id=import_id,
                )
            )
        case NeedsNumber(import_id, removed):
            return say(
                fill(
                    _("要离开 {removed} 条，超过 5%。确实无误，请发送：/import {id} {removed}"),
                    removed=removed,
                    id=import_id,
                )
            )
        case NotWaiting(state):
            return common.old_button(_) if state else common.no_such(_)


def typed(_: Gettext, outcome: Diff | NeedsSecond | NeedsNumber | NotWaiting) -> Reply:
    """The same after a command, where there is no button to take away."""
    if isinstance(outcome, NotWaiting) and outcome.state:
        return say(fill(_("这次导入已经处理过了。")))
    return confirmed(_, outcome)


def dropped(_: Gettext, outcome: Dropped | NotWaiting) -> Reply:
    if isinstance(outcome, NotWaiting):
        return confirmed(_, outcome)
    return Reply(says=say(fill(_("已取消，什么都没有写入。"))).says, replace=True)


def undone(_: Gettext, outcome: Undone | NotUndoable) -> Reply:
    match outcome:
        case Undone(import_id):
            return say(fill(_("已撤回导入 {id}，花名册恢复原样。"), id=import_id))
        case NotUndoable("later", latest):
            return say(fill(_("后面还有导入 {latest}，请先撤回它：/undo_import {latest}"), latest=latest))
        case NotUndoable("state"):
            return say(fill(_("这次导入没有应用过，或已经撤回。")))
        case NotUndoable():
            return common.no_such(_)


def send_file(_: Gettext) -> Reply:
    return say(fill(_("请把填好的花名册 .xlsx 文件直接发给我。我先检查、给您看变化，您点“应用”才写入。")))


def how_to_undo(_: Gettext) -> Reply:
    return say(fill(_("请写上导入编号，例如 /undo_import 3")))
