"""Short answers to messages that report nothing done."""

from bot.services.records import Spoken
from bot.texts import common, needs, plans
from bot.texts.language import Gettext, fill, lines
from bot.texts.message import Reply, say


def spoken(_: Gettext, heard: Spoken) -> Reply:
    """Greetings and thanks get a short answer, a question its answer, the rest one sentence on what helps."""
    match heard.intent:
        case "chitchat":
            return common.kindly(_)
        case "plan":
            return plans.answer(_, heard.plan_day, heard.plan_recipients)
        case "help":
            return help_on(_, heard.topic)
        case _other:
            return say(
                lines(
                    fill(_("这条没有记。做完一件事，用一句话告诉我，比如“昨天去王大娘家走访，送了米面油260元”。")),
                    fill(_("对象去世、搬走或要换人，请发 /change")),
                ),
                *needs.under_answer(_, heard.flags, heard.named),
            )


def help_on(_: Gettext, topic: str | None) -> Reply:
    """A question about the bot or the rules; what has no answer of its own gets the short guide."""
    match topic:
        case "counts_as":
            return counts_as(_)
        case "export" | "list":
            return say(fill(_("自己的记录发 /records 看。督导和联络员用 /report 出报告，里面有工作簿可以下载。")))
        case "roster_change":
            return say(fill(_("结对对象有变化，请发 /change，按提示点几下就报给联络员了。")))
        case "photo":
            return say(fill(_("不用传照片，传了也不保存。写一句话做了什么就行。")))
        case "login":
            return say(
                fill(
                    _(
                        "这里不用登录。换了手机或账号，请向单位联络员要一个邀请码，再发 /start 加邀请码。官方系统的登录问题请找联络员。"
                    )
                )
            )
        case "remaining" | "last_contact" | "total":
            return say(fill(_("还差几次发 /progress 看，记过什么发 /records 看。")))
        case _other:
            return how_to(_)


def counts_as(_: Gettext) -> Reply:
    """What is a contact, a visit, a deed: the programme's rules in plain words."""
    return say(
        lines(
            fill("<b>{head}</b>", head=_("什么算什么")),
            fill(
                _(
                    "<b>联系交流</b>（一年至少 4 次）：打电话、发短信、微信、视频，和本人或家里人说上话就算；没打通不算。"
                )
            ),
            fill(_("<b>走访探视</b>（一年至少 2 次）：到家里，或到他住的敬老院、学校、医院去看他；锁着门没见到不算。")),
            fill(
                _(
                    "<b>办实事</b>（一年至少 1 件）：办成一件具体的事，如办证、申请补贴、陪着看病、修房修电；只送东西算资助，不算实事。"
                )
            ),
            fill(_("同一天又走访又办事，写在一条里就行，都会记上。两家一起去，也写一条。")),
        )
    )


def how_to(_: Gettext) -> Reply:
    return say(
        lines(
            fill("<b>{head}</b>", head=_("怎么记")),
            fill(_("用平常的话发给我就行，一条消息说完：")),
            fill(_("· 昨天去王大娘家走访，送了米面油260元")),
            fill(_("· 给小宝打了电话")),
            fill(_("· 15号帮李叔办了残疾证")),
            fill(
                _(
                    "打电话、微信、视频算<b>联系交流</b>；到家里或机构看望算<b>走访探视</b>；办成一件具体的事算<b>办实事</b>。"
                )
            ),
            fill(_("记错了：点回执下的“修改”“撤销”，或直接改您发的那条消息。")),
            fill(_("问进度：发“还差几次”，或 /progress")),
        )
    )
