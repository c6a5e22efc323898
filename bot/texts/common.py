"""Sentences that belong to no single subject."""

from bot.texts.language import Gettext, fill
from bot.texts.message import Reply, say


def no_such_command(_: Gettext) -> Reply:
    return say(fill(_("没有这个命令。直接说做了什么就行,比如“昨天去王大娘家走访”;别的请看 /help")))


def not_saved(_: Gettext) -> Reply:
    """After a rollback, and only then."""
    return say(fill(_("没有保存,请再发一次。")))


def old_button(_: Gettext) -> Reply:
    """A tap on a button whose question was answered or changed since: the message loses its keyboard."""
    return Reply(replace=True, toast=_("这条已经改过了"))


def no_such(_: Gettext) -> Reply:
    """Outside one's scope and really absent sound the same."""
    return say(fill(_("不存在。")))


def private_only(_: Gettext) -> Reply:
    """In a group there is no personal data, so there is nothing to do there."""
    return say(fill(_("为了保护个人信息,我只在私聊里工作。请点我的头像,私聊发 /start")))
