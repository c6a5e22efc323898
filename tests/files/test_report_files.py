"""A report as a workbook and as a picture; records as a workbook."""

import stat
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from PIL import Image

from bot.domain.reports import Figures, Pace, Target, UnitLine
from bot.files import export, pictures, sheets
from bot.files.reports import workbook
from bot.services.export import Line
from bot.texts.language import language
from tests.domain.test_reports import a_report
from tests.kit.reporting import PROGRAMME, chinese


def opened(content):
    return openpyxl.load_workbook(BytesIO(content))


def rows(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_the_workbook_has_a_sheet_a_section_with_a_frozen_header_and_number_formats():
    book = opened(workbook(chinese, PROGRAMME, a_report()))
    names = ["说明", "总表", "下级", "单位", "名册", "断档", "辅助与每周探访", "督查", "更正", "口径"]
    assert book.sheetnames == names
    assert all(book[name].freeze_panes == "A2" for name in names)
    grid = rows(book["总表"])
    assert grid[0][:4] == ["时期", "类别", "关爱对象", "联系交流"]
    assert grid[1][:5] == ["2026年10月", "孤儿", 243, 185, 235]
    assert grid[5] == ["2026年10月", "合计", 4351, 3416, 4086, 3692, 188, 243, 0.05, 0.07]
    assert [row[0] for row in grid[6:8]] == ["上月", "上月"]
    assert (book["总表"]["C2"].number_format, book["总表"]["I2"].number_format) == ("#,##0", "#,##0.00")
    assert book["断档"]["E2"].number_format == "yyyy-mm-dd"
    assert [cell for row in rows(book["下级"]) for cell in row if cell == "张家川县本级"]
    assert ["更换干部", 2] in rows(book["名册"])
    assert ["紧急情况新报", 1] in rows(book["督查"])
    assert any("全县" in str(row[1]) for row in rows(book["说明"]))
    assert len(rows(book["口径"])) > 10


def test_a_section_with_nothing_in_it_has_no_sheet():
    quiet = replace(
        a_report(),
        number=None,
        offices=(),
        gaps=(),
        auxiliary=(),
        corrections=(),
        sections={},
        weekly=replace(a_report().weekly, due=0),
        problems=("roster: 1 ≠ 0 = 0",),
    )
    book = opened(workbook(chinese, PROGRAMME, quiet))
    assert book.sheetnames == ["说明", "总表", "下级", "名册", "口径"]
    assert ["未确认", "期初+新增−退出 对不上：1 ≠ 0 = 0"] in rows(book["说明"])


@pytest.mark.parametrize("name", ["=1+1", "+86", "-2", "@SUM(A1)", "http://example.org", "=HYPERLINK(1)"])
def test_a_name_that_looks_like_a_formula_stays_text(name):
    line = replace(a_report().units[0], name=name)
    cell = opened(workbook(chinese, PROGRAMME, a_report(units=(line,))))["下级"]["B2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (name, "s", None)


def test_the_workbook_speaks_english_where_asked():
    book = opened(workbook(language("en"), PROGRAMME, a_report()))
    assert "Grid" in book.sheetnames
    assert rows(book["Grid"])[1][1] == "Orphans"


def crowded(count):
    return a_report(
        units=tuple(
            UnitLine(
                str(n),
                f"第{n}号很长很长很长很长的镇名",
                "township",
                own=False,
                figures=Figures(),
                pairings=Pace(n, 0, 0, n // 2),
                gaps=0,
            )
            for n in range(count)
        ),
        quota=(Target("contact", 100, 50), Target("visit", 10, 10), Target("deed", 0, 0)),
    )


@pytest.mark.parametrize("count", [0, 3, 100])
def test_the_picture_is_as_wide_as_a_phone_shows_and_telegram_takes_it(count):
    content = pictures.picture(chinese, PROGRAMME, crowded(count))
    image = Image.open(BytesIO(content))
    assert (image.format, image.width) == ("PNG", 1080)
    assert image.width + image.height <= 10_000, "Telegram refuses more"
    assert len(content) < 2 << 20
    colours = {colour for _count, colour in image.convert("RGB").getcolors(1 << 24)}
    assert {(0x3C, 0x8D, 0x7A), (0xC2, 0x57, 0x1A)} <= colours, "bars and the mark of the calendar are drawn"


def test_every_character_of_the_picture_is_in_its_font(recwarn):
    """Matplotlib warns of each glyph that it lacks; warnings are errors here, so drawing is the proof."""
    pictures.picture(chinese, PROGRAMME, a_report(name="积石山保安族东乡族撒拉族自治县"))
    assert pictures.font() == "Noto Sans SC"
    assert not [warning for warning in recwarn if "Glyph" in str(warning.message)]


def test_the_caption_says_what_the_picture_shows():
    said = pictures.caption(chinese, crowded(3))
    assert "联系交流 50%、走访探视 100%、帮办实事 无任务" in said
    assert "按日子该到 83%" in said
    assert len(said) < 1024


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(1, 3, "33%"), (999, 1000, "99%"), (5, 5, "100%"), (0, 4, "0%"), (0, 0, "无任务")]
)
def test_a_hundred_per_cent_means_all_of_them(part, whole, shown):
    assert pictures.percent(chinese, part, whole) == shown


def test_the_straight_line_of_the_year_reaches_its_end_with_the_last_day():
    assert pictures.elapsed(date(2026, 12, 31)) == 1
    assert round(pictures.elapsed(date(2026, 6, 30)), 2) == 0.5


def line(number, **changed):
    made = Line(
        number=number,
        day=date(2026, 10, 5),
        unit_code="11",
        unit="恭门镇",
        recipient="P-1",
        name="=王*英",
        class_key="orphan",
        cadre_number="C-1",
        cadre="李*",
        kind="primary",
        contact=0,
        visit=1,
        policy=0,
        difficulty=0,
        deed=0,
        cash_fen=26050,
        goods_fen=0,
        channel="home",
        late=True,
        state="counted",
        corrects=None,
        entered_at=datetime(2026, 10, 6, 1, tzinfo=UTC).astimezone(ZoneInfo("Asia/Shanghai")),
    )
    return replace(made, **changed)


def test_records_are_written_for_their_owner_alone_and_stay_text(tmp_path):
    path = tmp_path / "out.xlsx"
    path.write_bytes(b"what was there before")
    strange = line(2, class_key="lonely", kind="odd", channel=None, late=False, state="withdrawn", corrects=1)
    assert export.write(path, chinese, PROGRAMME, [line(1), strange], full=False) == 2
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    sheet = openpyxl.load_workbook(path)["记录"]
    head, first, second = rows(sheet)
    told = dict(zip(head, first, strict=True))
    assert (told["记录号"], told["姓名"], told["走访探视"], told["资助（元）"]) == (1, "=王*英", 1, 260.5)
    assert (told["结对类型"], told["类别"], told["方式"], told["状态"]) == ("主结对", "孤儿", "在家", "计入")
    assert (told["补录"], told["录入时间"]) == ("补录", "2026-10-06 09:00")
    assert dict(zip(head, second, strict=True))["更正的记录号"] == 1
    assert "联系电话" not in head


def test_a_full_export_has_phone_guardian_and_note(tmp_path):
    path = tmp_path / "out.xlsx"
    full = line(1, phone="13800000000", guardian="王奶奶", note="送了米面")
    export.write(path, chinese, PROGRAMME, [full], full=True)
    head, first = rows(openpyxl.load_workbook(path)["记录"])
    assert list(zip(head, first, strict=True))[-3:] == [
        ("联系电话", "13800000000"),
        ("监护人", "王奶奶"),
        ("备注", "送了米面"),
    ]


@pytest.mark.parametrize(("count", "sizes"), [(0, [0]), (3, [3]), (4, [3, 1]), (7, [3, 3, 1])])
def test_more_records_than_a_sheet_holds_go_on_in_the_next(tmp_path, monkeypatch, count, sizes):
    monkeypatch.setattr(export, "ROWS", 3)
    path = tmp_path / "out.xlsx"
    assert export.write(path, chinese, PROGRAMME, (line(n + 1) for n in range(count)), full=False) == count
    book = openpyxl.load_workbook(path)
    assert [sheet.max_row - 1 for sheet in book] == sizes
    assert book.sheetnames[0] == "记录"
    assert [row[0] for sheet in book for row in rows(sheet)[1:]] == list(range(1, count + 1))


def test_a_text_longer_than_a_cell_holds_is_cut(tmp_path):
    target = BytesIO()
    with sheets.book(target) as book:
        book.sheet("S", (sheets.Column("A"),), [("字" * 40_000,)])
    assert len(opened(target.getvalue())["S"]["A2"].value) == sheets.CELL
