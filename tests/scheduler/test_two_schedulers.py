"""`python -m bot scheduler` twice, as two processes: one leads, and when it is killed the other goes on where it stopped."""

import asyncio
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select

from bot.clock import now
from bot.sandbox.api import BotApi
from bot.sandbox.server import serve
from db.models import Broadcast, Notice
from db.notices import APART
from db.session import Sessions
from tests.kit.bots import TOKEN
from tests.kit.build import building
from tests.kit.processes import PATIENCE, Daemon, bot_settings, command, started

PEOPLE = 150
FIRST_CHAT = 1001
LEADS, WAITS = "this process plans and sends", "another process plans and sends: this one waits"


def announce(database: Sessions, people: list[int]) -> None:
    """A broadcast to all of them, due now: it goes out at any hour of any day."""
    with building(database) as b:
        told = Broadcast(person_id=people[0], text="明天停电", count=len(people), state="confirmed", at=now())
        b.session.add(told)
        b.session.flush()
        for person in people:
            b.session.add(
                Notice(
                    person_id=person,
                    kind="broadcast",
                    period=str(told.id),
                    day=now().date(),
                    due=now(),
                    lane=APART,
                    subject_id=told.id,
                )
            )


async def until(api: BotApi, daemon: Daemon, condition: Callable[[], bool]) -> None:
    try:
        await api.until(condition, within=PATIENCE)
    except AssertionError as problem:
        raise AssertionError(f"{problem}\n{daemon.said()[-5000:]}") from None


async def test_of_two_schedulers_one_leads_and_the_other_takes_over_when_it_is_killed_and_nobody_hears_twice(
    database: Sessions, database_url: str, tmp_path: Path
) -> None:
    api = BotApi(now=now, token=TOKEN)
    with building(database) as b:
        county = b.unit("华池县", "county")
        people = [b.person(county, f"李{n}", telegram_id=FIRST_CHAT + n).id for n in range(PEOPLE)]
    for n in range(PEOPLE):
        api.add_person(FIRST_CHAT + n, f"李{n}", started=True)
    folders = tmp_path / "first", tmp_path / "second"
    for folder in folders:
        folder.mkdir()
    async with serve(api) as root:
        settings = bot_settings(root, database_url, webhook=False)
        with started(folders[0], "scheduler", **settings) as first:
            await asyncio.to_thread(first.says, LEADS)
            with started(folders[1], "scheduler", **settings) as second:
                await asyncio.to_thread(second.says, WAITS)
                announce(database, people)
                await until(api, first, lambda: api.called["sendMessage"] >= 40)
                assert LEADS not in second.said()
                first.kill()
                before = api.called["sendMessage"]
                await asyncio.to_thread(second.says, LEADS)
                await until(api, second, lambda: api.called["sendMessage"] >= before + 40)
                assert await second.end() == 0, second.said()
        left = await asyncio.to_thread(lambda: command(tmp_path, "tick", **settings))
        assert left.returncode == 0, left.stderr
    heard = {person: len(api.heard(FIRST_CHAT + n)) for n, person in enumerate(people)}
    with database.read() as session:
        found = {n.person_id: n.state for n in session.scalars(select(Notice).where(Notice.kind == "broadcast"))}
    states = Counter(found.values())
    assert states["sent"] + states["unknown"] == PEOPLE
    assert states["unknown"] <= 16
    assert max(heard.values()) == 1
    assert all(heard[person] == 1 for person, state in found.items() if state == "sent")
