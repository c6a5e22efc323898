"""Short answers to messages that report nothing done."""

from bot.services.records import Spoken
from bot.texts.language import Gettext, fill, lines
from bot.texts.message import Reply, say


def spoken(_: Gettext, heard: Spoken) -> Reply:
    """Thanks get a short answer, a question its answer, the rest one sentence on what helps."""
    match heard.intent:
        case "chitchat":
            return say(fill(_("不客气。做完一件事,用一句话告诉我就行。")))
        case "plan":
            return say(fill(_("好的,还没有记。去过以后发我一句就行。")))
        case "help":
            return how_to(_)
        case _other:
            return say(fill(_("这条没有记。做完一件事,用一句话告诉我,比如“昨天去王大娘家走访,送了米面油260元”。")))


def how_to(_: Gettext) -> Reply:
    return say(
        lines(
            fill("<b>{head}</b>", head=_("怎么记")),
            fill(_("用平常的话发给我就行,一条消息说完:")),
            fill(_("· 昨天去王大娘家走访,送了米面油260元")),
            fill(_("· 给小宝打了电话")),
            fill(_("· 15号帮李叔办了残疾证")),
            fill(
                _(
                    "打电话、微信、视频算<b>联系交流</b>;到家里或机构看望算<b>走访探视</b>;办成一件具体的事算<b>办实事</b>。"
                )
            ),
            fill(_("记错了:点回执下的“修改”“撤销”,或直接改你发的那条消息。")),
            fill(_("问进度:发“还差几次”,或 /progress")),
        )
    )
