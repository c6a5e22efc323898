"""The entry list in words: a block to copy, and the row of the official form."""

from bot.services.cards import Stale
from bot.services.keying import Book, EntryList, NothingLeft, Row, Ticked
from bot.texts import common, words
from bot.texts.language import Gettext, Html, fill, lines
from bot.texts.message import Button, Reply, Say, say

LIMIT = 3500


def own_button(_: Gettext) -> Button:
    """Leads a cadre to his own list; stands under /records."""
    return Button(_("待录入清单"), "key:own")


def office_button(_: Gettext) -> Button:
    """Leads a liaison to the list of his units; stands under /roster."""
    return Button(_("记录录入清单"), "key:office")


def acts(_: Gettext, row: Row) -> str:
    support = "cash" if row.cash_fen else "goods" if row.goods_fen else None
    return words.kinds(_, row.columns, support)


def change(_: Gettext, row: Row) -> str:
    """更正, and the entry that is to be found in the official system."""
    if row.was is None:
        return ""
    head = {
        "new": "",
        "corrected": _("更正"),
        "withdrawn": _("更正：撤销"),
        "not_reached": _("更正：没有联系上，请删除"),
    }[row.change]
    what = words.kinds(_, row.was.columns, None if row.was.columns else "goods")
    return _("{head}（原为 {day} {number} {what}）").format(
        head=head, day=row.was.day, number=row.was.number, what=what
    )


def listed(_: Gettext, told: EntryList | NothingLeft) -> Reply:
    """A block to copy: one line an entry, its fields separated by tabs, codes and masked names only."""
    if isinstance(told, NothingLeft):
        return say(fill(_("都录入了，没有待录入的记录。")))
    head = lines(
        fill("<b>{head}</b>", head=_("待录入官方系统：{n} 条").format(n=len(told.rows))),
        fill(_("日期、干部、对象、事项、方式、现金（元）、物资（元）、更正。长按可以复制。")),
        fill(_("这些已交给您，别人看不到，不会重复录。")),
    )
    blocks: list[list[Html]] = [[]]
    for row in told.rows:
        line = _line(_, row)
        if sum(map(len, blocks[-1])) + len(line) > LIMIT:
            blocks.append([])
        blocks[-1].append(line)
    says = [Say(_block(block)) for block in blocks]
    says[0] = Say(Html(f"{head}\n{says[0].text}"))
    rows = (
        (Button(_("已录入"), f"key:done:{told.key}"), Button(_("放回"), f"key:back:{told.key}")),
        (Button(_("下载表格（含姓名）"), f"key:file:{told.key}"),),
    )
    more = fill(_("录完这些，后面还有。")) if told.more else None
    says[-1] = Say(lines(says[-1].text, more), rows)
    return Reply(tuple(says))


def _block(block: list[Html]) -> Html:
    return Html("<pre>" + "\n".join(block) + "</pre>")


def _line(_: Gettext, row: Row) -> Html:
    fields = (
        row.day.isoformat(),
        row.cadre_number,
        row.shown,
        acts(_, row),
        words.channel(_, row.channel) or "",
        words.yuan(row.cash_fen) if row.cash_fen else "",
        words.yuan(row.goods_fen) if row.goods_fen else "",
        change(_, row),
    )
    return fill("{line}", line="\t".join(fields).rstrip())


def closed(_: Gettext, told: Ticked | Stale) -> Reply:
    if isinstance(told, Stale):
        return common.old_button(_)
    text = _("✅ {n} 条已录入，以后不再列出；改过的会作为更正再列。") if told.entered else _("放回了 {n} 条。")
    more = ((Button(_("下一批"), "key:own" if told.own else "key:office"),),) if told.more and told.entered else ()
    return Reply((Say(fill(text, n=told.count), more),), replace=True)


def preparing(_: Gettext, told: Book | Stale) -> Reply:
    """The tap is answered; the file follows."""
    if isinstance(told, Stale):
        return common.old_button(_)
    return Reply(toast=_("表格马上发来"))


def file_name(key: int) -> str:
    return f"keying-{key}.xlsx"
