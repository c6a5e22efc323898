"""断档: who has no cadre, since when, and who takes over."""

from bot.domain.programme import QUOTA_KINDS
from bot.domain.quota import Counts
from bot.services.cards import Stale
from bot.services.gaps import PAGE, GapCard, GapList, NewPairing, NoGap
from bot.texts import common, words
from bot.texts.language import Gettext, Html, fill, lines
from bot.texts.message import Button, Reply, Say, say


def listed(_: Gettext, found: GapList) -> Reply:
    if not found.count:
        return say(fill(_("没有断档：每位关爱对象都有结对干部。")))
    first = found.page * PAGE + 1
    body = lines(
        fill("<b>{head}</b>", head=_("断档 {n} 位").format(n=found.count)),
        *(_line(_, number, card) for number, card in enumerate(found.cards, first)),
    )
    look = [_arrange(_, card) for card in found.cards]
    turn = []
    if found.page:
        turn.append(Button(_("« 前一页"), f"gap:page:{found.page - 1}"))
    if first + len(found.cards) <= found.count:
        turn.append(Button(_("后一页 »"), f"gap:page:{found.page + 1}"))
    return Reply((Say(body, (*((button,) for button in look), *((tuple(turn),) if turn else ()))),))


def opened(_: Gettext, found: GapList) -> Say:
    """To the stand-in: one gap in full, or how many there are with the first few."""
    if found.count == 1:
        return letter(_, found.cards[0])
    left = found.count - len(found.cards)
    body = lines(
        fill("🕳 <b>{head}</b>", head=_("新断档 {n} 位").format(n=found.count)),
        *(_line(_, number, card) for number, card in enumerate(found.cards, 1)),
        fill(_("还有 {n} 位，发 /gaps 看全部。"), n=left) if left > 0 else None,
    )
    return Say(body, tuple((_arrange(_, card),) for card in found.cards))


def _arrange(_: Gettext, card: GapCard) -> Button:
    return Button(_("安排 {who}").format(who=card.shown), f"gap:show:{card.recipient_id}")


def turned(_: Gettext, found: GapList) -> Reply:
    return Reply(listed(_, found).says, replace=True)


def _line(_: Gettext, number: int, card: GapCard) -> Html:
    return fill(
        _("{n}. {who}（{place}）：自 {day} 起，第 {days} 天，暂由{stand_in}代管"),
        n=number,
        who=card.shown,
        place=card.place,
        day=card.since,
        days=card.days,
        stand_in=_stand_in(_, card),
    )


def _stand_in(_: Gettext, card: GapCard) -> str:
    return _("联络员 {who} ").format(who=_("、").join(card.stand_in)) if card.stand_in else _("管理员")


def card(_: Gettext, outcome: GapCard | NoGap, *, replace: bool = True) -> Reply:
    """One gap, from a list: with the proposal, or with everybody who could."""
    if isinstance(outcome, NoGap):
        return common.no_such(_)
    return Reply((letter(_, outcome),), replace=replace)


def letter(_: Gettext, shown: GapCard) -> Say:
    key = shown.recipient_id
    if shown.others:
        rows = tuple((Button(name, f"gap:take:{key}:{person}"),) for person, name in shown.others)
        return Say(fill(_("谁来接替 {who}？"), who=f"{shown.shown}"), rows)
    who = shown.successor
    body = lines(
        fill("🕳 <b>{head}</b>", head=_("断档：{who}").format(who=shown.shown)),
        fill(
            _("{place}，自 {day} 起没有结对干部，今天是第 {days} 天。"),
            place=shown.place,
            day=shown.since,
            days=shown.days,
        ),
        fill(_("在此期间由{stand_in}代管。"), stand_in=_stand_in(_, shown)),
        _who_next(_, shown),
    )
    if who is None:
        return Say(body)
    take = Button(_("确认接替"), f"gap:take:{key}:{who[0]}")
    return Say(body, ((take, Button(_("另选"), f"gap:other:{key}")),))


def _who_next(_: Gettext, shown: GapCard) -> Html:
    if shown.coming:
        return fill(_("{who} 自 {day} 起接替，已经录入，不用再安排。"), who=shown.coming[0], day=shown.coming[1])
    if shown.successor is None:
        return fill(_("附近没有可以接替的干部，请管理员安排。"))
    return fill(_("建议接替：{who}"), who=shown.successor[1])


def taken(_: Gettext, outcome: NewPairing | GapCard | NoGap | Stale) -> Reply:
    """The office has settled it; a card again where somebody is entered for a later day."""
    if isinstance(outcome, GapCard):
        return card(_, outcome)
    if isinstance(outcome, Stale):
        return common.old_button(_)
    if isinstance(outcome, NoGap):
        return Reply(replace=True, toast=_("这个断档已经接上了"))
    body = lines(
        fill("✅ <b>{head}</b>", head=_("已接替")),
        fill(_("{cadre} 自 {day} 起结对 {who}。"), cadre=outcome.cadre, day=outcome.first_day, who=outcome.shown),
        *_duties(_, outcome),
    )
    return Reply((Say(body),), replace=True)


def new_pairing(_: Gettext, outcome: NewPairing) -> Say:
    """To the successor."""
    return Say(
        lines(
            fill("🤝 <b>{head}</b>", head=_("新的结对")),
            fill(_("自 {day} 起，{who} 由您结对。"), day=outcome.first_day, who=outcome.shown),
            *_duties(_, outcome),
            fill(_("去看过以后，用一句话告诉我就行。")),
        )
    )


def _duties(_: Gettext, outcome: NewPairing) -> list[Html]:
    found = [fill(_("今年前任已做：{counts}"), counts=_counts(_, outcome.before))]
    if outcome.left is not None:
        found.append(fill(_("今年还要做：{counts}"), counts=_counts(_, outcome.left)))
    return found


def _counts(_: Gettext, counts: Counts) -> str:
    return _("，").join(f"{words.kind(_, key)} {counts.of(key)}" for key in QUOTA_KINDS)
