"""The entry list for the official system, ready to copy."""

from collections.abc import Sequence

from bot.services.cards import Stale
from bot.services.change_lines import ChangeLine
from bot.services.entry_list import Entered, EntryList
from bot.texts import changes, common
from bot.texts.language import Gettext, Html, fill, lines
from bot.texts.message import Button, Reply, Say

LIMIT = 3600


def shown(_: Gettext, outcome: EntryList | Entered | Stale) -> Reply:
    match outcome:
        case Stale():
            return common.old_button(_)
        case Entered():
            return entered(_, outcome)
    head = fill("🗂 <b>{head}</b>", head=_("{month} 录入清单").format(month=outcome.month))
    done = Button(_("已全部录入"), f"entry:done:{outcome.month}:{outcome.mark}")
    grown = fill(_("刚才又有变化，请看新的清单。")) if outcome.grown else None
    if not outcome.lines:
        nothing = _("没有已审核的变化，{n} 人未确认。") if outcome.waiting else _("本月无变化，{n} 人未确认。")
        text = lines(
            head,
            grown,
            fill(nothing, n=outcome.unconfirmed),
            *_waiting(_, outcome),
            fill(_("这个月已经点过“已全部录入”。")) if outcome.entered else None,
        )
        return Reply((Say(text, () if outcome.entered else ((done,),)),))
    blocks = _blocks(_, outcome.lines)
    says = [Say(lines(head, grown, fill(_("共 {n} 条，点一下就能复制："), n=len(outcome.lines)), blocks[0]))]
    says += [Say(block) for block in blocks[1:]]
    last = lines(
        fill(_("未确认的干部：{n} 人"), n=outcome.unconfirmed),
        *_waiting(_, outcome),
        fill(_("全部录入正式系统后，请点一下。")),
    )
    return Reply((*says, Say(last, ((done,),))))


def entered(_: Gettext, outcome: Entered) -> Reply:
    if outcome.again:
        return Reply(replace=True, toast=_("这个月已经点过“已全部录入”。"))
    text = fill(_("✅ {month} 已全部录入，共 {n} 条。"), month=outcome.month, n=outcome.count)
    return Reply((Say(text),), replace=True)


def _waiting(_: Gettext, outcome: EntryList) -> list[Html]:
    if not outcome.waiting:
        return []
    head = fill(_("还没审核，不在清单里（/roster）：{n} 条"), n=len(outcome.waiting))
    return [head, *(changes.brief(_, line) for line in outcome.waiting[:10])]


def _blocks(_: Gettext, found: Sequence[ChangeLine]) -> list[Html]:
    """The lines in blocks that fit a message; fields in the order of the form, divided by a bar."""
    head = _("序号 | 单位 | 结对干部 | 关爱对象 | 变化 | 原因 | 日期 | 接替干部 | 未了事项 | 说明")
    rows = [_row(_, n, line) for n, line in enumerate(found, 1)]
    blocks: list[list[Html]] = [[]]
    for row in rows:
        if blocks[-1] and sum(map(len, blocks[-1])) + len(row) > LIMIT:
            blocks.append([])
        blocks[-1].append(row)
    return [Html("<pre>{}\n{}</pre>".format(fill("{h}", h=head), "\n".join(block))) for block in blocks]


def _row(_: Gettext, number: int, line: ChangeLine) -> Html:
    fields = (
        str(number),
        line.unit,
        line.cadre,
        line.shown,
        changes.kind(_, line.kind),
        changes.reason(_, line.reason) if line.reason else "",
        str(line.day),
        line.successor,
        changes.duties(_, line.duties) if line.duties else "",
        " ".join((line.note or "").split()),
    )
    return fill("{row}", row=" | ".join(fields))
