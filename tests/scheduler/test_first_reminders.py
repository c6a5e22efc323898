"""roster.confirm, quota.year_end and report.month, from the calendar to the chat."""

import pytest
from sqlalchemy import select

from bot.clock import MovableClock
from bot.runtime import Runtime
from db.models import Notice
from db.session import Sessions
from scheduler.clockwork import Clockwork
from tests.kit.build import building
from tests.scheduler.conftest import Box, FakeTime, at


@pytest.fixture
def li(database: Sessions) -> int:
    """A cadre who joined, with two recipients and a supervisor; his Telegram number."""
    with building(database) as b:
        county = b.unit("华池县", "county")
        office = b.unit("县民政局", "unit", county)
        village = b.unit("王庄村", "village", county)
        cadre = b.person(office, "李明", telegram_id=11)
        b.person(county, "赵督导", "supervisor", telegram_id=12)
        b.person(None, "钱管理", "admin", telegram_id=13)
        for name in ("王秀英", "马小军"):
            b.pairing(cadre, b.recipient(village, name=name))
    return 11


async def one_round(runtime: Runtime, box: Box, fake_time: FakeTime) -> None:
    work = Clockwork(runtime, box, timer=fake_time)
    assert await work.leads()
    await work.once()
    await work.close()


def states(database: Sessions) -> dict[tuple[str, str], str]:
    with database.read() as session:
        return {(n.kind, n.period): n.state for n in session.scalars(select(Notice)) if n.kind != "campaigns"}


async def test_a_cadre_is_asked_about_his_roster_once_on_the_tenth(
    runtime: Runtime, clock: MovableClock, box: Box, fake_time: FakeTime, li: int, database: Sessions
) -> None:
    clock.move(at("2026-06-10T09:00"))
    for _ in range(3):
        await one_round(runtime, box, fake_time)
    (text,) = box.to(li)
    assert "2026-06 名单确认" in text
    assert "王*英" in text
    assert "2026-06-15" in text
    (said,) = [say for _, who, say in box.sent if who == li]
    assert [[b.data for b in row] for row in said.rows] == [
        ["roster:same:2026-06", "roster:changed:2026-06"],
        ["notice:snooze", "leave:until"],
    ]
    assert states(database)["roster.confirm", "2026-06"] == "sent"


async def test_nothing_goes_out_before_the_hour_of_the_person(
    runtime: Runtime, clock: MovableClock, box: Box, fake_time: FakeTime, li: int
) -> None:
    clock.move(at("2026-06-10T08:59"))
    await one_round(runtime, box, fake_time)
    assert box.sent == []
    clock.move(at("2026-06-10T09:00"))
    await one_round(runtime, box, fake_time)
    assert len(box.to(li)) == 1


async def test_the_year_end_reminder_names_what_is_missing_deeds_first(
    runtime: Runtime, clock: MovableClock, box: Box, fake_time: FakeTime, li: int
) -> None:
    clock.move(at("2026-12-17T09:00"))
    await one_round(runtime, box, fake_time)
    (text,) = box.to(li)
    assert "王*英：办实事 1 件、走访探视 2 次、联系交流 4 次" in text


async def test_a_supervisor_gets_the_month_report_on_the_first_working_day(
    runtime: Runtime, clock: MovableClock, box: Box, fake_time: FakeTime, li: int
) -> None:
    clock.move(at("2026-06-01T09:00"))
    await one_round(runtime, box, fake_time)
    assert any("2026年5月报告" in text and "已定稿" in text for text in box.to(12))


async def test_a_run_after_a_week_down_sends_one_bundle_and_nothing_stale(
    runtime: Runtime, clock: MovableClock, box: Box, fake_time: FakeTime, li: int, database: Sessions
) -> None:
    clock.move(at("2026-06-09T12:00"))
    await one_round(runtime, box, fake_time)
    clock.move(at("2026-06-23T09:00"))
    await one_round(runtime, box, fake_time)
    assert len(box.to(li)) <= 1
    found = states(database)
    assert found["roster.confirm", "2026-06"] == "closed"
    assert found["roster.confirm", "2026-06:last"] == "closed"
