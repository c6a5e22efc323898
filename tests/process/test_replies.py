"""What becomes of an answer that Telegram delays, refuses or loses; what was said is kept in any case."""

import logging
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select, text

from bot.clock import MovableClock
from bot.sandbox.api import BotApi
from bot.sandbox.server import serve
from db.models import Person as PersonRow
from db.models import SeenUpdate
from db.session import Sessions
from tests.kit.botapi import Person
from tests.kit.bots import TOKEN, Bot, running
from tests.kit.pair import CALL, LI, records, two_cadres


@pytest.fixture
def api(clock: MovableClock) -> BotApi:
    api = BotApi(now=clock, token=TOKEN)
    api.retry_seconds = lambda _attempts: 0.01
    return api


@pytest.fixture
def li(api: BotApi, database: Sessions) -> Person:
    return two_cadres(database, api)[0]


@pytest.fixture(params=["polling", "webhook"])
async def bot(
    request: pytest.FixtureRequest, api: BotApi, database_url: str, clock: MovableClock, li: Person
) -> AsyncIterator[Bot]:
    async with serve(api) as root, running(root, database_url, clock, webhook=request.param == "webhook") as worker:
        yield worker


def waiting(database: Sessions) -> int:
    """How many updates still have an answer that did not go out."""
    with database.read() as session:
        return len(session.scalars(select(SeenUpdate).where(SeenUpdate.reply.is_not(None))).all())


async def test_a_limit_is_waited_out_for_exactly_as_long_as_telegram_says(
    bot: Bot, api: BotApi, li: Person, database: Sessions
) -> None:
    api.fail("429", method="sendMessage", retry_after=7)
    api.fail("429", method="sendMessage", retry_after=31)
    await li.says(CALL)
    assert bot.pauses == [7.0, 31.0]
    assert (len(li.heard), records(database), waiting(database)) == (1, 1, 0)


async def test_a_limit_without_end_lets_the_update_come_again(
    bot: Bot, api: BotApi, li: Person, database: Sessions
) -> None:
    api.fail("429", method="sendMessage", retry_after=2, times=4)
    await li.says(CALL)
    assert bot.pauses.count(2.0) == 4
    assert (len(li.heard), records(database), waiting(database)) == (1, 1, 0)


async def test_who_blocked_the_bot_is_marked_and_his_words_are_kept(
    bot: Bot, api: BotApi, li: Person, database: Sessions, clock: MovableClock
) -> None:
    api.fail("403", method="sendMessage")
    await li.says(CALL)
    with database.read() as session:
        row = session.scalars(select(PersonRow).where(PersonRow.telegram_id == LI)).one()
        assert row.blocked_at == clock()
    assert (li.heard, records(database), waiting(database)) == ([], 1, 0)
    await li.says("/help")
    with database.read() as session:
        assert session.scalars(select(PersonRow).where(PersonRow.telegram_id == LI)).one().blocked_at is None
    assert len(li.heard) == 1


async def test_what_telegram_refuses_is_logged_and_does_not_come_again(
    bot: Bot, api: BotApi, li: Person, database: Sessions, caplog: pytest.LogCaptureFixture
) -> None:
    act = api.say(li.id, CALL)
    del api.chats[li.id]
    await api.settled(act)
    (line,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert line.getMessage() == f"update {act.update_id} failed"
    assert line.exc_info
    assert "chat not found" in str(line.exc_info[1]).lower()
    assert records(database) == 1


@pytest.mark.parametrize(("how", "heard"), [("drop_before", 1), ("500", 1), ("drop_after", 2)])
async def test_an_answer_that_was_lost_goes_out_when_the_update_comes_again(
    bot: Bot, api: BotApi, li: Person, database: Sessions, how: str, heard: int
) -> None:
    """Sent and then lost, it comes twice: the bot cannot know. It is the stored answer, and nothing is done again."""
    api.fail(how, method="sendMessage")  # type: ignore[arg-type]  # one of the words of `How`
    await li.says(CALL)
    assert len(li.heard) == heard
    assert len(set(li.heard)) == 1
    assert "联系交流 1/4" in li.heard[0]
    assert (records(database), waiting(database)) == (1, 0)


async def test_a_tap_whose_answer_was_lost_is_answered_and_undone_once(
    bot: Bot, api: BotApi, li: Person, database: Sessions
) -> None:
    await li.says(CALL)
    api.fail("drop_before", method="editMessageText")
    await li.taps("撤销")
    assert "已撤销" in li.heard[-1]
    assert (records(database), waiting(database), li.unanswered) == (2, 0, 0)


async def test_what_was_rolled_back_is_said_and_does_not_come_again(
    bot: Bot, api: BotApi, li: Person, database: Sessions, caplog: pytest.LogCaptureFixture
) -> None:
    """A defect in the middle of the work (here a name that no key opens): no half of it is kept, and nobody is told 已记."""
    with database.write() as session:
        session.execute(text("UPDATE recipients SET name = :bad"), {"bad": b"no key made this"})
    act = await li.says(CALL)
    assert len(li.heard) == 1
    assert "没有保存" in li.heard[0]
    assert "已记" not in li.heard[0]
    assert (records(database), waiting(database)) == (0, 0)
    errors = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert errors == [f"update {act.update_id} was rolled back"]
