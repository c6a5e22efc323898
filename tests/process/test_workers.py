"""Two webhook workers on one PostgreSQL: nothing lives in either of them."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from bot.clock import MovableClock
from bot.sandbox.api import BotApi
from bot.sandbox.server import serve
from db.session import Sessions
from tests.kit.botapi import Person
from tests.kit.bots import SECRET, TOKEN, Bot, Gate, running
from tests.kit.pair import CALL, records, two_cadres

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def api(clock: MovableClock) -> BotApi:
    return BotApi(now=clock, token=TOKEN)


@pytest.fixture
def people(api: BotApi, database: Sessions) -> tuple[Person, Person]:
    return two_cadres(database, api)


@pytest.fixture
def gate() -> Gate:
    """Holds the pauses of the first worker."""
    return Gate()


@pytest.fixture
async def workers(
    api: BotApi, database_url: str, clock: MovableClock, people: tuple[Person, Person], gate: Gate
) -> AsyncIterator[tuple[Bot, Bot]]:
    async with (
        serve(api) as root,
        running(root, database_url, clock, webhook=True, gate=gate) as first,
        running(root, database_url, clock, webhook=True) as second,
    ):
        await api.until(lambda: api.called["setWebhook"] == 2)
        yield first, second


async def test_any_worker_carries_on_the_conversation(
    workers: tuple[Bot, Bot], people: tuple[Person, Person], database: Sessions
) -> None:
    _, ma = people
    await ma.says("昨天去走访了", to=workers[0])
    assert "是给谁的" in ma.heard[-1]
    await ma.taps("张*兰", to=workers[1])
    assert "走访探视 1/2" in ma.heard[-1]
    await ma.taps("撤销", to=workers[0])
    assert "已撤销" in ma.heard[-1]
    assert records(database) == 2, "the record and its withdrawal"


async def post(worker: Bot, update: dict[str, object]) -> int:
    assert worker.url
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    async with httpx.AsyncClient(verify=False, timeout=30) as client:
        return (await client.post(worker.url, json=update, headers=headers)).status_code


def update(li: Person, number: int, text: str, date: int) -> dict[str, object]:
    message = {"message_id": number, "date": date, "chat": li.chat.who, "from": li.chat.user, "text": text}
    return {"update_id": number, "message": message}


async def test_while_one_worker_answers_an_update_another_leaves_it_alone(
    workers: tuple[Bot, Bot], people: tuple[Person, Person], api: BotApi, database: Sessions, gate: Gate
) -> None:
    """The first worker has committed and waits out Telegram's limit when the same update comes to the second."""
    li, _ = people
    same = update(li, 900, CALL, api.stamp)
    api.fail("429", method="sendMessage", retry_after=9)
    answering = asyncio.ensure_future(post(workers[0], same))
    await gate.reached.wait()
    assert records(database) == 1
    assert await post(workers[1], same) == 503
    assert li.heard == []
    gate.open.set()
    assert await answering == 200
    assert await post(workers[1], same) == 200
    assert [text.splitlines()[0] for text in li.heard] == [li.heard[0].splitlines()[0]]
    assert records(database) == 1


async def test_the_same_update_at_both_at_once_is_handled_and_answered_once(
    workers: tuple[Bot, Bot], people: tuple[Person, Person], api: BotApi, database: Sessions
) -> None:
    li, _ = people
    for number in range(900, 908):
        day = (api.now() - timedelta(days=number - 900)).date()
        same = update(li, number, f"{day.month}月{day.day}日{CALL}", api.stamp)
        both = await asyncio.gather(*(post(worker, same) for worker in workers))
        assert 200 in both
        assert set(both) <= {200, 503}
        assert [await post(worker, same) for worker in workers] == [200, 200]
        assert len(li.heard) == records(database) == number - 900 + 1, li.heard


async def test_what_one_person_says_to_both_at_once_counts_one_after_the_other(
    workers: tuple[Bot, Bot], people: tuple[Person, Person], api: BotApi, database: Sessions
) -> None:
    """Each receipt shows another count: no worker counted before the other had stored."""
    li, _ = people
    days = [(api.now() - timedelta(days=back)).date() for back in range(8)]
    said = [update(li, 900 + n, f"{day.month}月{day.day}日{CALL}", api.stamp) for n, day in enumerate(days)]
    assert await asyncio.gather(*(post(workers[n % 2], one) for n, one in enumerate(said))) == [200] * 8
    counts = sorted(int(found) for text in li.heard for found in re.findall(r"联系交流 (\d+)/4", text))
    assert counts == list(range(1, 9))
    assert records(database) == 8


async def test_two_taps_on_one_button_at_both_at_once_undo_once(
    workers: tuple[Bot, Bot], people: tuple[Person, Person], api: BotApi, database: Sessions
) -> None:
    li, _ = people
    await li.says(CALL, to=workers[0])
    assert workers[0].url
    assert workers[1].url
    number = li.last["message_id"]
    acts = [api.tap(li.id, number, "撤销", to=worker.url) for worker in workers]
    await api.settled(*acts)
    assert records(database) == 2, "the record and one withdrawal"
    assert li.unanswered == 0
