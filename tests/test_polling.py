"""Polling: what Telegram and the network do to it, and that no update is confirmed before its time."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram.error import InvalidToken

from bot.clock import MovableClock
from bot.polling import PATIENCE
from bot.sandbox.api import BotApi
from bot.sandbox.server import serve
from db.session import Sessions
from tests.kit.botapi import Person
from tests.kit.bots import TOKEN, Gate, running
from tests.kit.outages import away, impatient
from tests.kit.pair import CALL, records, two_cadres


@pytest.fixture
def api(clock: MovableClock) -> BotApi:
    return BotApi(now=clock, token=TOKEN)


@pytest.fixture
def people(api: BotApi, database: Sessions) -> tuple[Person, Person]:
    return two_cadres(database, api)


@pytest.fixture
async def root(api: BotApi) -> AsyncIterator[str]:
    async with serve(api) as address:
        yield address


async def test_it_waits_exactly_as_long_as_telegram_says(
    root: str, api: BotApi, database_url: str, clock: MovableClock, people: tuple[Person, Person]
) -> None:
    api.fail("429", method="getUpdates", retry_after=17)
    async with running(root, database_url, clock) as bot:
        await people[0].says(CALL)
    assert bot.pauses == [17.0]
    assert "已记" in people[0].heard[-1]


@pytest.mark.parametrize("how", ["drop_before", "drop_after", "500"])
async def test_it_goes_on_after_the_network_failed(
    root: str,
    api: BotApi,
    database_url: str,
    clock: MovableClock,
    people: tuple[Person, Person],
    database: Sessions,
    how: str,
) -> None:
    act = api.say(people[0].id, CALL)
    api.fail(how, method="getUpdates", times=3)  # type: ignore[arg-type]  # one of the words of `How`
    async with running(root, database_url, clock) as bot:
        await api.settled(act)
    assert bot.pauses == [3, 3, 3]
    assert (len(people[0].heard), records(database)) == (1, 1)


async def test_it_goes_on_after_somebody_else_polled(
    root: str, api: BotApi, database_url: str, clock: MovableClock, people: tuple[Person, Person]
) -> None:
    async with running(root, database_url, clock) as bot:
        await api.until(lambda: api.polling)
        await api.get_updates()
        await people[0].says(CALL)
    assert 3 in bot.pauses
    assert "已记" in people[0].heard[-1]


async def test_with_the_database_away_no_update_is_confirmed_however_long_it_takes(
    root: str, api: BotApi, database_url: str, clock: MovableClock, people: tuple[Person, Person], database: Sessions
) -> None:
    li, ma = people
    async with running(root, impatient(database_url), clock):
        await api.until(lambda: api.polling)
        with away(database_url):
            acts = [api.say(li.id, CALL), api.say(ma.id, "/help")]
            asked = api.called["getUpdates"]
            await api.until(lambda: api.called["getUpdates"] > asked + 2 * PATIENCE)
            assert list(api.pending) == [act.update_id for act in acts]
            assert (li.heard, ma.heard) == ([], [])
        await api.settled(*acts)
    assert (len(li.heard), len(ma.heard), records(database)) == (1, 1, 1)


async def test_an_update_that_cannot_be_answered_does_not_hold_up_the_others_for_ever(
    root: str, api: BotApi, database_url: str, clock: MovableClock, people: tuple[Person, Person], database: Sessions
) -> None:
    li, ma = people
    api.fail("500", method="sendMessage", chat_id=li.id, times=1000)
    poisoned = api.say(li.id, CALL)
    async with running(root, database_url, clock) as bot:
        await ma.says("/help")
        await api.settled(poisoned)
    tried = 1000 - api.faults[0].times
    assert tried == PATIENCE
    assert bot.pauses.count(1) == PATIENCE - 1
    assert (li.heard, len(ma.heard)) == ([], 1)
    assert records(database) == 1, "what was said is kept all the same"


async def test_ending_confirms_the_last_batch(
    root: str, api: BotApi, database_url: str, clock: MovableClock, people: tuple[Person, Person]
) -> None:
    """The bot is told to end while it answers: the update does not come to the next process."""
    act = api.say(people[0].id, CALL)
    api.fail("429", method="sendMessage", retry_after=5)
    gate = Gate()
    async with running(root, database_url, clock, gate=gate):
        await gate.reached.wait()
        asyncio.get_running_loop().call_soon(gate.open.set)
    assert act.update_id not in api.pending
    assert "已记" in people[0].heard[-1]


async def test_a_last_word_that_telegram_does_not_hear_does_not_spoil_the_end(
    root: str, api: BotApi, database_url: str, clock: MovableClock, people: tuple[Person, Person]
) -> None:
    async with running(root, database_url, clock):
        await people[0].says(CALL)
        await api.until(lambda: api.polling)
        api.fail("drop_before", method="getUpdates", times=1)
    assert api.faults == []


async def test_who_never_got_an_update_has_nothing_to_confirm(
    root: str, api: BotApi, database_url: str, clock: MovableClock, people: tuple[Person, Person]
) -> None:
    async with running(root, database_url, clock):
        await api.until(lambda: api.polling)
        asked = api.called["getUpdates"]
    assert api.called["getUpdates"] == asked


async def test_a_menu_that_cannot_be_set_does_not_spoil_the_start(
    root: str, api: BotApi, database_url: str, clock: MovableClock, people: tuple[Person, Person]
) -> None:
    api.fail("429", method="setMyCommands")
    async with running(root, database_url, clock):
        await people[0].says(CALL)
    assert "已记" in people[0].heard[-1]


async def test_an_unknown_token_ends_the_start(
    api: BotApi, database_url: str, clock: MovableClock, people: tuple[Person, Person]
) -> None:
    api.token = "1000001:another-token-altogether"
    async with serve(api) as root:
        with pytest.raises(InvalidToken):
            async with running(root, database_url, clock):
                pass


async def test_a_token_that_is_taken_back_ends_the_run(
    root: str, api: BotApi, database_url: str, clock: MovableClock, people: tuple[Person, Person]
) -> None:
    async def run() -> None:
        async with running(root, database_url, clock) as bot:
            await api.until(lambda: api.polling)
            api.token = "1000001:another-token-altogether"
            await api.get_updates()
            await asyncio.wait({bot.taking}, timeout=20)

    with pytest.raises(InvalidToken):
        await run()


async def test_the_start_waits_until_telegram_can_be_reached(
    root: str, api: BotApi, database_url: str, clock: MovableClock, people: tuple[Person, Person]
) -> None:
    api.fail("drop_before", method="getMe", times=2)
    api.fail("429", method="deleteWebhook", retry_after=6)
    async with running(root, database_url, clock) as bot:
        await people[0].says(CALL)
    assert bot.pauses[:3] == [5, 5, 6]
