"""How far long work is, and how it ended."""

from bot.services.asides import Ready
from bot.services.longwork import IN_PLACE, Begun, Stopped
from bot.services.reports import NoPeriod, Several, Unknown
from bot.texts import common
from bot.texts import reports as report_texts
from bot.texts.language import Gettext, Html, fill
from bot.texts.message import Button, Reply, Say, say


def file(_: Gettext, answer: Ready | Unknown | Several | NoPeriod) -> Reply:
    match answer:
        case Ready():
            return Reply(toast=_("正在准备…"))
        case NoPeriod():
            return report_texts.no_period(_, answer)
        case _other:
            return Reply(toast=_("不存在。"))


def begun(_: Gettext, work: Begun, *, replace: bool = False) -> Reply:
    """`replace`: a tap that walks on in its message; the message then tells how far it is."""
    if work.again:
        return say(fill(_("已经在办了，进度见前面那条消息。")))
    return Reply((progress(_, work, 0),), replace=replace, remember=f"job:{work.job_id}")


def progress(_: Gettext, work: Begun, done: int) -> Say:
    if work.form in IN_PLACE:
        head = fill(_("⏳ 正在查{what}… {done}/{steps}"), what=what(_, work), done=done, steps=work.steps)
        text = fill("{head}\n{foot}", head=head, foot=_("好了就显示在这里。"))
    else:
        text = fill(
            _("⏳ 正在生成 {name} {period} 的报告… {done}/{steps}\n好了会发给您，不用等在这里。"),
            name=work.name,
            period=work.words["period"],
            done=done,
            steps=work.steps,
        )
    return Say(text, ((Button(_("取消"), f"work:stop:{work.job_id}"),),))


def what(_: Gettext, work: Begun) -> Html:
    """What is looked up: stands after 正在查 and before 没有查成."""
    return fill(
        {
            "unit": _("{name}的情况"),
            "behind": _("{name}落后的结对"),
            "nudge": _("{name}的名单"),
            "gaps_of": _("{name}的断档"),
            "gaps": _("断档"),
            "explain": _("第 {number} 号报告的明细"),
            "spot": _("{name} {period} 的记录，抽 {size} 人"),
            "keying": _("待录入的记录"),
            "roster": _("本月名册"),
            "entry": _("{month} 的录入清单"),
            "reach": _("能收到消息的人"),
            "broadcast": _("通知的名单，并排队发送"),
            "plan": _("接下来要发的提醒"),
        }[work.form],
        **{**work.words, "name": work.name},
    )


def ready(_: Gettext, work: Begun) -> Say:
    return Say(fill(_("✅ {name} {period} 的报告好了，见下面。"), name=work.name, period=work.words["period"]))


def failed(_: Gettext, work: Begun) -> Say:
    if work.form in IN_PLACE:
        return Say(fill(_("{what}没有查成，请再试一次。"), what=what(_, work)))
    text = _("{name} {period} 的报告没有生成成功，请再试一次。")
    return Say(fill(text, name=work.name, period=work.words["period"]))


def stopped(_: Gettext, outcome: Stopped) -> Reply:
    if outcome.late:
        return common.old_button(_)
    answer = say(fill(_("已取消。") if outcome.form in IN_PLACE else _("已取消，没有生成。")))
    return Reply(answer.says, replace=True)
