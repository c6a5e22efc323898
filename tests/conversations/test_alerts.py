"""An acute danger, from the message to the duty officer and back, over real HTTP on both databases."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.clock import MovableClock
from bot.sandbox.api import BotApi
from db import units_read
from db.models import Alert, AlertStep, Audit, Base, Need, Notice, Record
from db.session import Sessions
from scheduler.clockwork import Clockwork
from scheduler.post import TelegramPost
from tests.conversations.conftest import ADMIN, LIAISON, SUPERVISOR, Town
from tests.kit.botapi import Person
from tests.kit.bots import Bot
from tests.kit.build import building

DUTY = 1010
STORY = "昊昊身上有伤，说是他叔拿皮带打的"


class Clock:
    """Plans and sends at a moment, as the scheduler would."""

    def __init__(self, work: Clockwork, clock: MovableClock) -> None:
        self.work, self.clock = work, clock

    async def tick(self, after: timedelta = timedelta()) -> None:
        self.clock.move(self.clock() + after)
        assert await self.work.leads()
        await self.work.once()


@pytest.fixture
async def clockwork(bot: Bot, clock: MovableClock) -> AsyncIterator[Clock]:
    work = Clockwork(bot.runtime, TelegramPost(bot.app.bot))
    yield Clock(work, clock)
    await work.close()


@pytest.fixture
def duty(api: BotApi, bot: Bot, town: Town, database: Sessions) -> Person:
    with building(database) as b:
        county = units_read.get(b.session, town.county)
        b.person(county, "孙值班", "duty_officer", telegram_id=DUTY, number="C-9")
        hao = b.recipient(county, "unattended_child", "李昊", number="P-0500", birth_year=2015, aliases="昊昊")
        li = b.session.get_one(Base.registry._class_registry["Person"], town.li)
        b.pairing(li, hao, first_day=date(2026, 1, 1))
    return Person(api, DUTY, "孙值班", started=True)


def alerts(database: Sessions) -> list[Alert]:
    with database.read() as session:
        return list(session.scalars(select(Alert).order_by(Alert.id)))


async def test_whom_to_ring_comes_first_and_the_duty_officer_hears_the_code_before_any_tap(
    li: Person, duty: Person, clockwork: Clock, database: Sessions
) -> None:
    await li.says(STORY)
    ring, question = li.heard[-2:]
    assert ring.index("110") < ring.index("120")
    assert "正在通知值班的人（1 位）" in question
    assert li.buttons[0] == "✓ 多处受伤：家暴、欺凌、虐待、殴打"
    assert len(li.buttons) == 11
    (alert,) = alerts(database)
    assert (alert.category, alert.state, alert.chosen) == ("violence", "open", False)
    await clockwork.tick()
    told = duty.heard[-1]
    assert "P-0500" in told
    assert "C-1" in told
    assert all(word not in told for word in ("昊", "李", "皮带", "叔"))
    assert duty.buttons == ["我来处理", "看进展", "已结案"]


async def test_the_story_is_written_down_nowhere(li: Person, duty: Person, database: Sessions) -> None:
    await li.says(STORY)
    await li.taps("✓ 多处受伤")
    with database.read() as session:
        assert session.scalars(select(Record)).all() == []
        for model in (Alert, AlertStep, Notice, Audit, Need):
            for row in session.scalars(select(model)):
                assert all("皮带" not in str(value) for value in vars(row).values())


async def test_three_taps_say_what_it_is_whom_was_told_and_when(
    li: Person, duty: Person, clock: MovableClock, database: Sessions
) -> None:
    await li.says(STORY)
    messages = len(li.heard)
    await li.taps("✓ 多处受伤")
    assert "还没有" in li.buttons
    await li.taps("110")
    await li.taps("学校")
    await li.taps("120")
    await li.taps("✓ 120")
    assert "✓ 110" in li.buttons
    await li.taps("就这些")
    await li.taps("一小时前")
    assert "已告诉 110、学校、教育局" in li.heard[-1]
    assert len(li.heard) == messages, "one message that turns into the next question"
    (alert,) = alerts(database)
    assert (alert.chosen, alert.told, alert.told_at) == (True, "110,school", clock() - timedelta(hours=1))


async def test_who_told_nobody_is_told_to_ring_now(li: Person, duty: Person, database: Sessions) -> None:
    await li.says(STORY)
    await li.taps("✓ 多处受伤")
    await li.taps("还没有")
    assert "请现在就打" in li.heard[-1]
    assert "110" in li.heard[-1]
    assert alerts(database)[0].told == "nobody"


async def test_who_is_asked_only_when_nobody_was_named(
    ma: Person, town: Town, clockwork: Clock, duty: Person, database: Sessions
) -> None:
    await ma.says("娃昏迷了，叫不醒")
    assert "是谁" in ma.heard[-1]
    await clockwork.tick()
    assert "未说明" in duty.heard[-1]
    await ma.taps("P-0419")
    assert "哪种情况" in ma.heard[-1]
    (alert,) = alerts(database)
    assert (alert.recipient_id, alert.category) == (town.bao, "illness")


async def test_a_second_message_about_the_same_danger_does_not_ring_twice(
    li: Person, duty: Person, clockwork: Clock, database: Sessions
) -> None:
    await li.says(STORY)
    await li.says("昊昊又被打了，快来人")
    assert "先打电话" in li.heard[-2]
    assert len(alerts(database)) == 1
    await clockwork.tick()
    assert len(duty.heard) == 1


async def test_an_alert_wakes_the_duty_officer_on_a_rest_day_at_night(
    li: Person, duty: Person, clock: MovableClock, clockwork: Clock
) -> None:
    clock.move(datetime(2026, 5, 30, 18, 30, tzinfo=UTC))  # Sunday, 02:30 in Shanghai
    await li.says(STORY)
    await clockwork.tick()
    assert "P-0500" in duty.heard[-1]


async def test_who_takes_it_is_asked_after_one_three_and_seven_days_until_it_is_closed(
    li: Person, duty: Person, clockwork: Clock, database: Sessions
) -> None:
    await li.says(STORY)
    await clockwork.tick()
    await duty.taps("我来处理")
    assert "C-9 处理中" in duty.heard[-1]
    await clockwork.tick()
    assert "已经接手" in li.heard[-1]
    for hours in (24, 48):
        before = len(duty.heard)
        await clockwork.tick(timedelta(hours=hours) - timedelta(minutes=5))
        assert len(duty.heard) == before
        await clockwork.tick(timedelta(minutes=5))
        assert "还没有结案" in duty.heard[-1]
        assert "明天再说" not in duty.buttons
        await duty.taps("还在处理")
    await duty.taps("已结案")
    await duty.taps("公安已接手")
    assert "已结案：公安已接手" in duty.heard[-1]
    before = len(duty.heard)
    await clockwork.tick(timedelta(days=5))
    assert len(duty.heard) == before
    with database.read() as session:
        steps = [step.what for step in session.scalars(select(AlertStep).order_by(AlertStep.id))]
    assert steps == ["opened", "told", "taken", "still", "still", "closed"]


async def test_only_those_on_duty_read_alerts_and_others_find_nothing(
    api: BotApi, li: Person, duty: Person, clockwork: Clock, database: Sessions
) -> None:
    await li.says(STORY)
    liaison = Person(api, LIAISON, "周强", started=True)
    supervisor = Person(api, SUPERVISOR, "赵敏", started=True)
    for person in (li, liaison):
        await person.says("/alerts")
        assert "没有这个命令" in person.heard[-1]
        await person.presses(li.last["message_id"] if person is li else person.last["message_id"], "alert:take:1")
        assert "P-0500" not in person.heard[-1]
    await supervisor.says("/alerts")
    assert "P-0500" in supervisor.heard[-1]
    assert alerts(database)[0].state == "open"
    with building(database) as b:
        far = b.unit("静宁县", "county", code="999")
        b.person(far, "远方", "duty_officer", telegram_id=1099, number="C-99")
    stranger = Person(api, 1099, "远方", started=True)
    await stranger.says("/alerts")
    assert "没有未了结" in stranger.heard[-1]
    await stranger.presses(stranger.last["message_id"], "alert:show:1")
    assert stranger.heard[-1] == "不存在。"


async def test_in_a_group_there_are_no_alerts(api: BotApi, li: Person, duty: Person) -> None:
    await li.says(STORY)
    api.add_group(-100, "值班群", by=DUTY)
    await duty.says_in(-100, "/alerts")
    assert "P-0500" not in api.heard(-100)[-1]
    assert "私聊" in api.heard(-100)[-1]


async def test_without_a_duty_officer_the_supervisor_is_told_and_then_the_admin(
    api: BotApi, ma: Person, clockwork: Clock, database: Sessions
) -> None:
    supervisor, admin = Person(api, SUPERVISOR, "赵敏", started=True), Person(api, ADMIN, "钱进", started=True)
    await supervisor.blocks()
    await ma.says("小宝走丢了，到处找不到人")
    assert "正在通知值班的人（1 位）" in ma.heard[-1]
    await clockwork.tick()
    assert "P-0419" in admin.heard[-1]
    assert not any("P-0419" in text for text in supervisor.heard)


async def test_what_could_not_be_delivered_goes_to_the_next_and_the_reporter_hears_when_nobody_is_left(
    api: BotApi, ma: Person, clockwork: Clock, database: Sessions
) -> None:
    admin = Person(api, ADMIN, "钱进", started=True)
    await ma.says("小宝走丢了，到处找不到人")  # the supervisor never started the bot: Telegram refuses
    await clockwork.tick()
    await clockwork.tick(timedelta(minutes=1))
    assert "P-0419" in admin.heard[-1]


async def test_when_everybody_turns_out_to_be_unreachable_the_reporter_hears_it_once(
    ma: Person, clockwork: Clock, database: Sessions
) -> None:
    await ma.says("小宝走丢了，到处找不到人")  # neither supervisor nor admin has ever started the bot
    assert "正在通知值班的人（1 位）" in ma.heard[-1]
    for _ in range(5):
        await clockwork.tick(timedelta(minutes=1))
    assert ["联系不上" in text for text in ma.heard].count(True) == 1
    assert "110" in ma.heard[-1]


async def test_an_alert_goes_out_while_all_other_sending_is_paused(
    api: BotApi, li: Person, duty: Person, clockwork: Clock
) -> None:
    admin = Person(api, ADMIN, "钱进", started=True)
    await admin.says("/pause")
    await li.says(STORY)
    await clockwork.tick()
    assert "P-0500" in duty.heard[-1]


async def test_who_was_told_and_says_nothing_for_an_hour_is_not_the_last_to_know(
    api: BotApi, li: Person, duty: Person, clockwork: Clock
) -> None:
    supervisor = Person(api, SUPERVISOR, "赵敏", started=True)
    await li.says(STORY)
    await clockwork.tick()
    await clockwork.tick(timedelta(minutes=59))
    assert supervisor.heard == []
    await clockwork.tick(timedelta(minutes=1))
    assert "P-0500" in supervisor.heard[-1]
    await supervisor.taps("我来处理")
    await duty.taps("我来处理")
    assert "C-4 处理中" in duty.heard[-1]
    await duty.taps("改由我处理")
    assert "C-9 处理中" in duty.heard[-1]


async def test_with_nobody_to_reach_the_reporter_is_told_to_ring_110(
    api: BotApi, ma: Person, database: Sessions
) -> None:
    for number, name in ((SUPERVISOR, "赵敏"), (ADMIN, "钱进")):
        person = Person(api, number, name, started=True)
        await person.blocks()
    await ma.says("小宝走丢了，到处找不到人")
    assert "没有能通知到的值班人员" in ma.heard[-1]
    assert "110" in ma.heard[-1]


async def test_a_record_in_the_same_message_is_still_saved(li: Person, duty: Person, database: Sessions) -> None:
    await li.says("今天去昊昊家走访，发现他身上青一块紫一块，是他爸打的")
    said = "\n".join(li.heard)
    assert "先打电话" in said
    assert "已记" in said
    with database.read() as session:
        assert [record.visit for record in session.scalars(select(Record))] == [1]
    assert len(alerts(database)) == 1


async def test_alert_by_button_opens_only_after_a_tap(
    li: Person, duty: Person, clockwork: Clock, database: Sessions
) -> None:
    await li.says("/alert")
    assert "110" in li.heard[-1]
    assert alerts(database) == []
    await li.taps("P-0500")
    assert "哪种情况" in li.heard[-1]
    await clockwork.tick()
    assert "P-0500" in duty.heard[-1]
