"""Undo and correction: what stood before, what stands now."""

from collections.abc import Sequence

from bot.services.cards import Stale
from bot.services.corrections import Changed, NothingToChange, Undone
from bot.services.editing import Editing
from bot.services.entries import Line, Refused
from bot.texts import common, entry, records, words
from bot.texts.language import Gettext, Html, fill, lines
from bot.texts.message import Button, Reply, Say, say

ACTS = ("home", "institution", "phone", "wechat", "video")


def corrected(_: Gettext, outcome: Undone | Changed | NothingToChange) -> Reply:
    match outcome:
        case Undone():
            return undone(_, outcome)
        case Changed():
            return changed(_, outcome)
        case NothingToChange():
            return nothing(_, outcome)


def undone(_: Gettext, outcome: Undone) -> Reply:
    if outcome.already:
        return say(fill(_("这条早已撤销。")))
    return say(lines(fill("↩️ <b>{head}</b>", head=_("已撤销")), _brief(_, outcome.lines)))


def changed(_: Gettext, outcome: Changed) -> Reply:
    body = lines(
        fill("✏️ <b>{head}</b>", head=_("已改")),
        fill(_("原来：")),
        _brief(_, outcome.before),
        fill(_("现在：")),
        *[entry.entry(_, line) for line in outcome.after],
    )
    row = (
        Button(_("撤销"), f"record:undo:{outcome.key}"),
        Button(_("修改"), f"record:edit:{outcome.key}"),
    )
    return Reply((Say(body, (row,)),), remember=f"message:{outcome.key}")


def nothing(_: Gettext, outcome: NothingToChange) -> Reply:
    match outcome.why:
        case "none":
            head = _("没有可以改的记录。")
        case "withdrawn":
            head = _("这条已经撤销了，没有再记。要重新记，请另发一条。")
        case "several":
            head = _("这条消息里有几条记录。请回复要改的那条回执，或点它下面的“修改”。")
        case "same":
            head = _("已经是这样记的，没有变。")
        case _other:
            head = _("改后的话我没读懂，原来的记录没有动。要删掉请点“撤销”。")
    return say(lines(fill("{head}", head=head), _brief(_, outcome.lines) if outcome.lines else None))


def _brief(_: Gettext, old: Sequence[Line]) -> Html:
    parts = []
    for line in old:
        money = words.money(_, line.amount_fen, line.support)
        facts = [line.shown or "", words.what(_, line.columns, line.support, line.channel), words.day(_, line.day)]
        if line.attempt:
            facts.append(_("没有联系上"))
        parts.append(fill("· {facts}{money}", facts=" ".join(facts), money=Html(f" {money}") if money else ""))
    return Html("\n".join(parts))


def menu(_: Gettext, outcome: Editing | Undone | Stale) -> Reply:
    """修改: buttons for the usual, a sentence for all else."""
    if isinstance(outcome, Stale):
        return common.old_button(_)
    if isinstance(outcome, Undone):
        return _gone(_)
    data = f"edit:{outcome.key}"
    back = (Button(_("撤销"), f"record:undo:{outcome.key}"),)
    if outcome.at is None:
        names = [
            (f"{n}. {line.shown} {words.kinds(_, line.columns, line.support)}")
            for n, line in enumerate(outcome.lines, 1)
        ]
        choice = tuple((Button(name, f"{data}:{n}:pick:"),) for n, name in enumerate(names))
        return Reply((Say(fill("<b>{q}</b>", q=_("改哪一条？")), (*choice, back)),), replace=True)
    at = f"{data}:{outcome.at}"
    line = outcome.lines[outcome.at]
    body = lines(
        fill("<b>{q}</b>", q=_("改成什么？点按钮，或直接发一句话，比如“是走访，昨天，200元”。")),
        entry.entry(_, line),
    )
    acts = [Button(_names(_)[act], f"{at}:act:{act}") for act in ACTS if act != line.channel]
    days = [
        Button(words.short_day(_, day, outcome.days[0]), f"{at}:day:{day}")
        for day in outcome.days[:3]
        if day != line.day
    ]
    whom = [Button(shown, f"{at}:who:{key}") for key, shown in outcome.whom if shown != line.shown]
    groups = (acts[:2], acts[2:], days, *([one] for one in whom[:6]), [*back])
    rows = tuple(tuple(group) for group in groups if group)
    return Reply((Say(body, rows),), replace=True, remember=f"message:{outcome.key}")


def _names(_: Gettext) -> dict[str, str]:
    return {
        "home": _("入户走访"),
        "institution": _("到机构看望"),
        "phone": _("打电话"),
        "wechat": _("微信"),
        "video": _("视频"),
    }


def tapped(_: Gettext, outcome: Undone | Changed | NothingToChange | Refused | Stale) -> Reply:
    """A tap of 撤销 or of a choice: the receipt itself turns into the answer."""
    if isinstance(outcome, Stale):
        return common.old_button(_)
    if isinstance(outcome, Undone) and outcome.already:
        return _gone(_)
    if isinstance(outcome, NothingToChange) and outcome.why == "same":  # a second tap: the receipt stands as it is
        return Reply(toast=_("已经是这样记的，没有变。"))
    answer = records.refused(_, outcome) if isinstance(outcome, Refused) else corrected(_, outcome)
    return Reply(answer.says, replace=not isinstance(outcome, Refused), remember=answer.remember)


def _gone(_: Gettext) -> Reply:
    """A tap below a receipt of what was undone since."""
    return Reply(replace=True, toast=_("这条早已撤销。"))
