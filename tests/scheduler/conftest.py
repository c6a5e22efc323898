"""A county with people in it, a post office that notes what it is given, and time that passes when asked."""

import asyncio
import heapq
from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot import programmes
from bot.clock import MovableClock
from bot.config import Settings
from bot.runtime import Runtime
from bot.texts.message import Say
from db.models import Notice
from db.session import Sessions
from scheduler.delivery import Delivery, always
from scheduler.outcomes import Delivered, Sent
from scheduler.planning import plan
from tests.kit.build import building

ZONE = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    """A local moment, such as 2026-05-08T09:00."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


DAY = at("2026-06-10T09:00")  # roster.confirm goes to everybody


def tally(database: Sessions) -> Counter[str]:
    with database.read() as session:
        return Counter(session.scalars(select(Notice.state).where(Notice.kind == "roster.confirm")))


class FakeTime:
    """Monotonic time that jumps to the next sleeper as soon as everybody sleeps; nobody really waits."""

    def __init__(self) -> None:
        self.now = 1000.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = count()
        self._turning: asyncio.Task[None] | None = None

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        done = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.now + seconds, next(self._numbers), done))
        if self._turning is None or self._turning.done():
            self._turning = asyncio.create_task(self._turn())
        await done

    async def _turn(self) -> None:
        while self._sleepers:
            for _ in range(20):  # let everybody who can run do so first
                await asyncio.sleep(0)
            until, _, done = heapq.heappop(self._sleepers)
            self.now = max(self.now, until)
            if not done.done():
                done.set_result(None)


class Box:
    """A post office in memory, at the edge where Telegram is: it says what it was told to, else Delivered."""

    def __init__(self, time: FakeTime) -> None:
        self.time = time
        self.sent: list[tuple[float, int, Say]] = []
        self.edited: list[tuple[int, int, Say]] = []
        self.answers: list[Sent] = []
        self.always: Sent | None = None
        self._ids = count(501)

    async def send(self, telegram_id: int, say: Say) -> Sent:
        await asyncio.sleep(0)
        answer = self.answers.pop(0) if self.answers else self.always
        if answer is None:
            answer = Delivered(next(self._ids))
        if isinstance(answer, Delivered):
            self.sent.append((self.time.monotonic(), telegram_id, say))
        return answer

    async def edit(self, telegram_id: int, message_id: int, say: Say) -> Sent:
        await asyncio.sleep(0)
        self.edited.append((telegram_id, message_id, say))
        return Delivered(message_id)

    def to(self, telegram_id: int) -> list[str]:
        return [say.text for _, who, say in self.sent if who == telegram_id]


@pytest.fixture
def fake_time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def box(fake_time: FakeTime) -> Box:
    return Box(fake_time)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_env({"DATA_DIR": str(tmp_path), "TELEGRAM_BOT_TOKEN": "123456:abcdefghij"}, dotenv=None)


@pytest.fixture
async def runtime(database: Sessions, clock: MovableClock, settings: Settings) -> AsyncIterator[Runtime]:
    runtime = Runtime(database, clock, programmes.load(), settings)
    yield runtime
    await asyncio.to_thread(runtime._threads.shutdown)


@pytest.fixture
def many(database: Sessions) -> list[int]:
    """Sixty cadres with one recipient each; their Telegram numbers."""
    with building(database) as b:
        county = b.unit("华池县", "county")
        village = b.unit("王庄村", "village", county)
        for n in range(60):
            b.pairing(b.person(village, f"李{n}", telegram_id=1000 + n), b.recipient(village))
    return [1000 + n for n in range(60)]


@pytest.fixture
async def lane(runtime: Runtime, clock: MovableClock, box: Box, fake_time: FakeTime, many: list[int]) -> Delivery:
    """Planned for the tenth, nothing sent yet."""
    clock.move(DAY)
    await plan(runtime, always)
    return Delivery(runtime, box, timer=fake_time)
