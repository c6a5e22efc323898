"""/deputy: who stands in for whom."""

from bot.services.cards import Dropped, Stale
from bot.services.deputies import Deputies, DeputyLine, DeputyNamed, NoSuchDeputy, NotHimself, Outcome
from bot.services.spans import AskingSpan, BadSpan
from bot.texts import common, spans
from bot.texts.language import Gettext, Html, fill, lines
from bot.texts.message import Button, Reply, Say, say


def told(_: Gettext, outcome: Outcome) -> Reply:
    match outcome:
        case AskingSpan():
            return spans.asked(_, outcome)
        case BadSpan():
            return say(spans.bad(_, outcome))
        case DeputyNamed():
            return named(_, outcome)
        case Deputies():
            return listed(_, outcome)
        case _other:
            return _nobody(_, outcome)


def _nobody(_: Gettext, outcome: NoSuchDeputy | NotHimself | Dropped | Stale) -> Reply:
    match outcome:
        case NoSuchDeputy():
            return common.no_such(_)
        case NotHimself():
            return say(fill(_("这是您自己的编号。请写代理人的干部编号。")))
        case Dropped():
            return say(fill(_("好的，没有指定代理。")))
        case Stale():
            return common.old_button(_)


def tapped(_: Gettext, outcome: Outcome) -> Reply:
    if isinstance(outcome, Stale):
        return common.old_button(_)
    if isinstance(outcome, BadSpan):
        return Reply(toast=spans.bad(_, outcome), alert=True)
    found = told(_, outcome)
    return Reply(found.says, replace=True, remember=found.remember)


def named(_: Gettext, outcome: DeputyNamed) -> Reply:
    body = lines(
        fill("✅ <b>{head}</b>", head=_("已指定代理")),
        _one(_, outcome.line),
        fill(_("代理期间他会收到同样的通知，可以替您办理，办理记录写明是代谁办的；到期自动结束。")),
        None if outcome.reachable else fill(_("⚠️ 他还没有加入或屏蔽了我，收不到通知。请用 /invite 邀请他。")),
    )
    return Reply((Say(body, (_stop(_, outcome.line),)),))


def letter(_: Gettext, outcome: DeputyNamed) -> Say:
    """To the deputy."""
    roles = _("、").join(role(_, key) for key in outcome.roles)
    return Say(
        lines(
            fill("🤝 <b>{head}</b>", head=_("请您代理")),
            fill(
                _("{first} 到 {last}，您代理 {absent} 的工作（{roles}）。"),
                first=outcome.line.first,
                last=outcome.line.last,
                absent=outcome.absent,
                roles=roles,
            ),
            fill(_("到期自动结束。能做什么请看 /help")),
        )
    )


def listed(_: Gettext, outcome: Deputies) -> Reply:
    how = fill(_("指定代理人：/deputy 干部编号 6月1日到6月15日"))
    if not outcome.lines:
        return say(lines(fill(_("现在没有人代理您。")), how))
    body = lines(fill("<b>{head}</b>", head=_("我的代理人")), *(_one(_, line) for line in outcome.lines), how)
    return Reply((Say(body, tuple(_stop(_, line) for line in outcome.lines)),))


def stopped(_: Gettext, outcome: Deputies | Stale) -> Reply:
    if isinstance(outcome, Stale):
        return common.old_button(_)
    return Reply(listed(_, outcome).says, replace=True, toast=_("已结束代理"))


def role(_: Gettext, key: str) -> str:
    return {
        "liaison": _("联络员"),
        "supervisor": _("督导"),
        "duty_officer": _("值班员"),
        "admin": _("管理员"),
    }[key]


def _one(_: Gettext, line: DeputyLine) -> Html:
    return fill(_("{who}：{first} 到 {last}"), who=line.shown, first=line.first, last=line.last)


def _stop(_: Gettext, line: DeputyLine) -> tuple[Button, ...]:
    return (Button(_("结束 {who} 的代理").format(who=line.shown), f"deputy:stop:{line.person_id}"),)
