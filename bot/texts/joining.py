"""Coming in: what strangers hear, codes, welcome."""

from bot.services.joining import (
    Invited,
    Joined,
    Locked,
    NoSuchPerson,
    NotJoined,
    PhoneAnswer,
    SomebodyElse,
    Welcome,
    WrongCode,
)
from bot.texts import common
from bot.texts.language import Gettext, fill, lines
from bot.texts.message import Reply, Say, say


def phone_button(_: Gettext) -> str:
    return _("分享手机号")


def stranger(_: Gettext) -> Reply:
    """How to join, and nothing else."""
    return _ask_phone(
        fill(
            _(
                "您好，这里是结对助手。\n请发送 /start 加联络员给您的邀请码，例如 /start ABCDE23456；"
                "或者点下面的“分享手机号”，用单位登记的本人手机号加入。"
            )
        )
    )


def _ask_phone(text: str) -> Reply:
    return Reply((Say(text, keyboard="phone"),))


def greeting(_: Gettext) -> Reply:
    """/start of somebody who has joined."""
    return say(fill(_("您好，我在。做了什么，直接发给我就行，比如“昨天去王大娘家走访”。能做的事都在 /help")))


def welcome(_: Gettext, outcome: Welcome) -> Reply:
    match outcome:
        case Joined():
            return joined(_, outcome)
        case Locked(minutes):
            return say(fill(_("试错的次数多了，请 {minutes} 分钟后再试。"), minutes=minutes))
        case SomebodyElse():
            return _somebody_else(_, outcome)
        case WrongCode(spent, left):
            why = (
                _("这个邀请码已经用过或过期了，请向联络员再要一个。") if spent else _("邀请码不对，请核对后再发一次。")
            )
            return _ask_phone(lines(fill(why), fill(_("还可以试 {left} 次。"), left=left)))


def joined(_: Gettext, who: Joined) -> Reply:
    text = lines(
        fill(_("您好，{name}。您已经加入了。") if who.again else _("欢迎，{name}。您已加入结对助手。"), name=who.name),
        fill(_("您原来的 Telegram 账号已解除绑定。")) if who.moved else None,
        fill(_("做了什么，直接发给我就行，比如“昨天去王大娘家走访”。能做的事都在 /help"))
        if who.logs
        else fill(_("您能做的事都在 /help")),
    )
    return Reply((Say(text, keyboard="remove"),))


def _somebody_else(_: Gettext, who: SomebodyElse) -> Reply:
    return say(fill(_("这个 Telegram 账号已经是 {name} 在用。要换人，请联系管理员。"), name=who.name))


def phone_answer(_: Gettext, outcome: PhoneAnswer) -> Reply:
    match outcome:
        case Joined():
            return joined(_, outcome)
        case SomebodyElse():
            return _somebody_else(_, outcome)
        case NotJoined(why):
            return _ask_phone(
                fill(
                    {
                        "not_own": _("只能用您本人的手机号：请点下面的“分享手机号”按钮，不要转发别人的名片。"),
                        "several": _("这个手机号登记了不止一位，请向联络员要一个邀请码。"),
                        "taken": _("这个手机号的本人已经用别的账号加入了。换了账号，请向联络员要一个邀请码。"),
                        "unknown": _("没有登记这个手机号。请向联络员要一个邀请码，再发送 /start 加邀请码。"),
                    }[why]
                )
            )


def invited(_: Gettext, outcome: Invited | NoSuchPerson) -> Reply:
    match outcome:
        case NoSuchPerson():
            return common.no_such(_)
        case Invited(code, link, shown, days):
            return say(
                lines(
                    fill(_("{shown} 的邀请码：<code>{code}</code>"), shown=shown or _("管理员"), code=code),
                    fill(_("请本人点这个链接：{link}"), link=link) if link else None,
                    fill(_("或者私聊机器人发送：<code>/start {code}</code>"), code=code),
                    fill(_("{days} 天内有效，只能用一次。"), days=days),
                )
            )


def how_to_invite(_: Gettext) -> Reply:
    return say(fill(_("请写上干部编号，例如 /invite 620823001")))
