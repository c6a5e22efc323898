"""How far long work is, and how it ended."""

from bot.domain.programme import Programme
from bot.services.longwork import Begun, Ready, Stopped
from bot.services.reports import NoPeriod, Several, Shown, Unknown
from bot.texts import common
from bot.texts import reports as report_texts
from bot.texts.language import Gettext, fill
from bot.texts.message import Button, Reply, Say, say


def report(_: Gettext, programme: Programme, answer: Shown | Begun | Unknown | Several | NoPeriod) -> Reply:
    return begun(_, answer) if isinstance(answer, Begun) else report_texts.report(_, programme, answer)


def file(_: Gettext, answer: Ready | Begun | Unknown | NoPeriod) -> Reply:
    match answer:
        case Begun():
            return begun(_, answer)
        case Ready():
            return Reply(toast=_("正在准备…"))
        case NoPeriod():
            return report_texts.no_period(_, answer)
        case Unknown():
            return Reply(toast=_("不存在。"))


def begun(_: Gettext, work: Begun) -> Reply:
    return Reply((progress(_, work, 0),), remember=f"job:{work.job_id}")


def progress(_: Gettext, work: Begun, done: int) -> Say:
    text = fill(
        _("⏳ 正在生成 {name} {period} 的报告… {done}/{steps}\n好了会发给您，不用等在这里。"),
        name=work.name,
        period=work.period,
        done=done,
        steps=work.steps,
    )
    return Say(text, ((Button(_("取消"), f"work:stop:{work.job_id}"),),))


def ready(_: Gettext, work: Begun) -> Say:
    return Say(fill(_("✅ {name} {period} 的报告好了，见下面。"), name=work.name, period=work.period))


def failed(_: Gettext, work: Begun) -> Say:
    return Say(fill(_("{name} {period} 的报告没有生成成功，请再试一次。"), name=work.name, period=work.period))


def stopped(_: Gettext, outcome: Stopped) -> Reply:
    if outcome.late:
        return common.old_button(_)
    answer = say(fill(_("已取消，没有生成。")))
    return Reply(answer.says, replace=True)
