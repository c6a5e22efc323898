"""Planning: the same rows however often, in pieces, after a kill, after days down, with the clock set back."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest
from sqlalchemy import select

from bot import programmes
from bot.clock import MovableClock
from bot.runtime import Runtime
from bot.services import planning
from db import working_days
from db.leader import Leader
from db.models import Campaign, Notice, Person, Recipient, Watermark
from db.session import Sessions
from scheduler.delivery import Delivery, always
from scheduler.planning import plan
from tests.kit.build import building
from tests.scheduler.conftest import Box, FakeTime, at

Row = tuple[int, str, str, date, str]


@pytest.fixture
def county(database: Sessions) -> Sessions:
    """Twenty-five cadres in two townships, one with a liaison; a supervisor over all; children with birthdays."""
    with building(database) as b:
        top = b.unit("华池县", "county")
        towns = [b.unit("甲镇", "township", top), b.unit("乙镇", "township", top)]
        for n in range(25):
            cadre = b.person(towns[n % 2], f"李{n}", telegram_id=1000 + n)
            b.pairing(cadre, b.recipient(towns[n % 2], birth_year=2014, birth_month=6, birth_day=10 + n % 3))
            if n < 5:
                b.pairing(cadre, b.recipient(towns[0], "destitute_home", birth_year=1950), "weekly_visit")
        b.person(towns[0], "周联络", "liaison", telegram_id=2000)
        b.person(top, "赵督导", "supervisor", telegram_id=2001)
    return database


def rows(database: Sessions) -> set[Row]:
    with database.read() as session:
        return {(n.person_id, n.kind, n.period, n.day, n.state) for n in session.scalars(select(Notice))}


def counts(database: Sessions) -> dict[tuple[str, date], int]:
    with database.read() as session:
        return {(c.kind, c.day): c.due for c in session.scalars(select(Campaign)) if c.due}


async def test_planning_twice_or_in_tiny_pieces_gives_the_same_rows(
    county: Sessions, runtime: Runtime, clock: MovableClock
) -> None:
    clock.move(at("2026-06-10T00:05"))
    while (await runtime.run(planning.step, chunk=3)).more:
        pass
    found, named = rows(county), counts(county)
    assert sum(kind == "roster.confirm" for _, kind, *_ in found) == 25
    assert named["roster.confirm", date(2026, 6, 10)] == 25
    assert named["birthday", date(2026, 6, 10)] == 9
    with county.write() as session:
        session.execute(Notice.__table__.delete())  # type: ignore[attr-defined]
        session.execute(Campaign.__table__.delete())  # type: ignore[attr-defined]
        session.execute(Watermark.__table__.delete())  # type: ignore[attr-defined]
    for _ in range(3):
        await plan(runtime, always)
    assert (rows(county), counts(county)) == (found, named)


async def test_a_planner_killed_between_two_pieces_goes_on_where_it_stopped(
    county: Sessions, runtime: Runtime, clock: MovableClock
) -> None:
    clock.move(at("2026-06-10T00:05"))
    for _ in range(5):
        await runtime.run(planning.step, chunk=4)
    again = Runtime(county, clock, runtime.programme, runtime.settings)
    while (await again.run(planning.step, chunk=4)).more:
        pass
    await asyncio.to_thread(again._threads.shutdown)
    assert sum(kind == "roster.confirm" for _, kind, *_ in rows(county)) == 25
    assert counts(county)["roster.confirm", date(2026, 6, 10)] == 25


async def test_the_first_plan_begins_today_and_sends_nothing_of_the_past(
    county: Sessions, runtime: Runtime, clock: MovableClock
) -> None:
    clock.move(at("2026-06-11T10:00"))
    await plan(runtime, always)
    assert {day for _, _, _, day, _ in rows(county)} == {date(2026, 6, 11)}


async def test_a_rule_that_is_switched_on_or_moved_sends_nothing_of_the_past(
    county: Sessions, runtime: Runtime, clock: MovableClock
) -> None:
    programme = programmes.load()
    without = {key: notice for key, notice in programme.notices.items() if key != "roster.confirm"}
    clock.move(at("2026-06-08T09:00"))
    before = Runtime(county, clock, replace(programme, notices=MappingProxyType(without)), runtime.settings)
    await plan(before, always)
    clock.move(at("2026-06-11T09:00"))
    await plan(before, always)
    await plan(runtime, always)
    assert not [row for row in rows(county) if row[1] == "roster.confirm"]
    clock.move(at("2026-06-12T09:00"))
    await plan(runtime, always)
    assert {row[2] for row in rows(county) if row[1] == "roster.confirm"} == {"2026-06:last"}
    await asyncio.to_thread(before._threads.shutdown)


async def test_after_days_down_what_is_over_is_closed_and_the_rest_is_one_bundle(
    county: Sessions, runtime: Runtime, clock: MovableClock, box: Box, fake_time: FakeTime
) -> None:
    clock.move(at("2026-12-14T00:05"))
    await plan(runtime, always)
    clock.move(at("2026-12-29T09:00"))
    await plan(runtime, always)
    await Delivery(runtime, box, timer=fake_time).run()
    confirm = {(period, state) for _, kind, period, _, state in rows(county) if kind == "roster.confirm"}
    assert confirm == {("2026-12:last", "closed")}
    year_end = {(period, state) for _, kind, period, _, state in rows(county) if kind == "quota.year_end"}
    assert year_end == {("2026:14", "closed"), ("2026:7", "closed"), ("2026:3", "sent")}
    assert len(box.to(1000)) == 1


async def test_a_clock_set_back_plans_its_day_again_to_no_effect(
    county: Sessions, runtime: Runtime, clock: MovableClock
) -> None:
    clock.move(at("2026-06-12T09:00"))
    await plan(runtime, always)
    found = rows(county)
    clock.move(at("2026-06-11T09:00"))
    await plan(runtime, always)
    clock.move(at("2026-06-12T09:00"))
    await plan(runtime, always)
    assert {row for row in rows(county) if row[3] == date(2026, 6, 12)} == {
        row for row in found if row[3] == date(2026, 6, 12)
    }


async def test_who_left_and_whose_recipient_died_is_asked_nothing(
    county: Sessions, runtime: Runtime, clock: MovableClock
) -> None:
    with county.write() as session:
        session.get_one(Person, 1).status = "left"
        session.scalars(select(Recipient).order_by(Recipient.id)).all()[2].halted_at = clock()
    clock.move(at("2026-06-10T09:00"))
    await plan(runtime, always)
    assert sum(kind == "roster.confirm" for _, kind, *_ in rows(county)) == 23


async def test_a_unit_without_a_liaison_falls_to_the_supervisor(
    county: Sessions, runtime: Runtime, clock: MovableClock
) -> None:
    clock.move(at("2026-06-10T09:00"))
    await plan(runtime, always)
    with county.read() as session:
        names = {
            person.name
            for person in session.scalars(
                select(Person).join(Notice, Notice.person_id == Person.id).where(Notice.kind == "roster.liaison")
            )
        }
    assert names == {"周联络", "赵督导"}


async def test_where_nobody_holds_an_office_the_admin_hears_what_its_holder_would_have(
    database: Sessions, runtime: Runtime, clock: MovableClock, box: Box, fake_time: FakeTime
) -> None:
    with building(database) as b:
        office = b.unit("县民政局", "unit", b.unit("崆峒县", "county"))
        b.pairing(b.person(office, "李明", telegram_id=1), b.recipient(b.unit("八里村", "village")))
        b.person(None, "钱进", "admin", telegram_id=2)
    for day in ("2026-06-10", "2026-06-15", "2026-06-16", "2026-07-01"):
        clock.move(at(f"{day}T09:30"))
        await plan(runtime, always)
        await Delivery(runtime, box, timer=fake_time).run()
    listed, entry, overdue = [text for text in box.to(2) if "名单" in text]
    assert "还没确认的干部：1 人" in listed
    assert "本月无变化，1 人未确认。" in entry
    assert "· 县民政局：1 人未确认" in overdue
    assert {kind for person, kind, *_ in rows(database) if person == 2 and kind.startswith("report")} == set()


async def test_a_published_table_moves_the_days(county: Sessions, runtime: Runtime, clock: MovableClock) -> None:
    with county.write() as session:
        working_days.publish(session, 2027, {date(2027, 6, 10): (False, "某节")}, person_id=None, now=clock())
    clock.move(at("2027-06-09T09:00"))
    await plan(runtime, always)
    assert any(kind == "roster.confirm" for _, kind, *_ in rows(county))


def test_one_process_leads_until_it_lets_go(database: Sessions) -> None:
    first, second = Leader(database), Leader(database)
    assert first.leads()
    assert not second.leads()
    assert first.leads()
    first.release()
    assert second.leads()
    assert not first.leads()
    second.release()
    second.release()


def test_a_cancelled_job_does_not_take_the_lead_after_it_was_given_up(database: Sessions) -> None:
    """A shutdown cancels the job, not the thread in which it asks: that one may come after the release."""
    late, next_in_line = Leader(database), Leader(database)
    late.release()
    assert not late.leads()
    assert next_in_line.leads()
    next_in_line.release()


def test_jobs_that_ask_at_the_same_moment_lead_together(database: Sessions) -> None:
    leader = Leader(database)
    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(lambda _: leader.leads(), range(64)))
    leader.release()


def test_a_leader_whose_connection_broke_has_lost_the_lead(database: Sessions) -> None:
    if database.embedded:
        leader = Leader(database)
        assert leader.leads()
        assert leader.leads()
    else:
        leader = Leader(database)
        assert leader.leads()
        with database.write() as session:
            session.connection().exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
            )
        assert not leader.leads()
        assert leader.leads()
        with database.write() as session:
            session.connection().exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
            )
    leader.release()


async def test_planning_stops_when_the_lead_is_lost(county: Sessions, runtime: Runtime, clock: MovableClock) -> None:
    clock.move(at("2026-06-10T09:00"))

    async def never() -> bool:
        return False

    assert await plan(runtime, never) == 0
    assert rows(county) == set()
