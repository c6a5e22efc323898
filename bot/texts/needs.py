"""Open needs: the offer under a receipt, the list under /pairs."""

from collections.abc import Iterable

from bot.services.cards import Stale
from bot.services.needs import Needs, Noted, Whom, letters_of
from bot.texts import common
from bot.texts.language import Gettext, fill, lines
from bot.texts.message import Button, Reply, say

MOST_BUTTONS = 40
Rows = tuple[tuple[Button, ...], ...]


def kind(_: Gettext, key: str) -> str:
    return {
        "illness": _("生病"),
        "dropout": _("不上学"),
        "unsafe_house": _("房子有隐患"),
        "distress": _("情绪不好"),
        "living_alone": _("没人照看"),
    }[key]


def kinds(_: Gettext, keys: Iterable[str]) -> str:
    return _("、").join(kind(_, key) for key in keys)


def under_receipt(_: Gettext, message_key: int, flags: Iterable[str]) -> Rows:
    """The row that offers to keep what a saved message mentioned; none when it mentioned nothing."""
    return ((Button(_("记为待办"), f"need:new:m{message_key}:0"),),) if letters_of(flags) else ()


def under_answer(_: Gettext, flags: Iterable[str], named: tuple[int, ...]) -> Rows:
    """The same under the answer to a message that was no record."""
    letters = letters_of(flags)
    who = named[0] if len(named) == 1 else 0
    return ((Button(_("记为待办"), f"need:new:{letters}:{who}"),),) if letters else ()


def list_button(_: Gettext) -> Button:
    """Leads to the list; stands under /pairs."""
    return Button(_("待办"), "need:list")


def noted(_: Gettext, told: Noted | Whom | Stale) -> Reply:
    match told:
        case Noted():
            text = _("已记为待办：{who} {kinds}。") if told.new else _("这个待办已经有了：{who} {kinds}。")
            hint = fill(_("办好了点 /pairs 里的“待办”。"))
            return say(lines(fill(text, who=told.shown, kinds=kinds(_, told.kinds)), hint))
        case Whom():
            rows = tuple((Button(shown, f"need:new:{told.source}:{key}"),) for key, shown in told.whom[:MOST_BUTTONS])
            return say(fill(_("待办记给谁？")), *rows)
        case Stale():
            return common.old_button(_)


def listed(_: Gettext, told: Needs) -> Reply:
    if not told.needs:
        return say(fill(_("没有待办。")))
    entries = [
        fill(_("{n}. {who} · {kind} · {since} 起"), n=n, who=one.shown, kind=kind(_, one.kind), since=one.since)
        for n, one in enumerate(told.needs, 1)
    ]
    rows = tuple(
        (
            Button(_("{n} 办好了").format(n=n), f"need:end:{one.key}:done"),
            Button(_("{n} 已转交").format(n=n), f"need:end:{one.key}:handed_on"),
        )
        for n, one in enumerate(told.needs, 1)
    )
    more = fill(_("……还有 {n} 件"), n=told.more) if told.more else None
    return say(lines(fill("<b>{head}</b>", head=_("待办")), *entries, more), *rows)


def ended(_: Gettext, told: Needs | Stale) -> Reply:
    """The list without what was closed, in the same message."""
    return common.old_button(_) if isinstance(told, Stale) else Reply(listed(_, told).says, replace=True)
