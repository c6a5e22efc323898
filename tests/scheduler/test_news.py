"""News to one person: when it may go out, and who hears it in place of another."""

from datetime import date

import pytest
from sqlalchemy import select

from bot.clock import MovableClock
from bot.runtime import Runtime
from bot.services import gaps, queueing
from db.models import Notice, Pairing
from db.session import Sessions
from scheduler.delivery import Delivery
from tests.kit.build import building
from tests.scheduler.conftest import Box, FakeTime, at


@pytest.fixture
def county(database: Sessions) -> Sessions:
    """A county with a cadre (person 1) and a liaison (person 2)."""
    with building(database) as b:
        county = b.unit("华池县", "county")
        b.person(county, "李明")
        b.person(county, "周联络", "liaison")
    return database


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ("2026-06-10T10:00", "2026-06-10T10:00"),
        ("2026-06-10T06:00", "2026-06-10T09:00"),
        ("2026-06-10T22:00", "2026-06-11T09:00"),
        ("2026-06-13T10:00", "2026-06-15T09:00"),
    ],
)
async def test_news_waits_for_the_waking_hours_of_a_working_day(
    moment: str, told: str, county: Sessions, runtime: Runtime, clock: MovableClock
) -> None:
    clock.move(at(moment))
    assert await runtime.read(queueing.due) == at(told)


async def test_who_answers_for_a_unit_in_place_of_one_is_the_next_above_and_last_the_admin(
    county: Sessions, runtime: Runtime
) -> None:
    assert await runtime.read(queueing.office_of, 1, but=0) == [2]
    assert await runtime.read(queueing.office_of, 1, but=2) == []
    with building(county) as b:
        admin = b.person(None, "钱管理", "admin").id
    assert await runtime.read(queueing.office_of, 1, but=2) == [admin]


async def test_many_gaps_of_one_day_are_one_message_and_what_is_closed_meanwhile_is_not_counted(
    database: Sessions, runtime: Runtime, clock: MovableClock, box: Box, fake_time: FakeTime
) -> None:
    clock.move(at("2026-05-26T10:00"))
    with building(database) as b:
        county = b.unit("华池县", "county")
        village = b.unit("王庄村", "village", county)
        li = b.person(county, "李明").id
        b.person(county, "周联络", "liaison", telegram_id=7)
        lost = [b.recipient(village, first_day=date(2026, 5, 26)).id for _ in range(30)]
    await runtime.run(gaps.sweep)
    with database.write() as session:
        session.add(Pairing(person_id=li, recipient_id=lost[0], kind="primary", first_day=date(2026, 5, 26)))
    await Delivery(runtime, box, timer=fake_time).run()
    (told,) = box.to(7)
    assert "断档 29 位" in told
    assert "还有 21 位，发 /gaps 看全部" in told
    with database.read() as session:
        states = session.execute(select(Notice.subject_id, Notice.state).order_by(Notice.subject_id)).all()
    assert [tuple(row) for row in states] == [(lost[0], "silent"), *((one, "sent") for one in lost[1:])]
    await Delivery(runtime, box, timer=fake_time).run()
    assert len(box.to(7)) == 1


async def test_gaps_that_are_all_closed_before_they_are_told_are_not_told(
    database: Sessions, runtime: Runtime, clock: MovableClock, box: Box, fake_time: FakeTime
) -> None:
    clock.move(at("2026-05-26T10:00"))
    with building(database) as b:
        county = b.unit("华池县", "county")
        li = b.person(county, "李明").id
        b.person(county, "周联络", "liaison", telegram_id=7)
        lost = b.recipient(county, first_day=date(2026, 5, 26)).id
    await runtime.run(gaps.sweep)
    with database.write() as session:
        session.add(Pairing(person_id=li, recipient_id=lost, kind="primary", first_day=date(2026, 5, 26)))
    await Delivery(runtime, box, timer=fake_time).run()
    assert box.to(7) == []
