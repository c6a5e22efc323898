"""The answer to a free message, whatever it turned out to be."""

from typing import Any

from bot.services import changes as filing
from bot.services.deputies import Deputies, DeputyNamed, NoSuchDeputy, NotHimself
from bot.services.followups import Explained
from bot.services.hearing import Tapped
from bot.services.leave import Asked, LeaveMenu, Overlap
from bot.services.spans import DEPUTY, AskingSpan, BadSpan
from bot.texts import changes, deputies, leave, nudges, records, spans
from bot.texts.language import Gettext
from bot.texts.message import Reply, say


def tapped(_: Gettext, tap: Tapped) -> Reply:
    return deputies.tapped(_, tap.outcome) if tap.what == DEPUTY else leave.tapped(_, tap.outcome)


def heard(_: Gettext, outcome: Any) -> Reply:
    match outcome:
        case filing.Asking() | filing.Filed() | filing.NotThen():
            return changes.told(_, outcome)
        case AskingSpan():
            return deputies.told(_, outcome) if outcome.what == DEPUTY else leave.told(_, outcome)
        case Explained():
            return nudges.explained(_, outcome)
        case BadSpan():
            return say(spans.bad(_, outcome))
        case LeaveMenu() | Asked() | Overlap():
            return leave.begun(_, outcome)
        case DeputyNamed() | Deputies() | NoSuchDeputy() | NotHimself():
            return deputies.told(_, outcome)
        case _other:
            return records.heard(_, outcome)
