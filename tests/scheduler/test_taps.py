"""Reminders and what people tap below them, through the real bot and the local Bot API server, on both databases."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import select

from bot.clock import MovableClock
from bot.sandbox.api import BotApi
from bot.sandbox.server import serve
from db.models import Change, Confirmation, Notice, Record, Unit
from db.session import Sessions
from scheduler.clockwork import Clockwork
from scheduler.post import TelegramPost
from tests.kit.botapi import Person
from tests.kit.bots import TOKEN, running
from tests.kit.build import building
from tests.scheduler.conftest import at

LI, LIAISON, SUPERVISOR, ADMIN = 1001, 1003, 1004, 1005


@dataclass
class Town:
    """The bot at work; `tick` plans and sends at the moment of the clock."""

    api: BotApi
    clock: MovableClock
    work: Clockwork
    li: Person
    liaison: Person
    supervisor: Person
    admin: Person
    database: Sessions

    async def tick(self, moment: str) -> None:
        self.clock.move(at(moment))
        assert await self.work.leads()
        await self.work.once()
        assert self.api.unknown_arguments == []


@pytest.fixture
async def town(database: Sessions, database_url: str, clock: MovableClock) -> AsyncIterator[Town]:
    with building(database) as b:
        county = b.unit("崆峒县", "county")
        village = b.unit("八里村", "village", county)
        office = b.unit("县民政局", "unit", county)
        li = b.person(office, "李明", telegram_id=LI, number="C-1")
        b.person(office, "周强", "liaison", telegram_id=LIAISON, number="C-3")
        b.person(county, "赵敏", "supervisor", telegram_id=SUPERVISOR, number="C-4")
        b.person(None, "钱进", "admin", telegram_id=ADMIN, number="C-5")
        b.pairing(li, b.recipient(village, "destitute_home", "王秀英", number="P-0417"), first_day=date(2026, 1, 1))
        for n, name in enumerate(("张桂兰", "陈宝"), start=8):
            b.pairing(li, b.recipient(village, "destitute_home", name, number=f"P-041{n}"), "weekly_visit")
    api = BotApi(now=clock, token=TOKEN)
    people = [
        Person(api, number, name, started=True)
        for number, name in ((LI, "李明"), (LIAISON, "周强"), (SUPERVISOR, "赵敏"), (ADMIN, "钱进"))
    ]
    async with serve(api) as root, running(root, database_url, clock) as bot:
        work = Clockwork(bot.runtime, TelegramPost(bot.app.bot))
        yield Town(api, clock, work, *people, database)
        await work.close()


async def test_no_change_is_one_tap_and_the_reminder_says_done(town: Town) -> None:
    await town.tick("2026-05-09T09:00")
    assert "2026-05 名单确认" in town.li.last["text"]
    await town.li.taps("无变化")
    assert town.li.heard[-1] == "✅ 已完成：2026-05 名单确认"
    assert town.li.buttons == []
    with town.database.read() as session:
        assert [(one.month, one.answer) for one in session.scalars(select(Confirmation))] == [("2026-05", "unchanged")]
        assert session.scalar(select(Notice.state).where(Notice.kind == "roster.confirm")) == "answered"
    heard = len(town.li.heard)
    await town.tick("2026-05-15T16:00")  # after the last working day: only the roll-call comes
    assert len(town.li.heard) == heard + 1
    assert "名单确认" not in town.li.heard[-1]


async def test_what_comes_before_the_next_month_is_told_with_the_roster_and_who_does_it_at_once_hears_no_more(
    town: Town,
) -> None:
    await town.tick("2026-03-10T09:00")
    assert "2026-03 名单确认" in town.li.heard[-1]
    assert "这个季度还差一点\n· P-0417 王*英：2026-03-31 前 联系交流 1 次\n早点做完" in town.li.heard[-1]
    await town.li.taps("无变化")
    assert town.li.heard[-1].startswith("✅ 已完成：2026-03 名单确认\n\n⏳ 这个季度还差一点\n· P-0417 王*英")
    assert town.li.buttons == []  # it comes again on its own day: there is nothing to put off
    heard = len(town.li.heard)
    await town.li.says("昨天给王秀英打了电话")
    await town.tick("2026-03-10T09:05")
    assert "✅ 已完成：2026-03 名单确认\n\n✅ 已完成：这个季度还差一点" in town.li.heard
    for day in ("2026-03-16", "2026-03-23", "2026-03-30"):
        await town.tick(f"{day}T09:00")
    assert all("已记" in text or "本周探访" in text for text in town.li.heard[heard:])


async def test_who_does_not_do_what_was_told_early_is_reminded_on_its_own_day(town: Town) -> None:
    await town.tick("2026-03-10T09:00")
    await town.tick("2026-03-12T09:00")
    heard = len(town.li.heard)
    await town.tick("2026-03-16T09:00")
    assert len(town.li.heard) == heard + 1
    assert "· P-0417 王*英：2026-03-31 前 联系交流 1 次\n做过的" in town.li.heard[-1]
    with town.database.read() as session:
        told = session.scalars(select(Notice).where(Notice.kind == "quota.pace").order_by(Notice.day)).all()
    assert [(one.period, one.state) for one in told] == [("2026-W12:early:2026-03-16", "sent"), ("2026-W12", "sent")]


async def test_what_is_told_early_is_never_a_reason_to_write(town: Town) -> None:
    with building(town.database) as b:
        b.session.add(Confirmation(person_id=1, month="2026-03", answer="unchanged", at=at("2026-03-02T09:00")))
    await town.tick("2026-03-10T09:00")
    assert "还差" not in "".join(town.li.heard)


async def test_an_old_confirmation_button_changes_nothing(town: Town) -> None:
    await town.tick("2026-06-10T09:00")
    town.clock.move(at("2026-07-02T09:00"))
    await town.li.taps("无变化")
    assert town.li.notices[-1] == "这条已经改过了"
    with town.database.read() as session:
        assert session.scalars(select(Confirmation)).all() == []


async def test_both_reminders_of_a_month_are_edited_when_one_is_answered(town: Town) -> None:
    await town.tick("2026-06-10T09:00")
    await town.tick("2026-06-12T16:00")
    assert len([text for text in town.li.heard if "名单确认" in text]) == 2
    await town.li.taps("无变化")
    await town.tick("2026-06-12T16:01")
    assert [text.count("✅ 已完成：2026-06 名单确认") for text in town.li.heard if "名单确认" in text] == [1, 1]


async def test_a_reminder_that_a_deed_answers_is_edited_to_done(town: Town) -> None:
    await town.tick("2026-12-16T09:00")
    assert "2026 年的任务" not in "".join(town.li.heard)
    await town.tick("2026-12-17T09:00")
    assert "P-0417 王*英：办实事 1 件" in town.li.heard[-1]
    with building(town.database) as b:
        from db.models import Pairing

        pairing = b.session.scalars(select(Pairing).where(Pairing.kind == "primary")).one()
        for day in (date(2026, 12, 1), date(2026, 12, 2), date(2026, 12, 3), date(2026, 12, 4)):
            b.record(pairing, day, contact=1, visit=1, deed=1)
    await town.li.says("/progress")
    await town.tick("2026-12-17T09:05")
    assert "✅ 已完成：2026 年的任务" in "\n".join(town.li.heard)


async def test_the_roll_call_is_answered_with_one_tap_for_everybody_met(town: Town) -> None:
    await town.tick("2026-06-05T16:00")
    assert "本周探访" in town.li.heard[-1]
    await town.li.taps("除了")
    await town.li.taps("P-0418")
    await town.li.taps("其余都正常")
    assert "✅ 已完成：本周探访" in town.li.heard[-1]
    with town.database.read() as session:
        found = [(one.visit, one.attempt, one.day) for one in session.scalars(select(Record).order_by(Record.id))]
    assert found == [(1, True, date(2026, 6, 5)), (1, False, date(2026, 6, 5))]
    await town.li.presses(town.li.last["message_id"], "weekly:fine:2026-W23")
    with town.database.read() as session:
        assert len(session.scalars(select(Record)).all()) == 2


async def test_tomorrow_means_the_next_working_day(town: Town) -> None:
    await town.tick("2026-06-12T16:00")  # a Friday
    await town.li.taps("明天再说")
    assert "2026-06-15 再提醒您" in town.li.heard[-1]
    await town.tick("2026-06-13T10:00")
    heard = len(town.li.heard)
    await town.tick("2026-06-15T09:00")
    assert len(town.li.heard) == heard + 1
    assert "2026-06 名单确认" in town.li.heard[-1]


async def test_the_liaison_hears_who_is_missing_and_the_supervisor_what_is_overdue(town: Town) -> None:
    await town.tick("2026-06-10T09:30")
    assert "还没确认的干部：1 人" in town.liaison.heard[-1]
    assert "C-1 李*" in town.liaison.heard[-1]
    await town.tick("2026-06-15T09:30")
    assert "本月无变化，1 人未确认" in town.liaison.heard[-1]
    await town.liaison.taps("已全部录入")
    await town.tick("2026-06-15T09:31")
    assert any("✅ 已完成：2026-06 名单录入" in text for text in town.liaison.heard)
    await town.tick("2026-06-16T09:00")
    assert "没有确认的干部：1 人" in town.supervisor.heard[-1]


async def test_who_ignores_two_reminders_and_is_behind_is_taken_on_by_the_liaison(town: Town) -> None:
    await town.tick("2026-03-10T09:00")
    await town.tick("2026-03-13T16:00")
    await town.tick("2026-04-01T09:00")
    assert "需要您过问" in town.liaison.heard[-1]
    assert "C-1 李*" in town.liaison.heard[-1]
    await town.liaison.taps("知道了")
    assert "✅ 已完成：需要您过问" in town.liaison.heard[-1]
    await town.tick("2026-04-09T09:00")
    assert not any("需要您过问" in text for text in town.supervisor.heard)


async def test_an_item_nobody_takes_on_goes_one_level_up_after_five_working_days(town: Town) -> None:
    for moment in ("2026-03-10T09:00", "2026-03-13T16:00", "2026-04-01T09:00", "2026-04-08T09:00"):
        await town.tick(moment)
    assert not any("需要您过问" in text for text in town.supervisor.heard)
    await town.tick("2026-04-09T09:00")  # 6 April rests for Qingming
    assert any("需要您过问" in text for text in town.supervisor.heard)


async def test_admins_see_the_plan_and_the_reach_and_import_holidays(town: Town) -> None:
    await town.tick("2026-06-09T09:00")
    await town.admin.says("/plan")
    assert "2026-06-10 名单确认：约 1 人，09:00 开始" in town.admin.heard[-1]
    await town.admin.says("/pause")
    assert "已暂停" in town.admin.heard[-1]
    await town.tick("2026-06-10T09:00")
    assert town.li.heard == []
    await town.admin.says("/plan")
    assert "正在排队：1 人" in town.admin.heard[-1]
    await town.admin.says("/resume")
    await town.tick("2026-06-10T09:01")
    assert "名单确认" in town.li.heard[-1]
    await town.admin.says("/reach")
    assert "4 人，已邀请 0，已加入 4，已屏蔽 0" in town.admin.heard[-1]
    await town.admin.says("/holidays 2027\n")
    assert "还没有导入" in town.admin.heard[-1]
    await town.admin.says("/holidays\n2027-02-05 至 2027-02-11 休 春节\n2027-02-14 班 春节")
    assert "已导入 2027 年" in town.admin.heard[-1]
    assert "休 2027-02-05 – 2027-02-11 春节" in town.admin.heard[-1]
    await town.admin.says("/holidays\n2027-02-31 休\n明天 休\n2027-03-01 班")
    assert "没有导入" in town.admin.heard[-1]
    assert "第 1 行：没有这一天" in town.admin.heard[-1]
    assert "第 2 行：看不懂" in town.admin.heard[-1]
    assert "第 3 行：本来就是工作日" in town.admin.heard[-1]


async def test_commands_of_admins_do_not_exist_for_others(town: Town) -> None:
    for command in ("/plan", "/pause", "/resume", "/reach", "/holidays"):
        await town.li.says(command)
        assert "没有这个命令" in town.li.heard[-1]


async def test_a_forged_or_foreign_button_does_nothing(town: Town) -> None:
    await town.tick("2026-06-10T09:00")
    message = town.li.last["message_id"]
    for data in (
        "roster:same:9999-12",
        "weekly:fine:2026-W99",
        "weekly:not:2026-W24:1",
        "weekly:but:2031-W01",
        "escalation:seen",
        "notice:snooze",
    ):
        await town.supervisor.presses(message, data)
    with town.database.read() as session:
        assert session.scalars(select(Confirmation)).all() == []
        assert session.scalars(select(Record)).all() == []
        assert session.scalar(select(Notice.state).where(Notice.kind == "roster.confirm")) == "sent"


async def test_the_yearly_self_check_is_due_until_the_admin_says_that_it_is_done(town: Town) -> None:
    await town.tick("2027-01-15T09:00")
    assert "2027 年度自查" in town.admin.last["text"]
    await town.supervisor.presses(town.admin.last["message_id"], "audit:done:2027")
    await town.tick("2027-01-15T09:01")
    assert "✅ 已完成：2027 年度自查" not in "".join(town.admin.heard)
    await town.admin.taps("已看过")
    assert "✅ 已完成：2027 年度自查" in "\n".join(town.admin.heard)
    await town.admin.presses(town.admin.last["message_id"], "audit:done:2026")
    assert town.admin.notices[-1] == "这条已经改过了"
    await town.tick("2027-01-29T09:00")
    assert sum("2027 年度自查" in text for text in town.admin.heard) == 1
    await town.admin.says("/audit")
    assert "年度自查" in town.admin.heard[-1]


async def test_the_account_of_a_campaign_comes_when_it_is_through_and_not_at_midnight(town: Town) -> None:
    def accounts() -> list[str]:
        return [text for text in town.admin.heard if "发送账目" in text]

    for moment in ("00:01", "00:02", "08:59", "09:00"):
        await town.tick(f"2026-06-10T{moment}")
    assert accounts() == []
    await town.tick("2026-06-10T09:01")
    assert accounts() == ["📬 2026-06-10 发送账目\n名单确认：应发 1，列入 1 = 已发 1"]
    await town.tick("2026-06-10T09:30")
    await town.tick("2026-06-10T09:31")
    assert accounts()[1:] == ["📬 2026-06-10 发送账目\n名单录入：应发 2，列入 2 = 已发 1 + 已办不发 1"]


async def test_who_hears_late_or_another_day_is_told_apart_in_the_account(town: Town) -> None:
    with building(town.database) as b:
        ma = b.person(b.session.get_one(Unit, 3), "马丽", number="C-9", telegram_id=ADMIN + 1)
        away = b.person(b.session.get_one(Unit, 3), "田军", number="C-10", telegram_id=ADMIN + 2)
        ma.minute = 21 * 60
        b.leave(away, date(2026, 6, 8), date(2026, 6, 11))
        for one in (ma, away):
            b.pairing(one, b.recipient(b.session.get_one(Unit, 2), "destitute_home"))
    for n in (1, 2):
        town.api.add_person(ADMIN + n, "某", started=True)
    await town.tick("2026-06-10T09:00")
    await town.tick("2026-06-10T20:59")
    assert not any("名单确认：" in text for text in town.admin.heard), "somebody hears at nine in the evening"
    await town.tick("2026-06-10T21:00")
    await town.tick("2026-06-10T21:01")
    assert "名单确认：应发 3，列入 3 = 已发 2 + 推后 1" in "".join(town.admin.heard)


async def test_the_roll_call_of_a_week_at_rest_comes_before_it_and_is_answered_in_it(town: Town) -> None:
    """Spring Festival 2026 rests from 15 to 23 February: Friday the 20th moves to Saturday the 14th, a working day."""
    await town.tick("2026-02-13T16:00")
    await town.li.taps("都正常")
    await town.tick("2026-02-14T16:00")
    said = next(text for text in reversed(town.li.heard) if "本周探访" in text)
    assert "2026-02-16 到 2026-02-22 那一周放假，去看过以后点一下就行" in said
    message = town.li.last["message_id"]
    for data in ("weekly:fine:2026-W08", "weekly:but:2026-W08"):
        await town.li.presses(message, data)
        assert town.li.notices[-1] == "那一周还没到，2026-02-16 起再点就行。"
    town.clock.move(at("2026-02-18T20:00"))
    await town.li.presses(message, "weekly:fine:2026-W08")
    assert "✅ 已完成：本周探访" in town.li.heard[-1]
    with town.database.read() as session:
        days = [one.day for one in session.scalars(select(Record).order_by(Record.id))]
    assert days == [date(2026, 2, 13)] * 2 + [date(2026, 2, 18)] * 2


async def test_a_change_filed_after_the_list_was_ticked_brings_the_list_again(town: Town) -> None:
    """Ticked before its day, as nothing was open; then somebody dies."""
    town.clock.move(at("2026-06-11T10:00"))
    await town.liaison.presses(1, "roster:entered:2026-06")
    with building(town.database) as b:
        late = Change(person_id=1, recipient_id=1, unit_id=3, kind="died", from_day=date(2026, 6, 12), state="approved")
        late.filed_at = at("2026-06-12T10:00")
        b.session.add(late)
    await town.tick("2026-06-15T09:30")
    assert "待录入的变动：1 条" in town.liaison.heard[-1]
    await town.liaison.taps("已全部录入")
    await town.liaison.taps("已全部录入")
    await town.tick("2026-06-15T09:31")
    assert any("✅ 已完成：2026-06 名单录入" in text for text in town.liaison.heard)


async def test_a_list_that_was_ticked_before_its_day_stays_silent_when_nothing_came_since(town: Town) -> None:
    town.clock.move(at("2026-06-11T10:00"))
    await town.liaison.presses(1, "roster:entered:2026-06")
    heard = len(town.liaison.heard)
    await town.tick("2026-06-15T09:30")
    assert len(town.liaison.heard) == heard


async def test_who_chooses_an_earlier_hour_hears_at_that_hour_on_the_same_day(town: Town) -> None:
    await town.li.presses(1, "set:minute:1140")
    await town.tick("2026-06-10T09:00")
    assert "名单确认" not in "".join(town.li.heard)
    await town.li.presses(1, "set:minute:660")
    await town.tick("2026-06-10T10:59")
    assert "名单确认" not in "".join(town.li.heard)
    await town.tick("2026-06-10T11:00")
    assert "2026-06 名单确认" in town.li.heard[-1]


async def leave_below_the_reminder(town: Town) -> None:
    await town.tick("2026-06-10T09:00")
    await town.li.taps("请假到")
    assert "从 2026-06-10 起，到哪天为止？" in town.li.heard[-1]
    await town.li.taps("6-12")
    assert "2026-06-10 到 2026-06-12，共 3 天（待批）" in town.li.heard[-1]
    assert "这段时间先不提醒您" in town.li.heard[-1]
    await town.tick("2026-06-12T16:00")  # the roster's last reminder, and the roll-call
    assert not any("本周探访" in text for text in town.li.heard)


async def test_leave_until_a_day_below_a_reminder_puts_everything_off_at_once(town: Town) -> None:
    await leave_below_the_reminder(town)
    await town.tick("2026-06-15T09:00")
    assert "2026-06 名单确认" in town.li.heard[-1]
    assert "本周探访" in town.li.heard[-1]
    with town.database.read() as session:
        found = {one.period: one.state for one in session.scalars(select(Notice).where(Notice.person_id == 1))}
    assert found["2026-06"] == "closed"
    assert (found["2026-06:last"], found["2026-W24"]) == ("sent", "sent")


@pytest.mark.parametrize("who", ["the office", "he himself"])
async def test_leave_that_does_not_stand_brings_the_reminders_back(town: Town, who: str) -> None:
    await town.tick("2026-06-10T09:00")
    await town.li.taps("请假到")
    await town.li.taps("6-16")
    if who == "he himself":
        await town.li.taps("撤回请假")
    else:
        await town.tick("2026-06-10T09:05")
        await town.liaison.presses(town.liaison.last["message_id"], "leave:no:1")
    await town.tick("2026-06-12T16:00")
    assert "2026-06 名单确认" in town.li.heard[-1]
    assert "本周探访" in town.li.heard[-1]
