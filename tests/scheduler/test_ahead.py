"""What takes long to say is read beside the sender: it waits a minute at most, and nobody waits for it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert, select

from bot.runtime import Runtime
from bot.services import ahead, notices
from bot.services.ahead import Ahead
from bot.services.wide import LARGE
from db import marks
from db import notices as queue
from db.models import Notice, Recipient, Report
from db.session import Sessions
from scheduler.delivery import Delivery
from tests.kit.build import building
from tests.kit.held import HeldClock
from tests.scheduler.conftest import Box, FakeTime, at

NOW = at("2026-12-01T10:00")
SUPERVISOR, LI = 12, 11
DIGEST, LIST, SMALL = "report.month", "quota.supervisor", "quota.year_end"


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock(NOW.astimezone(UTC))


@pytest.fixture
def province(database: Sessions) -> Sessions:
    """A supervisor of more than LARGE people; 李明 has one of them and is behind with him."""
    with building(database) as b:
        place = b.unit("甘肃省", "province")
        village = b.unit("背川村", "village", place)
        b.pairing(b.person(village, "李明", telegram_id=LI), b.recipient(village))
        b.person(place, "赵敏", "supervisor", telegram_id=SUPERVISOR)
        row = {"name": "王", "class_key": "orphan", "unit_id": village.id, "first_day": date(2026, 1, 1)}
        b.session.execute(insert(Recipient), [{**row, "number": f"R-{n}"} for n in range(LARGE)])
    return database


def put(database: Sessions, person: int, kind: str, period: str, lane: int) -> int:
    with database.write() as session:
        notice = Notice(person_id=person, kind=kind, period=period, lane=lane, day=NOW.date(), due=NOW)
        session.add(notice)
        session.flush()
        return notice.id


def state(database: Sessions, key: int) -> str:
    with database.read() as session:
        return session.get_one(Notice, key).state


async def test_a_digest_and_a_list_of_a_province_are_not_made_by_the_one_who_claims(
    province: Sessions, runtime: Runtime
) -> None:
    digest = put(province, 2, DIGEST, "2026-11", queue.APART)
    late = put(province, 2, LIST, "2026:30", queue.BUNDLED)
    assert await runtime.run(notices.turn, room=5, ahead=Ahead()) == ()
    assert (state(province, digest), state(province, late)) == ("planned", "planned")
    with province.read() as session:
        dues = set(session.scalars(select(Notice.due)))
        assert dues == {NOW.astimezone(UTC) + timedelta(minutes=1)}
        assert session.scalars(select(Report)).all() == []


async def test_what_was_read_ahead_is_claimed_and_frozen_as_of_that_moment(
    province: Sessions, runtime: Runtime, clock: HeldClock
) -> None:
    put(province, 2, DIGEST, "2026-11", queue.APART)
    late = put(province, 2, LIST, "2026:30", queue.BUNDLED)
    found = await runtime.read(ahead.look, room=5, known=Ahead())
    assert set(found.items) == {late}
    assert len(found.reports) == 1
    clock.move(NOW + timedelta(seconds=40))
    again = await runtime.read(ahead.look, room=5, known=found)
    assert again == found, "what is known is not read once more"
    one, other = sorted(await runtime.run(notices.turn, room=5, ahead=again), key=lambda parcel: parcel.bundle)
    assert one.reports[0].report.number is not None
    assert one.reports[0].report.as_of == NOW
    assert other.items[0].units[0].count == 1
    with province.read() as session:
        assert session.scalars(select(Report.as_of)).all() == [NOW.astimezone(UTC)]


async def test_others_are_written_to_while_a_digest_is_being_read(
    province: Sessions, runtime: Runtime, clock: HeldClock, box: Box, fake_time: FakeTime
) -> None:
    put(province, 2, DIGEST, "2026-11", queue.APART)
    put(province, 1, SMALL, "2026:30", queue.BUNDLED)
    lane = Delivery(runtime, box, timer=fake_time)
    clock.free.clear()
    assert (await lane.run()).sent == 1
    assert box.to(LI)
    assert box.to(SUPERVISOR) == []
    clock.free.set()
    for minute in range(1, 30):
        clock.move(NOW + timedelta(minutes=minute))
        if (await lane.run()).sent:
            break
    assert "甘肃省" in box.to(SUPERVISOR)[0]
    assert len(box.sent) == 2


async def test_nothing_is_read_ahead_at_night_or_while_all_is_paused(
    province: Sessions, runtime: Runtime, clock: HeldClock
) -> None:
    put(province, 2, DIGEST, "2026-11", queue.APART)
    clock.move(datetime(2026, 12, 1, 20, tzinfo=UTC))
    assert await runtime.read(ahead.look, room=5, known=Ahead()) == Ahead()
    clock.move(NOW)
    with province.write() as session:
        marks.set_mark(session, marks.PAUSED, NOW, None)
    assert await runtime.read(ahead.look, room=5, known=Ahead()) == Ahead()
