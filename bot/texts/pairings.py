"""Pairings begun, ended, handed over."""

from bot.services.lookup import Misused, NotFound
from bot.services.pairings import Ended, NotPaired, Paired, Taken, Transferred, Unpaired
from bot.texts.grants import refused
from bot.texts.language import Gettext, fill, lines
from bot.texts.message import Reply, Say, say


def kind(_: Gettext, key: str) -> str:
    """A programme's own kinds are named by their key."""
    return {
        "primary": _("主结对"),
        "auxiliary": _("辅助结对"),
        "tutoring": _("助学"),
        "medical": _("助医"),
        "psychological": _("心理"),
        "weekly_visit": _("每周探访"),
    }.get(key, key)


def paired(_: Gettext, outcome: Paired | Taken | NotFound | Misused) -> Reply:
    match outcome:
        case Paired(cadre, recipient, key, first):
            return say(
                fill(
                    _("已结对：{cadre} 与 {recipient}，{kind}，从 {day} 起。"),
                    cadre=cadre,
                    recipient=recipient,
                    kind=kind(_, key),
                    day=first.isoformat(),
                )
            )
        case Taken():
            return _taken(_, outcome)
        case _refused:
            return refused(_, _refused)


def _taken(_: Gettext, outcome: Taken) -> Reply:
    if outcome.same:
        return say(fill(_("{cadre} 与 {recipient} 已经结对了。"), cadre=outcome.cadre, recipient=outcome.recipient))
    return say(
        fill(
            _("{recipient} 已有主结对干部 {cadre}。要换人请用 /transfer {number} 新干部编号"),
            recipient=outcome.recipient,
            cadre=outcome.cadre,
            number=outcome.recipient_number,
        )
    )


def unpaired(_: Gettext, outcome: Unpaired | NotPaired | NotFound | Misused) -> Reply:
    match outcome:
        case Unpaired(cadre, recipient, key, last, gap):
            return say(
                lines(
                    fill(
                        _("已结束：{cadre} 与 {recipient}，{kind}，最后一天 {day}。"),
                        cadre=cadre,
                        recipient=recipient,
                        kind=kind(_, key),
                        day=last.isoformat(),
                    ),
                    fill(_("从第二天起 {recipient} 没有主结对干部（断档）。"), recipient=recipient) if gap else None,
                )
            )
        case NotPaired():
            return not_paired(_, outcome)
        case _refused:
            return refused(_, _refused)


def transferred(_: Gettext, outcome: Transferred | NotPaired | Taken | NotFound | Misused) -> Reply:
    match outcome:
        case Transferred():
            return say(
                fill(
                    _("已转交 {recipient}：{old} 到 {last} 为止，{new} 从 {first} 起。以前的记录仍算 {old} 的。"),
                    recipient=outcome.recipient,
                    old=outcome.old,
                    new=outcome.new,
                    last=outcome.last_day.isoformat(),
                    first=outcome.first_day.isoformat(),
                )
            )
        case NotPaired():
            return not_paired(_, outcome)
        case Taken():
            return _taken(_, outcome)
        case _refused:
            return refused(_, _refused)


def ended(_: Gettext, news: Ended) -> Say:
    """To the cadre who looks after somebody no longer."""
    return Say(
        lines(
            fill("🤝 <b>{head}</b>", head=_("结对结束")),
            fill(_("{who} 由您结对到 {day} 为止。以前的记录仍算您的。"), who=news.shown, day=news.last_day),
        )
    )


def not_paired(_: Gettext, outcome: NotPaired) -> Reply:
    return say(fill(_("{recipient} 没有这样的结对。新增请用 /pair"), recipient=outcome.recipient))
