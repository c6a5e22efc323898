"""What liaisons, supervisors, duty officers and admins are reminded of."""

from bot.services.reminders import Item
from bot.texts.language import Gettext, fill
from bot.texts.message import Button
from bot.texts.notices.parts import Part, done, listed, part


def escalation(_: Gettext, item: Item) -> Part:
    title = _("需要您过问")
    if item.reason is None:
        return done(_, title)
    told = [fill(_("· {who}，自 {day}"), who=line.shown, day=line.day) for line in item.lines]
    head = fill("🙋 <b>{title}</b>", title=title)
    why = fill(_("这些干部进度落后，提醒没有回应，可能需要帮一把："))
    rows = ((Button(_("知道了，我来问"), "escalation:seen"),),)
    return part(head, why, *listed(_, told, item.more), rows=rows)


def calendar_missing(_: Gettext, item: Item) -> Part:
    title = _("{year} 年放假安排").format(year=item.word)
    if item.reason is None:
        return done(_, title)
    ask = fill(_("还没有导入，提醒的日期是估计的。国务院通知公布后请用 /holidays 导入。"))
    return part(fill("🗓 <b>{title}</b>", title=title), ask)


def audit_due(_: Gettext, item: Item) -> Part:
    title = _("{year} 年度自查").format(year=item.period[:4])
    if item.reason is None:
        return done(_, title)
    ask = fill(_("请在 {month} 月底前看一遍 /audit 和 /reach：谁有权限，谁还联系不上。"), month=1)
    rows = ((Button(_("已看过"), f"audit:done:{item.period[:4]}"),),)
    return part(fill("🔎 <b>{title}</b>", title=title), ask, rows=rows)
