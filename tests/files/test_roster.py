"""Whatever is sent as a workbook: every error at its place, and no bomb goes off."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.roster import LAYOUT, Roster, Workbook
from bot.files import roster, template
from bot.files.workbook import Limits
from bot.texts import roster as texts
from tests.kit.workbooks import CADRES, PAIRINGS, PROGRAMME, RECIPIENTS, TODAY, UNITS, county, workbook, xlsx


def read(content: bytes, **limits: int) -> Workbook:
    return roster.read(content, PROGRAMME, TODAY, Limits(**limits))


def problems(found: Workbook) -> list[tuple[str, int, str, str]]:
    return [(p.sheet, p.row, p.column, p.error) for p in found.problems]


def only(found: Workbook) -> str:
    assert found.roster == Roster()
    [problem] = found.problems
    return problem.error


def test_a_good_workbook_is_read_whatever_the_types_of_its_cells() -> None:
    found = workbook(
        units=[(62, "陇原县", None, "县"), (6201.0, " 金水镇 ", 62, "乡镇"), *UNITS[2:]],
        cadres=[("G1", "李志强", 6201, 13900000001, "联络员，结对干部 联络员", "在岗"), *CADRES[1:]],
        recipients=[
            ("P-1", "王秀英", None, "1950年3月", "特困供养人员（分散）", "620101", *[None] * 5),
            *RECIPIENTS[1:],
        ],
        pairings=[("G1", "P-1", None, datetime(2025, 1, 1, tzinfo=UTC), "2026.5.1", None), *PAIRINGS[1:]],
    )
    assert found.problems == ()
    units, cadres, recipients, pairings = (
        found.roster.units,
        found.roster.cadres,
        found.roster.recipients,
        found.roster.pairings,
    )
    assert units
    assert cadres
    assert recipients
    assert pairings
    assert [(u.row, u.code, u.name, u.parent, u.level) for u in units[:2]] == [
        (2, "62", "陇原县", None, "county"),
        (3, "6201", "金水镇", "62", "township"),
    ]
    assert [unit.code for unit in found.roster.tops] == ["62"]
    assert (cadres[0].unit, cadres[0].phone, cadres[0].roles) == ("6201", "13900000001", ("liaison", "cadre"))
    assert (cadres[1].roles, cadres[1].status, cadres[3].status) == (("cadre",), "active", "leave")
    assert (recipients[0].birth, recipients[1].birth) == ((1950, 3, None), (2015, 6, 3))
    assert (recipients[0].class_key, recipients[1].living) == ("destitute_home", "boarding")
    assert (pairings[0].kind, pairings[0].first_day, pairings[0].last_day) == (
        "primary",
        date(2025, 1, 1),
        date(2026, 5, 1),
    )
    assert pairings[3].kind == "tutoring"


def test_columns_in_any_order_starred_headers_and_empty_rows_are_fine() -> None:
    rows = [["层级*", "名称*", "单位编码*"], [None, None, None], ["县", "陇原县", "62"], [" ", None, None]]
    found = read(xlsx({"单位": rows}))
    assert found.problems == ()
    assert found.roster.units
    assert found.roster.units[0].row == 3


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "error"),
    [
        ("单位", 3, "单位编码", None, "missing"),
        ("单位", 3, "单位编码", "62", "duplicate"),
        ("单位", 3, "单位编码", "6 2", "bad_code"),
        ("单位", 3, "单位编码", 62.5, "long_number"),
        ("单位", 3, "单位编码", 1234567890123456789, "long_number"),
        ("单位", 3, "单位编码", "6" * 33, "too_long"),
        ("单位", 2, "上级编码", "620101", "circle"),
        ("单位", 4, "层级", "县", "wrong_level"),
        ("单位", 2, "层级", "大县", "not_one_of"),
        ("干部", 2, "姓名", "李" * 65, "too_long"),
        ("干部", 2, "姓名", "李\u0001强", "bad_text"),
        ("干部", 2, "手机号", "无", "bad_phone"),
        ("干部", 2, "角色", "结对干部、皇帝", "not_one_of"),
        ("干部", 2, "状态", "退休", "not_one_of"),
        ("干部", 3, "单位编码", "99", "unknown_unit"),
        ("关爱对象", 2, "所在地编码", "99", "unknown_unit"),
        ("关爱对象", 2, "类别", "贫困户", "not_one_of"),
        ("关爱对象", 2, "性别", True, "not_one_of"),
        ("关爱对象", 2, "出生年月", "1950", "bad_birth"),
        ("关爱对象", 2, "出生年月", "1950-13", "bad_birth"),
        ("关爱对象", 2, "出生年月", "2026-06", "impossible_birth"),
        ("关爱对象", 2, "出生年月", "1850-06-01", "impossible_birth"),
        ("关爱对象", 2, "联系电话", "12", "bad_phone"),
        ("关爱对象", 3, "对象编号", "P-1", "duplicate"),
        ("结对关系", 2, "对象编号", "P-77", "unknown_recipient"),
        ("结对关系", 2, "结对类型", "结拜", "not_one_of"),
        ("结对关系", 2, "开始日期", None, "missing"),
        ("结对关系", 2, "开始日期", 46000, "bad_date"),
        ("结对关系", 2, "开始日期", "2026-02-30", "bad_date"),
        ("结对关系", 2, "开始日期", "0001-01-01", "bad_date"),
        ("结对关系", 2, "开始日期", time(1, 2), "bad_date"),
        ("结对关系", 2, "结束日期", "2024-12-31", "ends_before_it_begins"),
    ],
)
def test_a_wrong_cell_is_reported_at_its_row_and_column(
    sheet: str, row: int, column: str, value: Any, error: str
) -> None:
    sheets = county()
    cell = str(value) if isinstance(value, int) and value > 10**15 else value
    sheets[sheet][row - 1][list(LAYOUT[sheet]).index(column)] = cell if error != "long_number" else value
    found = read(xlsx(sheets)) if not isinstance(value, time) else read(with_time(sheets, value))
    assert (sheet, row, column, error) in problems(found)
    for problem in found.problems:
        assert "{" not in texts.error(str, problem)


def with_time(sheets: dict[str, list[list[Any]]], value: time) -> bytes:
    """A cell that Excel holds as a time of day."""
    book = openpyxl.load_workbook(
        io.BytesIO(xlsx({k: [list(r) for r in rows] for k, rows in without_time(sheets).items()}))
    )
    cell = book["结对关系"]["D2"]
    cell.value, cell.number_format = value, "hh:mm"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def without_time(sheets: dict[str, list[list[Any]]]) -> dict[str, list[list[Any]]]:
    return {
        name: [[None if isinstance(cell, time) else cell for cell in row] for row in rows]
        for name, rows in sheets.items()
    }


def test_all_errors_of_all_sheets_come_at_once_in_order() -> None:
    found = workbook(
        units=[*UNITS, ("62D1", "又一个", "62", "单位")],
        cadres=[("G1", None, "77", "x", None, None), *CADRES[1:]],
        recipients=[*RECIPIENTS, ("P-4", "某", None, "3000-01", "孤儿", "78", *[None] * 5)],
        pairings=[*PAIRINGS, ("G2", "P-1", None, "2026-01-01", None, None), ("G2", "P-99", None, "x", None, None)],
    )
    assert problems(found) == [
        ("单位", 7, "单位编码", "duplicate"),
        ("干部", 2, "姓名", "missing"),
        ("干部", 2, "手机号", "bad_phone"),
        ("干部", 2, "单位编码", "unknown_unit"),
        ("关爱对象", 5, "出生年月", "impossible_birth"),
        ("关爱对象", 5, "所在地编码", "unknown_unit"),
        ("结对关系", 6, "开始日期", "overlap"),
        ("结对关系", 7, "开始日期", "bad_date"),
        ("结对关系", 7, "对象编号", "unknown_recipient"),
    ]


def test_primary_pairings_that_follow_each_other_do_not_overlap() -> None:
    rows = [("G1", "P-1", None, "2025-01-01", "2026-01-31", "调动"), ("G2", "P-1", None, "2026-02-01", None, None)]
    assert workbook(pairings=rows).problems == ()
    touching = [rows[0], ("G2", "P-1", None, "2026-01-31", None, None), ("G1", "P-1", "助学", "2025-06-01", None, None)]
    assert problems(workbook(pairings=touching)) == [("结对关系", 3, "开始日期", "overlap")]


def test_unknown_sheets_and_columns_are_refused_by_name() -> None:
    sheets = county()
    sheets["说明"] = [["随便"]]
    sheets["干部"][0][5] = "微信"
    sheets["单位"][0][1] = "单位编码"
    assert problems(read(xlsx(sheets))) == [
        ("说明", 0, "", "unknown_sheet"),
        ("单位", 1, "单位编码", "double_column"),
        ("单位", 1, "名称", "missing_column"),
        ("干部", 1, "微信", "unknown_column"),
    ]
    assert problems(read(xlsx({"干部": []}))) == [("干部", 1, "", "no_header")]
    stray = county()
    stray["单位"][2].append("手写的备注")
    assert problems(read(xlsx(stray))) == [("单位", 3, "", "cell_without_header")]


def test_formulas_and_error_values_are_refused_where_they_stand() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx(county())))
    book["干部"]["D3"] = "=1+1"
    book["干部"]["D4"] = "#N/A"
    file = io.BytesIO()
    book.save(file)
    found = problems(read(file.getvalue()))
    assert ("干部", 3, "手机号", "formula") in found
    assert ("干部", 4, "手机号", "error_cell") in found


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 100, b"PK\x03\x04" + b"x" * 500, "姓名,电话".encode(), b"<html></html>"]
)
def test_garbage_is_one_clear_sentence(content: bytes) -> None:
    assert only(read(content)) == "not_a_workbook"


@given(st.binary(max_size=300), st.integers(0, 4000), st.integers(1, 200))
def test_a_damaged_workbook_never_crashes_the_reader(junk: bytes, at: int, length: int) -> None:
    whole = xlsx(county())
    damaged = whole[:at] + junk + whole[at + length :]
    assert isinstance(read(damaged), Workbook)


def rezipped(change: Callable[[str, bytes], bytes | None], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The county's workbook with parts changed or left out."""
    source, out = zipfile.ZipFile(io.BytesIO(xlsx(county()))), io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as target:
        for name in source.namelist():
            part = change(name, source.read(name))
            if part is not None:
                target.writestr(name, part)
    return out.getvalue()


def in_sheet(change: Callable[[bytes], bytes]) -> bytes:
    return rezipped(lambda name, part: change(part) if name == "xl/worksheets/sheet1.xml" else part)


FAR = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (lambda: in_sheet(lambda part: part.replace(b"</sheetData>", FAR)), "too_many_rows"),
        (lambda: in_sheet(lambda part: part.replace(b'<c r="B2"', b"<c  r = 'xfd2'")), "too_many_columns"),
        (lambda: in_sheet(lambda part: part.replace(b"</sheetData>", b"<row/>" * 700_001 + b"</sheetData>")), "too_many_rows"),
        (lambda: in_sheet(lambda part: part.replace(b"</row>", b"<c/>" * 60 + b"</row>")), "too_many_columns"),
        (lambda: in_sheet(lambda part: part.replace(b"</sheetData>", b'<row r="600000"><c r="AT600000"/></row></sheetData>')), "too_many_cells"),
        (lambda: in_sheet(lambda part: part + b" " * (301 << 20)), "too_big_inside"),
        (lambda: in_sheet(lambda part: b"\xff\xfe" + part.decode().encode("utf-16-le")), "not_a_workbook"),
        (lambda: in_sheet(lambda part: part + b"<" + b"x" * (1 << 19)), "not_a_workbook"),
        (lambda: in_sheet(lambda part: part[:0] + b"<oops"), "not_a_workbook"),
        (lambda: rezipped(lambda name, part: None if name == "xl/workbook.xml" else part), "not_a_workbook"),
        (lambda: rezipped(lambda name, part: None if name == "xl/_rels/workbook.xml.rels" else part), "not_a_workbook"),
        (lambda: rezipped(lambda name, part: None if name.startswith("xl/worksheets") else part), "not_a_workbook"),
        (lambda: xlsx({f"表{number}": [["x"]] for number in range(21)}), "too_many_sheets"),
        (lambda: b"PK" * (11 << 20), "too_big"),
    ],
)  # fmt: skip
def test_a_bomb_is_refused_before_it_is_parsed(content: Callable[[], bytes], error: str) -> None:
    assert only(read(content())) == error


def test_one_long_string_named_by_every_cell_is_a_bomb_too() -> None:
    long = county(units=[(f"{number}", "x" * 30_000, None, "县") for number in range(300)])
    assert only(read(xlsx(long), text=5 << 20)) == "too_big_inside"


def test_a_zip_that_lies_about_its_sizes_is_counted_while_it_inflates() -> None:
    content = in_sheet(lambda part: part + b" " * (8 << 20))
    lying = bytearray(content)
    size = (8 << 20) + len(zipfile.ZipFile(io.BytesIO(xlsx(county()))).read("xl/worksheets/sheet1.xml"))
    assert lying.count(size.to_bytes(4, "little")) == 2
    small = bytes(lying).replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert only(read(small, unpacked=4 << 20)) in {"too_big_inside", "not_a_workbook"}


def test_the_template_is_an_empty_workbook_that_imports_as_nothing(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    template.write(path, PROGRAMME)
    found = read(path.read_bytes())
    assert found.problems == ()
    assert (found.roster.units, found.roster.pairings) == ((), ())
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == list(LAYOUT)
    sheet = book["干部"]
    assert [cell.value for cell in sheet[1]] == list(LAYOUT["干部"])
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].comment.text.startswith("必填")
    lists = [rule.formula1 for rule in book["结对关系"].data_validations.dataValidation]
    assert lists == ['"主结对,辅助结对,助学,助医,心理,每周探访"']


def test_a_template_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        template.write(tmp_path / "no" / "such.xlsx", PROGRAMME)


def test_a_workbook_without_a_known_sheet_says_which_there_should_be() -> None:
    found = read(
        rezipped(
            lambda name, part: (
                part.replace("单位".encode(), "一".encode())
                .replace("干部".encode(), "二".encode())
                .replace("关爱对象".encode(), "三".encode())
                .replace("结对关系".encode(), "四".encode())
                if name == "xl/workbook.xml"
                else part
            )
        )
    )
    assert {problem.error for problem in found.problems} == {"unknown_sheet"}


def test_every_problem_is_told_in_chat_with_its_place_and_reason() -> None:
    found = workbook(cadres=[(f"G{n}", None, "6201", "x", None, None) for n in range(20)])
    said = "\n".join(say.text for say in texts.problems(str, found.problems).says)
    assert f"有 {len(found.problems)} 处要改" in said
    for problem in found.problems:
        assert f"· {texts.place(str, problem)}：{texts.error(str, problem)}" in said
    assert "还有" not in said


def test_the_same_mistake_in_many_rows_is_one_line() -> None:
    rows = [(f"G{n}", None if n % 2 else "李", "6201", "x", None, None) for n in range(300)]
    [said] = texts.problems(str, workbook(cadres=rows).problems).says
    assert "干部 第 2–301 行 手机号：不像电话号码" in said.text
    assert "干部 第 3、5、7、" in said.text
    assert len(said.text) < 4096


def test_more_problems_than_four_messages_hold_are_counted() -> None:
    found = workbook(cadres=[(f"G{n}", "李", f"U{n}", None, None, None) for n in range(2000)])
    says = texts.problems(str, found.problems).says
    assert all(len(say.text) < 4096 for say in says)
    told = sum(say.text.count("没有这个单位编码") for say in says)
    (more,) = re.findall(r"还有 (\d+) 处", says[-1].text)
    assert len(says) == 4
    assert told + int(more) + sum(say.text.count("没有这个干部编号") for say in says) == len(found.problems)


def test_a_unit_without_code_is_no_circle_and_a_double_pairing_is_named_in_words() -> None:
    found = workbook(
        units=[("62", "陇原县", None, "县"), (None, "无码村", "62", "村"), ("6201", "金水镇", "62", "乡镇")],
        pairings=[("G1", "P-1", None, "2025-01-01", None, None)] * 2,
    )
    assert "circle" not in {problem.error for problem in found.problems}
    assert "G1 P-1 主结对 2025-01-01" in {problem.value for problem in found.problems if problem.error == "duplicate"}
