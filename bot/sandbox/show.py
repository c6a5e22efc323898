"""The sandbox: local Bot API server, real bot over real HTTP, synthetic county, chat page, and a clock to move."""

import asyncio
import contextlib
import tempfile
import webbrowser
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from bot import process, programmes
from bot.clock import MovableClock
from bot.config import Settings
from bot.domain.calendar import local
from bot.runtime import Runtime
from bot.sandbox.api import BotApi
from bot.sandbox.server import serve
from bot.services import dues, joining, synthetic
from bot.services.desk import Desk
from bot.services.synthetic import Seeded
from db import migrate, people
from db.session import Cipher, Session, Sessions, connect_to
from scheduler.clockwork import Clockwork

PORT = 8080
PORTS = 50  # how many to try when it is taken
CADRES = 60
MORNING = time(9, 30)
KEY = b"a key for nobody's secrets".ljust(32, b"!")
FARTHEST = timedelta(days=370)  # the bot works through every day between
AHEAD = 200  # days in which "next reminder" looks


@dataclass(frozen=True)
class Role:
    """Somebody whom the page offers. `number` is the roster's; None is a stranger."""

    id: int
    role: str
    number: str | None
    name: str
    examples: tuple[str, ...]


async def run(
    settings: Settings, start: datetime, *, port: int | None, browser: bool, said: Callable[[str], None]
) -> None:
    """Serve until interrupted. Raises OSError when the port asked for is taken."""
    stop = asyncio.Event()
    process.until_signalled(stop)
    async with opened(settings, start, port) as address:
        said(f"结对助手 sandbox: {address}\nEverything in it is invented and is gone when it stops (Ctrl-C).")
        if browser:
            await asyncio.to_thread(webbrowser.open, address)
        await stop.wait()


@contextlib.asynccontextmanager
async def opened(settings: Settings, start: datetime, port: int | None) -> AsyncIterator[str]:
    """The whole sandbox, until the block ends; gives the page's address."""
    clock = MovableClock(start, running=True)
    api = BotApi(now=clock)
    with tempfile.TemporaryDirectory(prefix="jiedui-sandbox-") as folder:
        chosen = replace(
            settings,
            telegram_bot_token=api.token,
            telegram_proxy_url=None,
            database_url=f"sqlite:///{Path(folder) / 'sandbox.db'}",
            webhook_url=None,
            data_dir=Path(folder),
        )
        sessions = Sessions(connect_to(chosen.database_url, Cipher((KEY,))))
        migrate.upgrade(sessions.engine)
        runtime = Runtime(sessions, clock, programmes.load(chosen.programme_file), chosen)
        seeded = await runtime.run(synthetic.fill, cadres=CADRES, records_per_pairing=7, seed=7, year=start.year)
        roles = await runtime.read(_roles, seeded)
        bench = _Bench(api, runtime, clock, roles)
        async with _listening(api, bench, port) as address:
            bench.runtime = replace(runtime, settings=replace(chosen, telegram_api_base_url=address))
            async with bench.working(), _joined(api, bench.runtime, roles):
                yield address
        await runtime.close()


@contextlib.asynccontextmanager
async def _listening(api: BotApi, bench: "_Bench", port: int | None) -> AsyncIterator[str]:
    """On the port asked for, or on the first free one from 8080."""
    zone = str(bench.runtime.settings.timezone)
    page: dict[str, Any] = {"people": bench.people, "on_clock": bench.move, "timezone": zone}
    if port is not None:
        async with serve(api, port=port, **page) as address:
            yield address
        return
    for candidate in range(PORT, PORT + PORTS):
        async with contextlib.AsyncExitStack() as stack:
            try:
                address = await stack.enter_async_context(serve(api, port=candidate, **page))
            except OSError:
                continue
            yield address
            return
    raise OSError(f"no free port from {PORT} to {PORT + PORTS - 1}")


@contextlib.asynccontextmanager
async def _joined(api: BotApi, runtime: Runtime, roles: tuple[Role, ...]) -> AsyncIterator[None]:
    """Everybody comes in as real people do: by a link with a code."""
    for one in roles:
        api.add_person(one.id, one.name, language_code="zh-hans")
        if one.number is not None:
            invited = await runtime.run(joining.invite_from_command_line, number=one.number)
            assert isinstance(invited, joining.Invited)
            await api.settled(api.say(one.id, f"/start {invited.code}"))
    yield


class _Bench:
    """What the page's clock moves: the bot's own planner and sender, at another time."""

    def __init__(self, api: BotApi, runtime: Runtime, clock: MovableClock, roles: tuple[Role, ...]) -> None:
        self.api = api
        self.runtime = runtime
        self.clock = clock
        self.roles = roles
        self._work: Clockwork | None = None

    def people(self) -> list[dict[str, Any]]:
        return [
            {"id": one.id, "name": one.name, "role": one.role, "examples": list(one.examples)} for one in self.roles
        ]

    @contextlib.asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        settings = self.runtime.settings
        stop = asyncio.Event()
        async with process.application(settings, self.runtime) as app, process.clock(app, self.runtime) as work:
            self._work = work
            taking = asyncio.create_task(process.take_updates(app, settings, self.runtime, stop))
            try:
                yield
            finally:
                stop.set()
                await taking

    async def move(self, action: str, to: str | None) -> dict[str, Any]:
        """next_day: the next morning; next_reminder: when one of the roles hears something; goto an ISO time."""
        zone = self.runtime.settings.timezone
        today = self.clock().astimezone(zone).date()
        note = ""
        if action == "next_day":
            target = local(today + timedelta(days=1), MORNING, zone)
        elif action == "next_reminder":
            found = await self._next_reminder()
            target = found or self.clock()
            note = "" if found else f"{AHEAD} 天内没有提醒。"
        elif action == "goto" and to:
            asked = datetime.fromisoformat(to)
            target = asked if asked.tzinfo else asked.replace(tzinfo=zone)
        else:
            raise ValueError(action)
        if target < self.clock():
            note = "时间只能往前走。"
        elif target > self.clock() + FARTHEST:
            note = f"一次最多往前走 {FARTHEST.days} 天。"
        else:
            before = [len(self.api.heard(one.id)) for one in self.roles]
            self.clock.move(target)
            await self._tick()
            heard = [
                f"{one.name}（{one.role}）"
                for one, n in zip(self.roles, before, strict=True)
                if len(self.api.heard(one.id)) > n
            ]
            note = note or (f"有新消息：{'、'.join(heard)}" if heard else "没有新消息。")
        return {"now": self.clock().isoformat(), "note": note}

    async def _next_reminder(self) -> datetime | None:
        numbers = [one.number for one in self.roles if one.number]
        return await self.runtime.read(dues.next_for, numbers=numbers, days=AHEAD)

    async def _tick(self) -> None:
        assert self._work is not None
        await self._work.leads()
        await self._work.once()


ROLES = (
    ("cadre_of_one", "结对干部", ("昨天去走访了，送了米面油260元", "打了电话", "还差几次？", "/progress")),
    ("cadre_of_two", "结对干部（两户）", ("昨天去走访了", "两家都打了电话", "/log", "/pairs")),
    ("liaison", "联络员", ("/roster", "/gaps", "/help")),
    ("supervisor", "督导", ("/report", "/behind", "/unit", "/gaps")),
    ("admin", "管理员", ("/status", "/plan", "/reach", "/import")),
)


def _roles(session: Session, desk: Desk, seeded: Seeded) -> tuple[Role, ...]:  # noqa: ARG001  the shape of every use case
    """The well-known people of the synthetic county by their own names, and somebody from outside."""
    found = []
    for n, (field, role, examples) in enumerate(ROLES):
        number: str = getattr(seeded, field)
        person = people.by_number(session, number)
        assert person is not None
        found.append(Role(101 + n, role, number, person.name, examples))
    return (*found, Role(101 + len(ROLES), "陌生人", None, "路人", ("/start", "您好")))
