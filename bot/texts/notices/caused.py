"""Notices that an act brought about: alerts, differences found by a spot check, promised reminders."""

from bot.services.reminders import Item
from bot.texts import alerts, spotchecks
from bot.texts.language import Gettext, fill
from bot.texts.message import Button
from bot.texts.notices.parts import Part, done, part


def summons(_: Gettext, item: Item) -> Part:
    """A notice of an alert: to those on duty, or back to the reporter. At any hour; never in a group."""
    key = item.lines[0].key if item.lines else 0
    title = _("紧急情况 A{key}").format(key=key)
    if item.reason is None or not item.lines:
        return done(_, title)
    alert, reporter = item.lines[0], item.lines[1]
    head = fill("🚨 <b>{title}</b>", title=title)
    if item.word == "taken":
        return part(fill("<b>{title}</b>", title=title), fill(_("值班的人已经接手。还有危险就继续打 110、120。")))
    if item.word == "nobody":
        return part(head, fill(_("<b>值班的人都联系不上。请您一定自己打 110。</b>")))
    rows = (
        (Button(_("我来处理"), f"alert:take:{key}"), Button(_("看进展"), f"alert:show:{key}")),
        (Button(_("已结案"), f"alert:close:{key}"),),
    )
    if item.word == "follow_up":
        rows = (
            (Button(_("还在处理"), f"alert:still:{key}"), Button(_("看进展"), f"alert:show:{key}")),
            (Button(_("已结案"), f"alert:close:{key}"),),
        )
    code = alert.shown or _("未说明")
    return part(
        head,
        fill(_("对象：{code} · {category}"), code=code, category=alerts.category(_, alert.word)),
        fill(_("报告人：{who}"), who=reporter.shown),
        fill(_("还没有结案，现在怎么样了？"))
        if item.word == "follow_up"
        else fill(_("请马上联系报告人和当地，确认已经报警、送医。")),
        rows=rows,
    )


def differs(_: Gettext, item: Item) -> Part:
    """To the cadre, once the answer is in: his entry and what was said, without a verdict."""
    title = _("抽查待查")
    if item.reason is None or not item.lines:
        return done(_, title)
    line = item.lines[0]
    return part(
        fill("🔎 <b>{title}</b>", title=title),
        fill(
            _("{who} {day} 的记录，抽查电话里：{reason}。不是结论，请看看：记错了请更正，没错请告诉督导。"),
            who=line.shown,
            day=line.day,
            reason=spotchecks.reason(_, line.word),
        ),
    )


def reminder(_: Gettext, item: Item) -> Part:
    """A line of the day's bundle."""
    title = _("您的打算")
    if item.reason is None:
        return done(_, title)
    who = "".join(line.shown for line in item.lines)
    if not who:
        return part(fill(_("📌 您说过 {day} 有安排。做完以后发我一句就行。"), day=item.day))
    return part(fill(_("📌 您打算 {day} 看望或联系 {who}。做完以后发我一句就行。"), day=item.day, who=who))
