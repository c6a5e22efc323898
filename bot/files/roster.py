"""The roster workbook in: from bytes to checked rows, whatever the bytes are."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from bot.domain.programme import Programme
from bot.domain.roster import LAYOUT, Cell, Problem, Roster, Sheets, Workbook
from bot.domain.roster_cells import plain
from bot.domain.roster_checks import check
from bot.files.workbook import CHAT, Limits, RefusedError, inspect


def read(content: bytes, programme: Programme, today: date, limits: Limits = CHAT) -> Workbook:
    """A .xlsx as rows with every problem found; a file that cannot be opened has one problem and no rows."""
    try:
        sheets = _sheets(content, limits)
    except RefusedError as refused:
        return Workbook(Roster(), (refused.problem,))
    return check(sheets, programme, today)


def _sheets(content: bytes, limits: Limits) -> Sheets:
    """Raises RefusedError."""
    computed = inspect(content, limits)
    found = Sheets()
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        for name in book.sheet_names:
            known = name.strip()
            if known not in LAYOUT or known in found.rows:
                found.problems.append(Problem(known, 0, "", "unknown_sheet", " ".join(LAYOUT)))
                continue
            _read_sheet(book.get_sheet_by_name(name), known, computed.get(name, []), found)
    except (CalamineError, ValueError, OverflowError) as problem:
        raise RefusedError("not_a_workbook") from problem
    except BaseException as problem:  # pragma: no cover  no file is known that makes calamine panic
        # A panic of the parser's Rust is a PanicException, which is a BaseException on purpose.
        if type(problem).__name__ != "PanicException":
            raise
        raise RefusedError("not_a_workbook") from problem
    return found


def _read_sheet(sheet: CalamineSheet, name: str, computed: list[tuple[int, int, str]], found: Sheets) -> None:
    grid = sheet.to_python(skip_empty_area=False)
    header = [plain(_cell(value)) for value in grid[0]] if grid else []
    columns = _columns(header, name, found)
    if not any(header):
        found.problems.append(Problem(name, 1, "", "no_header", " ".join(LAYOUT[name])))
        found.rows[name] = []
        return
    for row, column, error in computed:
        word = header[column - 1] if column <= len(header) else ""
        found.problems.append(Problem(name, row, word, error))
    found.rows[name] = [
        (number, cells) for number, values in enumerate(grid[1:], start=2) if (cells := _row(values, columns))
    ]
    for number, values in enumerate(grid[1:], start=2):
        if any(plain(_cell(value)) for value, word in zip(values, header, strict=True) if not word):
            found.problems.append(Problem(name, number, "", "cell_without_header"))


def _columns(header: list[str], name: str, found: Sheets) -> Mapping[int, str]:
    columns: dict[int, str] = {}
    for place, raw in enumerate(header):
        word = raw.removesuffix("*").strip()
        if not word:
            continue
        if word not in LAYOUT[name]:
            found.problems.append(Problem(name, 1, word, "unknown_column", " ".join(LAYOUT[name])))
        elif word in columns.values():
            found.problems.append(Problem(name, 1, word, "double_column"))
        else:
            columns[place] = word
    if any(header):
        missing = [word for word, required in LAYOUT[name].items() if required and word not in columns.values()]
        found.problems += [Problem(name, 1, word, "missing_column") for word in missing]
    return columns


def _row(values: Sequence[object], columns: Mapping[int, str]) -> dict[str, Cell]:
    """Empty for an empty row, which is skipped."""
    row = {word: _cell(values[place]) for place, word in columns.items()}
    return row if any(plain(cell) for cell in row.values()) else {}


def _cell(value: object) -> Cell:
    """Times and durations mean nothing in a roster; as text they are refused where they stand."""
    if value is None or isinstance(value, str | int | float | date):
        return value
    return str(value)
