"""For admins: the account of a campaign, the coming sends, pause and resume."""

from bot.services.accounts import Account, Line
from bot.services.outlook import Outlook, Switched
from bot.texts.language import Gettext, Html, fill, lines
from bot.texts.message import Reply, Say, say


def kind(_: Gettext, key: str) -> str:
    """A kind of notice as admins read it."""
    return {
        "roster.confirm": _("名单确认"),
        "roster.liaison": _("名单录入"),
        "roster.overdue": _("名单逾期"),
        "quota.pace": _("季度进度"),
        "quota.year_end": _("年底进度"),
        "quota.supervisor": _("落后情况"),
        "first_visit": _("第一次走访"),
        "weekly.visit": _("本周探访"),
        "birthday": _("生日"),
        "festival": _("节日"),
        "age": _("年龄变化"),
        "escalation": _("升级督办"),
        "report.month": _("月报告"),
        "report.quarter": _("季报告"),
        "report.year": _("年报告"),
        "alert.follow_up": _("报警跟进"),
        "calendar.missing": _("放假安排"),
        "audit.due": _("年度自查"),
        "broadcast": _("通知"),
        "campaigns": _("发送账目"),
    }.get(key, key)


def account(_: Gettext, told: Account) -> Say:
    head = fill("📬 <b>{title}</b>", title=_("{day} 发送账目").format(day=told.day))
    return Say(lines(head, *(line(_, one) for one in told.lines)))


def line(_: Gettext, one: Line) -> Html:
    """应发 60，列入 60 = 已发 56 + 联系不上 2 + …: what became of nobody is left out, 已发 never."""
    reasons = "".join(_("（{reason} {n}）").format(reason=reason, n=n) for reason, n in one.failed)
    rest = (
        (_("已办不发"), one.silent, ""),
        (_("联系不上"), one.unreachable, ""),
        (_("失败"), sum(n for _reason, n in one.failed), reasons),
        (_("过期"), one.closed, ""),
        (_("不明"), one.unknown, ""),
        (_("推后"), one.waiting, ""),
    )
    text = fill(
        _("<b>{kind}</b>：应发 {due}，列入 {planned} = 已发 {sent}{rest}"),
        kind=kind(_, one.kind),
        due=one.due,
        planned=one.planned,
        sent=one.sent,
        rest="".join(f" + {word} {n}{why}" for word, n, why in rest if n),
    )
    return text if one.adds_up else Html(text + fill(_(" ⚠️ 对不上")))


def outlook(_: Gettext, shown: Outlook) -> Reply:
    """/plan: what is going out now, what comes next, and when it will be through."""
    state = fill(_("⏸ 已暂停，/resume 继续")) if shown.paused else None
    now = (
        fill(_("正在排队：{n} 人，约 {at} 发完（每秒 {rate} 条）"), n=shown.waiting, at=shown.finishes, rate=shown.rate)
        if shown.waiting
        else fill(_("现在没有排队的消息。"))
    )
    left = fill(_("待发共 {n} 条，最早 {at}。"), n=shown.planned, at=shown.first) if shown.planned else None
    days = [
        fill(
            _("{day} {kind}：约 {n} 人，{at} 开始，约 {end} 发完"),
            day=one.day,
            kind=kind(_, one.kind),
            n=one.people,
            at=one.starts,
            end=one.finishes,
        )
        for one in shown.coming
    ]
    return say(lines(fill("<b>{title}</b>", title=_("发送计划")), state, now, left, *days[:30]))


def paused(_: Gettext, _switched: Switched) -> Reply:
    return say(fill(_("⏸ 已暂停发送提醒和通知，对话照常。/resume 继续。")))


def resumed(_: Gettext, _switched: Switched) -> Reply:
    return say(fill(_("▶️ 已继续发送。")))
