"""/unit, /behind and /gaps: where one is in the tree, and the exceptions below, in its order."""

from bot.domain.reports import UnitLine
from bot.services.reports import Several, Unknown
from bot.services.units import PAGE, Gaps, Late, Lates, Place, Walk
from bot.texts import common
from bot.texts import report_words as words
from bot.texts.language import Gettext, Html, fill, lines
from bot.texts.message import Button, Reply, Say
from bot.texts.reports import line_name, several
from bot.texts.words import acts

WIDE = 24  # units with a button; more are found by /unit NAME


def walk(_: Gettext, answer: Walk | Unknown | Several, *, replace: bool = False) -> Reply:
    if isinstance(answer, Unknown):
        return common.no_such(_)
    if isinstance(answer, Several):
        return several(_, answer)
    crumbs = " › ".join(step.name for step in answer.path)
    pairings = answer.pairings
    told = [
        fill("<b>{crumbs}</b>", crumbs=crumbs),
        fill(
            _("{day}：关爱对象 {recipients} 人，主结对 {judged} 对"),
            day=answer.day,
            recipients=words.number(answer.recipients),
            judged=words.number(pairings.judged + pairings.halted),
        ),
        fill(
            _("已完成 {met} · 按进度 {on_pace}\n快到期 {due_soon} · 落后 {behind}"),
            met=words.number(pairings.met),
            on_pace=words.number(pairings.on_pace),
            due_soon=words.number(pairings.due_soon),
            behind=words.number(pairings.behind),
        ),
        fill(_("断档 {n} 人"), n=words.number(answer.gaps)) if answer.gaps else None,
    ]
    below = [line for _key, line in answer.lines if len(answer.lines) > 1]
    exceptional = [_line(_, line) for line in below if line.pairings.behind or line.gaps]
    if below:
        told += [Html(""), *(exceptional or [fill(_("下级没有落后，也没有断档。"))])]
    text = lines(*told)
    if len(text) > 3800:
        text = Html(text[: text.rindex("\n", 0, 3700)] + "\n" + _("其余请逐级看。"))
    return Reply((Say(text, _rows(_, answer)),), replace=replace)


def _line(_: Gettext, line: UnitLine) -> Html:
    parts = []
    if line.pairings.behind:
        parts.append(
            _("落后 {n} / {all}").format(n=words.number(line.pairings.behind), all=words.number(line.pairings.judged))
        )
    if line.gaps:
        parts.append(_("断档 {n}").format(n=words.number(line.gaps)))
    return fill("· {unit} {what}", unit=line_name(_, line), what=" · ".join(parts))


def _rows(_: Gettext, answer: Walk) -> tuple[tuple[Button, ...], ...]:
    here = answer.here.unit_id
    rows: list[tuple[Button, ...]] = []
    if len(answer.path) > 1:
        above = answer.path[-2]
        rows.append((_to(_("↑ {name}").format(name=above.name), above),))
    below = [Place(key, line.name) for key, line in answer.lines if not line.own]
    places = [_to(place.name, place) for place in (*below, *answer.offices)][:WIDE]
    rows += [tuple(places[start : start + 2]) for start in range(0, len(places), 2)]
    rows.append(
        (
            Button(_("谁落后了"), f"report:behind:{here}:0"),
            Button(_("断档"), f"report:gaps:{here}:0"),
            Button(_("本月报告"), f"report:show:{here}"),
        )
    )
    return tuple(rows)


def _to(label: str, place: Place) -> Button:
    return Button(label, f"unit:at:{place.unit_id}")


def behind(_: Gettext, answer: Lates | Unknown | Several, *, replace: bool = False) -> Reply:
    if isinstance(answer, Unknown):
        return common.no_such(_)
    if isinstance(answer, Several):
        return several(_, answer)
    if not answer.total:
        return Reply((Say(fill(_("{unit}：今天没有落后的结对。"), unit=answer.here.name)),), replace=replace)
    head = fill(
        _("<b>{unit} 落后的结对</b> 第 {first}–{last} 对，共 {total} 对"),
        unit=answer.here.name,
        first=answer.offset + 1,
        last=answer.offset + len(answer.found),
        total=words.number(answer.total),
    )
    told: list[Html] = []
    place = None
    for late in answer.found:
        if late.unit != place:
            place = late.unit
            told.append(fill("\n<b>{unit}</b>", unit=place))
        told.append(_late(_, late))
    rows = turn(_, "report:behind_at", answer.here.unit_id, answer.offset, len(answer.found), answer.total)
    return Reply((Say(lines(head, *told), rows),), replace=replace)


def _late(_: Gettext, late: Late) -> Html:
    return fill(
        _("· {who} — {cadre}\n  还差{short}，本该在 {day} 前做完"),
        who=late.recipient,
        cadre=late.cadre,
        short=acts(_, late.standing.late),
        day=late.standing.late_since,
    )


def gaps(_: Gettext, answer: Gaps | Unknown | Several, *, replace: bool = False) -> Reply:
    if isinstance(answer, Unknown):
        return common.no_such(_)
    if isinstance(answer, Several):
        return several(_, answer)
    if not answer.total:
        return Reply((Say(fill(_("{unit}：没有断档。"), unit=answer.here.name)),), replace=replace)
    head = fill(
        _("<b>{unit} 断档</b> 共 {total} 人没有主结对干部"),
        unit=answer.here.name,
        total=words.number(answer.total),
    )
    told = [
        fill(_("· {who} · {unit} · 第 {n} 天（自 {since}）"), who=who, unit=gap.name, n=gap.days, since=gap.since)
        for gap, who in answer.found
    ]
    rows = turn(_, "report:gaps_at", answer.here.unit_id, answer.offset, len(answer.found), answer.total)
    return Reply((Say(lines(head, *told), rows),), replace=replace)


def turn(_: Gettext, data: str, unit_id: int, offset: int, shown: int, total: int) -> tuple[tuple[Button, ...], ...]:
    """Page before, page after; and back to the unit."""
    pages = []
    if offset:
        pages.append(Button(_("← 上一页"), f"{data}:{unit_id}:{max(offset - PAGE, 0)}"))
    if offset + shown < total:
        pages.append(Button(_("下一页 →"), f"{data}:{unit_id}:{offset + PAGE}"))
    back = (Button(_("看下级"), f"unit:from:{unit_id}"),)
    return (tuple(pages), back) if pages else (back,)
