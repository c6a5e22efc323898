"""/status"""

from bot.services.status import Status
from bot.texts.language import Gettext, fill, lines
from bot.texts.message import Reply, say


def state(_: Gettext, key: str) -> str:
    """A state of a notice."""
    return {
        "planned": _("待发"),
        "claimed": _("正在发"),
        "sent": _("已发"),
        "answered": _("已回复"),
        "silent": _("不必发"),
        "closed": _("已作废"),
        "unknown": _("不确定"),
        "unreachable": _("联系不上"),
        "failed": _("失败"),
    }[key]


def status(_: Gettext, found: Status) -> Reply:
    notices = _("、").join(f"{state(_, key)} {count}" for key, count in found.notices.items())
    return say(
        lines(
            fill(
                _("名册 {known} 人：已加入 {joined}，已发邀请 {invited}，停用 {blocked}；30 天没说过话 {silent}"),
                known=found.known,
                joined=found.joined,
                invited=found.invited,
                blocked=found.blocked,
                silent=found.silent,
            ),
            fill(_("今天记录：{count}"), count=found.records_today),
            fill(_("本月最多的一位：收到提醒 {heard} 条，写了 {logged} 条"), heard=found.heard, logged=found.logged),
            fill(_("今天的和待发的提醒：{notices}"), notices=notices or _("没有")),
            fill(
                _("最近一次导入：{id}（{at}）"),
                id=found.import_id,
                at=f"{found.imported_at:%Y-%m-%d %H:%M}" if found.imported_at else "",
            )
            if found.import_id
            else fill(_("还没有导入过名册。")),
            fill(_("数据库版本：{schema}"), schema=found.schema),
        )
    )
