"""Roles given and taken back, and what to type."""

from bot.services.grants import Granted, LastAdmin, Revoked
from bot.services.lookup import Misused, NotFound, Several
from bot.texts import common
from bot.texts.language import Gettext, fill, lines
from bot.texts.message import Reply, say


def role(_: Gettext, key: str) -> str:
    return {
        "cadre": _("结对干部"),
        "liaison": _("联络员"),
        "supervisor": _("督导"),
        "duty_officer": _("值班员"),
        "admin": _("管理员"),
    }[key]


def misused(_: Gettext, what: str) -> Reply:
    """One short sentence with an example."""
    return say(
        fill(
            {
                "grant": _("请写干部编号、角色、单位，需要时加截止日，例如 /grant 620823001 督导 620823 2026-12-31"),
                "revoke": _("请写干部编号、角色，需要时加单位，例如 /revoke 620823001 督导"),
                "role": _("角色只有：结对干部、联络员、督导、值班员、管理员。例如 /grant 620823001 联络员 620823"),
                "day": _("截止日要写成 2026-12-31，不能早于今天。"),
                "pair": _("请写干部编号和对象编号，需要时加类型，例如 /pair 620823001 P-0417 助学"),
                "unpair": _("请写干部编号和对象编号，需要时加类型，例如 /unpair 620823001 P-0417"),
                "transfer": _("请写对象编号和新的干部编号，例如 /transfer P-0417 620823002"),
                "kind": _("结对类型只有：主结对、辅助结对、助学、助医、心理、每周探访。"),
                "broadcast": _("请写单位和内容，例如 /broadcast 620823 明天上午九点开会"),
            }[what]
        )
    )


def refused(_: Gettext, outcome: NotFound | Several | Misused) -> Reply:
    """What all commands share: not there, one name for several units, wrongly typed."""
    match outcome:
        case NotFound():
            return common.no_such(_)
        case Misused(what):
            return misused(_, what)
        case Several(name, units):
            return say(
                lines(
                    fill(_("叫“{name}”的单位不止一个，请用编码："), name=name),
                    *[fill("{code} {name}（{above}）", code=code, name=name, above=above) for code, above in units],
                )
            )


def granted(_: Gettext, outcome: Granted | NotFound | Several | Misused) -> Reply:
    if not isinstance(outcome, Granted):
        return refused(_, outcome)
    return say(
        lines(
            fill(
                _("{who} 本来就是{role}，范围：{unit}。") if outcome.again else _("{who} 现在是{role}，范围：{unit}。"),
                who=outcome.shown,
                role=role(_, outcome.role),
                unit=outcome.unit,
            ),
            fill(_("到 {day} 为止。"), day=outcome.last_day.isoformat()) if outcome.last_day else None,
        )
    )


def revoked(_: Gettext, outcome: Revoked | LastAdmin | NotFound | Several | Misused) -> Reply:
    match outcome:
        case LastAdmin():
            return say(fill(_("他是最后一位管理员，不能收回。请先授予另一位。")))
        case Revoked(shown, key, units):
            return say(
                fill(
                    _("已收回 {who} 的{role}，范围：{units}。"),
                    who=shown,
                    role=role(_, key),
                    units=_("、").join(unit or _("全部") for unit in units),
                )
            )
        case _refused:
            return refused(_, _refused)
