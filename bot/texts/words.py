"""The programme's words as people read them: kinds, channels, money, days. One word for one thing everywhere."""

from collections.abc import Iterable
from datetime import date

from bot.domain.quota import DEEDS_FIRST, Counts
from bot.texts.language import Gettext, Html, fill


def kind(_: Gettext, column: str) -> str:
    """A column of the register, or a quota kind."""
    return {
        "contact": _("联系交流"),
        "visit": _("走访探视"),
        "deed": _("办实事"),
        "policy": _("落实政策"),
        "difficulty": _("解决困难"),
        "support": _("资助"),
    }[column]


def kinds(_: Gettext, columns: Iterable[str], support: str | None) -> str:
    """走访探视、办实事; a gift alone is 资助."""
    names = [kind(_, column) for column in columns]
    return _("、").join(names or ([kind(_, "support")] if support else [_("未分类")]))


def channel(_: Gettext, key: str | None) -> str | None:
    names = {
        "home": _("在家"),
        "institution": _("在机构"),
        "phone": _("电话"),
        "sms": _("短信"),
        "wechat": _("微信"),
        "video": _("视频"),
        "other": _("其他方式"),
    }
    return names[key] if key else None


def what(_: Gettext, columns: Iterable[str], support: str | None, where: str | None) -> str:
    """走访探视、办实事（在家）."""
    named, place = kinds(_, columns, support), channel(_, where)
    return _("{what}（{where}）").format(what=named, where=place) if place else named


def yuan(fen: int) -> str:
    """26000 → 260, 8640 → 86.40."""
    return f"{fen // 100}" if fen % 100 == 0 else f"{fen // 100}.{fen % 100:02d}"


def money(_: Gettext, fen: int | None, support: str | None) -> Html | None:
    """资助 260元(物资折合); a gift without a value says so."""
    if support is None:
        return None
    if not fen:
        return fill(_("资助 物资（未说价值）") if support == "goods" else _("资助 现金（未说金额）"))
    return fill(_("资助 {yuan}元（物资折合）") if support == "goods" else _("资助 {yuan}元"), yuan=yuan(fen))


def day(_: Gettext, value: date | None) -> str:
    return value.isoformat() if value else _("哪天？")


def weekday(_: Gettext, value: date) -> str:
    return [_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日")][value.weekday()]


def short_day(_: Gettext, value: date, today: date) -> str:
    """今天, 昨天, 前天, 周三 5-20: for a button."""
    near = {0: _("今天"), 1: _("昨天"), 2: _("前天")}.get((today - value).days)
    return f"{near} {value.month}-{value.day}" if near else f"{weekday(_, value)} {value.month}-{value.day}"


def count(_: Gettext, column: str, done: int, asked: int) -> str:
    return f"{kind(_, column)} {done}/{asked}"


def times(_: Gettext, column: str, n: int) -> str:
    """走访探视 1 次; deeds are counted in 件, as in the reports."""
    text = _("{kind} {n} 件") if column == "deed" else _("{kind} {n} 次")
    return text.format(kind=kind(_, column), n=n)


def acts(_: Gettext, counts: Counts) -> str:
    """办实事 1 件、走访探视 1 次: what is short, deeds first."""
    return _("、").join(times(_, one, counts.of(one)) for one in DEEDS_FIRST if counts.of(one))
