"""Escalation by chat: the liaison first, then the supervisor; one item a cadre, taken note of, closed by itself."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from bot.clock import MovableClock
from bot.sandbox.api import BotApi
from db.models import Escalation, Notice, Pairing
from db.session import Sessions
from tests.conversations.conftest import LIAISON, SUPERVISOR, Town
from tests.conversations.test_deputies import deliver
from tests.kit.botapi import Person
from tests.kit.bots import Bot
from tests.kit.build import building

MONDAY = datetime(2026, 10, 12, 1, 30, tzinfo=UTC)
"""Half past nine: the deed was due on 30 September, so whoever did nothing is behind."""


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(MONDAY)


@pytest.fixture
def zhou(api: BotApi, bot: Bot) -> Person:
    return Person(api, LIAISON, "周强", started=True)


@pytest.fixture
def zhao(api: BotApi, bot: Bot) -> Person:
    return Person(api, SUPERVISOR, "赵敏", started=True)


def items(database: Sessions) -> list[Escalation]:
    with database.read() as session:
        return list(session.scalars(select(Escalation).order_by(Escalation.id)))


def ignored(database: Sessions, town: Town, count: int = 2) -> None:
    """李明 heard reminders about his quota and answered none of them."""
    with database.write() as session:
        for n in range(count):
            at = datetime(2026, 9, 14 + 7 * n, 1, tzinfo=UTC)
            session.add(
                Notice(
                    person_id=town.li,
                    kind="quota.pace",
                    period=f"2026-W{38 + n}",
                    day=at.date(),
                    due=at,
                    lane=2,
                    state="sent",
                    sent_at=at,
                    attempts=1,
                )
            )


def done(database: Sessions, town: Town) -> None:
    """Everything that was due by now."""
    with building(database) as b:
        pairing = b.session.scalar(select(Pairing).where(Pairing.person_id == town.li))
        for n in range(4):
            b.record(pairing, date(2026, 10, 8 + n), contact=1)
            b.record(pairing, date(2026, 10, 8 + n), visit=1, deed=1)


async def test_two_reminders_left_unanswered_while_behind_come_before_the_liaison_once(
    li: Person, zhou: Person, bot: Bot, town: Town, database: Sessions
) -> None:
    ignored(database, town)
    await deliver(bot)
    said = await zhou.hears("需要您过问")
    assert "C-1 李*" in said
    assert "C-2" not in said, "马丽 is behind too， but nobody reminded her in vain"
    (item,) = items(database)
    assert (item.person_id, item.level, item.closed_at) == (town.li, 0, None)
    await deliver(bot)
    assert len(items(database)) == 1


async def test_one_reminder_is_not_yet_a_matter_for_anybody(
    zhou: Person, bot: Bot, town: Town, database: Sessions
) -> None:
    ignored(database, town, count=1)
    await deliver(bot)
    assert items(database) == []


async def test_taking_note_keeps_it_where_it_is(
    zhou: Person, zhao: Person, bot: Bot, clock: MovableClock, town: Town, database: Sessions
) -> None:
    ignored(database, town)
    await deliver(bot)
    await zhou.hears("需要您过问")
    await zhou.taps("知道了")
    (item,) = items(database)
    assert item.acknowledged_at is not None
    clock.move(datetime(2026, 10, 20, 1, 30, tzinfo=UTC))
    await deliver(bot)
    (item,) = items(database)
    assert (item.level, item.closed_at) == (0, None)
    assert not any("需要您过问" in text for text in zhao.heard)


async def test_ignored_for_five_working_days_it_goes_up_to_the_supervisor(
    zhou: Person, zhao: Person, bot: Bot, clock: MovableClock, town: Town, database: Sessions
) -> None:
    ignored(database, town)
    await deliver(bot)
    clock.move(datetime(2026, 10, 16, 1, 30, tzinfo=UTC))
    await deliver(bot)
    assert items(database)[0].level == 0, "Friday is the fourth working day"
    clock.move(datetime(2026, 10, 19, 1, 30, tzinfo=UTC))
    await deliver(bot)
    assert items(database)[0].level == 1
    assert "C-1 李*" in await zhao.hears("需要您过问")


async def test_it_closes_itself_when_the_cadre_has_caught_up(
    zhou: Person, bot: Bot, clock: MovableClock, town: Town, database: Sessions
) -> None:
    ignored(database, town)
    await deliver(bot)
    done(database, town)
    clock.move(datetime(2026, 10, 13, 1, 30, tzinfo=UTC))
    await deliver(bot)
    assert items(database)[0].closed_at is not None
