"""The count before, and the word after."""

from bot.services.broadcasts import Cancelled, Closed, Draft, Queued, TooLong
from bot.services.lookup import Misused, NotFound, Several
from bot.texts import common
from bot.texts.grants import refused
from bot.texts.language import Gettext, fill, lines
from bot.texts.message import Button, Reply, say


def drafted(_: Gettext, outcome: Draft | NotFound | Several | Misused | TooLong) -> Reply:
    match outcome:
        case TooLong(longest):
            return say(fill(_("通知太长，最多 {longest} 个字。"), longest=longest))
        case Draft(key, unit, text, reachable, everybody):
            head = fill(
                _("将发给 {unit} 的 {reachable} 人（共 {everybody} 人，其余还没加入或停用了机器人）："),
                unit=unit,
                reachable=reachable,
                everybody=everybody,
            )
            if not reachable:
                return say(fill(_("{unit} 还没有能收到消息的人。"), unit=unit))
            return say(
                lines(head, "", fill("{text}", text=text)),
                (Button(_("发送"), f"broadcast:send:{key}"), Button(_("取消"), f"broadcast:drop:{key}")),
            )
        case _refused:
            return refused(_, _refused)


def closed(_: Gettext, outcome: Queued | Cancelled | Closed) -> Reply:
    match outcome:
        case Queued(count):
            return Reply(says=say(fill(_("已排队发送，共 {count} 人。"), count=count)).says, replace=True)
        case Cancelled():
            return Reply(says=say(fill(_("已取消，没有发送。"))).says, replace=True)
        case Closed():
            return common.old_button(_)
