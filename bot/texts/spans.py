"""From when, until when."""

from bot.services.spans import DEPUTY, AskingSpan, BadSpan
from bot.texts import words
from bot.texts.language import Gettext, Html, fill, lines
from bot.texts.message import Button, Reply, Say


def asked(_: Gettext, asking: AskingSpan) -> Reply:
    if asking.first is None:
        own = (
            _("从哪天起请假？") if asking.number is None else _("{number} 从哪天起请假？").format(number=asking.number)
        )
        head = _("代理从哪天起？") if asking.what == DEPUTY else own
        hint = fill(_("点一下，或一次写完，比如：6月1日到6月15日。"))
    else:
        head = _("从 {day} 起，到哪天为止？").format(day=asking.first)
        hint = fill(_("点一下，或直接写日期。最后一天也算在内。"))
    data = f"span:{asking.key}"
    first = f"{asking.first}." if asking.first else ""
    buttons = [Button(_label(_, asking, n), f"{data}:{first}{day}") for n, day in enumerate(asking.days)]
    rows = tuple(tuple(buttons[n : n + 2]) for n in range(0, len(buttons), 2))
    none = (Button(_("不用了"), f"{data}:none"),)
    body = lines(fill("<b>{head}</b>", head=head), hint)
    return Reply((Say(body, (*rows, none)),), remember=f"question:{asking.key}")


def _label(_: Gettext, asking: AskingSpan, at: int) -> str:
    day = asking.days[at]
    if asking.first is not None:
        return _("{day}（{n} 天）").format(day=f"{day.month}-{day.day}", n=(day - asking.first).days + 1)
    near = {0: _("今天"), 1: _("明天")}.get((day - asking.today).days, words.weekday(_, day))
    return f"{near} {day.month}-{day.day}"


def bad(_: Gettext, outcome: BadSpan) -> Html:
    return {
        "order": fill(_("结束比开始还早，请再说一次。")),
        "long": fill(_("时间太长了，最多一年。")),
        "old": fill(_("开始的日子过去两个月以上了，请找管理员。")),
        "unread": fill(_("没看懂日期。请这样写：6月1日到6月15日。")),
    }[outcome.why]
