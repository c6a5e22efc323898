"""What stands below the grid of a digest: gaps, roster, what is counted apart or watched over, corrections."""

from bot.domain.programme import Programme
from bot.domain.reports import FLOWS, Figures, Report
from bot.texts import report_words as words
from bot.texts.language import Gettext, Html, fill

SOME = 12  # lines of a list in a digest; the rest is behind a button


def gaps(_: Gettext, made: Report) -> list[Html]:
    if not made.gaps:
        return []
    told = [
        fill("· {code} {unit} {days}", code=gap.recipient, unit=gap.name, days=_("第 {n} 天").format(n=gap.days))
        for gap in made.gaps[:SOME]
    ]
    if len(made.gaps) > SOME:
        told.append(fill(_("· 其余 {n} 人点“断档”看"), n=words.number(len(made.gaps) - SOME)))
    return [Html(""), fill(_("<b>断档</b> {n} 人没有主结对干部"), n=words.number(len(made.gaps))), *told]


def roster(_: Gettext, made: Report) -> list[Html]:
    moves = made.roster
    sums = fill(
        _("期初 {opening} + 新增 {entered} − 退出 {out} = 期末 {closing}"),
        opening=words.number(moves.opening),
        entered=words.number(moves.entered),
        out=words.number(moves.out),
        closing=words.number(moves.closing),
    )
    why = "、".join(f"{words.left(_, reason)} {words.number(n)}" for reason, n in moves.left.items())
    return [
        Html(""),
        fill(_("<b>名册</b>（主结对）") if made.level == "unit" else _("<b>名册</b>（关爱对象）")),
        sums,
        *([fill(_("退出原因：{why}"), why=why)] if why else []),
        *([fill(_("更换干部 {n} 人"), n=words.number(moves.cadre_changed))] if moves.cadre_changed else []),
    ]


def apart(_: Gettext, programme: Programme, made: Report) -> list[Html]:
    """Weekly visits and pairings without quota: never mixed into the grid."""
    told: list[Html] = []
    if made.weekly.pairings or made.weekly.due:
        told += [
            Html(""),
            fill(
                _("<b>每周探访</b> 应 {due} 次，已 {done} 次"),
                due=words.number(made.weekly.due),
                done=words.number(made.weekly.done),
            ),
        ]
    if made.auxiliary:
        told += [Html(""), fill("<b>{head}</b>", head=_("辅助结对（不并入上表）"))]
    told += [
        fill(
            _("· {kind} {recipients} 人，{helpers} 名帮扶者，联系 {contact} · 走访 {visit} · 实事 {deed}"),
            kind=words.kind(_, programme, line.kind),
            recipients=words.number(line.recipients),
            helpers=words.number(line.helpers),
            contact=words.number(line.figures.contact),
            visit=words.number(line.figures.visit),
            deed=words.number(line.figures.deed),
        )
        for line in made.auxiliary
    ]
    return told


def watched(_: Gettext, made: Report) -> list[Html]:
    """Spot checks, alerts, open needs: only what was measured."""
    told: list[Html] = []
    if checks := made.sections.get("spot_checks"):
        told.append(
            fill(
                _("<b>随机抽查</b> 抽 {drawn}：相符 {agree} · 不符 {differ} · 没联系上 {unreachable} · 待核 {waiting}"),
                **checks,
            )
        )
    if alerts := made.sections.get("alerts"):
        told.append(fill(_("<b>紧急情况</b> 新报 {opened} 件，未办结 {open} 件"), **alerts))
    if needs := made.sections.get("needs"):
        told.append(fill(_("<b>待办困难</b> {open} 件还没解决"), open=needs["open"]))
    return [Html(""), *told] if told else []


def corrections(_: Gettext, programme: Programme, made: Report) -> list[Html]:
    if not made.corrections:
        return []
    told = [
        fill(
            _("· 第 {number} 号 {period} {group}：{changes}"),
            number=line.number,
            period=line.period,
            group=words.group(_, programme, line.key),
            changes=" · ".join(changes(_, line.figures)),
        )
        for line in made.corrections
    ]
    return [Html(""), fill("<b>{head}</b>", head=_("更正（往期定稿以后）")), *told]


def changes(_: Gettext, figures: Figures) -> list[str]:
    """走访探视 +2, 资助(元) -300: the columns that changed."""
    found = []
    for key in FLOWS:
        value = getattr(figures, key)
        if value:
            shown = words.yuan(value) if key.endswith("_fen") else words.number(value)
            found.append(f"{words.column(_, key)} {'+' if value > 0 else ''}{shown}")
    return found
