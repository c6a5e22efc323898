"""/holidays and /reach, for admins."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

from bot.services.holidays import Imported, Wrong, Year
from bot.services.lookup import NotFound, Several
from bot.services.reach import Reach
from bot.texts.grants import refused
from bot.texts.language import Gettext, Html, fill, lines
from bot.texts.message import Reply, say
from db.reach import Ledger

MOST = 40


def holidays(_: Gettext, shown: Year) -> Reply:
    title = _("{year} 年放假安排").format(year=shown.year)
    state = None if shown.published else fill(_("还没有导入，日期是估计的。"))
    how = fill(
        _("导入：/holidays 后面换行，一行一条，比如\n{example}"),
        example=Html(f"<code>{_example(_, shown.year)}</code>"),
    )
    return say(lines(fill("🗓 <b>{title}</b>", title=title), state, *_table(_, shown), None if shown.published else how))


def _example(_: Gettext, year: int) -> str:
    return _("{year}-10-01 至 {year}-10-07 休 国庆节\n{year}-10-10 班").format(year=year)


def imported(_: Gettext, told: Imported | Wrong) -> Reply:
    if isinstance(told, Imported):
        head = fill(_("已导入 {year} 年："), year=told.table.year)
        return say(lines(head, *_table(_, told.table)))
    words = {
        "form": _("看不懂，要写成 2027-02-05 至 2027-02-11 休 春节，或 2027-02-14 班"),
        "date": _("没有这一天"),
        "span": _("起止日期不对"),
        "twice": _("前面写过这天，又休又班"),
        "weekday": _("本来就是工作日，不用写班"),
        "years": _("一次只能导入一年"),
        "empty": _("没有日期"),
    }
    problems = [
        fill(_("第 {n} 行：{problem}（{line}）"), n=n, problem=words[what], line=line)
        if n
        else fill("{problem} {line}", problem=words[what], line=line)
        for n, what, line in told.lines[:MOST]
    ]
    return say(lines(fill(_("没有导入，请改好再发：")), *problems))


def _table(_: Gettext, table: Year) -> list[Html]:
    """Neighbouring days of one name in one line."""
    rest = [fill(_("休 {days} {name}"), days=_span(run), name=name) for name, run in _runs(table.rest)]
    worked = [fill(_("班 {days} {name}"), days=_span(run), name=name) for name, run in _runs(table.worked)]
    return [*rest, *worked][:MOST]


def _runs(days: Sequence[tuple[date, str]]) -> list[tuple[str, list[date]]]:
    """Days by name, cut where more than a weekend lies between."""
    found: list[tuple[str, list[date]]] = []
    for name, named in groupby(days, key=lambda day: day[1]):
        for day, _name in named:
            if found and found[-1][0] == name and day - found[-1][1][-1] <= timedelta(days=3):
                found[-1][1].append(day)
            else:
                found.append((name, [day]))
    return found


def _span(run: Sequence[date]) -> str:
    return f"{run[0]}" if len(run) == 1 else f"{run[0]} – {run[-1]}"


def reach(_: Gettext, shown: Reach | NotFound | Several) -> Reply:
    if not isinstance(shown, Reach):
        return refused(_, shown)
    title = _("能联系到谁")
    name = fill("<b>{title}</b> {name}", title=title, name=shown.name or "")
    units = [fill("· {name}：{numbers}", name=unit, numbers=_numbers(_, ledger)) for unit, ledger in shown.units[:MOST]]
    if shown.own:
        here = _("{unit}本级").format(unit=shown.name)
        units.append(fill("· {name}：{numbers}", name=here, numbers=_numbers(_, shown.own)))
    note = fill(_("机器人不能先开口：没点过“开始”的人收不到提醒，请当面教一下。"))
    return say(lines(name, fill("{numbers}", numbers=_numbers(_, shown.total)), *units, note))


def _numbers(_: Gettext, ledger: Ledger) -> str:
    return _("{people} 人，已邀请 {invited}，已加入 {started}，已屏蔽 {blocked}，两个月没说话 {silent}").format(
        **ledger._asdict()
    )
