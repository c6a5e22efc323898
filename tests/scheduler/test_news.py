"""News to one person: when it may go out, and who hears it in place of another."""

import pytest

from bot.clock import MovableClock
from bot.runtime import Runtime
from bot.services import queueing
from db.session import Sessions
from tests.kit.build import building
from tests.scheduler.conftest import at


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
