"""记为待办 and 到时提醒我, over real HTTP on both databases."""

from datetime import UTC, datetime

from sqlalchemy import select

from bot.clock import MovableClock
from db.models import Need, Notice
from db.session import Sessions
from scheduler.clockwork import Clockwork
from scheduler.post import TelegramPost
from tests.conversations.conftest import Town
from tests.kit.botapi import Person
from tests.kit.bots import Bot


async def test_what_a_visit_found_is_kept_as_a_need_and_closed_under_pairs(
    li: Person, town: Town, database: Sessions
) -> None:
    await li.says("昨天去王大娘家走访，她这几天感冒发烧")
    assert li.buttons == ["撤销", "修改", "记为待办"]
    await li.taps("记为待办")
    assert "已记为待办：P-0417 王*英 生病" in li.heard[-1]
    await li.taps("记为待办")
    assert "已经有了" in li.heard[-1]
    await li.says("/pairs")
    await li.taps("待办")
    assert "1. P-0417 王*英 · 生病 · 2026-05-26 起" in li.heard[-1]
    await li.taps("1 办好了")
    assert "没有待办" in li.heard[-1]
    with database.read() as session:
        assert [need.state for need in session.scalars(select(Need))] == ["done"]


async def test_a_worry_without_an_act_offers_the_same(ma: Person, town: Town, database: Sessions) -> None:
    await ma.says("小宝不想上学了")
    assert "没有记" in ma.heard[-1]
    await ma.taps("记为待办")
    assert "已记为待办：P-0419 陈* 不上学" in ma.heard[-1]


async def test_an_ordinary_record_offers_nothing(li: Person, town: Town) -> None:
    await li.says("给王秀英打了电话")
    assert li.buttons == ["撤销", "修改"]


async def test_a_plan_is_remembered_with_one_tap_in_the_bundle_of_that_day(
    li: Person, town: Town, bot: Bot, clock: MovableClock, database: Sessions
) -> None:
    await li.says("下周二去看王大娘")
    assert "要在 2026-06-02（周二）提醒您吗" in li.heard[-1]
    await li.taps("到时提醒我")
    assert "好的，2026-06-02（周二）提醒您：P-0417 王*英" in li.heard[-1]
    with database.read() as session:
        assert [notice.kind for notice in session.scalars(select(Notice))] == ["plan.reminder"]
    work = Clockwork(bot.runtime, TelegramPost(bot.app.bot))
    assert await work.leads()
    clock.move(datetime(2026, 6, 2, 0, 55, tzinfo=UTC))
    await work.once()
    assert not any("您打算" in text for text in li.heard)
    clock.move(datetime(2026, 6, 2, 1, 5, tzinfo=UTC))
    await work.once()
    await work.close()
    assert "您打算 2026-06-02 看望或联系 P-0417 王*英" in li.heard[-1]


async def test_a_plan_without_a_day_offers_nothing(li: Person, town: Town) -> None:
    await li.says("改天去看王大娘")
    assert "还没有记" in li.heard[-1]
    assert li.buttons == []
