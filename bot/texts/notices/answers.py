"""What the bot says to a tap below a reminder."""

from bot.services.confirmations import Answered, Early, Later, Old, Whom
from bot.texts import common
from bot.texts.language import Gettext, fill, lines
from bot.texts.message import Button, Reply, Say
from bot.texts.notices import bundle

MOST_BUTTONS = 40


def answered(_: Gettext, told: Answered | Early | Old) -> Reply:
    """The tapped message, as it stands now."""
    if isinstance(told, Early):
        return _early(_, told)
    if isinstance(told, Old):
        return common.old_button(_)
    word = {
        "same": _("{month} 无变化，已确认。").format(month=told.period),
        "fine": _("已记下，都正常。"),
        "seen": _("好的，交给您了。"),
        "audited": _("{year} 年度自查，已记下。").format(year=told.period),
    }[told.what]
    now = bundle(_, told.items) if told.items else Say(fill("✅ {word}", word=word))
    return Reply((now,), replace=True, toast=word)


def later(_: Gettext, told: Later) -> Reply:
    if told.day is None:
        return Reply((bundle(_, told.items),), replace=True) if told.items else common.old_button(_)
    word = fill(_("🕘 好的，{day} 再提醒您。"), day=told.day)
    parts = [bundle(_, told.items).text] if told.items else []
    return Reply((Say("\n\n".join([*parts, word])),), replace=True)


def _early(_: Gettext, told: Early) -> Reply:
    """The keyboard stays: it is good from that day on."""
    return Reply(toast=_("那一周还没到，{day} 起再点就行。").format(day=told.day), alert=True)


def whom(_: Gettext, told: Whom | Early | Old) -> Reply:
    """One button a person; the others are answered with one tap."""
    if isinstance(told, Early):
        return _early(_, told)
    if isinstance(told, Old):
        return common.old_button(_)
    if not told.lines:
        return Reply((Say(fill(_("✅ 本周探访都答完了。"))),), replace=True)
    names = tuple((Button(line.shown, f"weekly:not:{told.week}:{line.key}"),) for line in told.lines[:MOST_BUTTONS])
    rest = (Button(_("其余都正常"), f"weekly:fine:{told.week}"),)
    return Reply((Say(lines(fill(_("这周谁没见到？点名字，可以点几个。"))), (*names, rest)),), replace=True)
