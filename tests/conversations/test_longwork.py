"""A report of thousands: answered at once, told how far it is, stopped by a tap, and not lost with its process."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert, select

from bot.sandbox.api import BotApi
from bot.services.longwork import TRIES
from bot.services.wide import LARGE
from db.models import Job, Recipient, Report
from db.session import Sessions
from tests.conversations.conftest import LI, SUPERVISOR, Town
from tests.conversations.test_reports import documents
from tests.kit.botapi import Person
from tests.kit.bots import Bot, running
from tests.kit.held import HeldClock


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock(datetime(2026, 5, 26, 2, tzinfo=UTC), "read-long")


@pytest.fixture
def crowd(database: Sessions, town: Town) -> Town:
    """So many people in the township that its report is long work."""
    row = {"name": "王", "class_key": "orphan", "unit_id": town.township, "first_day": date(2026, 1, 1)}
    with database.write() as session:
        session.execute(insert(Recipient), [{**row, "number": f"R-{n}"} for n in range(LARGE)])
    return town


@pytest.fixture
async def bot(root: str, database_url: str, clock: HeldClock, crowd: Town) -> AsyncIterator[Bot]:
    async with running(root, database_url, clock, webhook=True) as worker:
        yield worker
        clock.free.set()


@pytest.fixture
def zhao(api: BotApi, bot: Bot) -> Person:
    return Person(api, SUPERVISOR, "赵敏", started=True)


def jobs(database: Sessions) -> list[Job]:
    with database.read() as session:
        return list(session.scalars(select(Job).order_by(Job.id)))


async def test_a_long_report_is_answered_at_once_and_comes_by_itself_while_others_are_served(
    zhao: Person, li: Person, clock: HeldClock, database: Sessions
) -> None:
    clock.free.clear()
    await zhao.says("/report")
    assert "正在生成 崆峒县 2026-05 的报告… 0/9" in zhao.heard[-1]
    assert zhao.buttons == ["取消"]
    await li.says("昨天去王大娘家走访")
    assert "已记" in li.heard[-1], "nobody who writes waits for a long read"
    await zhao.says("/report")
    assert len(jobs(database)) == 1, "the same work is not begun twice"
    clock.free.set()
    report = await zhao.hears("崆峒县 2026年5月报告")
    assert "走访探视 1" in report
    await zhao.hears("的报告好了，见下面")
    assert [job.state for job in jobs(database)] == ["done"]


async def test_a_finished_period_is_frozen_once_and_then_shown_at_once(zhao: Person, database: Sessions) -> None:
    await zhao.says("/report 2026-04")
    await zhao.hears("第 1 号 · 已定稿")
    await zhao.says("/report 2026-04")
    assert "第 1 号 · 已定稿" in zhao.heard[-1]
    with database.read() as session:
        assert len(session.scalars(select(Report)).all()) == 1
    assert len(jobs(database)) == 1


async def test_the_workbook_and_the_picture_of_many_come_as_messages(zhao: Person, api: BotApi, crowd: Town) -> None:
    await zhao.says("/report 八里村")
    message = zhao.last["message_id"]
    for form in ("xlsx", "png"):
        await zhao.presses(message, f"report:{form}:{crowd.county}:2026-05")
    await api.until(lambda: len(documents(zhao)) == 2)
    workbook, picture = documents(zhao)
    assert workbook["document"]["file_name"] == "崆峒县-2026-05.xlsx"
    assert "崆峒县 2026年5月" in picture["caption"]


async def test_long_work_is_stopped_by_a_tap_and_sends_nothing(
    zhao: Person, li: Person, clock: HeldClock, database: Sessions
) -> None:
    clock.free.clear()
    await zhao.says("/report")
    await li.presses(1, f"work:stop:{jobs(database)[0].id}")
    assert li.notices[-1] == "这条已经改过了", "only who asked may stop it"
    message = zhao.last["message_id"]
    await zhao.taps("取消")
    assert zhao.heard[-1] == "已取消，没有生成。"
    clock.free.set()
    await zhao.presses(message, f"work:stop:{jobs(database)[0].id}")
    assert zhao.notices[-1] == "这条已经改过了"
    await zhao.says("/report 2026-04")
    await zhao.hears("的报告好了，见下面")
    assert [job.state for job in jobs(database)] == ["cancelled", "done"]
    assert not any("2026年5月报告" in text for text in zhao.heard)


def left_behind(database: Sessions, town: Town, zhao: int, clock: HeldClock, **more: object) -> None:
    """A job that was running in a process that is dead."""
    with database.write() as session:
        values = {
            "person_id": zhao,
            "chat_id": SUPERVISOR,
            "form": "text",
            "asked": json.dumps({"period": "2026-05", "unit_id": town.county}),
            "state": "running",
            "attempts": 1,
            "made_at": clock(),
            "beat_at": clock() - timedelta(minutes=3),
        }
        session.add(Job(**{**values, **more}))


async def test_work_whose_process_died_is_taken_up_by_the_next(
    api: BotApi, root: str, database_url: str, clock: HeldClock, crowd: Town, database: Sessions
) -> None:
    zhao = Person(api, SUPERVISOR, "赵敏", started=True)
    left_behind(database, crowd, crowd.li + 3, clock)
    async with running(root, database_url, clock, webhook=True):
        await zhao.hears("崆峒县 2026年5月报告")
        await api.until(lambda: jobs(database)[0].state == "done")


@pytest.mark.parametrize("more", [{"attempts": TRIES}, {"person_id": 1, "chat_id": LI}])
async def test_work_that_failed_too_often_or_lost_its_right_is_given_up_and_told(
    api: BotApi, root: str, database_url: str, clock: HeldClock, crowd: Town, database: Sessions, more: dict[str, int]
) -> None:
    asker = Person(api, more.get("chat_id", SUPERVISOR), "某人", started=True)
    left_behind(database, crowd, crowd.li + 3, clock, **more)
    async with running(root, database_url, clock, webhook=True):
        await api.until(lambda: jobs(database)[0].state == "failed")
    assert not any("报告" in text for text in asker.heard)
