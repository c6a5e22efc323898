"""The roster month: confirm, chase, key in."""

from datetime import date

from bot.services.reminders import Item, Line
from bot.texts import changes
from bot.texts.language import Gettext, Html, fill
from bot.texts.message import Button
from bot.texts.notices.parts import Part, done, listed, named, part


def month_of(item: Item) -> str:
    return item.period.split(":")[0]


def confirm(_: Gettext, item: Item) -> Part:
    month = month_of(item)
    title = _("{month} 名单确认").format(month=month)
    if item.reason is None:
        return done(_, title)
    ask = (
        fill(_("今天请确认一下：您和关爱对象的名单，这个月有变化吗？"))
        if item.period.endswith(":last")
        else fill(_("您和关爱对象的名单，这个月有变化吗？请在 {day} 前点一下。"), day=item.day)
    )
    rows = ((Button(_("无变化"), f"roster:same:{month}"), Button(_("有变化"), f"roster:changed:{month}")),)
    return part(fill("📋 <b>{title}</b>", title=title), *listed(_, named(item)), ask, rows=rows)


def liaison(_: Gettext, item: Item) -> Part:
    month = month_of(item)
    title = _("{month} 名单录入").format(month=month)
    if item.reason is None:
        return done(_, title)
    numbers = item.reason.numbers
    head = fill("🗂 <b>{title}</b>", title=title)
    body = [*_silent(_, item, numbers["unconfirmed"]), *_changes(_, item, numbers["changes"])]
    if item.reason.key != "entry_list":
        return part(head, *body, fill(_("请在 {day} 前收齐、录入。"), day=item.day))
    if not numbers["changes"]:
        body = [fill(_("本月无变化，{n} 人未确认。"), n=numbers["unconfirmed"]), *body[1:]]
    tap = fill(_("今天是录入日。全部录入正式系统后，请点一下。"))
    return part(head, *body, tap, rows=(_keyed(_, month),))


def _keyed(_: Gettext, month: str) -> tuple[Button, ...]:
    return Button(_("录入清单"), f"entry:list:{month}"), Button(_("已全部录入"), f"roster:entered:{month}")


def overdue(_: Gettext, item: Item) -> Part:
    title = _("{month} 名单还没办完").format(month=month_of(item))
    if item.reason is None:
        return done(_, title)
    numbers = item.reason.numbers
    units = [fill(_("· {unit}：{n} 人未确认"), unit=unit.name, n=unit.count) for unit in item.units]
    changes = fill(_("没有录入的变动：{n} 条"), n=numbers["changes"]) if numbers["changes"] else None
    total = fill(_("没有确认的干部：{n} 人"), n=numbers["unconfirmed"]) if numbers["unconfirmed"] else None
    return part(fill("⏰ <b>{title}</b>", title=title), total, *listed(_, units), changes)


def _silent(_: Gettext, item: Item, count: int) -> list[Html]:
    if not count:
        return [fill(_("所有人都确认了。"))]
    names = [fill("· {who}", who=line.shown) for line in item.lines if line.word == "unconfirmed"]
    return [fill(_("还没确认的干部：{n} 人"), n=count), *listed(_, names, item.more)]


def _changes(_: Gettext, item: Item, count: int) -> list[Html]:
    if not count:
        return []
    told = [_change(_, line) for line in item.lines if line.word == "change"]
    return [fill(_("待录入的变动：{n} 条"), n=count), *listed(_, told)]


def _change(_: Gettext, line: Line) -> Html:
    return fill(
        _("· 第 {number} 号 {kind}，自 {day} 起"),
        number=line.key,
        kind=changes.kind(_, line.shown),
        day=line.day or date.min,
    )
