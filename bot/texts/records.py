"""Receipts, cards and questions about what a cadre did."""

from collections.abc import Sequence
from typing import assert_never

from bot.services.cards import Card, Dropped, Repeat, Stale
from bot.services.corrections import Changed, NothingToChange, Undone
from bot.services.entries import Line, Refused, Saved
from bot.services.progress import LastDone, Log, Progress, Totals
from bot.services.records import Heard, NoPairs, Spoken, Urgent
from bot.texts import alerts, answers, common, corrections, entry, needs, progress, words
from bot.texts.language import Gettext, Html, fill, lines
from bot.texts.message import Button, Reply, Say, say


def heard(_: Gettext, outcome: Heard | Stale | Dropped) -> Reply:
    """The answer to a free message."""
    match outcome:
        case Saved():
            return receipt(_, outcome)
        case Card():
            return card(_, outcome)
        case Repeat():
            return repeat(_, outcome)
        case Refused():
            return refused(_, outcome)
        case NoPairs():
            return say(fill(_("您名下还没有结对的人，这条没有记。名单有误的话，请告诉单位联络员。")))
        case Urgent():
            return urgent(_, outcome)
        case Spoken():
            return answers.spoken(_, outcome)
        case Undone() | Changed() | NothingToChange():
            return corrections.corrected(_, outcome)
        case Progress() | Log() | LastDone() | Totals():
            return progress.answered(_, outcome)
        case Stale() | Dropped():
            return tapped(_, outcome)
    assert_never(outcome)


def tapped(_: Gettext, outcome: Saved | Card | Repeat | Refused | Dropped | Stale) -> Reply:
    """The answer to a tap on a card: the card itself turns into it."""
    match outcome:
        case Saved():
            done = receipt(_, outcome)
        case Card():
            done = card(_, outcome)
        case Repeat():
            done = repeat(_, outcome)
        case Refused():
            done = refused(_, outcome)
        case Dropped():
            done = say(fill(_("好的，没有记。")))
        case Stale():
            return common.old_button(_)
    return Reply(done.says, replace=True, remember=done.remember)


def receipt(_: Gettext, saved: Saved) -> Reply:
    attempt = all(line.attempt for line in saved.lines)
    head = _("已记（没有联系上，不计次数）") if attempt else _("已记")
    unkept = None
    if saved.photo or saved.file:
        unkept = fill(_("照片不保存，只记文字。") if saved.photo else _("视频和文件不保存，只记文字。"))
    rows = (
        Button(_("撤销"), f"record:undo:{saved.key}"),
        Button(_("修改"), f"record:edit:{saved.key}"),
    )
    body = lines(
        fill("✅ <b>{head}</b>", head=head), *[entry.entry(_, line) for line in saved.lines[: entry.MANY]], unkept
    )
    offered = needs.under_receipt(_, saved.key, saved.flags)
    return Reply((Say(body, (rows, *offered)),), remember=f"message:{saved.key}")


def card(_: Gettext, shown: Card) -> Reply:
    view = [shown.lines[shown.at]] if shown.each else list(shown.lines)
    body = lines(
        fill(_("前面那张卡片没有回答，没有记。")) if shown.dropped else None,
        fill(_("{name}不在您的结对名单里。"), name=shown.unpaired) if shown.unpaired and shown.ask == "who" else None,
        fill("<b>{question}</b>", question=_question(_, shown)),
        entry.numbered(_, view),
        _hints(_, view),
    )
    return Reply((Say(body, _keyboard(_, shown)),), remember=f"question:{shown.key}")


def _question(_: Gettext, shown: Card) -> str:
    if shown.ask == "who":
        return _("是给谁的？") if len(shown.lines) == 1 else _("第 {n} 条是给谁的？").format(n=shown.at + 1)
    if shown.ask == "day":
        return _("是哪天的事？") if len(shown.lines) == 1 else _("第 {n} 条是哪天的事？").format(n=shown.at + 1)
    if shown.each:
        return _("第 {n} 条，共 {all} 条，记吗？").format(n=shown.at + 1, all=len(shown.lines))
    return (
        _("这样记对吗？（还没有记）")
        if len(shown.lines) == 1
        else _("读出 {n} 条，都记上吗？（还没有记）").format(n=len(shown.lines))
    )


def _hints(_: Gettext, view: Sequence[Line]) -> Html | None:
    """What was guessed rather than said."""
    guesses = {guess for line in view for guess in line.guessed}
    names = {"who": _("人"), "day": _("日期"), "kind": _("类型")}
    if not guesses:
        return None
    return fill(
        _("<i>{what}是猜的，请看一眼。</i>"),
        what=_("、").join(names[g] for g in ("who", "day", "kind") if g in guesses),
    )


def _keyboard(_: Gettext, shown: Card) -> tuple[tuple[Button, ...], ...]:
    data = f"log:{shown.key}"
    none = Button(_("不记"), f"{data}:none")
    if shown.ask == "who":
        return (*((Button(name, f"{data}:who:{key}"),) for key, name in shown.whom), (none,))
    if shown.ask == "day":
        today = shown.days[0]
        days = [Button(words.short_day(_, day, today), f"{data}:day:{day}") for day in shown.days]
        return (*(tuple(days[n : n + 3]) for n in range(0, len(days), 3)), (none,))
    if shown.each:
        keep = Button(_("记上"), f"{data}:keep:{shown.at}")
        others = [(key, name) for key, name in shown.whom if name != shown.lines[shown.at].shown]
        change = tuple((Button(_("改给 {who}").format(who=name), f"{data}:who:{key}"),) for key, name in others[:8])
        return ((keep, Button(_("跳过"), f"{data}:skip:{shown.at}"), none), *change)
    if len(shown.lines) == 1:
        whose = (Button(_("换个人"), f"{data}:each"),) if "who" in shown.lines[0].guessed else ()
        return ((Button(_("记上"), f"{data}:all"), *whose, none),)
    return ((Button(_("都记上"), f"{data}:all"), Button(_("逐条看"), f"{data}:each"), none),)


def repeat(_: Gettext, shown: Repeat) -> Reply:
    body = lines(fill("<b>{q}</b>", q=_("这条刚才记过了。再记一次，还是同一条？")), entry.numbered(_, shown.lines))
    row = (
        Button(_("再记一次"), f"log:{shown.key}:again"),
        Button(_("是同一条"), f"log:{shown.key}:same"),
    )
    return Reply((Say(body, (row,)),), remember=f"question:{shown.key}")


def refused(_: Gettext, outcome: Refused) -> Reply:
    match outcome.reason:
        case "future":
            text = fill(_("{day} 还没到，没有记。去过以后再发给我就行。"), day=outcome.day)
        case "too_old":
            text = fill(
                _("{day} 太早了，没有记。现在可以补 {earliest} 以后的。"), day=outcome.day, earliest=outcome.earliest
            )
        case "outside_pairing":
            text = fill(
                _("{day} 不在您和 {who} 的结对期内（{first} 起{last}），没有记。"),
                day=outcome.day,
                who=outcome.shown,
                first=outcome.span.first,
                last=_("，到 {day}").format(day=outcome.span.last) if outcome.span.last else "",
            )
    return say(text)


def urgent(_: Gettext, outcome: Urgent) -> Reply:
    """Whom to ring, before anything else, and one question; then what was entered. The story is never asked."""
    rest = heard(_, outcome.heard) if outcome.heard is not None else Reply()
    first = alerts.urgent(_, outcome.alert)
    return Reply((*first, *rest.says), remember=rest.remember, about=len(first))
