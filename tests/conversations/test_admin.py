"""An admin at work in the chat: a roster file, roles, pairings, a broadcast; and people who come in."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.sandbox.api import BotApi
from db.models import Audit, Grant, Notice, Pairing, Record
from db.models import Person as Row
from db.session import Sessions
from tests.conversations.conftest import ADMIN, LI, MA, Bot, Town
from tests.kit.botapi import Person
from tests.kit.workbooks import county, xlsx

STRANGER = 2001


@pytest.fixture
def admin(api: BotApi, bot: Bot) -> Person:
    return Person(api, ADMIN, "钱进", started=True)


@pytest.fixture
def stranger(api: BotApi, bot: Bot) -> Person:
    return Person(api, STRANGER, "生人", started=True)


@pytest.fixture
def everywhere(database: Sessions, admin: Person) -> Person:
    """The admin leads everything, not only his county."""
    with database.write() as session:
        session.execute(Grant.__table__.update().where(Grant.role == "admin").values(unit_id=None))
    return admin


def found(database: Sessions, statement: Any) -> list[Any]:
    with database.read() as session:
        return [tuple(row) for row in session.execute(statement)]


def roster(**replaced: Any) -> bytes:
    """A county of its own beside the town."""
    return xlsx(county(**replaced))


async def test_a_roster_sent_as_a_file_is_shown_first_and_applied_by_a_tap(
    everywhere: Person, database: Sessions
) -> None:
    await everywhere.says("/import")
    assert ".xlsx" in everywhere.heard[-1]
    await everywhere.sends_document(roster(), "名册.XLSX")
    assert "干部：新增 4，变更 0，离开 0" in everywhere.heard[-1]
    assert found(database, select(Row.id).where(Row.number == "G1")) == []
    await everywhere.taps("应用")
    assert "已应用" in everywhere.heard[-1]
    assert found(database, select(Row.name).where(Row.number == "G1")) == [("李志强",)]
    await everywhere.says("/undo_import 1")
    assert "恢复原样" in everywhere.heard[-1]
    assert found(database, select(Row.id).where(Row.number == "G1")) == []
    await everywhere.says("/undo_import")
    assert "/undo_import 3" in everywhere.heard[-1]


async def test_a_roster_can_be_left_alone(everywhere: Person, database: Sessions) -> None:
    await everywhere.sends_document(roster(), "a.xlsx")
    await everywhere.taps("取消")
    assert "什么都没有写入" in everywhere.heard[-1]
    assert everywhere.buttons == []
    await everywhere.says("/import 1")
    assert "已经处理过" in everywhere.heard[-1]
    await everywhere.says("/import 1 5")
    assert "已经处理过" in everywhere.heard[-1]
    await everywhere.says("/import 99")
    assert "不存在" in everywhere.heard[-1]
    assert found(database, select(Row.id).where(Row.number == "G1")) == []


async def test_garbage_for_a_roster_is_told_what_is_wrong(everywhere: Person) -> None:
    await everywhere.sends_document(b"PK\x03\x04 no workbook", "a.xlsx")
    assert "不是能打开的 Excel" in everywhere.heard[-1]
    await everywhere.sends_document(roster(cadres=[("G1", None, "62", "x", None, None)]), "a.xlsx")
    assert "干部 第 2 行 姓名：必填" in everywhere.heard[-1]


@pytest.mark.parametrize("how", ["drop_before", "429"])
async def test_a_file_that_could_not_be_fetched_comes_again(everywhere: Person, api: BotApi, how: Any) -> None:
    api.fail(how, method="getFile")
    await everywhere.sends_document(roster(), "a.xlsx")
    assert len([said for said in everywhere.heard if "文件检查通过" in said]) == 1


async def test_a_file_beyond_twenty_megabytes_is_too_big(everywhere: Person) -> None:
    await everywhere.sends_document(b"\0" * (20 * 1024 * 1024 + 1), "a.xlsx")
    assert "文件太大" in everywhere.heard[-1]


async def test_a_file_of_a_cadre_or_a_stranger_is_not_a_roster(li: Person, stranger: Person) -> None:
    await li.sends_document(roster(), "a.xlsx")
    assert "用不上" in li.heard[-1]
    await stranger.sends_document(roster(), "a.xlsx")
    assert "邀请码" in stranger.heard[-1]


async def test_a_stranger_joins_by_the_code_an_admin_made(
    everywhere: Person, stranger: Person, database: Sessions
) -> None:
    await everywhere.sends_document(roster(), "a.xlsx")
    await everywhere.taps("应用")
    await everywhere.says("/invite")
    assert "/invite 6" in everywhere.heard[-1]
    await everywhere.says("/invite G1")
    code = everywhere.heard[-1].split("/start ")[1].split()[0]
    await stranger.says("/start WRONG")
    assert "邀请码不对" in stranger.heard[-1]
    await stranger.says(f"/start {code}")
    assert "欢迎，李志强" in stranger.heard[-1]
    await stranger.says("/start")
    assert "您好" in stranger.heard[-1]


async def test_a_stranger_joins_by_his_own_number_only(everywhere: Person, stranger: Person) -> None:
    await everywhere.sends_document(roster(), "a.xlsx")
    await everywhere.taps("应用")
    await stranger.shares_phone("13900000002", of=LI)
    assert "本人" in stranger.heard[-1]
    await stranger.shares_phone("+86 139 0000 0002")
    assert "欢迎，张海霞" in stranger.heard[-1]


async def test_without_the_role_of_a_cadre_nothing_of_his_work_goes_on_though_the_pairings_stand(
    admin: Person, api: BotApi, town: Town, database: Sessions
) -> None:
    li, ma = Person(api, LI, "李明", started=True), Person(api, MA, "马丽", started=True)
    sent = await li.says("今天去看了王大娘")
    assert "已记" in li.heard[-1]
    await ma.says("今天打了电话")
    assert "是给谁的" in ma.heard[-1]
    for number in ("C-1", "C-2"):
        await admin.says(f"/revoke {number} 结对干部")
        assert "已收回" in admin.heard[-1]
    await ma.taps("P-0418")
    assert "没有这个命令" in ma.heard[-1]
    await ma.says("前天")
    for words, answer in (
        ("昨天去看了王大娘", "还没有结对的人"),
        ("还差几次", "还没有结对的人"),
        ("撤销", "没有可以改的记录"),
    ):
        await li.says(words)
        assert answer in li.heard[-1]
    await li.taps("撤销")
    assert "没有这个命令" in li.heard[-1]
    await li.edits(sent, "昨天去看了王大娘")
    assert "还没有结对的人" in li.heard[-1]
    await li.says("/progress")
    assert "没有这个命令" in li.heard[-1]
    await li.says("王秀英被人打了，流血了")
    assert "110" in "".join(li.heard), "danger is heard from everybody"
    with database.read() as session:
        (record,) = session.scalars(select(Record)).all()
    assert (record.day.isoformat(), record.standing) == ("2026-05-26", True)


async def test_roles_and_pairings_change_by_commands(admin: Person, database: Sessions) -> None:
    await admin.says("/grant C-2 联络员 柳湖镇")
    assert "C-2 马* 现在是联络员" in admin.heard[-1]
    await admin.says("/revoke C-2 联络员")
    assert "已收回" in admin.heard[-1]
    await admin.says("/transfer P-0417 C-2")
    assert "已转交 P-0417" in admin.heard[-1]
    await admin.says("/unpair C-2 P-0418")
    assert "断档" in admin.heard[-1]
    await admin.says("/pair C-1 P-0418")
    assert "从 2026-05-27 起" in admin.heard[-1]
    await admin.says("/pair")
    assert "例如 /pair" in admin.heard[-1]
    assert found(database, select(Audit.action).order_by(Audit.id)) == [
        ("grant",), ("revoke",), ("transfer",), ("unpair",), ("pair",),
    ]  # fmt: skip
    assert len(found(database, select(Pairing.id))) == 5


async def test_a_broadcast_is_confirmed_before_it_is_queued(admin: Person, database: Sessions) -> None:
    await admin.says("/broadcast 崆峒县 明天开会\n九点")
    assert "5 人" in admin.heard[-1]
    assert "明天开会\n九点" in admin.heard[-1]
    assert found(database, select(Notice.id).where(Notice.kind == "broadcast")) == []
    await admin.taps("发送")
    assert "共 5 人" in admin.heard[-1]
    assert len(found(database, select(Notice.id).where(Notice.kind == "broadcast"))) == 5
    await admin.says("/broadcast 崆峒县 又开会")
    await admin.taps("取消")
    assert "没有发送" in admin.heard[-1]
    await admin.says("/broadcast")
    assert "例如 /broadcast" in admin.heard[-1]


async def test_status_is_for_admins_and_does_not_exist_for_others(admin: Person, li: Person) -> None:
    await admin.says("/status")
    assert "名册 5 人" in admin.heard[-1]
    for command in ("/status", "/grant C-1 管理员 崆峒县", "/broadcast 崆峒县 hi", "/import", "/pair C-1 P-0418"):
        await li.says(command)
        assert "没有这个命令" in li.heard[-1]
