"""The yearly quota: what is missing for whom, deeds first, and how to log it in one line."""

from bot.domain.notices.early import is_early
from bot.services.reminders import Item, Line
from bot.texts import words
from bot.texts.language import Gettext, Html, fill
from bot.texts.notices.parts import Part, done, listed, part


def pace(_: Gettext, item: Item) -> Part:
    title = _("这个季度还差一点")
    if item.reason is None:
        return done(_, title)
    pressing = [line for line in item.lines if line.standing and line.standing.status in {"behind", "due_soon"}]
    head = fill("⏳ <b>{title}</b>", title=title)
    return part(head, *listed(_, [_short(_, line) for line in pressing]), _sooner(_, item), _hint(_))


def nudge(_: Gettext, item: Item) -> Part:
    """提醒一下 of an office: the calendar's words, without who asked."""
    title = _("有几件事想请您看看")
    if item.reason is None:
        return done(_, title)
    return part(fill("🤝 <b>{title}</b>", title=title), *listed(_, [_short(_, line) for line in item.lines]), _hint(_))


def year_end(_: Gettext, item: Item) -> Part:
    year = item.period[:4]
    title = _("{year} 年的任务").format(year=year)
    if item.reason is None:
        return done(_, title)
    days = fill(_("到 {day} 还差这些：") if is_early(item.period) else _("离 {day} 不远了，还差这些："), day=item.day)
    told = [_missing(_, line) for line in item.lines]
    return part(fill("📅 <b>{title}</b>", title=title), days, *listed(_, told), _sooner(_, item), _hint(_))


def supervisor(_: Gettext, item: Item) -> Part:
    title = _("{year} 年落后的结对").format(year=item.period[:4])
    if item.reason is None:
        return done(_, title)
    numbers = item.reason.numbers
    total = fill(_("共 {n} 对落后，其中 {deeds} 对缺办实事："), n=numbers["pairings"], deeds=numbers["deeds"])
    told = [
        fill(_("· {unit}：{n} 对，缺办实事 {deeds} 对"), unit=unit.name, n=unit.count, deeds=unit.deeds)
        for unit in item.units
    ]
    return part(fill("📅 <b>{title}</b>", title=title), total, *listed(_, told), fill(_("名单请看 /behind")))


def _short(_: Gettext, line: Line) -> Html:
    """All that is late or due soon, so that it says no less than the countdown of the year; with a day if none is late.

    `soon` counts what is late too.
    """
    standing = line.standing
    assert standing is not None
    missing = words.acts(_, standing.soon)
    if standing.status == "behind":
        return fill(_("· {who}：{missing}"), who=line.shown, missing=missing)
    return fill(_("· {who}：{day} 前 {missing}"), who=line.shown, day=standing.next_deadline, missing=missing)


def _missing(_: Gettext, line: Line) -> Html:
    assert line.standing is not None
    return fill(_("· {who}：{missing}"), who=line.shown, missing=words.acts(_, line.standing.missing))


def _sooner(_: Gettext, item: Item) -> Html | None:
    """What is gained by acting on a reminder told early."""
    return fill(_("早点做完，这些就不再单独提醒您了。")) if is_early(item.period) else None


def _hint(_: Gettext) -> Html:
    return fill(_("做过的直接发一句话就记上，比如“昨天去王大娘家走访，帮她办好了医保”。"))
