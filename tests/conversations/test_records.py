"""What a cadre does and hears, over real HTTP, polling and webhook, on both databases."""

from sqlalchemy import select

from db.models import Record
from db.session import Sessions
from tests.conversations.conftest import Town
from tests.kit.botapi import Person


def rows(database: Sessions) -> list[Record]:
    with database.read() as session:
        return list(session.scalars(select(Record).order_by(Record.id)))


async def test_a_clear_visit_is_saved_at_once_with_a_receipt(li: Person, town: Town, database: Sessions) -> None:
    await li.says("昨天去王大娘家走访，送了米面油折合260元")
    receipt = li.heard[-1]
    for part in ("已记", "P-0417 王*英", "走访探视", "2026-05-25", "260元", "走访探视 1/2"):
        assert part in receipt, receipt
    assert li.buttons == ["撤销", "修改"]
    (record,) = rows(database)
    assert (record.visit, record.goods_fen, record.channel, record.standing) == (1, 26000, "home", True)


async def test_undo_withdraws_without_erasing(li: Person, town: Town, database: Sessions) -> None:
    await li.says("给王秀英打了电话")
    await li.taps("撤销")
    assert "已撤销" in li.heard[-1]
    first, withdrawal = rows(database)
    assert (first.standing, withdrawal.action, withdrawal.corrects_id) == (False, "withdraw", first.id)


async def test_whom_is_asked_with_buttons_when_two_fit(ma: Person, town: Town, database: Sessions) -> None:
    await ma.says("昨天去走访了")
    assert "是给谁的" in ma.heard[-1]
    assert rows(database) == []
    await ma.taps("张*兰")
    assert "已记" in ma.heard[-1]
    assert "走访探视 1/2" in ma.heard[-1]


async def test_a_stranger_learns_nothing(api, bot, town: Town) -> None:
    stranger = Person(api, 77, "路人")
    await stranger.says("/start")
    await stranger.says("给王秀英打了电话")
    assert all("P-0417" not in text and "王" not in text for text in stranger.heard)
    assert stranger.keyboard == ["分享手机号"]
