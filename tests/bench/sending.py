"""3,000 notices at the set rate against a server that enforces Telegram's limits; then again with five kill -9 on the way."""

import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import func, select

from bot import clock, programmes
from bot.config import Settings
from bot.domain.people import Actor, Scope
from bot.sandbox.api import BotApi
from bot.sandbox.server import serve
from bot.services import broadcasts
from bot.services.broadcasts import Draft
from bot.services.desk import Desk
from db import migrate
from db.models import Grant, Notice, Person
from db.session import Cipher, Sessions, connect_to
from tests.bench.figures import figure
from tests.kit.bots import KEY, TOKEN
from tests.kit.build import building
from tests.kit.processes import bot_settings, started

NOTICES, RATE, KILLS, WINDOW = 3000, 24, 5, 16
PATIENCE = 600.0


def main() -> bool:
    return all([asyncio.run(_steady()), asyncio.run(_killed())])


async def _steady() -> bool:
    api = _api(limited=True)
    with _queued(api) as (folder, url):
        async with serve(api) as root:
            with started(folder, "scheduler", **bot_settings(root, url, webhook=False), BULK_PER_SECOND=str(RATE)):
                await api.until(lambda: api.called["sendMessage"] >= 1, within=PATIENCE)
                began = time.perf_counter()
                await api.until(lambda: _arrived(api) >= NOTICES, within=PATIENCE)
                rate = (NOTICES - 1) / (time.perf_counter() - began)
    return all(
        [
            figure("sent a second, of 24 set", rate, 0.98 * RATE, unit="/s", least=True),
            figure("refused with 429", api.refused_429, 0),
        ]
    )


async def _killed() -> bool:
    api = _api(limited=False)
    with _queued(api) as (folder, url):
        async with serve(api) as root:
            settings = {**bot_settings(root, url, webhook=False), "BULK_PER_SECOND": "30"}
            for kill in range(1, KILLS + 1):
                with started(folder, "scheduler", **settings) as daemon:
                    mark = NOTICES * kill // (KILLS + 1)
                    await api.until(lambda mark=mark: _arrived(api) >= mark, within=PATIENCE)
                    daemon.kill()
            with started(folder, "scheduler", **settings):
                await _through(api, url)
        states = _states(url)
    twice = sum(1 for count in _heard(api).values() if count > 1)
    unknown = states["unknown"]
    print(f"   states: {dict(states)}")
    return all(
        [
            figure("heard twice after five kill -9", twice, 0),
            figure("neither arrived nor listed unknown", max(0, NOTICES - states["sent"] - unknown), 0),
            figure("unknown a kill", unknown / KILLS, WINDOW),
        ]
    )


async def _through(api: BotApi, url: str) -> None:
    """Until nothing is planned or claimed any more; asked again at each arrival, and at the end of the lane."""
    while _states(url)["planned"] + _states(url)["claimed"]:  # noqa: ASYNC110  the lane rings no bell at its end
        await asyncio.sleep(1)


def _api(*, limited: bool) -> BotApi:
    api = BotApi(now=clock.now, token=TOKEN)
    if limited:
        api.limits(per_second=30, per_chat_per_second=1)
    return api


def _heard(api: BotApi) -> Counter[int]:
    return Counter({chat: len(api.heard(chat)) for chat in range(1, NOTICES + 1)})


def _arrived(api: BotApi) -> int:
    return api.called["sendMessage"]


def _states(url: str) -> Counter[str]:
    sessions = Sessions(connect_to(url, Cipher((KEY,))))
    try:
        with sessions.read() as session:
            rows = session.execute(
                select(Notice.state, func.count()).where(Notice.kind == broadcasts.KIND).group_by(Notice.state)
            )
            return Counter(dict(rows.all()))
    finally:
        sessions.close()


@contextmanager
def _queued(api: BotApi) -> Iterator[tuple[Path, str]]:
    """A county of people who joined, and a text to all of them that is due now."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder}/bench.db"
        sessions = Sessions(connect_to(url, Cipher((KEY,))))
        migrate.upgrade(sessions.engine)
        now = clock.now()
        with building(sessions) as b:
            county = b.unit("县", "county")
            admin = b.person(county, "管理员", "admin")
            people = [
                Person(name="干部", number=f"B{n}", unit_id=county.id, telegram_id=n, started_at=now)
                for n in range(1, NOTICES + 1)
            ]
            b.session.add_all(people)
            b.session.flush()
            b.session.add_all(
                Grant(person_id=one.id, role="cadre", unit_id=county.id, source="roster") for one in people
            )
        for n in range(1, NOTICES + 1):
            api.add_person(n, "干部", started=True)
        actor = Actor(admin.id, county.id, "zh_CN", (Scope("admin", county.id),))
        desk = Desk(now, Settings.from_env({}, dotenv=None).timezone, programmes.load(None))
        with sessions.write() as session:
            drafted = broadcasts.draft(session, desk, actor, unit=county.code, text="请大家注意防滑")
            assert isinstance(drafted, Draft)
            queued = broadcasts.send(session, desk, actor, broadcast_id=drafted.broadcast_id)
            assert isinstance(queued, broadcasts.Queued)
            assert queued.count == NOTICES, queued
        sessions.close()
        yield folder, url
