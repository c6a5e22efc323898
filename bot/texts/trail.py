"""/audit and /person."""

from bot.services.lookup import Misused, NotFound
from bot.services.trail import Act, Shown, Trail
from bot.texts import common, grants
from bot.texts.language import Gettext, Html, fill, lines
from bot.texts.message import Button, Reply, Say, say
from bot.texts.pairings import kind

PLACE = "in place of "
ROLES = frozenset({"cadre", "liaison", "supervisor", "duty_officer", "admin"})


def trail(_: Gettext, outcome: Trail) -> Reply:
    if not outcome.acts:
        return say(fill(_("没有记录。")))
    body = lines(fill("<b>{head}</b>", head=_("谁做了什么")), *[_act(_, act) for act in outcome.acts])
    row = []
    if outcome.page:
        row.append(Button(_("« 较新"), f"audit:{outcome.page - 1}:{outcome.about or ''}"))
    if outcome.more:
        row.append(Button(_("较早 »"), f"audit:{outcome.page + 1}:{outcome.about or ''}"))
    return Reply((Say(body, (tuple(row),) if row else ()),))


def turned(_: Gettext, outcome: Trail) -> Reply:
    """Another page in the same message."""
    return Reply(trail(_, outcome).says, replace=True)


def _act(_: Gettext, act: Act) -> Html:
    told = (f"{act.at:%m-%d %H:%M}", act.who or _("命令行"), done(_, act.action), act.subject, _detail(_, act.detail))
    return fill("· {told}", told=" ".join(filter(None, told)))


def _detail(_: Gettext, detail: str | None) -> str | None:
    """What was written beside an act; a role and a deputy's absent one in words."""
    if detail is None:
        return None
    first, _space, rest = detail.partition(" ")
    if first in ROLES:
        return " ".join(filter(None, (grants.role(_, first), rest)))
    if detail.startswith(PLACE):
        return _("代 {who}").format(who=detail.removeprefix(PLACE))
    *who, last = detail.split(" ")
    return " ".join((*who, kind(_, last)))  # a pairing: whose, and of which kind


def done(_: Gettext, action: str) -> str:
    """What somebody did, as the trail keeps it; a word it does not know is shown as it is."""
    return {
        "alert.closed": _("紧急情况结案"),
        "alert.taken": _("接手紧急情况"),
        "alert.viewed": _("查看紧急情况"),
        "broadcast": _("群发通知"),
        "change.approve": _("变化审核通过"),
        "change.file": _("上报变化"),
        "change.return": _("退回变化"),
        "change.withdraw": _("撤回变化"),
        "deputy.name": _("指定代理人"),
        "audit.done": _("年度自查"),
        "deputy.stop": _("停止代理"),
        "explain.ask": _("请干部说明"),
        "export.full": _("导出（含姓名）"),
        "export.masked": _("导出"),
        "gap.take_over": _("接手断档的人"),
        "grant": _("授予角色"),
        "holidays": _("导入放假安排"),
        "import": _("导入名册"),
        "invite": _("发邀请码"),
        "join": _("加入"),
        "join.admin": _("以管理员加入"),
        "keyed": _("记录已录入"),
        "keying.returned": _("放回待录入"),
        "keying.workbook": _("下载待录入表"),
        "leave.approve": _("批准请假"),
        "leave.ask": _("申请请假"),
        "leave.decline": _("不批请假"),
        "leave.withdraw": _("撤回请假"),
        "minor.viewed": _("查看未成年人"),
        "nudge": _("提醒干部"),
        "pair": _("新增结对"),
        "pause": _("暂停发送"),
        "person": _("查看个人资料"),
        "phone.viewed": _("查看电话"),
        "reason": _("查看原因"),
        "resume": _("恢复发送"),
        "revoke": _("收回角色"),
        "roster.entered": _("名单已全部录入"),
        "seed": _("生成演练数据"),
        "spotcheck": _("随机抽查"),
        "spotcheck.settle": _("核实抽查"),
        "transfer": _("转给另一位干部"),
        "undo_import": _("撤回导入"),
        "unpair": _("结束结对"),
    }.get(action, action)


def person(_: Gettext, outcome: Shown | NotFound | Misused) -> Reply:
    match outcome:
        case Shown(number, name, facts):
            words = {
                "class": _("类别"),
                "born": _("出生"),
                "unit": _("单位"),
                "phone": _("电话"),
                "guardian": _("监护人"),
                "cadres": _("结对干部"),
                "joined": _("加入"),
                "recipients": _("结对对象"),
            }
            told = [fill(_("{what}：{value}"), what=words[key], value=value) for key, value in facts]
            note = fill(_("<i>这次查看和原因已记入 /audit。</i>"))
            return say(lines(fill("<b>{number} {name}</b>", number=number, name=name), *told, note))
        case NotFound():
            return common.no_such(_)
        case Misused():
            return say(fill(_("请写编号和原因，例如 /person P-0417 核对低保信息")))
