"""Another programme file, the same code: its calendar plans, sends and rehearses, its roster is read, its month shown."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import date

import pytest
from sqlalchemy import select

from bot import programmes
from bot.clock import MovableClock
from bot.config import Settings
from bot.domain.people import Actor, Scope
from bot.files import roster as files
from bot.runtime import Runtime
from bot.services import forecast, roster, roster_month
from db.models import Notice, Pairing, Person
from db.session import Sessions
from scheduler.clockwork import Clockwork
from tests.kit.build import building
from tests.kit.workbooks import county as sheets
from tests.kit.workbooks import xlsx
from tests.scheduler.conftest import Box, FakeTime, at

SISTER = programmes.load(programmes.BUNDLED / "leftbehind.toml")


@pytest.fixture
async def sister(database: Sessions, clock: MovableClock, settings: Settings) -> AsyncIterator[Runtime]:
    runtime = Runtime(database, clock, SISTER, settings)
    yield runtime
    await asyncio.to_thread(runtime._threads.shutdown)


@pytest.fixture
def county(database: Sessions) -> Sessions:
    with building(database) as b:
        top = b.unit("临夏县", "county")
        village = b.unit("前川村", "village", top)
        li = b.person(village, "李明", telegram_id=11, number="C-1")
        b.person(top, "赵敏", "supervisor", telegram_id=12, number="C-2")
        b.person(top, "周强", "liaison", telegram_id=13, number="C-3")
        b.person(None, "钱进", "admin", telegram_id=14, number="C-4")
        b.pairing(li, b.recipient(village, "elderly_alone", "王秀英"), "county")
        b.pairing(li, b.recipient(village, "elderly_couple", "张桂兰"), "neighbour")
    return database


async def test_its_calendar_is_planned_and_sent(
    sister: Runtime, county: Sessions, clock: MovableClock, box: Box, fake_time: FakeTime
) -> None:
    for moment in ("2026-05-20T10:00", "2026-05-21T15:00", "2026-05-25T10:00", "2026-05-26T10:00", "2026-06-01T10:00"):
        clock.move(at(moment))
        work = Clockwork(sister, box, timer=fake_time)
        assert await work.leads()
        await work.once()
        await work.close()
    assert "2026-05 名单确认" in box.to(11)[0]
    assert "请在 2026-05-25 前点一下" in box.to(11)[0]
    assert "本周探访" in box.to(11)[1]
    assert "本月无变化，1 人未确认" in "".join(box.to(13))
    assert "没有确认的干部：1 人" in "".join(box.to(12))
    with county.read() as session:
        found = Counter(session.scalars(select(Notice.kind).where(Notice.state == "sent")))
    assert {"roster.confirm", "weekly.visit", "roster.liaison", "roster.overdue", "report.month"} <= set(found)


async def test_the_month_names_the_day_of_its_own_deadline(
    sister: Runtime, county: Sessions, clock: MovableClock
) -> None:
    actor = Actor(1, 2, "zh_CN", (Scope("cadre", 2), Scope("liaison", 1)))
    for moment, entry in (("2026-05-12T10:00", date(2026, 5, 25)), ("2026-10-12T10:00", date(2026, 10, 23))):
        clock.move(at(moment))
        assert (await sister.run(roster_month.shown, actor=actor)).entry == entry


async def test_a_year_of_it_is_rehearsed(sister: Runtime, county: Sessions) -> None:
    with county.read() as session:
        year = forecast.rehearse(session, sister.desk(), year=2027, rate=24)
    kinds = sum((day.by_kind for day in year.days), Counter())
    assert year.max_per_person_day == 1
    assert kinds["weekly.visit"] == 52
    assert kinds["quota.year_end"] == 2
    assert {day.day for day in year.days if day.by_kind["roster.liaison"]} >= {date(2027, 9, 24), date(2027, 4, 23)}


async def test_a_pairing_of_no_named_kind_is_its_first_with_a_quota(sister: Runtime, database: Sessions) -> None:
    recipients = [("P-1", "王秀英", None, None, "独居留守老人", "620101", None, None, None, None, None)]
    pairings = [("G1", "P-1", None, "2025-01-01", None, None), ("G2", "P-1", "邻里守望", "2025-01-01", None, None)]
    book = xlsx(sheets(recipients=recipients, pairings=pairings))
    with database.write() as session:
        desk = sister.desk()
        read = files.read(book, SISTER, desk.today)
        done = roster.bring_in(session, desk, workbook=read, file_name="a.xlsx", allow_removals=False)
        assert (done.problems, done.applied) == ((), True)
    with database.read() as session:
        assert session.scalars(select(Pairing.kind).order_by(Pairing.kind)).all() == ["county", "neighbour"]
        assert set(session.scalars(select(Person.minute))) == {10 * 60}, "its own default hour"


@pytest.mark.parametrize("kind", ["quota.supervisor", "birthday", "escalation", "audit.due"])
async def test_what_waits_of_a_kind_that_the_programme_no_longer_has_falls_silent(
    sister: Runtime, county: Sessions, clock: MovableClock, box: Box, fake_time: FakeTime, kind: str
) -> None:
    now = at("2026-05-20T10:00")
    period = {"birthday": "2026-05-20:R1", "escalation": "2026-05-20"}.get(kind, "2026:14")
    with county.write() as session:
        session.add(Notice(person_id=2, kind=kind, period=period, day=now.date(), due=now, lane=2, subject_id=1))
    clock.move(now)
    work = Clockwork(sister, box, timer=fake_time)
    assert await work.leads()
    await work.once()
    await work.close()
    assert "2026-05 名单确认" in "".join(box.to(11)), "nobody else is held up"
    with county.read() as session:
        assert session.scalar(select(Notice.state).where(Notice.kind == kind)) == "silent"
