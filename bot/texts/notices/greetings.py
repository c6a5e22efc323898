"""Birthdays and festivals."""

from bot.services.reminders import Item
from bot.texts.language import Gettext, fill
from bot.texts.notices.parts import Part, done, listed, named, part


def birthday(_: Gettext, item: Item) -> Part:
    who = "".join(line.shown for line in item.lines)
    title = _("生日")
    if item.reason is None:
        return done(_, title)
    text = (
        fill(_("🎂 {who} {day} 过生日，打个电话问候一声吧。"), who=who, day=item.day)
        if item.day
        else fill(_("🎂 {who} 这个月过生日，打个电话问候一声吧。"), who=who)
    )
    return part(text)


def festival(_: Gettext, item: Item) -> Part:
    title = item.word or item.period
    if item.reason is None:
        return done(_, title)
    text = fill(_("🏮 {festival}到了，有空问候一下："), festival=item.word)
    return part(text, *listed(_, named(item)))


def age(_: Gettext, item: Item) -> Part:
    title = _("年龄变化")
    if item.reason is None:
        return done(_, title)
    numbers = item.reason.numbers
    who = "".join(line.shown for line in item.lines)
    text = fill(
        _("🎓 {who} 再过约 {days} 天满 {age} 岁，请看看类别和待遇要不要变动，要变动的话用 /change 上报。"),
        who=who,
        days=numbers["days"],
        age=numbers["age"],
    )
    return part(text)
