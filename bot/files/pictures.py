"""A report as one picture for a phone: the year's quota against the calendar, and where people keep pace."""

from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

from bot.domain.programme import Programme
from bot.domain.reports import Report, UnitLine
from bot.texts import report_words as words
from bot.texts.language import Gettext
from bot.texts.reports import line_name

WIDTH, DPI = 6.0, 180  # inches; 1,080 pixels
ROW = 0.34  # inches a line
ENOUGH = 10  # pairings; below, a share says nothing
INK, QUIET, BAR, TRACK, MARK = "#1F2D2A", "#6B7C77", "#3C8D7A", "#E4ECE9", "#C2571A"
NAME = 12  # characters of a unit's name


@cache
def font() -> str:
    """The family that the package brings, so that no machine shows empty boxes."""
    from matplotlib import font_manager
    from pylopdf_fonts_zh_cn import sans_path

    path = str(sans_path())
    font_manager.fontManager.addfont(path)
    return str(font_manager.FontProperties(fname=path).get_name())


def picture(_: Gettext, programme: Programme, made: Report) -> bytes:
    """A PNG, 1,080 pixels wide and as high as there are units. Drawn without pyplot: safe on any thread."""
    del programme
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    units = [line for line in made.units if line.pairings.judged]
    rows = 3 + len(made.quota) * 1.5 + 2.2 + len(units) + 1.2
    height = rows * ROW
    figure = Figure(figsize=(WIDTH, height), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, 100)
    axes.set_ylim(rows, 0)
    axes.axis("off")
    brush = _Brush(axes)
    brush.text(4, 0.9, words.title(_, made), 15)
    brush.text(4, 1.9, subtitle(_, made), 9, QUIET)
    top = _quota(_, brush, made, 3.0)
    _units(_, brush, units, top)
    target = BytesIO()
    figure.savefig(target, format="png", facecolor="white")
    return target.getvalue()


class _Brush:
    """Text and bars in a field 100 wide; y grows downwards, one a line."""

    def __init__(self, axes: Any) -> None:
        self._axes = axes

    def text(self, x: float, y: float, said: str, size: float = 10, colour: str = INK, align: str = "left") -> None:
        self._axes.text(
            x, y, said, fontsize=size, color=colour, ha=align, va="center", fontfamily=font(), parse_math=False
        )

    def bar(self, x: float, y: float, width: float, share: float) -> None:
        self._axes.barh(y, width, left=x, height=0.5, color=TRACK)
        self._axes.barh(y, width * share, left=x, height=0.5, color=BAR)

    def mark(self, x: float, y: float) -> None:
        self._axes.plot([x, x], [y - 0.42, y + 0.42], color=MARK, linewidth=2)


def subtitle(_: Gettext, made: Report) -> str:
    number = _("第 {number} 号").format(number=made.number) if made.number is not None else _("未编号")
    return _("{number} · 数据截至 {moment}").format(number=number, moment=words.moment(made.as_of))


def elapsed(day: date) -> float:
    """The share of its year that is over when `day` is."""
    return day.timetuple().tm_yday / date(day.year, 12, 31).timetuple().tm_yday


def _quota(_: Gettext, brush: _Brush, made: Report, top: float) -> float:
    line = elapsed(made.until)
    brush.text(4, top, _("今年任务完成了多少"), 11)
    brush.text(96, top, _("橙线：按日子该到 {n}%").format(n=round(line * 100)), 9, MARK, "right")
    for index, target in enumerate(made.quota):
        y = top + 1.1 + index * 1.5
        share = target.fulfilled / target.required if target.required else 0
        brush.text(4, y, words.column(_, target.kind))
        brush.bar(24, y, 60, share)
        brush.mark(24 + 60 * line, y)
        brush.text(96, y, percent(_, target.fulfilled, target.required), 10, INK, "right")
        counts = f"{words.number(target.fulfilled)} / {words.number(target.required)}"
        brush.text(24, y + 0.62, counts, 8, QUIET)
    return top + 1.1 + len(made.quota) * 1.5 + 0.5


def _units(_: Gettext, brush: _Brush, units: list[UnitLine], top: float) -> None:
    brush.text(4, top, _("没有落后的结对占几成（按名册顺序，不排名）"), 11)
    for index, line in enumerate(units):
        y = top + 1.1 + index
        name = line_name(_, line)
        brush.text(4, y, name if len(name) <= NAME else name[: NAME - 1] + "…", 9)
        judged = line.pairings.judged
        if judged < ENOUGH:
            brush.text(40, y, _("不足 {n} 对，不算比例").format(n=ENOUGH), 8, QUIET)
            continue
        kept = judged - line.pairings.behind
        brush.bar(40, y, 44, kept / judged)
        brush.text(96, y, percent(_, kept, judged), 9, INK, "right")


def percent(_: Gettext, part: int, whole: int) -> str:
    """Rounded down, so that 100% means all of them."""
    return f"{part * 100 // whole}%" if whole else _("无任务")


def caption(_: Gettext, made: Report) -> str:
    """What the picture shows, for those who do not see it; under 1,024 characters."""
    shares = "、".join(
        f"{words.column(_, target.kind)} {percent(_, target.fulfilled, target.required)}" for target in made.quota
    )
    judged = made.pairings.judged
    pace = _("主结对 {all} 对，其中落后 {behind} 对。").format(
        all=words.number(judged), behind=words.number(made.pairings.behind)
    )
    done = _("今年任务已完成：{shares}；按日子该到 {n}%。").format(shares=shares, n=round(elapsed(made.until) * 100))
    return f"{words.title(_, made)}\n{subtitle(_, made)}\n{done}\n{pace}"
