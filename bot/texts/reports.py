"""A report as messages for a phone: the grid in short lines, then what needs somebody, then the sentence to copy."""

from collections.abc import Iterable, Sequence

from bot.domain.programme import Programme
from bot.domain.reports import Report, Row, UnitLine
from bot.services.reports import NoPeriod, Several, Shown, Unknown
from bot.texts import common
from bot.texts import report_parts as parts
from bot.texts import report_words as words
from bot.texts.language import Gettext, Html, fill, lines
from bot.texts.message import Button, Reply, Say, say

LIMIT = 3800  # of Telegram's 4,096, counted with our markup
ACTS = ("contact", "visit", "policy", "difficulty", "deed")


def report(_: Gettext, programme: Programme, answer: Shown | Unknown | Several | NoPeriod) -> Reply:
    """What /report says."""
    match answer:
        case Shown():
            return Reply(digest(_, programme, answer))
        case Several():
            return several(_, answer)
        case NoPeriod():
            return no_period(_, answer)
        case Unknown():
            return common.no_such(_)


def file_name(made: Report, form: str) -> str:
    """张家川县-2026-10.xlsx"""
    return f"{made.name}-{made.period}.{form}"


def several(_: Gettext, answer: Several) -> Reply:
    found = [fill("<code>{code}</code> {path}", code=code, path=path) for code, path in answer.found]
    return say(lines(fill(_("有好几个“{word}”，请用编码："), word=answer.word), *found[:40]))


def no_period(_: Gettext, answer: NoPeriod) -> Reply:
    return say(fill(_("“{word}”不是可以看的时期。请写 2026-10、2026-Q3 或 2026，不能是还没到的。"), word=answer.word))


def digest(_: Gettext, programme: Programme, shown: Shown) -> tuple[Say, ...]:
    """A report in messages below Telegram's limit, split between lines; the last one has the buttons."""
    made = shown.report
    told = [
        *_head(_, made),
        *_grid(_, programme, made),
        *_pace(_, made),
        *parts.gaps(_, made),
        *parts.roster(_, made),
        *parts.apart(_, programme, made),
        *parts.watched(_, made),
        *parts.corrections(_, programme, made),
        "",
        fill("<b>{head}</b>", head=_("可直接抄用")),
        fill("<code>{text}</code>", text=words.sentence(made)),
        meaning(_, made.definitions),
    ]
    pages = split(told)
    return (*[Say(page) for page in pages[:-1]], Say(pages[-1], buttons(_, shown)))


def split(parts: Iterable[str], limit: int = LIMIT) -> list[Html]:
    """Lines in as few messages as hold them."""
    pages: list[list[str]] = [[]]
    size = 0
    for part in parts:
        if size + len(part) + 1 > limit and pages[-1]:
            pages.append([])
            size = 0
        pages[-1].append(part)
        size += len(part) + 1
    return [Html("\n".join(page).strip("\n")) for page in pages]


def buttons(_: Gettext, shown: Shown) -> tuple[tuple[Button, ...], ...]:
    made, unit = shown.report, shown.unit_id
    return (
        (Button(_("谁落后了"), f"report:behind:{unit}:0"), Button(_("断档"), f"report:gaps:{unit}:0")),
        (
            Button(_("工作簿"), f"report:xlsx:{unit}:{made.period}"),
            Button(_("图"), f"report:png:{unit}:{made.period}"),
            Button(_("看下级"), f"unit:from:{unit}"),
        ),
        (
            Button(_("新落后"), f"nudge:new:{unit}:{made.period}:0"),
            Button(_("赶上来"), f"nudge:back:{unit}:{made.period}:0"),
            Button(_("等答复"), f"nudge:wait:{unit}:{made.period}:0"),
        ),
    )


def meaning(_: Gettext, version: str) -> Html:
    told = [fill(_("<b>{figure}</b>：{meaning}"), figure=f, meaning=m) for f, m in words.definitions(_)]
    head = fill(_("口径第 {version} 版"), version=version)
    return Html(f"<blockquote expandable>{lines(head, *told)}</blockquote>")


def _head(_: Gettext, made: Report) -> list[Html]:
    numbered = (
        fill(_("第 {number} 号 · 已定稿"), number=made.number)
        if made.number is not None
        else fill(_("预览：时期未结束，不编号"))
        if made.running
        else fill(_("⚠️ 未确认，不编号"))
    )
    failing = [fill("· {problem}", problem=words.problem(_, problem)) for problem in made.problems[: parts.SOME]]
    return [
        fill("📊 <b>{title}</b>", title=words.title(_, made)),
        numbered,
        fill(_("数据截至 {moment}"), moment=words.moment(made.as_of)),
        *failing,
    ]


def _grid(_: Gettext, programme: Programme, made: Report) -> list[Html]:
    found: list[Html] = []
    for row in made.rows[:-1]:
        found += [Html(""), *_row(_, words.group(_, programme, row.key), row)]
    total, previous, year = made.total, made.previous[-1].figures, made.year_to_date[-1].figures
    found += [
        Html(""),
        fill(_("<b>合计</b> {n} 人"), n=words.number(total.recipients)),
    ]
    for key in ACTS:
        found.append(
            fill(
                _("{column} <b>{now}</b>（{before} {previous}，今年 {year}）"),
                column=words.column(_, key),
                now=words.number(getattr(total, key)),
                before=words.before(_, made.period),
                previous=words.number(getattr(previous, key)),
                year=words.number(getattr(year, key)),
            )
        )
    found.append(
        fill(
            _("资助 <b>{now}</b> 元，含物资 {goods} 元（今年 {year} 元）"),
            now=words.yuan(total.support_fen),
            goods=words.yuan(total.goods_fen),
            year=words.yuan(year.support_fen),
        )
    )
    return found


def _row(_: Gettext, name: str, row: Row) -> list[Html]:
    figures = row.figures
    acts = [f"{words.short(_, key)} {words.number(getattr(figures, key))}" for key in ACTS]
    told = [
        fill(_("<b>{name}</b> {n} 人"), name=name, n=words.number(figures.recipients)),
        fill("{acts}", acts=" · ".join(acts[:3])),
        fill("{acts}", acts=" · ".join(acts[3:])),
    ]
    if figures.support_fen:
        told.append(
            fill(
                _("资助 {all} 元，含物资 {goods} 元"),
                all=words.yuan(figures.support_fen),
                goods=words.yuan(figures.goods_fen),
            )
        )
    return told


def _pace(_: Gettext, made: Report) -> list[Html]:
    states = made.pairings
    told = [
        Html(""),
        fill(_("<b>今年进度</b> 主结对 {n} 对"), n=words.number(states.judged + states.halted)),
        fill("{states}", states=" · ".join(_state(_, made, key) for key in ("met", "on_pace"))),
        fill("{states}", states=" · ".join(_state(_, made, key) for key in ("due_soon", "behind"))),
    ]
    if states.halted:
        told.append(fill("{state}", state=_state(_, made, "halted")))
    if len(made.units) > 1:
        told += _where(_, made.units)
    return told


def _state(_: Gettext, made: Report, key: str) -> str:
    return f"{words.pace(_, key)} {words.number(getattr(made.pairings, key))}"


def _where(_: Gettext, units: Sequence[UnitLine]) -> list[Html]:
    """Where somebody is behind, in the order of the tree; who is not is not listed, nobody is ranked."""
    behind = [line for line in units if line.pairings.behind]
    return [
        fill(
            _("· {unit} 落后 {n} / {all}"),
            unit=line_name(_, line),
            n=words.number(line.pairings.behind),
            all=words.number(line.pairings.judged),
        )
        for line in behind
    ]


def line_name(_: Gettext, line: UnitLine) -> str:
    return _("{unit}本级").format(unit=line.name) if line.own else line.name
