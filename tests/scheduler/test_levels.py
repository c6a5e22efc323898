"""Whom an open item comes to, and how it goes on: through the real planner and sender, a morning after the other."""

from datetime import date

import pytest
from sqlalchemy import select

from bot.clock import MovableClock
from bot.runtime import Runtime
from db.models import Escalation, Grant, Notice, Pairing, Person
from db.session import Sessions
from scheduler.clockwork import Clockwork
from tests.kit.build import building
from tests.scheduler.conftest import Box, FakeTime, at

LI, COUNTY, CITY, ADMIN = 11, 12, 13, 14
IGNORED = ("2026-03-10T09:00", "2026-03-13T09:00", "2026-04-01T09:00")
TOLD = "需要您过问"


class Days:
    """The clock, the planner and the sender of one process."""

    def __init__(self, runtime: Runtime, clock: MovableClock, box: Box, fake_time: FakeTime) -> None:
        self.clock, self.box = clock, box
        self.work = Clockwork(runtime, box, timer=fake_time)

    async def pass_(self, *moments: str) -> None:
        for moment in moments:
            self.clock.move(at(moment))
            assert await self.work.leads()
            await self.work.once()

    def told(self, who: int) -> int:
        return sum(TOLD in text for text in self.box.to(who))


@pytest.fixture
async def days(runtime: Runtime, clock: MovableClock, box: Box, fake_time: FakeTime):
    days = Days(runtime, clock, box, fake_time)
    yield days
    await days.work.close()


@pytest.fixture
def county(database: Sessions) -> Sessions:
    """A cadre of an office without a liaison; a supervisor of the county, one of the city, an admin of all."""
    with building(database) as b:
        city = b.unit("庆阳市", "city")
        top = b.unit("华池县", "county", city)
        office = b.unit("县民政局", "unit", top)
        li = b.person(office, "李明", number="C-1", telegram_id=LI)
        b.person(top, "赵敏", "supervisor", telegram_id=COUNTY)
        b.person(city, "孙正", "supervisor", telegram_id=CITY)
        b.person(None, "钱进", "admin", telegram_id=ADMIN)
        b.pairing(li, b.recipient(top, "destitute_home"), first_day=date(2026, 1, 1))
    return database


async def test_where_nobody_is_liaison_an_ignored_item_still_goes_one_level_up(days: Days, county: Sessions) -> None:
    await days.pass_(*IGNORED)
    assert (days.told(COUNTY), days.told(CITY)) == (1, 0)
    await days.pass_("2026-04-08T09:00")
    assert days.told(CITY) == 0, "6 April rests for Qingming: this is the fourth working day"
    await days.pass_("2026-04-09T09:00")
    assert (days.told(COUNTY), days.told(CITY)) == (1, 1)
    await days.pass_("2026-04-30T09:00")
    assert (days.told(COUNTY), days.told(CITY), days.told(ADMIN)) == (1, 1, 0), "above the city there is nobody"


async def test_one_person_in_two_offices_hears_of_an_item_once(days: Days, county: Sessions) -> None:
    with county.write() as session:
        zhao = session.scalars(select(Person).where(Person.telegram_id == COUNTY)).one()
        session.add(Grant(person_id=zhao.id, role="liaison", unit_id=3, source="roster"))
    await days.pass_(*IGNORED, "2026-04-09T09:00")
    assert (days.told(COUNTY), days.told(CITY)) == (1, 1)


async def test_without_any_supervisor_the_admin_hears_of_it(days: Days, county: Sessions) -> None:
    with county.write() as session:
        for one in session.scalars(select(Grant).where(Grant.role == "supervisor")):
            session.delete(one)
    await days.pass_(*IGNORED, "2026-04-09T09:00")
    assert days.told(ADMIN) == 1


async def test_what_was_ignored_before_an_item_closed_opens_none_again(days: Days, county: Sessions) -> None:
    await days.pass_(*IGNORED)
    with building(county) as b:
        pairing = b.session.scalars(select(Pairing)).one()
        b.record(pairing, date(2026, 4, 1), contact=1)
    await days.pass_("2026-04-02T09:00")
    with county.read() as session:
        (item,) = session.scalars(select(Escalation))
        assert item.closed_at is not None
        assert session.scalar(select(Notice.state).where(Notice.period == "2026-03:last")) == "sent"
    await days.pass_("2026-07-01T09:00")  # behind again, and reminded of nothing meanwhile
    with county.read() as session:
        assert len(session.scalars(select(Escalation)).all()) == 1
    assert days.told(COUNTY) == 1
    await days.pass_("2026-07-10T09:00", "2026-07-14T09:00", "2026-07-15T09:30")
    assert days.told(COUNTY) == 2, "two more without an answer"
