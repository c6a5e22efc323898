"""A report as a workbook: one sheet a section, the definitions with it."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from bot.domain.programme import Programme
from bot.domain.reports import COLUMNS, FLOWS, Figures, Report, UnitLine
from bot.files.sheets import Column, book
from bot.texts import report_words as words
from bot.texts.language import Gettext
from bot.texts.reports import line_name

STATES = ("met", "on_pace", "due_soon", "behind", "halted")


def workbook(_: Gettext, programme: Programme, made: Report) -> bytes:
    """The .xlsx of a report; sections that have nothing to say have no sheet."""
    target = BytesIO()
    with book(target) as out:
        out.sheet(_("说明"), (Column(_("项目"), width=16), Column(_("内容"), width=90)), _about(_, made))
        out.sheet(_("总表"), _grid_columns(_), _grid(_, programme, made))
        out.sheet(_("下级"), _unit_columns(_), [_unit(_, line) for line in made.units])
        if made.offices:
            out.sheet(_("单位"), _unit_columns(_), [_unit(_, line) for line in made.offices])
        out.sheet(_("名册"), (Column(_("项目"), width=24), Column(_("人数"), "count")), _roster(_, made))
        if made.gaps:
            out.sheet(_("断档"), _gap_columns(_), _gaps(_, programme, made))
        if made.weekly.due or made.auxiliary:
            out.sheet(_("辅助与每周探访"), _helper_columns(_), _helpers(_, programme, made))
        if made.sections:
            out.sheet(_("督查"), (Column(_("项目"), width=24), Column(_("件数"), "count")), _watched(_, made))
        if made.corrections:
            out.sheet(_("更正"), _correction_columns(_), _corrections(_, programme, made))
        meaning = (Column(_("指标"), width=30), Column(_("口径"), width=90))
        out.sheet(_("口径"), meaning, words.definitions(_))
    return target.getvalue()


def _about(_: Gettext, made: Report) -> list[tuple[str, str]]:
    number = _("第 {number} 号").format(number=made.number) if made.number is not None else _("未编号")
    return [
        (_("报告"), words.title(_, made)),
        (_("编号"), number),
        (_("数据截至"), words.moment(made.as_of)),
        (_("口径版本"), made.definitions),
        *[(_("未确认"), words.problem(_, problem)) for problem in made.problems],
        (_("可直接抄用"), words.sentence(made)),
    ]


def _figure_columns(_: Gettext, names: Sequence[str]) -> tuple[Column, ...]:
    return tuple(Column(words.column(_, name), "yuan" if name.endswith("_fen") else "count") for name in names)


def _figures(figures: Figures, names: Sequence[str]) -> tuple[int, ...]:
    return tuple(getattr(figures, name) for name in names)


def _grid_columns(_: Gettext) -> tuple[Column, ...]:
    return (Column(_("时期"), width=14), Column(_("类别"), width=18), *_figure_columns(_, COLUMNS))


def _grid(_: Gettext, programme: Programme, made: Report) -> Iterator[tuple[Any, ...]]:
    now, before, year = words.period(_, made.period), words.before(_, made.period), _("今年累计")
    for name, rows in ((now, made.rows), (before, made.previous), (year, made.year_to_date)):
        for row in rows:
            yield (name, words.group(_, programme, row.key), *_figures(row.figures, COLUMNS))


def _unit_columns(_: Gettext) -> tuple[Column, ...]:
    states = tuple(Column(words.pace(_, state), "count", 9) for state in STATES)
    head = (Column(_("编码"), width=14), Column(_("名称"), width=20))
    return (*head, *_figure_columns(_, COLUMNS), *states, Column(_("断档"), "count", 9))


def _unit(_: Gettext, line: UnitLine) -> tuple[Any, ...]:
    states = [getattr(line.pairings, state) for state in STATES]
    return (line.code, line_name(_, line), *_figures(line.figures, COLUMNS), *states, line.gaps)


def _roster(_: Gettext, made: Report) -> list[tuple[str, int]]:
    moves = made.roster
    return [
        (_("期初"), moves.opening),
        (_("新增"), moves.entered),
        *[(_("退出：{reason}").format(reason=words.left(_, reason)), n) for reason, n in moves.left.items()],
        (_("期末"), moves.closing),
        (_("更换干部"), moves.cadre_changed),
    ]


def _gap_columns(_: Gettext) -> tuple[Column, ...]:
    return (
        Column(_("对象编号"), width=14),
        Column(_("类别"), width=18),
        Column(_("编码"), width=14),
        Column(_("名称"), width=20),
        Column(_("自"), "day"),
        Column(_("天数"), "count"),
    )


def _gaps(_: Gettext, programme: Programme, made: Report) -> Iterator[tuple[Any, ...]]:
    for gap in made.gaps:
        group = words.group(_, programme, gap.group)
        yield gap.recipient, group, gap.code, gap.name, gap.since, gap.days


def _helper_columns(_: Gettext) -> tuple[Column, ...]:
    return (
        Column(_("结对类型"), width=14),
        Column(_("结对数"), "count"),
        Column(_("关爱对象"), "count"),
        Column(_("帮扶者"), "count"),
        Column(_("应探访"), "count"),
        Column(_("已探访"), "count"),
        *_figure_columns(_, FLOWS),
    )


def _helpers(_: Gettext, programme: Programme, made: Report) -> Iterator[tuple[Any, ...]]:
    nothing = (None,) * len(FLOWS)
    if made.weekly.due:
        week = made.weekly
        yield (_("每周探访"), week.pairings, None, None, week.due, week.done, *nothing)
    for line in made.auxiliary:
        name = words.kind(_, programme, line.kind)
        yield (name, line.pairings, line.recipients, line.helpers, None, None, *_figures(line.figures, FLOWS))


def _watched(_: Gettext, made: Report) -> Iterator[tuple[str, int]]:
    names = {
        "spot_checks": {
            "drawn": _("抽查"),
            "agree": _("抽查相符"),
            "differ": _("抽查不符"),
            "unreachable": _("抽查没联系上"),
            "waiting": _("抽查待核"),
        },
        "alerts": {"opened": _("紧急情况新报"), "open": _("紧急情况未办结")},
        "needs": {"open": _("待办困难")},
    }
    for section, lines in names.items():
        for key, name in lines.items():
            if section in made.sections:
                yield name, made.sections[section][key]


def _correction_columns(_: Gettext) -> tuple[Column, ...]:
    return (
        Column(_("报告号"), "count"),
        Column(_("时期"), width=14),
        Column(_("类别"), width=18),
        *_figure_columns(_, FLOWS),
    )


def _corrections(_: Gettext, programme: Programme, made: Report) -> Iterator[tuple[Any, ...]]:
    for line in made.corrections:
        group = words.group(_, programme, line.key)
        yield (line.number, words.period(_, line.period), group, *_figures(line.figures, FLOWS))
