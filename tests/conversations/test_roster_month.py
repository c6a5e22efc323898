"""The roster month by chat: 有变化 to a filed change, the office's approval, the entry list, 已全部录入."""

from datetime import date

import pytest
from sqlalchemy import select

from bot.clock import MovableClock
from bot.sandbox.api import BotApi
from db.models import Change, Confirmation, EntryList, Notice, Pairing, Recipient, Unit
from db.session import Sessions
from tests.conversations.conftest import LIAISON, SUPERVISOR, Town
from tests.kit.botapi import Person
from tests.kit.bots import Bot
from tests.kit.build import building


@pytest.fixture
def zhou(api: BotApi, bot: Bot) -> Person:
    """The liaison of 县民政局."""
    return Person(api, LIAISON, "周强", started=True)


def all_of(database: Sessions, model):
    with database.read() as session:
        return session.scalars(select(model).order_by(model.id if hasattr(model, "id") else model.month)).all()


def recipient(database: Sessions, key: int) -> Recipient:
    with database.read() as session:
        return session.get_one(Recipient, key)


async def files_a_death(li: Person) -> None:
    await li.says("/change")
    await li.taps("王*英")
    await li.taps("去世")
    await li.taps("昨天")
    await li.taps("到此结束")


async def test_a_death_is_filed_in_four_taps_and_stops_reminders_at_once(
    li: Person, town: Town, database: Sessions
) -> None:
    await li.says("/change")
    assert "是谁有变化" in li.heard[-1]
    messages = len(li.heard)
    await li.taps("王*英")
    assert "什么变化" in li.heard[-1]
    await li.taps("去世")
    assert "哪天去世" in li.heard[-1]
    await li.taps("昨天")
    assert li.buttons == ["到此结束", "另作说明", "不报了"]
    await li.taps("到此结束")
    assert len(li.heard) == messages, "one message that turns into its receipt"
    assert "已上报" in li.heard[-1]
    assert "P-0417 王*英" in li.heard[-1]
    assert "自 2026-05-25 起" in li.heard[-1]
    assert "提醒已经全部停止" in li.heard[-1]
    (change,) = all_of(database, Change)
    assert (change.kind, change.state, change.from_day, change.open_duties) == (
        "died",
        "filed",
        date(2026, 5, 25),
        "end",
    )
    assert change.unit_id == town.office
    assert recipient(database, town.wang).halted_at is not None
    assert recipient(database, town.wang).last_day is None, "the roster waits for approval"
    (said,) = all_of(database, Confirmation)
    assert (said.month, said.answer) == ("2026-05", "changed")


async def test_withdrawing_lifts_the_halt_and_opens_the_month_again(li: Person, town: Town, database: Sessions) -> None:
    await files_a_death(li)
    await li.taps("撤回")
    assert "已撤回" in li.heard[-1]
    assert "提醒恢复了" in li.heard[-1]
    assert recipient(database, town.wang).halted_at is None
    assert all_of(database, Change)[0].state == "withdrawn"
    assert all_of(database, Confirmation) == []
    await li.presses(li.last["message_id"], "change:withdraw:1")
    assert li.notices[-1] == "这条已经改过了"


async def test_a_death_cannot_lie_ahead_and_a_day_may_be_written(li: Person, town: Town, database: Sessions) -> None:
    await li.says("/change")
    await li.taps("王*英")
    await li.taps("去世")
    await li.says("6月3日")
    assert "还没到" in li.heard[-1]
    await li.says("5月20日")
    assert "还没做完的事" in li.heard[-1]
    await li.taps("另作说明")
    await li.says("临时救助款还没领，交给他弟弟办")
    assert "说明：临时救助款还没领" in li.heard[-1]
    assert all_of(database, Change)[0].from_day == date(2026, 5, 20)


async def test_a_record_written_in_the_middle_of_a_form_is_still_a_record(
    li: Person, town: Town, database: Sessions
) -> None:
    await li.says("/change")
    await li.says("昨天去看了王大娘")
    assert "已记" in li.heard[-1]


async def test_an_acute_danger_is_never_taken_for_the_note_of_a_form(
    li: Person, town: Town, database: Sessions
) -> None:
    await li.says("/change")
    await li.taps("我自己要调整")
    await li.taps("新增对象")
    await li.says("王大娘晕倒了，叫不醒，怎么办")
    assert "120" in "".join(li.heard[-2:])
    assert all_of(database, Change) == []


async def test_somebody_new_is_told_in_words(li: Person, town: Town, database: Sessions) -> None:
    await li.says("/change")
    await li.taps("我自己要调整")
    await li.taps("新增对象")
    assert "一句话" in li.heard[-1]
    await li.says("八里村二社一位独居老人")
    await li.taps("5-1")
    (change,) = all_of(database, Change)
    assert (change.kind, change.note, change.from_day) == ("added", "八里村二社一位独居老人", date(2026, 5, 1))
    assert change.recipient_id is None


async def test_the_same_change_is_not_filed_twice(li: Person, town: Town, database: Sessions) -> None:
    await files_a_death(li)
    await files_a_death(li)
    assert "已经报过了" in li.heard[-1]
    assert len(all_of(database, Change)) == 1


async def test_dropping_the_form_files_nothing(li: Person, town: Town, database: Sessions) -> None:
    await li.says("/change")
    old = li.last["message_id"]
    await li.taps("不报了")
    assert "没有上报" in li.heard[-1]
    await li.presses(old, "change:1:whom:0")
    assert li.notices[-1] == "这条已经改过了"
    assert all_of(database, Change) == []


async def test_the_liaison_approves_and_pairing_and_recipient_end_on_the_day(
    li: Person, zhou: Person, town: Town, database: Sessions
) -> None:
    await files_a_death(li)
    await zhou.says("/roster")
    assert "第 1 号" in zhou.heard[-1]
    assert "待审核" in zhou.heard[-1]
    await zhou.taps("审核第 1 号")
    assert "C-1 李*（县民政局）上报" in zhou.heard[-1]
    await zhou.taps("审核通过")
    assert "名单已更新" in zhou.heard[-1]
    gone = recipient(database, town.wang)
    assert (gone.last_day, gone.left_reason) == (date(2026, 5, 25), "died")
    ended = next(one for one in all_of(database, Pairing) if one.recipient_id == town.wang)
    assert (ended.last_day, ended.end_reason) == (date(2026, 5, 25), "died")
    assert all_of(database, Change)[0].state == "approved"
    await zhou.presses(zhou.last["message_id"], "change:approve:1")
    assert zhou.notices[-1] == "这条已经改过了"
    await li.taps("撤回")
    assert li.notices[-1] == "这条已经改过了", "what was approved is no longer his to withdraw"


async def test_giving_back_a_wrong_report_lets_reminders_come_again(
    li: Person, zhou: Person, town: Town, database: Sessions
) -> None:
    await files_a_death(li)
    await zhou.says("/roster")
    await zhou.taps("审核第 1 号")
    await zhou.taps("退回")
    assert "已退回" in zhou.heard[-1]
    assert recipient(database, town.wang).halted_at is None
    assert all_of(database, Change)[0].state == "withdrawn"


async def test_an_office_elsewhere_hears_that_there_is_no_such_change(
    li: Person, api: BotApi, bot: Bot, town: Town, database: Sessions
) -> None:
    with building(database) as b:
        elsewhere = b.unit("华亭市", "county", code="99")
        b.person(elsewhere, "孙浩", "liaison", telegram_id=3001, number="H-1")
    await files_a_death(li)
    sun = Person(api, 3001, "孙浩", started=True)
    await sun.says("/roster")
    assert "没办完的变化：0 条" in sun.heard[-1]
    for verb in ("show", "approve", "return"):
        await sun.presses(sun.last["message_id"], f"change:{verb}:1")
        assert "不存在" in sun.heard[-1]
    assert all_of(database, Change)[0].state == "filed"


async def test_a_cadre_may_not_approve(li: Person, town: Town, database: Sessions) -> None:
    await files_a_death(li)
    await li.presses(li.last["message_id"], "change:approve:1")
    assert "没有这个命令" in li.heard[-1]
    assert all_of(database, Change)[0].state == "filed"


async def test_a_record_after_the_last_day_is_cleared_up_first(
    li: Person, zhou: Person, town: Town, database: Sessions
) -> None:
    await li.says("今天去看了王大娘")
    await files_a_death(li)
    await zhou.says("/roster")
    await zhou.taps("审核第 1 号")
    await zhou.taps("审核通过")
    assert "2026-05-26" in zhou.notices[-1]
    assert all_of(database, Change)[0].state == "filed"
    assert recipient(database, town.wang).last_day is None


async def test_the_entry_list_holds_each_change_once(
    li: Person, ma: Person, zhou: Person, town: Town, database: Sessions
) -> None:
    await files_a_death(li)
    await ma.says("/change")
    await ma.taps("张*兰")
    await ma.taps("迁出或外出")
    await ma.taps("户口迁出")
    await ma.taps("今天")
    await ma.taps("到此结束")
    await zhou.says("/roster")
    await zhou.taps("审核第 1 号")
    await zhou.taps("审核通过")
    await zhou.says("/roster")
    await zhou.taps("录入清单")
    assert "还没审核，不在清单里" in zhou.heard[-1]
    assert "1 | 县民政局 | C-1 李* | P-0417 王*英 | 去世" in zhou.heard[-2]
    assert "张*兰" not in zhou.heard[-2]
    await zhou.taps("已全部录入")
    assert "2026-05 已全部录入，共 1 条" in zhou.heard[-1]
    assert [one.state for one in all_of(database, Change)] == ["entered", "filed"]
    assert [(one.unit_id, one.month) for one in all_of(database, EntryList)] == [(town.office, "2026-05")]
    await zhou.says("/roster")
    await zhou.taps("审核第 2 号")
    await zhou.taps("审核通过")
    await zhou.says("/roster")
    await zhou.taps("录入清单")
    assert "王*英" not in zhou.heard[-2]
    assert "1 | 县民政局 | C-2 马* | P-0418 张*兰 | 迁出或外出 | 户口迁出 | 2026-05-26" in zhou.heard[-2]


async def test_a_list_that_has_grown_enters_nothing_that_it_did_not_show(
    li: Person, zhou: Person, town: Town, database: Sessions
) -> None:
    await zhou.says("/roster")
    await zhou.taps("录入清单")
    assert "本月无变化，2 人未确认" in zhou.heard[-1]
    old = zhou.last["message_id"]
    await files_a_death(li)
    await zhou.says("/roster")
    await zhou.taps("审核第 1 号")
    await zhou.taps("审核通过")
    await zhou.presses(old, "entry:done:2026-05:0-0")
    assert "刚才又有变化" in "".join(zhou.heard[-2:])
    assert all_of(database, Change)[0].state == "approved"
    assert all_of(database, EntryList) == []


async def test_a_change_nobody_approved_comes_up_before_the_month_is_ticked(
    li: Person, zhou: Person, town: Town, database: Sessions
) -> None:
    await files_a_death(li)
    await zhou.says("/roster")
    await zhou.presses(zhou.last["message_id"], "roster:entered:2026-05")
    assert "没有已审核的变化" in zhou.heard[-1]
    assert "第 1 号 P-0417 王*英：去世" in zhou.heard[-1]
    assert all_of(database, EntryList) == []


async def test_an_empty_month_is_entered_with_one_tap(zhou: Person, town: Town, database: Sessions) -> None:
    await zhou.says("/roster")
    await zhou.presses(zhou.last["message_id"], "roster:entered:2026-05")
    assert "2026-05 已全部录入，共 0 条" in zhou.heard[-1]
    assert [one.month for one in all_of(database, EntryList)] == ["2026-05"]


async def test_a_cadre_leaving_opens_a_gap_whose_successor_takes_over_what_the_year_still_asks(
    li: Person, zhou: Person, town: Town, database: Sessions
) -> None:
    await li.says("5月20日去王大娘家走访")
    await li.says("/change")
    await li.taps("我自己要调整")
    await li.taps("结对干部变动")
    await li.taps("调离")
    await li.taps("今天")
    assert li.buttons == ["由接替人继续", "到此结束", "另作说明", "不报了"]
    await li.taps("由接替人继续")
    await zhou.says("/roster")
    await zhou.taps("审核第 1 号")
    await zhou.taps("审核通过")
    assert "断档：P-0417 王*英" in zhou.heard[-1]
    assert "第 1 天" in zhou.heard[-1]
    assert "联络员 C-3 周*" in zhou.heard[-1]
    assert "建议接替：C-2 马*" in zhou.heard[-1]
    await zhou.taps("确认接替")
    assert "C-2 马* 自 2026-05-26 起结对 P-0417 王*英" in zhou.heard[-1]
    assert "今年前任已做：联系交流 0，走访探视 1，办实事 0" in zhou.heard[-1]
    assert "今年还要做：联系交流 2，走访探视 1，办实事 1" in zhou.heard[-1]
    first, second = [one for one in all_of(database, Pairing) if one.recipient_id == town.wang]
    assert (first.person_id, first.last_day) == (town.li, date(2026, 5, 25))
    assert (second.first_day, second.last_day, second.kind) == (date(2026, 5, 26), None, "primary")
    await zhou.says("/gaps")
    assert "没有断档" in zhou.heard[-1]
    kinds = {one.kind for one in all_of(database, Notice)}
    assert {"change.filed", "change.decided", "pairing.new"} <= kinds


async def test_gaps_come_in_the_order_of_the_tree_with_another_choice(
    api: BotApi, bot: Bot, zhou: Person, town: Town, database: Sessions
) -> None:
    with building(database) as b:
        office = b.session.get_one(Unit, town.office)
        village = b.session.get_one(Recipient, town.wang).unit_id
        home = b.session.get_one(Unit, village)
        cadres = [b.person(office, name, number=number) for name, number in (("何平", "C-7"), ("白雪", "C-8"))]
        lost = b.recipient(home, name="马小军", number="P-0500", first_day=date(2026, 5, 20))
        gone = b.person(office, "老韩", number="C-6", status="left")
        b.pairing(gone, lost, first_day=date(2026, 1, 1), last_day=date(2026, 5, 21))
    supervisor = Person(api, SUPERVISOR, "赵敏", started=True)
    for who in (zhou, supervisor):
        await who.says("/gaps")
        assert "断档 1 位" in who.heard[-1]
        assert "自 2026-05-22 起，第 5 天" in who.heard[-1]
        assert "马*军" in who.heard[-1]
    await zhou.taps("安排 P-0500")
    assert "建议接替：C-7 何*" in zhou.heard[-1]
    await zhou.taps("另选")
    assert zhou.buttons[:2] == ["C-1 李*", "C-2 马*"], "in the order of the roster, without figures"
    await zhou.taps("C-8 白*")
    assert "C-8 白* 自 2026-05-26 起" in zhou.heard[-1]
    (change,) = all_of(database, Change)
    assert (change.kind, change.reason, change.state, change.successor_id) == (
        "cadre_moved",
        "taken_over",
        "approved",
        cadres[1].id,
    )
    await zhou.presses(zhou.last["message_id"], f"gap:take:{lost.id}:{cadres[0].id}")
    assert zhou.notices[-1] == "这个断档已经接上了"


async def test_the_month_of_a_cadre_shows_what_he_answered(li: Person, town: Town, database: Sessions) -> None:
    await li.says("/roster")
    assert "2026-05 我的名单" in li.heard[-1]
    assert "还没有确认" in li.heard[-1]
    await li.taps("有变化")
    assert "是谁有变化" in li.heard[-1]
    await li.taps("王*英")
    await li.taps("进入机构")
    await li.taps("敬老院")
    await li.taps("今天")
    await li.says("/roster")
    assert "有变化" in li.heard[-1]
    assert "进入机构" in li.heard[-1]
    assert "撤回第 1 号" in li.buttons


async def test_a_change_of_class_and_a_move_to_an_institution_are_applied(
    li: Person, zhou: Person, town: Town, clock: MovableClock, database: Sessions
) -> None:
    for kind, choice in (("类别变化", "困难重度残疾人"), ("进入机构", "敬老院")):
        await li.says("/change")
        await li.taps("王*英")
        await li.taps(kind)
        await li.taps(choice)
        await li.taps("今天")
    with database.write() as session:
        session.get_one(Recipient, town.wang).living = "home"
    for number in (1, 2):
        await zhou.says("/roster")
        await zhou.taps(f"审核第 {number} 号")
        await zhou.taps("审核通过")
    changed = recipient(database, town.wang)
    assert (changed.class_key, changed.living, changed.last_day) == ("severe_disability", "institution", None)
