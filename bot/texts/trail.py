"""/audit and /person."""

from bot.services.lookup import Misused, NotFound
from bot.services.trail import Act, Shown, Trail
from bot.texts import common
from bot.texts.language import Gettext, Html, fill, lines
from bot.texts.message import Button, Reply, Say, say


def trail(_: Gettext, outcome: Trail) -> Reply:
    if not outcome.acts:
        return say(fill(_("没有记录。")))
    body = lines(fill("<b>{head}</b>", head=_("谁做了什么")), *[_act(_, act) for act in outcome.acts])
    row = []
    if outcome.page:
        row.append(Button(_("« 较新"), f"audit:{outcome.page - 1}:{outcome.about or ''}"))
    if outcome.more:
        row.append(Button(_("较早 »"), f"audit:{outcome.page + 1}:{outcome.about or ''}"))
    return Reply((Say(body, (tuple(row),) if row else ()),))


def turned(_: Gettext, outcome: Trail) -> Reply:
    """Another page in the same message."""
    return Reply(trail(_, outcome).says, replace=True)


def _act(_: Gettext, act: Act) -> Html:
    return fill(
        "{at} {who} {action} {subject} {detail}",
        at=f"{act.at:%m-%d %H:%M}",
        who=act.who or _("命令行"),
        action=act.action,
        subject=act.subject or "",
        detail=act.detail or "",
    )


def person(_: Gettext, outcome: Shown | NotFound | Misused) -> Reply:
    match outcome:
        case Shown(number, name, facts):
            words = {
                "class": _("类别"),
                "born": _("出生"),
                "unit": _("单位"),
                "phone": _("电话"),
                "guardian": _("监护人"),
                "cadres": _("结对干部"),
                "joined": _("加入"),
                "recipients": _("结对对象"),
            }
            told = [fill(_("{what}：{value}"), what=words[key], value=value) for key, value in facts]
            note = fill(_("<i>这次查看和原因已记入 /audit。</i>"))
            return say(lines(fill("<b>{number} {name}</b>", number=number, name=name), *told, note))
        case NotFound():
            return common.no_such(_)
        case Misused():
            return say(fill(_("请写编号和原因，例如 /person P-0417 核对低保信息")))
