"""What a person hears who may not: a stranger how to join and nothing else, others that there is no such command."""

from bot.domain.people import Actor
from bot.texts import common, joining
from bot.texts.language import Gettext
from bot.texts.message import Reply


def refuse(_: Gettext, actor: Actor | None) -> Reply:
    return joining.stranger(_) if actor is None else common.no_such_command(_)
