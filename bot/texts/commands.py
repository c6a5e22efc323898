"""The commands in words: the menu's line of each, and /help."""

from bot.texts import answers
from bot.texts.language import Gettext, fill, lines
from bot.texts.message import Reply, Say

LOG = "log"


def described(_: Gettext, name: str) -> str:
    """What a command does, in a few words. Raises KeyError for a command that is not in the table."""
    return {
        "log": _("按按钮记一条"),
        "progress": _("我的进度，还差几次"),
        "records": _("最近的记录"),
        "undo": _("撤销最近一条"),
        "pairs": _("我的结对名单"),
        "roster": _("本月名单和变化"),
        "change": _("上报名单变化"),
        "leave": _("请假"),
        "alert": _("有人遇到危险"),
        "report": _("月、季、年报告"),
        "behind": _("谁落后了"),
        "unit": _("按单位逐级看"),
        "gaps": _("断档的人"),
        "deputy": _("指定代理人"),
        "spotcheck": _("随机抽查"),
        "alerts": _("还没了结的紧急情况"),
        "explain": _("报告里一个数的来历"),
        "nudge": _("提醒一位落后的干部"),
        "invite": _("给干部发邀请码"),
        "import": _("导入名册"),
        "undo_import": _("撤回一次导入"),
        "grant": _("授予角色"),
        "revoke": _("收回角色"),
        "pair": _("新增结对"),
        "unpair": _("结束结对"),
        "transfer": _("把人转给另一位干部"),
        "holidays": _("工作日表"),
        "plan": _("将要发出的提醒"),
        "broadcast": _("群发通知"),
        "pause": _("暂停发送"),
        "resume": _("恢复发送"),
        "reach": _("谁还没有加入"),
        "audit": _("谁做了什么"),
        "person": _("看一个人的资料，要写原因"),
        "status": _("运行情况"),
        "settings": _("语言、提醒时间"),
        "privacy": _("个人信息怎么保护"),
        "feedback": _("给我们提意见"),
        "help": _("怎么用"),
        "start": _("开始"),
    }[name]


def help_page(_: Gettext, mine: tuple[str, ...]) -> Reply:
    """How to log, for those who do; then the commands this person has."""
    commands = [fill("/{name} — {what}", name=name, what=described(_, name)) for name in mine if name != "start"]
    first = (answers.how_to(_).says[0].text, "") if LOG in mine else ()
    body = lines(*first, fill("<b>{head}</b>", head=_("命令")), *commands)
    return Reply((Say(body),))
