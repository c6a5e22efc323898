"""The four jobs, two schedulers, messages of their own, and the next reminder ahead."""

import logging
from datetime import date

import pytest
from sqlalchemy import select

import scheduler
from bot.clock import MovableClock
from bot.domain.people import Actor, Scope
from bot.runtime import Runtime, UnavailableError
from bot.services import broadcasts, dues, reach
from db.models import Notice, Person
from db.session import Sessions
from scheduler.clockwork import Clockwork
from scheduler.delivery import Delivery
from tests.kit.build import building
from tests.scheduler.conftest import Box, FakeTime, at


@pytest.fixture
def county(database: Sessions) -> Sessions:
    with building(database) as b:
        top = b.unit("华池县", "county")
        village = b.unit("王庄村", "village", top)
        b.pairing(b.person(village, "李明", number="C-1", telegram_id=11), b.recipient(village))
        b.person(top, "赵督导", "supervisor", telegram_id=12)
        b.person(None, "钱管理", "admin", telegram_id=13)
    return database


async def test_four_fixed_jobs_and_none_for_a_person(runtime: Runtime, box: Box) -> None:
    jobs = scheduler.build(runtime, box)
    jobs.start(paused=True)
    assert sorted(job.id for job in jobs.get_jobs()) == ["account", "deliver", "housekeep", "plan"]
    for job in jobs.get_jobs():
        assert (job.coalesce, job.max_instances, job.misfire_grace_time) == (True, 1, None)
    jobs.shutdown(wait=False)
    await jobs.clockwork.close()


async def test_the_jobs_plan_send_account_and_let_go(
    runtime: Runtime,
    county: Sessions,
    clock: MovableClock,
    box: Box,
    fake_time: FakeTime,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    clock.move(at("2026-06-10T09:30"))
    work, other = Clockwork(runtime, box, timer=fake_time), Clockwork(runtime, box, timer=fake_time)
    assert await work.plan() == 2
    assert await other.plan() == 0
    await work.deliver()
    await work.deliver()
    await other.deliver()
    await other.account()
    await work.housekeep()
    await other.housekeep()
    assert work._lane is not None
    done = await work._lane
    assert done.sent == 2
    await work.account()
    assert "名单确认" in caplog.text
    assert "应发 1，列入 1 = 已发 1" in caplog.text
    await work.close()
    assert await other.leads()
    await other.close()
    assert not await work.leads()


async def test_a_database_that_is_away_stops_nothing_for_good(
    runtime: Runtime,
    county: Sessions,
    clock: MovableClock,
    box: Box,
    fake_time: FakeTime,
    tmp_path: object,
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock.move(at("2026-06-10T09:30"))
    work = Clockwork(runtime, box, timer=fake_time)
    assert await work.leads()
    whole = county.write

    def away() -> object:
        raise UnavailableError("away")

    county.write = away  # type: ignore[method-assign,assignment]  # the edge to the database, as when it is gone
    assert await work.plan() == 0
    await work.deliver()
    assert work._lane is not None
    assert (await work._lane).sent == 0
    county.write = whole  # type: ignore[method-assign]
    await work.once()
    assert len(box.to(11)) == 1
    await work.close()
    assert "waits for the database" in caplog.text


async def test_a_new_leader_lists_what_the_last_one_left_as_unknown(
    runtime: Runtime,
    county: Sessions,
    clock: MovableClock,
    box: Box,
    fake_time: FakeTime,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with county.write() as session:
        row = {
            "person_id": 1,
            "kind": "roster.confirm",
            "period": "2026-05",
            "day": date(2026, 5, 8),
            "due": clock(),
            "lane": 2,
        }
        session.add(Notice(**row, state="claimed", claimed_at=clock()))
    work = Clockwork(runtime, box, timer=fake_time)
    assert await work.leads()
    await work.close()
    assert "1 notices were on their way" in caplog.text
    with county.read() as session:
        assert session.scalar(select(Notice.state)) == "unknown"


async def test_a_broadcast_goes_out_once_to_everybody_who_can_be_reached(
    runtime: Runtime, county: Sessions, clock: MovableClock, box: Box, fake_time: FakeTime
) -> None:
    clock.move(at("2026-06-03T10:00"))
    with county.read() as session:
        key = session.scalars(select(Person.id).where(Person.telegram_id == 13)).one()
    admin = Actor(key, None, "zh_CN", (Scope("admin", None),))
    drafted = await runtime.run(broadcasts.draft, admin, unit="华池县", text="明天 <停电>")
    assert isinstance(drafted, broadcasts.Draft)
    await runtime.run(broadcasts.send, admin, broadcast_id=drafted.broadcast_id)
    for _ in range(2):
        await Delivery(runtime, box, timer=fake_time).run()
    assert box.to(11) == ["📢 明天 &lt;停电&gt;"]


async def test_a_digest_waits_for_the_morning(
    runtime: Runtime, county: Sessions, clock: MovableClock, box: Box, fake_time: FakeTime
) -> None:
    clock.move(at("2026-06-01T06:00"))
    work = Clockwork(runtime, box, timer=fake_time)
    assert await work.leads()
    await work.once()
    clock.move(at("2026-06-01T22:00"))
    await work.once()
    assert not any("报告" in text for text in box.to(12))
    clock.move(at("2026-06-02T09:00"))
    await work.once()
    assert sum("2026年5月报告" in text for text in box.to(12)) == 1
    await work.close()


async def test_the_next_reminder_ahead_is_known(runtime: Runtime, county: Sessions, clock: MovableClock) -> None:
    clock.move(at("2026-06-03T10:00"))
    assert await runtime.read(dues.next_for, numbers=["C-1"], days=30) == at("2026-06-10T09:00")
    clock.move(at("2026-06-10T09:00"))
    assert await runtime.read(dues.next_for, numbers=["C-1"], days=30) == at("2026-06-12T09:00")
    assert await runtime.read(dues.next_for, numbers=["nobody"], days=3) is None


async def test_an_admin_of_a_part_sees_the_reach_of_his_part(runtime: Runtime, county: Sessions) -> None:
    with building(county) as b:
        other = b.unit("环县", "county", code="99")
        b.person(other, "孙七")
        other_id = other.id
    one = await runtime.read(reach.shown, Actor(1, None, "zh_CN", (Scope("admin", other_id),)))
    assert (one.name, one.total.people, one.total.started) == ("环县", 1, 0)
    both = await runtime.read(reach.shown, Actor(1, None, "zh_CN", (Scope("admin", other_id), Scope("admin", 1))))
    assert (both.total.people, len(both.units)) == (3, 2)
    none = await runtime.read(reach.shown, Actor(1, None, "zh_CN", ()))
    assert none.total.people == 0


async def test_stopping_in_the_middle_gives_back_what_was_not_sent(
    runtime: Runtime, county: Sessions, clock: MovableClock, box: Box, fake_time: FakeTime
) -> None:
    clock.move(at("2026-06-10T09:30"))
    work = Clockwork(runtime, box, timer=fake_time)
    await work.plan()
    work.delivery.stop()
    await work.deliver()
    await work.close()
    assert box.sent == []
    with county.read() as session:
        assert set(session.scalars(select(Notice.state).where(Notice.kind == "roster.confirm"))) == {"planned"}
