"""When a bundle goes: one a day, at the person's hour, after a leave, and not when it has lost its use."""

from datetime import date, timedelta

from bot.clock import MovableClock
from bot.runtime import Runtime
from db.models import Notice, Person
from db.session import Sessions
from scheduler.delivery import Delivery, always
from scheduler.planning import plan
from tests.kit.build import building
from tests.scheduler.conftest import DAY, Box, at, tally


async def test_one_bundle_a_person_and_day_even_when_something_falls_due_later(
    lane: Delivery, box: Box, database: Sessions, clock: MovableClock, many: list[int]
) -> None:
    await lane.run()
    with database.write() as session:
        late = session.get_one(Person, 1)
        queue_row = {
            "person_id": late.id,
            "kind": "quota.pace",
            "period": "2026-W24",
            "day": date(2026, 6, 10),
            "due": DAY,
            "lane": 2,
        }
        session.add(Notice(**queue_row))
    clock.move(DAY + timedelta(hours=1))
    await lane.run()
    assert len(box.to(1000)) == 1
    clock.move(at("2026-06-11T09:00"))
    await lane.run()
    assert len(box.to(1000)) == 2
    assert "这个季度" in box.to(1000)[1]


async def test_outside_the_waking_hours_and_on_rest_days_nothing_goes_out(
    lane: Delivery, box: Box, clock: MovableClock
) -> None:
    for moment in ("2026-06-10T07:00", "2026-06-10T21:30", "2026-06-13T10:00"):  # 13 June is a Saturday
        clock.move(at(moment))
        await lane.run()
        assert box.sent == []


async def test_everybody_hears_at_his_own_hour(
    lane: Delivery, box: Box, clock: MovableClock, database: Sessions
) -> None:
    with database.write() as session:
        session.get_one(Person, 1).minute = 19 * 60 + 30
    await lane.run()
    assert len(box.sent) == 59
    clock.move(at("2026-06-10T19:29"))
    await lane.run()
    assert len(box.sent) == 59
    clock.move(at("2026-06-10T19:30"))
    await lane.run()
    assert len(box.to(1000)) == 1


async def test_leave_and_snooze_move_the_bundle_behind_their_end(
    lane: Delivery, box: Box, clock: MovableClock, database: Sessions
) -> None:
    with building(database) as b:
        b.leave(b.session.get_one(Person, 1), date(2026, 6, 9), date(2026, 6, 10))
        b.session.get_one(Person, 2).snoozed_until = date(2026, 6, 11)
    await lane.run()
    assert len(box.sent) == 58
    clock.move(at("2026-06-11T09:00"))
    await lane.run()
    assert len(box.to(1001)) == 1
    assert len(box.to(1000)) == 1


async def test_a_reminder_that_leave_outlasts_makes_room_for_the_last_one(
    lane: Delivery, runtime: Runtime, box: Box, clock: MovableClock, database: Sessions
) -> None:
    with building(database) as b:
        b.leave(b.session.get_one(Person, 1), date(2026, 6, 9), date(2026, 6, 11))
    await lane.run()
    clock.move(at("2026-06-12T09:00"))
    await plan(runtime, always)
    await lane.run()
    assert [text for text in box.to(1000) if "今天请确认" in text]
    assert tally(database) == {"sent": 119, "closed": 1}


async def test_what_lost_its_use_is_closed_not_sent(
    lane: Delivery, box: Box, clock: MovableClock, database: Sessions
) -> None:
    clock.move(at("2026-06-16T09:00"))
    await lane.run()
    assert box.sent == []
    assert tally(database) == {"closed": 60}
