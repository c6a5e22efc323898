"""The lane: even pace, exact waits, nothing twice, and the truth about what is not known."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.clock import MovableClock
from bot.domain.people import Actor
from bot.runtime import Runtime
from bot.services import notices, outlook
from db import campaigns
from db.models import Bundle, Notice, Person
from db.session import Sessions
from scheduler.bucket import Bucket
from scheduler.clockwork import Clockwork
from scheduler.delivery import Delivery, Round
from scheduler.outcomes import Blocked, Lost, NotSent, Refused, Wait
from tests.kit.build import building
from tests.scheduler.conftest import DAY, Box, FakeTime, tally


async def turns_until(true: Callable[[], bool]) -> None:
    """Let everybody run until something is so."""
    for _ in range(1_000_000):
        if true():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never came to it")


async def test_sixty_people_are_written_to_at_the_set_pace_each_once(
    lane: Delivery, box: Box, many: list[int], database: Sessions
) -> None:
    done = await lane.run()
    assert done.sent == 60
    assert sorted(who for _, who, _ in box.sent) == many
    times = [moment for moment, _, _ in box.sent]
    assert 2.3 <= times[-1] - times[0] <= 2.6  # 24 a second
    assert max(sum(start <= t < start + 1 for t in times) for start in times) <= 27
    assert tally(database) == {"sent": 60}


async def test_a_wait_pauses_everybody_for_exactly_that_long(lane: Delivery, box: Box, fake_time: FakeTime) -> None:
    box.answers = [Wait(7.0)]
    begin = fake_time.now
    await lane.run()
    early = [t for t, _, _ in box.sent if t < begin + 7]
    assert len(early) <= 15  # those already handed over
    assert len(box.sent) == 60
    assert min(t for t, _, _ in box.sent if t >= begin + 7) == pytest.approx(begin + 7, abs=0.5)


async def test_a_long_wait_gives_the_parcels_back_so_that_their_words_stay_fresh(
    lane: Delivery, box: Box, database: Sessions
) -> None:
    box.always = Wait(600.0)
    task = asyncio.create_task(lane.run())
    await turns_until(lambda: tally(database)["claimed"] > 0)
    lane.stop()
    await task
    assert tally(database) == {"planned": 60}
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Bundle)) == 0
        assert set(session.scalars(select(Notice.attempts))) == {0}


async def test_a_wait_that_outlasts_the_waking_hours_sends_nobody_the_words_of_the_morning_at_night(
    lane: Delivery, box: Box, database: Sessions, clock: MovableClock, fake_time: FakeTime
) -> None:
    hours = 13 * 3600.0
    box.answers = [Wait(hours)]
    done = await lane.run()
    assert (done.sent, done.given_back) == (0, 16)
    assert tally(database) == {"planned": 60}
    for _ in range(3):
        assert await lane.run() == Round(), "nobody is claimed while Telegram wants nothing"
    fake_time.now += hours
    clock.move(DAY + timedelta(seconds=hours))
    assert await lane.run() == Round(), "at ten in the evening everybody is left in peace"
    clock.move(DAY + timedelta(days=1))
    assert (await lane.run()).sent == 60


async def test_who_blocked_the_bot_is_unreachable_until_he_writes(
    lane: Delivery, box: Box, database: Sessions, clock: MovableClock
) -> None:
    box.answers = [Blocked()]
    done = await lane.run()
    assert (done.sent, done.unreachable) == (59, 1)
    assert tally(database) == {"sent": 59, "unreachable": 1}
    with database.read() as session:
        (blocked,) = session.scalars(select(Person).where(Person.blocked_at.is_not(None)))
    assert blocked.blocked_at == clock()


async def test_a_lost_answer_is_unknown_and_never_repeated(
    lane: Delivery, box: Box, database: Sessions, many: list[int]
) -> None:
    box.answers = [Lost("ReadTimeout")]
    await lane.run()
    await lane.run()
    assert tally(database) == {"sent": 59, "unknown": 1}
    assert max(Counter(who for _, who, _ in box.sent).values()) == 1


async def test_what_surely_was_not_sent_is_tried_three_times_growing(
    lane: Delivery, box: Box, fake_time: FakeTime
) -> None:
    box.answers = [NotSent("ConnectError")]
    done = await lane.run()
    assert done.sent == 60


async def test_a_network_that_stays_away_puts_everything_off_and_then_fails_it(
    lane: Delivery, box: Box, database: Sessions, clock: MovableClock
) -> None:
    box.always = NotSent("ConnectError")
    for n in range(3):
        clock.move(DAY + n * timedelta(minutes=16))
        await lane.run()
        assert box.sent == []
    assert tally(database) == {"failed": 60}
    with database.read() as session:
        assert set(session.scalars(select(Notice.outcome))) == {"ConnectError"}
        assert session.scalar(select(func.count()).select_from(Bundle)) == 0


async def test_what_was_put_off_for_the_network_arrives_when_it_is_back(
    lane: Delivery, box: Box, database: Sessions, clock: MovableClock
) -> None:
    box.always = NotSent("ConnectError")
    await lane.run()
    assert tally(database) == {"planned": 60}
    box.always = None
    clock.move(DAY + timedelta(minutes=16))
    await lane.run()
    assert tally(database) == {"sent": 60}


async def test_a_refused_message_fails_with_its_reason(lane: Delivery, box: Box, database: Sessions) -> None:
    box.answers = [Refused("Bad Request: can't parse entities")]
    done = await lane.run()
    assert (done.failed, done.sent) == (1, 59)
    assert tally(database) == {"sent": 59, "failed": 1}


async def test_a_killed_sender_leaves_at_most_sixteen_unknown_and_none_twice(
    lane: Delivery, box: Box, database: Sessions, runtime: Runtime, clock: MovableClock, fake_time: FakeTime
) -> None:
    dying = Runtime(database, clock, runtime.programme, runtime.settings)
    killed = asyncio.create_task(Delivery(dying, box, timer=fake_time).run())
    await turns_until(lambda: len(box.sent) >= 20)
    killed.cancel()  # nothing is written back, as after kill -9
    await asyncio.gather(killed, return_exceptions=True)
    await asyncio.to_thread(dying._threads.shutdown)
    unknown = await runtime.run(notices.recover)
    assert 1 <= unknown <= 16
    await Delivery(runtime, box, timer=fake_time).run()
    counts = Counter(who for _, who, _ in box.sent)
    assert max(counts.values()) == 1
    assert len(counts) >= 60 - unknown
    assert tally(database) == {"sent": 60 - unknown, "unknown": unknown}


async def test_two_senders_at_once_write_to_everybody_once(
    lane: Delivery, box: Box, database: Sessions, runtime: Runtime, fake_time: FakeTime
) -> None:
    other = Delivery(runtime, box, timer=fake_time)
    await asyncio.gather(lane.run(), other.run())
    assert Counter(who for _, who, _ in box.sent) == Counter({1000 + n: 1 for n in range(60)})
    assert tally(database) == {"sent": 60}


async def test_pause_stops_the_claims_and_resume_goes_on(lane: Delivery, box: Box, runtime: Runtime) -> None:
    admin = Actor(1, None, "zh_CN", ())
    await runtime.run(outlook.pause, admin)
    await lane.run()
    assert box.sent == []
    shown = await runtime.read(outlook.outlook, admin, rate=24)
    assert (shown.paused, shown.waiting) == (True, 60)
    await runtime.run(outlook.resume, admin)
    await lane.run()
    assert len(box.sent) == 60


async def test_the_account_of_a_campaign_adds_up(
    runtime: Runtime, clock: MovableClock, box: Box, fake_time: FakeTime, many: list[int], database: Sessions
) -> None:
    with building(database) as b:
        b.person(None, "钱管理", "admin", telegram_id=99)
        b.session.get_one(Person, 3).telegram_id = None
    clock.move(DAY)
    box.answers = [Blocked(), Lost("ReadTimeout"), Refused("Bad Request")]
    work = Clockwork(runtime, box, timer=fake_time)
    assert await work.leads()
    await work.once()
    await work.once()
    await work.close()
    (told,) = [text for text in box.to(99) if "发送账目" in text]
    assert "名单确认</b>：应发 60，列入 60 = 已发 56 + 联系不上 2 + 失败 1（Bad Request 1） + 不明 1" in told
    assert "对不上" not in told
    with database.read() as session:
        assert campaigns.account(session, "roster.confirm", DAY.date())


async def test_a_lane_that_was_held_up_catches_up_without_a_burst(fake_time: FakeTime) -> None:
    bucket = Bucket(24, fake_time)
    times = []
    for n in range(260):
        await bucket.take()
        times.append(fake_time.now)
        if n == 50:
            fake_time.now += 0.8  # the loop stood still
    assert max(sum(start <= t < start + 1 for t in times) for start in times) <= 28
    assert times[-1] - times[0] == pytest.approx(259 / 24, abs=0.05)
    fake_time.now += 60
    await bucket.take()
    begin = fake_time.now
    for _ in range(24):
        await bucket.take()
    assert fake_time.now - begin == pytest.approx(1.0, abs=0.01)
