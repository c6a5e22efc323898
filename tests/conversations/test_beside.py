"""Lists of a wide scope are looked at beside the one who writes: cadres' messages do not wait for them."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from bot.sandbox.api import BotApi
from db.models import SeenUpdate
from db.session import Sessions
from tests.conversations.conftest import LI, SUPERVISOR, Town
from tests.kit.botapi import Person
from tests.kit.bots import Bot, running
from tests.kit.held import HeldClock


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock(datetime(2026, 5, 26, 2, tzinfo=UTC))


@pytest.fixture
async def bot(root: str, database_url: str, clock: HeldClock, town: Town) -> AsyncIterator[Bot]:
    assert town
    async with running(root, database_url, clock, webhook=True) as worker:
        yield worker
        clock.free.set()


@pytest.mark.parametrize(("command", "answer"), [("/unit", "主结对"), ("/behind", "落后")])
async def test_while_a_supervisor_waits_for_a_list_cadres_are_answered(
    api: BotApi, bot: Bot, clock: HeldClock, database: Sessions, command: str, answer: str
) -> None:
    assert bot
    zhao, li = Person(api, SUPERVISOR, "赵敏", started=True), Person(api, LI, "李明", started=True)
    clock.free.clear()
    asked = asyncio.create_task(zhao.says(command))
    await li.says("今天去走访了王秀英")
    assert "已记" in li.heard[-1]
    assert not asked.done()
    assert zhao.heard == []
    clock.free.set()
    await asked
    assert answer in zhao.heard[-1]
    assert len(zhao.heard) == 1
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(SeenUpdate)) == 2


async def test_for_whom_a_list_does_not_exist_it_is_not_looked_at(api: BotApi, bot: Bot) -> None:
    assert bot
    li, nobody = Person(api, LI, "李明", started=True), Person(api, 999, "生人", started=True)
    for person in (li, nobody):
        await person.says("/nonsense")
        unknown = person.heard[-1]
        await person.says("/behind")
        assert person.heard[-1] == unknown.replace("/nonsense", "/behind")
