"""/settings, /privacy, /feedback."""

from bot.services.settings import Chosen, Noted
from bot.texts.language import Gettext, fill, language, lines
from bot.texts.message import Button, Reply, Say, say

HOURS = (450, 540, 720, 1080, 1200)
NAMES = {"zh_CN": "中文", "en": "English"}


def shown(_: Gettext, chosen: Chosen, *, replace: bool = False) -> Reply:
    body = lines(
        fill("<b>{head}</b>", head=_("设置")),
        fill(_("语言：{name}"), name=NAMES[chosen.language]),
        fill(_("提醒时间：工作日 {hour}"), hour=clock(chosen.minute)),
        fill(_("生日和节日提醒：{state}"), state=_("开") if chosen.greetings else _("关")),
        fill(_("暂停提醒到 {day}"), day=chosen.snoozed_until) if chosen.snoozed_until else None,
    )
    languages = tuple(Button(name, f"set:language:{key}") for key, name in NAMES.items() if key != chosen.language)
    hours = tuple(
        Button(clock(minute), f"set:minute:{minute}")
        for minute in HOURS
        if minute != chosen.minute and chosen.earliest <= minute <= chosen.latest
    )
    switch = "off" if chosen.greetings else "on"
    label = _("关掉生日和节日提醒") if chosen.greetings else _("打开生日和节日提醒")
    return Reply((Say(body, (languages, hours, (Button(label, f"set:greetings:{switch}"),))),), replace=replace)


def changed(_: Gettext, chosen: Chosen) -> Reply:
    """In the language just chosen."""
    return shown(language(chosen.language), chosen, replace=True)


def clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def privacy(_: Gettext, _nothing: None) -> Reply:
    return say(
        lines(
            fill("<b>{head}</b>", head=_("个人信息怎么保护")),
            fill(_("· 聊天里只出现编号和遮住的姓名，不出现电话、住址。")),
            fill(_("· 姓名、电话、住址、监护人和备注在数据库里都是加密的。")),
            fill(_("· 照片、语音不保存，也不要求定位、打卡。")),
            fill(_("· 群里不处理任何个人信息。")),
            fill(_("· 记录只增不改：改错和撤销都留下痕迹，任何人都不能悄悄改动。")),
            fill(_("· 不排名，不积分。")),
        )
    )


def noted(_: Gettext, outcome: Noted) -> Reply:
    if outcome.empty:
        return say(fill(_("请把想说的写在命令后面，比如：/feedback 希望能一次记两家")))
    return say(fill(_("收到，谢谢。管理员会看到您写的这段话。")))
