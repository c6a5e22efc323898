"""The roster workbook as values: which sheets and columns there are, its rows, and what can be wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

LEVEL_WORDS = {
    "省": "province",
    "市": "city",
    "县": "county",
    "乡镇": "township",
    "村": "village",
    "单位": "unit",
}
PLACES = ("province", "city", "county", "township", "village")
ROLE_WORDS = {
    "结对干部": "cadre",
    "联络员": "liaison",
    "督导": "supervisor",
    "值班员": "duty_officer",
    "管理员": "admin",
}
STATUS_WORDS = {"在岗": "active", "请假": "leave", "离岗": "left"}
GENDER_WORDS = {"男": "male", "女": "female"}
LIVING_WORDS = {"在家": "home", "机构": "institution", "寄宿": "boarding", "住院": "hospital"}
UNITS, CADRES, RECIPIENTS, PAIRINGS = "单位", "干部", "关爱对象", "结对关系"
LAYOUT: Mapping[str, Mapping[str, bool]] = {  # sheet: column: required
    UNITS: {"单位编码": True, "名称": True, "上级编码": False, "层级": True},
    CADRES: {"干部编号": True, "姓名": True, "单位编码": True, "手机号": False, "角色": False, "状态": False},
    RECIPIENTS: {
        "对象编号": True,
        "姓名": True,
        "性别": False,
        "出生年月": False,
        "类别": True,
        "所在地编码": True,
        "居住方式": False,
        "户编号": False,
        "联系电话": False,
        "监护人": False,
        "别名": False,
    },
    PAIRINGS: {
        "干部编号": True,
        "对象编号": True,
        "结对类型": False,
        "开始日期": True,
        "结束日期": False,
        "结束原因": False,
    },
}
# A grant of a row above may be given by an importer of a row below.
RANK = {"cadre": 0, "liaison": 1, "duty_officer": 2, "supervisor": 2, "admin": 3}

Cell = str | int | float | bool | date | datetime | None
Row = tuple[int, Mapping[str, Cell]]  # Excel's number of the row, and its cells by header word


@dataclass(frozen=True)
class Problem:
    """One error at its place. `row` is Excel's (header 1; 0: the sheet or the file as a whole).

    `error` is a word of `bot.texts.roster.PROBLEMS`, `value` what stood there or what is allowed.
    """

    sheet: str
    row: int
    column: str
    error: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class UnitRow:
    row: int
    code: str
    name: str
    parent: str | None
    level: str


@dataclass(frozen=True, slots=True)
class CadreRow:
    """`phone`: digits only."""

    row: int
    number: str
    name: str
    unit: str
    phone: str | None
    roles: tuple[str, ...]
    status: str


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """`birth` is (year, month, day or None)."""

    row: int
    number: str
    name: str
    gender: str | None
    birth: tuple[int, int, int | None] | None
    class_key: str
    unit: str
    living: str | None
    household: str | None
    phone: str | None
    guardian: str | None
    aliases: str | None


@dataclass(frozen=True, slots=True)
class PairingRow:
    row: int
    cadre: str
    recipient: str
    kind: str
    first_day: date
    last_day: date | None
    end_reason: str | None


@dataclass(frozen=True)
class Roster:
    """What a workbook says; a sheet that is absent is None and changes nothing."""

    units: tuple[UnitRow, ...] | None = None
    cadres: tuple[CadreRow, ...] | None = None
    recipients: tuple[RecipientRow, ...] | None = None
    pairings: tuple[PairingRow, ...] | None = None

    @property
    def tops(self) -> tuple[UnitRow, ...]:
        """The topmost units of the 单位 sheet: with all below them, the scope of the file."""
        codes = {unit.code for unit in self.units or ()}
        return tuple(unit for unit in self.units or () if unit.parent not in codes)


@dataclass(frozen=True)
class Workbook:
    """A file that was read: its roster when `problems` is empty."""

    roster: Roster
    problems: tuple[Problem, ...] = ()


@dataclass
class Sheets:
    """The raw cells of a file by sheet, as `bot.files.roster` found them."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def phone_digits(raw: str) -> str | None:
    """A phone number as digits, without country code 86 and the signs people put in; None when it cannot be one."""
    kept = "".join(c for c in raw.strip() if c not in " -()（）\u00a0\t")
    plus = kept.startswith("+")
    digits = kept.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        return None
    if digits.startswith("0086"):
        digits = digits[4:]
    elif digits.startswith("86") and (plus or len(digits) == 13):
        digits = digits[2:]
    return digits if 7 <= len(digits) <= 15 else None


def overlaps(spans: list[tuple[date, date | None, int]]) -> Iterator[int]:
    """Keys of those spans (first day, last day or None, key) that begin before an earlier one has ended."""
    until: date | None = date.min
    for first, last, key in sorted(spans, key=lambda span: (span[0], span[2])):
        if until is None or first <= until:
            yield key
        until = None if until is None or last is None else max(until, last)
