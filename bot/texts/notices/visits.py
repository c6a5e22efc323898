"""The first visit of a new pairing, and the weekly roll-call."""

from bot.services.reminders import Item
from bot.texts.language import Gettext, fill
from bot.texts.message import Button
from bot.texts.notices.parts import Part, done, listed, named, part


def first_visit(_: Gettext, item: Item) -> Part:
    title = _("第一次走访")
    if item.reason is None:
        return done(_, title)
    ask = fill(_("新结对还没有走访记录，请在 {day} 前去看看。去过的话发一句话就记上。"), day=item.day)
    return part(fill("🏠 <b>{title}</b>", title=title), *named(item), ask)


def weekly(_: Gettext, item: Item) -> Part:
    week = item.period
    title = _("本周探访")
    if item.reason is None:
        return done(_, title)
    ask = (
        fill(_("{first} 到 {last} 那一周放假，去看过以后点一下就行，一次答完。"), first=item.word, last=item.day)
        if item.word
        else fill(_("这一周，大家都好吗？一次答完就行。"))
    )
    rows = ((Button(_("都正常"), f"weekly:fine:{week}"), Button(_("除了……"), f"weekly:but:{week}")),)
    return part(fill("🚪 <b>{title}</b>", title=title), *listed(_, named(item)), ask, rows=rows)
