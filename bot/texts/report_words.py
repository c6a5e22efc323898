"""The words of reports: figures in prose, columns, periods, reasons, and what each figure means."""

import re
from datetime import datetime

from bot.domain.programme import Programme
from bot.domain.reports import Report
from bot.texts.language import Gettext

WAN = 10_000
FEN_OF_WAN = 1_000_000  # fen in 10,000 yuan


def number(value: int) -> str:
    return f"{value:,}"


def yuan(fen: int) -> str:
    """1234500 → 12,345; 1234550 → 12,345.50."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{fen // 100:,}" if fen % 100 == 0 else f"{sign}{fen // 100:,}.{fen % 100:02d}"


def hundredths(value: int, unit: int) -> str:
    """`value` in units of `unit`, two decimals, half up."""
    scaled = (200 * value + unit) // (2 * unit)
    return f"{scaled // 100}.{scaled % 100:02d}"


def wan(value: int) -> str:
    """PROGRAMME.md section 5: from 10,000 on in prose 万 with two decimals."""
    return str(value) if value < WAN else f"{hundredths(value, WAN)}万"


def sentence(report: Report) -> str:
    """The sentence every level writes, of the year to date. It goes into Chinese papers, so it is never translated."""
    year = report.year_to_date[-1].figures
    day = report.until
    return (
        f"截至{day.year}年{day.month}月{day.day}日，全{area(report.level, report.name)}{wan(report.cadres)}名结对干部与"
        f"{wan(report.paired)}名关爱对象结对，累计开展联系交流{wan(year.contact)}人次、走访探视{wan(year.visit)}人次，"
        f"落实政策{wan(year.policy)}件，解决实际困难{wan(year.difficulty)}件，帮办实事{wan(year.deed)}件，"
        f"资助资金（含物资折合）{hundredths(year.support_fen, FEN_OF_WAN)}万元。"
    )


def area(level: str, name: str) -> str:
    """全市, 全区, 全镇 …: what a place of this name calls the whole of itself."""
    own = {
        "province": r"省$|市$|自治区$",
        "city": r"市$|州$|盟$|地区$",
        "county": r"县$|区$|市$|旗$",
        "township": r"街道$|镇$|乡$",
        "village": r"社区$|村$",
    }.get(level)
    found = re.search(own, name) if own else None
    if found:
        return {"自治区": "区", "地区": "区"}.get(found[0], found[0])
    return {"province": "省", "city": "市", "county": "县", "township": "乡镇", "village": "村"}.get(level, "单位")


def column(_: Gettext, key: str) -> str:
    """A column of the grid."""
    return {
        "recipients": _("关爱对象"),
        "contact": _("联系交流"),
        "visit": _("走访探视"),
        "policy": _("落实政策"),
        "difficulty": _("解决困难"),
        "deed": _("帮办实事"),
        "cash_fen": _("资助（元）"),
        "goods_fen": _("物资折合（元）"),
    }[key]


def short(_: Gettext, key: str) -> str:
    """The same for a narrow line."""
    return {
        "contact": _("联系"),
        "visit": _("走访"),
        "policy": _("政策"),
        "difficulty": _("困难"),
        "deed": _("实事"),
    }[key]


def pace(_: Gettext, key: str) -> str:
    return {
        "met": _("已完成"),
        "on_pace": _("按进度"),
        "due_soon": _("快到期"),
        "behind": _("落后"),
        "halted": _("已停止"),
    }[key]


def group(_: Gettext, programme: Programme, key: str) -> str:
    """A report group's name in the language of `_`; a class that the programme does not know is said to be so."""
    if key == "total":
        return _("合计")
    if key not in programme.groups:
        return _("未知类别")
    found = programme.groups[key]
    return found.zh if chinese(_) else found.en


def chinese(_: Gettext) -> bool:
    """Every catalogue translates the name of our own language into its own: programme files hold both names."""
    return _("zh_CN") == "zh_CN"


def kind(_: Gettext, programme: Programme, key: str) -> str:
    """A pairing kind's name in the language of `_`."""
    found = programme.kinds[key]
    return found.zh if chinese(_) else found.en


def period(_: Gettext, text: str) -> str:
    """2026-10 → 2026年10月, 2026-Q3 → 2026年第3季度, 2026 → 2026年."""
    year, _dash, rest = text.partition("-")
    if not rest:
        return _("{year}年").format(year=year)
    if rest.startswith("Q"):
        return _("{year}年第{n}季度").format(year=year, n=rest[1:])
    return _("{year}年{n}月").format(year=year, n=int(rest))


def title(_: Gettext, report: Report) -> str:
    kinds = {0: _("{unit} {period}总结"), 1: _("{unit} {period}报告"), 2: _("{unit} {period}调度")}
    chosen = 0 if "-" not in report.period else 2 if "Q" in report.period else 1
    return kinds[chosen].format(unit=report.name, period=period(_, report.period))


def before(_: Gettext, text: str) -> str:
    """What the period before is called."""
    return _("上年") if "-" not in text else _("上季") if "Q" in text else _("上月")


def moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"


def left(_: Gettext, reason: str) -> str:
    """A reason as the roster gave it; our own keys are translated."""
    return {
        "": _("未说明"),
        "died": _("去世"),
        "moved": _("迁出"),
        "not_eligible": _("脱贫或不再符合"),
        "cadre_moved": _("结对干部变动"),
        "import": _("名册中已无"),
    }.get(reason, reason)


def problem(_: Gettext, text: str) -> str:
    """A sum that fails as the checks name it, in words: `rows.visit: 5 ≠ 2 + 2 = 4`."""
    path, _colon, sums = text.partition(": ")
    if path == "stale":
        return (
            _("数据不是最新：快照之后又有新记录")
            if sums.startswith("an entry")
            else _("数据可能不全：定时任务已停三天以上")
        )
    head, _dot, key = path.partition(".")
    table = {
        "rows": _("各类之和"),
        "previous": _("上期各类之和"),
        "year_to_date": _("今年累计"),
        "units": _("下级之和"),
        "roster": _("期初+新增−退出"),
    }[head]
    last = key.rsplit(".", 1)[-1]
    name = ""
    if last:
        name = pace(_, last) if key.startswith("pairings.") else _("断档") if last == "gaps" else column(_, last)
    return _("{table} {column}对不上：{sums}").format(table=table, column=name, sums=sums)


def definitions(_: Gettext) -> tuple[tuple[str, str], ...]:
    """(figure, what it means), version 1."""
    return (
        (_("关爱对象"), _("最后一天在册的人数，按现在的类别和所在地")),
        (
            _("联系交流、走访探视、落实政策、解决困难、帮办实事"),
            _("主结对的有效记录，按行为发生日计；更正和撤销以后的算最新的，没联系上的不算"),
        ),
        (_("资助、物资折合"), _("同一批记录里的现金和物资折合金额，以元计")),
        (_("上期、今年累计"), _("前一个同样长短的时期；当年1月1日到本期最后一天")),
        (
            _("进度"),
            _(
                "最后一天还在结对的主结对：已完成=当年任务都做到；落后=已到期的一步没做够；快到期=本步差且临近；其余按进度"
            ),
        ),
        (_("已停止"), _("已报去世、待审批，不再催办，也不评进度")),
        (_("下级"), _("地方按关爱对象所在地数，单位按干部所在单位数；每对只数一次，下级加本级等于合计")),
        (_("断档"), _("在册而没有主结对干部的人；从没有的第一天起算第1天")),
        (_("名册"), _("期初+新增−退出=期末；单位报告里数的是主结对")),
        (_("每周探访"), _("每周一次，按周五归期；同一人当周去看过就算，不并入走访探视")),
        (_("辅助结对"), _("辅助、助学、助医、心理结对，单列，不并入上表")),
        (
            _("随机抽查、紧急情况、待办困难"),
            _("本期抽到的记录按现有核查结果计；本期新报和期末未办结的件数；期末还没解决的件数"),
        ),
        (_("更正"), _("往期报告定稿以后补录、更正、撤销引起的差额；定稿不改")),
    )
