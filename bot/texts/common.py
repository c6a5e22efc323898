"""Sentences that belong to no single subject."""

from bot.texts.language import Gettext, fill
from bot.texts.message import Reply, say


def no_such_command(_: Gettext) -> Reply:
    return say(fill(_("没有这个命令。直接说做了什么就行，比如“昨天去王大娘家走访”；别的请看 /help")))


def not_saved(_: Gettext) -> Reply:
    """After a rollback, and only then."""
    return say(fill(_("没有保存，请再发一次。")))


def old_button(_: Gettext) -> Reply:
    """A tap on a button whose question was answered or changed since: the message loses its keyboard."""
    return Reply(replace=True, toast=_("这条已经改过了"))


def no_such(_: Gettext) -> Reply:
    """Outside one's scope and really absent sound the same."""
    return say(fill(_("不存在。")))


def private_only(_: Gettext, _nothing: None) -> Reply:
    """In a group there is no personal data, so there is nothing to do there."""
    return say(fill(_("为了保护个人信息，我只在私聊里工作。请点我的头像，私聊发 /start")))


def photo_without_words(_: Gettext, _nothing: None) -> Reply:
    return say(fill(_("照片我看不了，也不保存。请用一句话写做了什么，比如“今天去看了李叔”。")))


def once_for_an_album(_: Gettext, first: bool) -> Reply:
    """Photos without words: one answer for all of an album."""
    return photo_without_words(_, None) if first else Reply()


def video(_: Gettext, _nothing: None) -> Reply:
    return say(fill(_("视频我看不了，也不保存。请用一句话写做了什么，比如“今天去看了李叔”。")))


def voice(_: Gettext, _nothing: None) -> Reply:
    return say(fill(_("语音我听不懂，也不保存。请用键盘上的语音转文字，或打一句话。")))


def sticker(_: Gettext, _nothing: None) -> Reply:
    return kindly(_)


def kindly(_: Gettext) -> Reply:
    """To a greeting, to thanks and to a smile alike: words that fit only one of them would sound odd to the others."""
    return say(fill(_("😊 做完一件事，用一句话告诉我就行。")))


def document(_: Gettext, _nothing: None) -> Reply:
    return say(fill(_("这个文件我用不上，没有保存。名册请发 .xlsx（联络员和管理员）；记事请直接发一句话。")))


def other_kind(_: Gettext, _nothing: None) -> Reply:
    return say(fill(_("这种消息我看不懂，没有记。请发一句话，比如“给小宝打了电话”。")))


def unknown_command(_: Gettext, meant: str | None) -> Reply:
    """`meant` is the command that it looks like."""
    if meant is None:
        return no_such_command(_)
    return say(fill(_("没有这个命令。您是不是想发 /{name}？"), name=meant))


def old_tap(_: Gettext, _nothing: None) -> Reply:
    return old_button(_)
