"""Plans: the offer of a reminder, the promise, the reminder itself."""

from datetime import date

from bot.services.cards import Stale
from bot.services.plans import NoReminder, Promised
from bot.texts import common, words
from bot.texts.language import Gettext, fill, lines
from bot.texts.message import Button, Reply, say

LONGEST = 40  # characters of the ids in a button


def answer(_: Gettext, day: date | None, recipients: tuple[int, ...]) -> Reply:
    """The answer to a plan; with a day it offers to remind."""
    note = fill(_("好的，还没有记。去过以后发我一句就行。"))
    if day is None:
        return say(note)
    whom = ".".join(map(str, recipients))
    whom = whom if len(whom) <= LONGEST else ""
    ask = fill(_("要在 {day}（{weekday}）提醒您吗？"), day=day, weekday=words.weekday(_, day))
    return say(lines(note, ask), (Button(_("到时提醒我"), f"remind:{day:%Y%m%d}:{whom}"),))


def promised(_: Gettext, told: Promised | NoReminder | Stale) -> Reply:
    match told:
        case Promised():
            about = _("、").join(told.shown)
            text = _("好的，{on}（{weekday}）提醒您：{about}") if about else _("好的，{on}（{weekday}）提醒您。")
            why = fill(_("{day} 是休息日，提前提醒。"), day=told.day) if told.on != told.day else None
            said = fill(text, on=told.on, weekday=words.weekday(_, told.on), about=about)
            return Reply(say(lines(said, why)).says, replace=True)
        case NoReminder():
            text = _("就是今天，不用提醒了。") if told.today else _("{day} 之前没有工作日了，发不了提醒，请您记着。")
            return Reply(say(fill(text, day=told.day)).says, replace=True)
        case Stale():
            return common.old_button(_)
