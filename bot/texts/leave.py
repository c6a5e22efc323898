"""/leave: asking, deciding, hearing."""

from bot.services.cards import Dropped, Stale
from bot.services.leave import Asked, LeaveCard, LeaveMenu, NoSuchLeave, Outcome, Overlap
from bot.services.spans import AskingSpan, BadSpan
from bot.texts import common, spans
from bot.texts.language import Gettext, Html, fill, lines
from bot.texts.message import Button, Reply, Say, say


def begun(_: Gettext, outcome: LeaveMenu | BadSpan | Asked | Overlap) -> Reply:
    if not isinstance(outcome, LeaveMenu):
        return told(_, outcome)
    question = spans.asked(_, outcome.asking)
    if not outcome.mine:
        return question
    body = lines(fill("<b>{head}</b>", head=_("我的请假")), *(fill("· {x}", x=_one(_, card)) for card in outcome.mine))
    back = tuple(_back(_, card) for card in outcome.mine if card.state == "asked")
    # The question comes first: the id of the first message is what is remembered.
    return Reply((*question.says, Say(body, back)), remember=question.remember)


def begun_below(_: Gettext, asking: AskingSpan) -> Reply:
    return spans.asked(_, asking)


def told(_: Gettext, outcome: Outcome) -> Reply:
    match outcome:
        case AskingSpan():
            return spans.asked(_, outcome)
        case BadSpan():
            return say(spans.bad(_, outcome))
        case Overlap():
            return say(fill(_("这几天已经有一次请假了：{leave}"), leave=_one(_, outcome.card)))
        case Dropped():
            return say(fill(_("好的，不请假。")))
        case Stale():
            return common.old_button(_)
        case Asked():
            return asked(_, outcome)


def tapped(_: Gettext, outcome: Outcome) -> Reply:
    if isinstance(outcome, Stale):
        return common.old_button(_)
    if isinstance(outcome, BadSpan):
        return Reply(toast=spans.bad(_, outcome), alert=True)
    found = told(_, outcome)
    return Reply(found.says, replace=True, remember=found.remember)


def asked(_: Gettext, outcome: Asked) -> Reply:
    after = (
        fill(_("联络员批准后生效：这段时间不发提醒，全年任务相应减少。"))
        if outcome.told
        else fill(_("现在没有人可以批，请告诉管理员。"))
    )
    if outcome.quiet:
        after = fill(_("这段时间先不提醒您；联络员批准后，全年任务相应减少。"))
    whose = None if outcome.own else fill("{who}", who=outcome.card.shown)
    body = lines(fill("✅ <b>{head}</b>", head=_("已提交请假")), whose, _one(_, outcome.card), after)
    if not outcome.own:
        return Reply((Say(body),))
    return Reply((Say(body, (_back(_, outcome.card),)),))


def letter(_: Gettext, card: LeaveCard) -> Say:
    """To the office while it waits, to the cadre once it is decided."""
    if card.decide:
        text = lines(
            fill("🗓 <b>{head}</b>", head=_("请假，请审批")),
            fill("{who}", who=card.shown),
            _days(_, card),
        )
        yes, no = Button(_("批准"), f"leave:yes:{card.id}"), Button(_("不批"), f"leave:no:{card.id}")
        return Say(text, ((yes, no),))
    if card.state == "approved":
        return Say(lines(fill(_("✅ 请假已批准：{days}"), days=_days(_, card)), fill(_("这段时间不发提醒。"))))
    return Say(fill(_("请假没有批准：{days}。有疑问请联系联络员。"), days=_days(_, card)))


def decided(_: Gettext, outcome: LeaveCard | NoSuchLeave | Stale) -> Reply:
    match outcome:
        case Stale():
            return common.old_button(_)
        case NoSuchLeave():
            return common.no_such(_)
    word = _("已批准") if outcome.state == "approved" else _("没有批准")
    body = lines(fill("<b>{word}</b>", word=word), fill("{who}", who=outcome.shown), _days(_, outcome))
    return Reply((Say(body),), replace=True)


def taken_back(_: Gettext, outcome: LeaveCard | Stale) -> Reply:
    if isinstance(outcome, Stale):
        return common.old_button(_)
    return Reply((Say(fill(_("已撤回请假：{days}"), days=_days(_, outcome))),), replace=True)


def _back(_: Gettext, card: LeaveCard) -> tuple[Button, ...]:
    return (Button(_("撤回请假"), f"leave:back:{card.id}"),)


def _days(_: Gettext, card: LeaveCard) -> Html:
    return fill(
        _("{first} 到 {last}，共 {n} 天"), first=card.first, last=card.last, n=(card.last - card.first).days + 1
    )


def _one(_: Gettext, card: LeaveCard) -> Html:
    state = {"asked": _("待批"), "approved": _("已批准"), "declined": _("没有批准")}[card.state]
    return fill(_("{days}（{state}）"), days=_days(_, card), state=state)
