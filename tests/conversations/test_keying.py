"""The entry list by chat: a cadre's own under /records, the office's under /roster, over real HTTP on both databases."""

from io import BytesIO

from openpyxl import load_workbook
from sqlalchemy import select

from bot.sandbox.api import BotApi
from db.models import Record
from db.session import Sessions
from tests.conversations.conftest import LIAISON, Town
from tests.kit.botapi import Person


async def test_a_cadre_copies_his_list_ticks_it_and_gets_it_no_more(li: Person, town: Town, database: Sessions) -> None:
    await li.says("昨天去王大娘家走访，送了米面油折合260元")
    await li.says("/records")
    await li.taps("待录入清单")
    assert "<pre>" not in li.heard[-1]
    assert "2026-05-25\tC-1\tP-0417 王*英\t走访探视\t在家\t\t260" in li.heard[-1]
    await li.taps("已录入")
    assert "1 条已录入" in li.heard[-1]
    await li.taps("待录入清单")
    assert "没有待录入的记录" in li.heard[-1]
    with database.read() as session:
        assert session.scalars(select(Record)).one().keyed_at is not None


async def test_a_change_after_the_tick_comes_back_as_a_correction(li: Person, town: Town) -> None:
    await li.says("昨天去王大娘家走访")
    receipt = li.last["message_id"]
    await li.says("/records")
    await li.taps("待录入清单")
    await li.taps("已录入")
    await li.taps("撤销", under=receipt)
    await li.says("/records")
    await li.taps("待录入清单")
    assert "更正：撤销（原为 2026-05-25 P-0417 走访探视）" in li.heard[-1]


async def test_a_liaison_gets_what_no_cadre_has_in_hand_and_the_workbook_with_names(
    api: BotApi, li: Person, ma: Person, town: Town
) -> None:
    await li.says("昨天去王大娘家走访")
    await li.says("/records")
    await li.taps("待录入清单")
    await ma.says("给张桂兰打了电话")
    liaison = Person(api, LIAISON, "周强", started=True)
    await liaison.says("/roster")
    await liaison.taps("记录录入清单")
    assert "P-0418 张*兰" in liaison.heard[-1]
    assert "P-0417" not in liaison.heard[-1]
    await liaison.taps("下载表格")
    document = liaison.last["document"]
    assert document["file_name"] == "keying-2.xlsx"
    sheet = load_workbook(BytesIO(api.files[document["file_id"]].data)).active
    assert [cell.value for cell in sheet[2]][3:5] == ["P-0418", "张桂兰"]
    await liaison.taps("放回")
    assert "放回了 1 条。" in liaison.heard


async def test_an_old_or_foreign_list_cannot_be_ticked(api: BotApi, li: Person, ma: Person, database: Sessions) -> None:
    await li.says("昨天去王大娘家走访")
    await li.says("/records")
    await li.taps("待录入清单")
    shown = li.last["message_id"]
    await ma.says("/records")
    await ma.presses(ma.last["message_id"], "key:done:1")
    assert ma.notices[-1] == "这条已经改过了"
    await ma.presses(ma.last["message_id"], "key:office")
    assert "没有这个命令" in ma.heard[-1]
    await li.taps("放回")
    await li.presses(shown, "key:done:1")
    await li.presses(shown, "key:file:1")
    with database.read() as session:
        assert session.scalars(select(Record)).one().keyed_at is None
    assert "document" not in li.last
