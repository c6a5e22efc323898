"""The whole workbook checked: every error, at its row, before anything is done with it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypeVar

from bot.domain import roster_cells as cells
from bot.domain.programme import Programme
from bot.domain.roster import (
    CADRES,
    GENDER_WORDS,
    LAYOUT,
    LEVEL_WORDS,
    LIVING_WORDS,
    PAIRINGS,
    PLACES,
    RECIPIENTS,
    ROLE_WORDS,
    STATUS_WORDS,
    UNITS,
    CadreRow,
    Cell,
    PairingRow,
    Problem,
    RecipientRow,
    Roster,
    Row,
    Sheets,
    UnitRow,
    Workbook,
    overlaps,
)

T = TypeVar("T")


def check(sheets: Sheets, programme: Programme, today: date) -> Workbook:
    """The rows of every sheet as values, and all that is wrong, in the order of sheets and rows.

    Rows with problems are among the rows: what could not be read in them has its default, "" for codes.
    """
    problems = list(sheets.problems)
    if not sheets.rows and not problems:
        problems.append(Problem("", 0, "", "no_sheet", " ".join(LAYOUT)))
    read = _Reading(sheets.rows, programme, today, problems)
    roster = Roster(
        units=read.sheet(UNITS, read.unit),
        cadres=read.sheet(CADRES, read.cadre),
        recipients=read.sheet(RECIPIENTS, read.recipient),
        pairings=read.sheet(PAIRINGS, read.pairing),
    )
    problems += _among_units(roster.units or ())
    wrong = {problem.row for problem in problems if problem.sheet == PAIRINGS}
    problems += _overlapping([p for p in roster.pairings or () if p.row not in wrong], programme)
    return Workbook(roster, in_order_of_sheets(problems))


def in_order_of_sheets(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    places = {sheet: place for place, sheet in enumerate(LAYOUT)}
    return tuple(dict.fromkeys(sorted(problems, key=lambda p: (places.get(p.sheet, -1), p.row))))


class _Reading:
    def __init__(
        self, rows: Mapping[str, list[Row]], programme: Programme, today: date, problems: list[Problem]
    ) -> None:
        self.rows, self.programme, self.today, self.problems = rows, programme, today, problems
        self.classes = {c.zh: c.key for c in programme.classes.values()}
        self.kinds = {k.zh: k.key for k in programme.kinds.values()}
        self.units = self._keys(UNITS, "单位编码")
        self.recipients = self._keys(RECIPIENTS, "对象编号")

    def _keys(self, sheet: str, column: str) -> frozenset[str] | None:
        """All codes that a sheet defines, also in rows that are wrong otherwise; None when there is no such sheet."""
        return frozenset(cells.plain(row.get(column)) for _, row in self.rows[sheet]) if sheet in self.rows else None

    def sheet(self, name: str, read: Callable[["_Line"], T]) -> tuple[T, ...] | None:
        if name not in self.rows:
            return None
        found: list[T] = []
        seen: set[tuple[str, ...]] = set()
        for number, row in self.rows[name]:
            line = _Line(name, number, row)
            value = read(line)
            if all(line.key) and line.key in seen:
                line.wrong(line.key_column, "duplicate", line.shown or " ".join(line.key))
            seen.add(line.key)
            self.problems += line.problems
            found.append(value)
        return tuple(found)

    def unit(self, line: "_Line") -> UnitRow:
        row = UnitRow(
            row=line.number,
            code=line.get("单位编码", cells.code, ""),
            name=line.get("名称", cells.text, ""),
            parent=line.get("上级编码", cells.code, None),
            level=line.get("层级", lambda cell: cells.word(cell, LEVEL_WORDS), ""),
        )
        line.key, line.key_column = (row.code,), "单位编码"
        return row

    def cadre(self, line: "_Line") -> CadreRow:
        row = CadreRow(
            row=line.number,
            number=line.get("干部编号", cells.code, ""),
            name=line.get("姓名", lambda cell: cells.text(cell, "name"), ""),
            unit=line.get("单位编码", cells.code, ""),
            phone=line.get("手机号", cells.phone, None),
            roles=line.get("角色", lambda cell: cells.words(cell, ROLE_WORDS), ()) or ("cadre",),
            status=line.get("状态", lambda cell: cells.word(cell, STATUS_WORDS), "active"),
        )
        line.key, line.key_column = (row.number,), "干部编号"
        line.known("单位编码", row.unit, self.units, "unknown_unit")
        return row

    def recipient(self, line: "_Line") -> RecipientRow:
        row = RecipientRow(
            row=line.number,
            number=line.get("对象编号", cells.code, ""),
            name=line.get("姓名", lambda cell: cells.text(cell, "name"), ""),
            gender=line.get("性别", lambda cell: cells.word(cell, GENDER_WORDS), None),
            birth=line.get("出生年月", lambda cell: cells.birth(cell, self.today), None),
            class_key=line.get("类别", self._class, ""),
            unit=line.get("所在地编码", cells.code, ""),
            living=line.get("居住方式", lambda cell: cells.word(cell, LIVING_WORDS), None),
            household=line.get("户编号", cells.code, None),
            phone=line.get("联系电话", cells.phone, None),
            guardian=line.get("监护人", cells.text, None),
            aliases=line.get("别名", cells.text, None),
        )
        line.key, line.key_column = (row.number,), "对象编号"
        line.known("所在地编码", row.unit, self.units, "unknown_unit")
        return row

    def pairing(self, line: "_Line") -> PairingRow:
        row = PairingRow(
            row=line.number,
            cadre=line.get("干部编号", cells.code, ""),
            recipient=line.get("对象编号", cells.code, ""),
            kind=line.get("结对类型", self._kind, self.programme.quota_pairings[0]),
            first_day=line.get("开始日期", cells.day, date.min),
            last_day=line.get("结束日期", cells.day, None),
            end_reason=line.get("结束原因", cells.text, None),
        )
        line.key, line.key_column = (row.cadre, row.recipient, row.kind, row.first_day.isoformat()), "对象编号"
        line.shown = f"{row.cadre} {row.recipient} {self.programme.kinds[row.kind].zh} {row.first_day}"
        line.known("对象编号", row.recipient, self.recipients, "unknown_recipient")
        if row.last_day and row.last_day < row.first_day:
            line.wrong("结束日期", "ends_before_it_begins", row.first_day.isoformat())
        return row

    def _class(self, cell: Cell) -> str:
        found = self.programme.class_called(cells.plain(cell))
        return found.key if found else cells.word(cell, self.classes)

    def _kind(self, cell: Cell) -> str:
        found = self.programme.kind_called(cells.plain(cell))
        return found.key if found else cells.word(cell, self.kinds)


class _Line:
    """One row being read: cells by their header, and what was wrong with them."""

    def __init__(self, sheet: str, number: int, row: Mapping[str, Cell]) -> None:
        self.sheet, self.number, self.row = sheet, number, row
        self.problems: list[Problem] = []
        self.key: tuple[str, ...] = ()
        self.key_column = ""
        self.shown = ""  # the key as people read it

    def wrong(self, column: str, error: str, value: str = "") -> None:
        self.problems.append(Problem(self.sheet, self.number, column, error, value))

    def known(self, column: str, value: str, among: frozenset[str] | None, error: str) -> None:
        """Without a sheet that defines them, codes are looked up in the database later."""
        if value and among is not None and value not in among:
            self.wrong(column, error, value)

    def get(self, column: str, read: Callable[[Cell], T], default: T) -> T:
        if column not in self.row:  # reported once, at the header, when it is a required one
            return default
        cell = self.row[column]
        if cells.plain(cell) == "":
            if LAYOUT[self.sheet][column]:
                self.wrong(column, "missing")
            return default
        try:
            return read(cell)
        except cells.WrongCellError as problem:
            self.wrong(column, problem.error, problem.value)
            return default


def _among_units(units: Iterable[UnitRow]) -> Iterable[Problem]:
    """Parents above, not in a circle, places in order. Parents outside the file are looked up in the database."""
    by_code = {unit.code: unit for unit in units if unit.code}
    for unit in by_code.values():
        seen, above = {unit.code}, by_code.get(unit.parent or "")
        while above and above.code not in seen:
            seen.add(above.code)
            above = by_code.get(above.parent or "")
        if above and above.code == unit.code:
            yield Problem(UNITS, unit.row, "上级编码", "circle", unit.parent or "")
        elif unit.parent in by_code and not in_order(by_code[unit.parent].level, unit.level):
            yield Problem(UNITS, unit.row, "层级", "wrong_level", by_code[unit.parent].name)


def in_order(above: str, level: str) -> bool:
    """Whether a unit of `level` may hang below `above`: offices anywhere, places below greater places."""
    if level == "unit":
        return True
    return above in PLACES and PLACES.index(above) < PLACES.index(level)


def _overlapping(pairings: Iterable[PairingRow], programme: Programme) -> Iterable[Problem]:
    """A recipient has one primary cadre at a time, and a cadre is paired once in one way."""
    spans: dict[tuple[str, ...], list[tuple[date, date | None, int]]] = defaultdict(list)
    for pairing in pairings:
        single = programme.kinds[pairing.kind].quota
        key = (pairing.recipient, pairing.kind) if single else (pairing.recipient, pairing.kind, pairing.cadre)
        spans[key].append((pairing.first_day, pairing.last_day, pairing.row))
    for (recipient, *_rest), found in spans.items():
        for row in overlaps(found):
            yield Problem(PAIRINGS, row, "开始日期", "overlap", recipient)
