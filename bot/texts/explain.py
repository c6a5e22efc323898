"""/explain: the entries behind a figure, a page at a time."""

from bot.domain.programme import Programme
from bot.services.explain import PAGE, Entry, Explained, NoReport, WhichFigure
from bot.texts import common
from bot.texts import report_words as words
from bot.texts.language import Gettext, Html, fill, lines
from bot.texts.message import Button, Reply, Say, say

COLUMNS = ("contact", "visit", "policy", "difficulty", "deed")


def explain(
    _: Gettext, programme: Programme, answer: Explained | WhichFigure | NoReport, *, replace: bool = False
) -> Reply:
    """What /explain says; `replace` turns the page in the same message."""
    if isinstance(answer, NoReport):
        return common.no_such(_) if answer.word else say(how_to(_))
    if isinstance(answer, WhichFigure):
        return which(_, programme, answer)
    return Reply((Say(_page(_, programme, answer), turn(_, answer)),), replace=replace)


def how_to(_: Gettext) -> Html:
    return fill(_("请写报告号和指标，比如：/explain 12 走访探视 孤儿"))


def which(_: Gettext, programme: Programme, answer: WhichFigure) -> Reply:
    """Every figure of the report as a button: a row a column, its total first."""
    unclear = fill(_("“{word}”不是这份报告里的指标。"), word=answer.word) if answer.word else None
    head = fill(_("第 {number} 号 {title}：看哪个数是怎么来的？"), number=answer.number, title=answer.title)
    rows = tuple(
        (Button(words.column(_, column), f"explain:page:{answer.number}:{column}:total:0"),) for column in COLUMNS
    )
    groups = "、".join(words.group(_, programme, key) for key in answer.groups)
    return say(lines(unclear, head, fill(_("类别：{groups}"), groups=groups), how_to(_)), *rows)


def _page(_: Gettext, programme: Programme, answer: Explained) -> Html:
    head = fill(
        _("第 {number} 号 <b>{title}</b>\n{column} · {group} = <b>{figure}</b>"),
        number=answer.report.number,
        title=words.title(_, answer.report),
        column=words.column(_, answer.column),
        group=words.group(_, programme, answer.group),
        figure=amount(answer.column, answer.figure),
    )
    if not answer.found:
        return lines(head, Html(""), fill(_("没有记录。")))
    span = fill(
        _("第 {first}–{last} 条，共 {count} 条"),
        first=answer.offset + 1,
        last=answer.offset + len(answer.found),
        count=answer.count,
    )
    told = [_entry(_, answer.column, entry) for entry in answer.found]
    moved = None
    if answer.sum != answer.figure:
        moved = fill(
            _("定稿以后名册有变动（迁移、改类别），现在能列出的合计是 {sum}。"),
            sum=amount(answer.column, answer.sum),
        )
    return lines(head, span, Html(""), *told, moved)


def _entry(_: Gettext, column: str, entry: Entry) -> Html:
    if entry.day is None:
        return fill("· {who} · {unit}", who=entry.recipient, unit=entry.unit)
    much = fill(_(" · {amount} 元"), amount=amount(column, entry.amount)) if column.endswith("_fen") else Html("")
    return fill(
        "· {day} {who} · {unit} · {cadre}{much}",
        day=entry.day.strftime("%m-%d"),
        who=entry.recipient,
        unit=entry.unit,
        cadre=entry.cadre,
        much=much,
    )


def amount(column: str, value: int) -> str:
    return words.yuan(value) if column.endswith("_fen") else words.number(value)


def turn(_: Gettext, answer: Explained) -> tuple[tuple[Button, ...], ...]:
    """Buttons to the page before and after."""
    data = f"explain:page:{answer.report.number}:{answer.column}:{answer.group}"
    found = []
    if answer.offset:
        found.append(Button(_("← 上一页"), f"{data}:{max(answer.offset - PAGE, 0)}"))
    if answer.offset + len(answer.found) < answer.count:
        found.append(Button(_("下一页 →"), f"{data}:{answer.offset + PAGE}"))
    return (tuple(found),) if found else ()
