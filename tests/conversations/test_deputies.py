"""/leave and /deputy by chat: asked, decided, delivered, acted on in somebody's place, over by itself."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from bot.clock import MovableClock
from bot.sandbox.api import BotApi
from db.models import Absence, Audit, Change, Grant
from db.session import Sessions
from scheduler.clockwork import Clockwork
from scheduler.post import TelegramPost
from tests.conversations.conftest import ADMIN, LIAISON, SUPERVISOR, Town
from tests.conversations.test_roster_month import files_a_death
from tests.kit.botapi import Person
from tests.kit.bots import Bot
from tests.kit.build import building


@pytest.fixture
def zhou(api: BotApi, bot: Bot) -> Person:
    return Person(api, LIAISON, "周强", started=True)


@pytest.fixture
def zhao(api: BotApi, bot: Bot) -> Person:
    return Person(api, SUPERVISOR, "赵敏", started=True)


def all_of(database: Sessions, model):
    with database.read() as session:
        return session.scalars(select(model).order_by(model.id)).all()


async def deliver(bot: Bot) -> None:
    """One turn of the clock: plan, send what is due, over real HTTP."""
    work = Clockwork(bot.runtime, TelegramPost(bot.app.bot))
    assert await work.leads()
    await work.once()
    await work.close()


async def test_leave_is_asked_in_one_message_decided_by_the_liaison_and_told(
    li: Person, zhou: Person, bot: Bot, town: Town, database: Sessions
) -> None:
    await li.says("请假 6月1日到6月15日")
    assert "已提交请假" in li.heard[-1]
    assert "2026-06-01 到 2026-06-15，共 15 天（待批）" in li.heard[-1]
    await deliver(bot)
    await zhou.hears("请假，请审批")
    assert "C-1 李*" in zhou.heard[-1]
    await zhou.taps("批准")
    assert "已批准" in zhou.heard[-1]
    await deliver(bot)
    await li.hears("请假已批准：2026-06-01 到 2026-06-15")
    (absence,) = all_of(database, Absence)
    assert (absence.state, absence.first_day, absence.last_day) == ("approved", date(2026, 6, 1), date(2026, 6, 15))


async def test_leave_by_buttons(li: Person, zhou: Person, bot: Bot, town: Town, database: Sessions) -> None:
    await li.says("/leave")
    assert "从哪天起请假" in li.heard[-1]
    await li.taps("明天")
    assert "从 2026-05-27 起，到哪天为止" in li.heard[-1]
    await li.taps("3 天")
    assert "2026-05-27 到 2026-05-29，共 3 天" in li.heard[-1]
    await li.says("/leave 5月29日到6月3日")
    assert "已经有一次请假了" in li.heard[-1]
    await li.says("/leave")
    assert "我的请假" in li.heard[-1]
    await li.taps("撤回请假")
    assert "已撤回请假" in li.heard[-1]
    await li.taps("不用了")
    assert any("好的，不请假" in text for text in li.heard)
    assert [one.state for one in all_of(database, Absence)] == ["declined"]
    await deliver(bot)
    assert zhou.heard == [], "what was withdrawn asks nobody"


async def test_leave_typed_in_two_steps_and_declined(
    li: Person, zhou: Person, bot: Bot, town: Town, database: Sessions
) -> None:
    await li.says("请假")
    await li.says("6月1日")
    assert "从 2026-06-01 起，到哪天为止" in li.heard[-1]
    await li.says("到6月5日")
    assert "2026-06-01 到 2026-06-05" in li.heard[-1]
    await deliver(bot)
    await zhou.hears("请假，请审批")
    await zhou.taps("不批")
    assert "没有批准" in zhou.heard[-1]
    await deliver(bot)
    await li.hears("请假没有批准")


async def test_words_without_days_are_not_leave_and_bad_days_are_refused(
    li: Person, town: Town, database: Sessions
) -> None:
    await li.says("/leave 看情况")
    assert "没看懂日期" in li.heard[-1]
    await li.says("/leave 2026-06-15到2026-06-01")
    assert "结束比开始还早" in li.heard[-1]
    await li.says("/leave 2026-06-15到2028-06-01")
    assert "最多一年" in li.heard[-1]
    await li.says("/leave 2026-01-15到2026-06-01")
    assert "两个月以上" in li.heard[-1]
    assert all_of(database, Absence) == []


async def test_nobody_decides_his_own_leave(
    zhou: Person, zhao: Person, li: Person, town: Town, bot: Bot, database: Sessions
) -> None:
    with building(database) as b:
        zhou_row = b.session.scalar(select(Grant).where(Grant.role == "liaison"))
        b.session.add(Grant(person_id=zhou_row.person_id, role="cadre", unit_id=town.office, source="roster"))
    await zhou.says("/leave 6月1日到6月2日")
    await zhou.presses(zhou.last["message_id"], "leave:yes:1")
    assert "不存在" in zhou.heard[-1]
    await li.presses(zhou.last["message_id"], "leave:yes:1")
    assert all_of(database, Absence)[0].state == "asked"
    await deliver(bot)
    await zhao.hears("请假，请审批")


async def test_a_deputy_acts_in_the_place_of_the_liaison_and_the_trail_says_so(
    li: Person, ma: Person, zhou: Person, bot: Bot, town: Town, clock: MovableClock, database: Sessions
) -> None:
    await zhou.says("/deputy C-2 今天到5月28日")
    assert "已指定代理" in zhou.heard[-1]
    assert "C-2 马*：2026-05-26 到 2026-05-28" in zhou.heard[-1]
    await deliver(bot)
    await ma.hears("您代理 C-3 周* 的工作（联络员）")
    await files_a_death(li)
    await deliver(bot)
    await ma.hears("名单变化，请审核")
    await ma.taps("审核通过")
    assert "名单已更新" in ma.heard[-1]
    assert "gaps" in ma.commands
    approved = next(one for one in all_of(database, Audit) if one.action == "change.approve")
    assert approved.detail == "in place of C-3"
    clock.move(datetime(2026, 5, 29, 2, tzinfo=UTC))
    await ma.says("/gaps")
    assert "没有这个命令" in ma.heard[-1]


async def test_a_deputy_by_buttons_is_ended_with_a_tap(
    ma: Person, zhou: Person, bot: Bot, town: Town, database: Sessions
) -> None:
    await zhou.says("/deputy")
    assert "现在没有人代理您" in zhou.heard[-1]
    await zhou.says("/deputy C-2")
    assert "代理从哪天起" in zhou.heard[-1]
    await zhou.taps("今天")
    await zhou.taps("7 天")
    assert "2026-05-26 到 2026-06-01" in zhou.heard[-1]
    await ma.says("/gaps")
    assert "断档" in ma.heard[-1]
    await zhou.says("/deputy")
    await zhou.taps("结束 C-2")
    assert "现在没有人代理您" in zhou.heard[-1]
    await ma.says("/gaps")
    assert "没有这个命令" in ma.heard[-1]
    await deliver(bot)
    assert not any("请您代理" in text for text in ma.heard), "it was over before it was told"
    await zhou.presses(zhou.last["message_id"], "deputy:stop:2")
    assert zhou.notices[-1] == "这条已经改过了"


async def test_only_somebody_of_ones_own_scope_can_be_named(
    zhou: Person, zhao: Person, town: Town, database: Sessions
) -> None:
    await zhou.says("/deputy C-4 今天到明天")
    assert "不存在" in zhou.heard[-1], "the county is above the office"
    await zhou.says("/deputy C-404 今天到明天")
    assert "不存在" in zhou.heard[-1]
    await zhou.says("/deputy C-3 今天到明天")
    assert "您自己的编号" in zhou.heard[-1]
    await zhou.says("/deputy C-2 哪天再说")
    assert "没看懂日期" in zhou.heard[-1]
    await zhou.says("/deputy C-2")
    await zhou.taps("不用了")
    assert "没有指定代理" in zhou.heard[-1]
    await zhao.says("/deputy C-3 今天到明天")
    assert "已指定代理" in zhao.heard[-1]
    grants = [one for one in all_of(database, Grant) if one.source == "deputy"]
    assert [(one.role, one.unit_id) for one in grants] == [("supervisor", town.county)]


async def test_what_was_lent_cannot_be_lent_on(
    li: Person, ma: Person, zhou: Person, town: Town, database: Sessions
) -> None:
    await zhou.says("/deputy C-2 今天到明天")
    await ma.says("/deputy C-1 今天到明天")
    assert "现在没有人代理您" in ma.heard[-1]
    assert [one.person_id for one in all_of(database, Grant) if one.source == "deputy"] != []
    assert not any(one.person_id == town.li for one in all_of(database, Grant) if one.source == "deputy")


async def test_without_any_office_the_admin_is_asked(
    li: Person, api: BotApi, bot: Bot, town: Town, database: Sessions
) -> None:
    with database.write() as session:
        for grant in session.scalars(select(Grant).where(Grant.role.in_(["liaison", "supervisor"]))):
            grant.revoked_at = datetime(2026, 5, 1, tzinfo=UTC)
    admin = Person(api, ADMIN, "钱进", started=True)
    await files_a_death(li)
    await deliver(bot)
    await admin.hears("名单变化，请审核")
    await admin.taps("审核通过")
    assert all_of(database, Change)[0].state == "approved"
