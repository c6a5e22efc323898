"""/roster: one's own month, and the office's."""

from bot.services.roster_month import Office, Own, RosterMonth
from bot.texts import changes, keying
from bot.texts.language import Gettext, fill, lines
from bot.texts.message import Button, Reply, Say


def shown(_: Gettext, month: RosterMonth) -> Reply:
    says = []
    if month.own is not None:
        says.append(_own(_, month, month.own))
    if month.office is not None:
        says.append(_office(_, month, month.office))
    return Reply(tuple(says))


def _own(_: Gettext, month: RosterMonth, own: Own) -> Say:
    answer = {
        "unchanged": _("✅ 已确认：无变化"),
        "changed": _("📋 有变化"),
        None: _("还没有确认，请在 {day} 前点一下。").format(day=month.entry),
    }[own.answer]
    body = lines(
        fill("<b>{head}</b>", head=_("{month} 我的名单").format(month=month.month)),
        fill(_("结对的关爱对象：{n} 位"), n=own.recipients),
        fill("{answer}", answer=answer),
        *(changes.brief(_, line) for line in own.changes),
    )
    back = [
        (Button(_("撤回第 {n} 号").format(n=line.id), f"change:withdraw:{line.id}"),)
        for line in own.changes
        if line.state == "filed"
    ]
    same = Button(_("无变化"), f"roster:same:{month.month}")
    changed = Button(_("有变化"), f"roster:changed:{month.month}")
    return Say(body, (((same, changed) if own.answer is None else (changed,)), *back))


def _office(_: Gettext, month: RosterMonth, office: Office) -> Say:
    more = office.unconfirmed - len(office.named)
    hidden = office.open_changes - len(office.changes)
    body = lines(
        fill("<b>{head}</b>", head=_("{month} 单位名单").format(month=month.month)),
        fill(_("录入日：{day}"), day=month.entry),
        fill(_("还没确认的干部：{n} 人"), n=office.unconfirmed),
        *(fill("· {who}", who=who) for who in office.named),
        fill(_("……还有 {n} 人"), n=more) if more > 0 else None,
        fill(_("没办完的变化：{n} 条"), n=office.open_changes),
        *(changes.brief(_, line) for line in office.changes),
        fill(_("……还有 {n} 条"), n=hidden) if hidden > 0 else None,
    )
    look = [
        (Button(_("审核第 {n} 号").format(n=line.id), f"change:show:{line.id}"),)
        for line in office.changes
        if line.state == "filed"
    ]
    listed = Button(_("录入清单"), f"entry:list:{month.month}")
    return Say(body, (*look, (listed, keying.office_button(_))))
