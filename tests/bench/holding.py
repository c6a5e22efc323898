"""How long the handlers of wide scopes hold an update, and how long their write transactions last.

The real Application over HTTP; the asker is supervisor, liaison and admin of everything. An update is held from its
coming to its acknowledgement, replies and all. What takes longer is done aside: `answer` is when it was there. A write
transaction counts from the moment it begins, waiting for SQLite's lock included, to its commit.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, event, select, text

from bot.clock import MovableClock
from bot.sandbox.api import BotApi
from bot.sandbox.api.markup import buttons
from bot.sandbox.server import serve
from bot.services.wide import LARGE
from db.models import Unit
from db.session import Sessions
from tests.bench.county import databases, seeded, sizes
from tests.kit.botapi import Person
from tests.kit.bots import TOKEN, running
from tests.kit.build import building

NOW = "2026-11-22T10:00:00+08:00"
ASKER = 7001
BOUND = 1.0  # seconds that a handler may hold, and a write transaction may last
PATIENCE = 300.0


def main() -> bool:
    kept = []
    with databases() as addresses:
        for name, address in addresses.items():
            for size in sizes():
                with seeded(address, size, NOW) as (sessions, url, made):
                    print(f"   -- {name}, {made.cadres} cadres, {made.records} records", flush=True)
                    kept.append(asyncio.run(measured(sessions, url)))
    return all(kept)


async def measured(sessions: Sessions, url: str) -> bool:
    """One line a command; whether all of them kept the bound."""
    top, large, small = _places(sessions)
    with written() as longest:
        async with asking(url) as asker:
            rows = []
            for name, act in _acts(asker, top, large, small):
                longest.clear()
                began = time.perf_counter()
                await act()
                held = time.perf_counter() - began
                await asker.api.until(lambda: not _waits(asker), within=PATIENCE)
                rows.append(Row(name, held, time.perf_counter() - began, max(longest, default=0.0)))
                print(rows[-1], flush=True)
    return all(row.kept for row in rows)


@dataclass(frozen=True)
class Row:
    """Seconds."""

    name: str
    held: float
    answer: float
    write: float

    @property
    def kept(self) -> bool:
        return max(self.held, self.write) <= BOUND

    def __str__(self) -> str:
        missed = "" if self.kept else "   MISSED"
        return f"   {self.name:<44} held {self.held:6.3f} s   answer {self.answer:6.3f} s   write {self.write:6.3f} s{missed}"


Act = Callable[[], Awaitable[Any]]


def _acts(asker: Person, top: int, large: int, small: int) -> Iterator[tuple[str, Act]]:
    """One after the other; `large` is the largest place below `top`, `small` the largest that is answered at once."""

    def says(words: str) -> tuple[str, Act]:
        return words, lambda: asker.says(words)

    def taps(name: str, wanted: str) -> tuple[str, Act]:
        return name, lambda: asker.presses(asker.last["message_id"], wanted)

    yield says("/help")
    yield says("/unit")
    yield taps("/unit, a step down", f"unit:at:{large}")
    yield taps("/unit, largest at once", f"unit:at:{small}")
    yield says("/behind")
    yield taps("/behind, next page", f"report:behind_at:{top}:10")
    yield taps("/behind, largest at once", f"report:behind:{small}:0")
    yield says("/gaps")
    yield taps("/gaps, next page", "gap:page:1")
    yield taps("gaps below a report", f"report:gaps:{top}:0")
    yield says("/report")
    yield says("/report 2026-10")
    yield taps("report, largest at once", f"report:show:{small}")
    yield taps("workbook, largest at once", f"report:xlsx:{small}:2026-11")
    yield taps("newly behind, everything", f"nudge:new:{top}:2026-11:0")
    yield taps("newly behind, largest at once", f"nudge:new:{small}:2026-11:0")
    yield taps("waiting for an answer, everything", f"nudge:wait:{top}:2026-11:0")
    yield says("/explain 1 走访探视")
    yield taps("/explain, next page", "explain:page:1:visit:total:10")
    yield taps("/explain, recipients", "explain:page:1:recipients:total:0")
    yield says("/spotcheck")
    yield says("/spotcheck 20")
    yield says("/spotcheck 200 2026-10")
    yield "/spotcheck 20, largest at once", lambda: asker.says(f"/spotcheck 20 {_code(small)} 2026-10")
    yield says("/roster")
    yield taps("the month's list of changes", "entry:list:2026-11")
    yield taps("list to be keyed in", "key:office")
    yield taps("the same list again", "key:office")
    yield "list keyed in", lambda: asker.taps("已录入")
    yield taps("next list to be keyed in", "key:office")
    yield "list given back", lambda: asker.taps("放回")
    yield says("/reach")
    yield says("/status")
    yield says("/plan")
    yield says("/alerts")
    yield says("/audit")
    yield says(f"/broadcast {_code(top)} 请查收")
    yield "/broadcast, sent", lambda: asker.taps("发送")


_codes: dict[int, str] = {}


def _code(unit_id: int) -> str:
    return _codes[unit_id]


def _places(sessions: Sessions) -> tuple[int, int, int]:
    """The topmost unit, the largest place right below it, and the largest of those that are answered at once."""
    people = text(
        "SELECT ancestor_id, count(*) FROM unit_tree JOIN recipients ON recipients.unit_id = unit_tree.unit_id "
        "JOIN units ON units.id = ancestor_id WHERE level <> 'unit' GROUP BY ancestor_id"
    )
    with building(sessions) as b:
        session = b.session
        sizes: dict[int, int] = {row[0]: row[1] for row in session.execute(people)}
        (top,) = session.scalars(select(Unit).where(Unit.parent_id.is_(None))).all()
        _codes.update({unit.id: unit.code for unit in session.scalars(select(Unit))})
        below = session.scalars(select(Unit.id).where(Unit.parent_id == top.id, Unit.level != "unit")).all()
        person = b.person(top, "赵敏", "supervisor", telegram_id=ASKER, number="BENCH-1")
        for role in ("liaison", "admin"):
            b.grant(person, role, top)
        # Everybody can be reached, as at the end of a roll-out.
        session.execute(text("UPDATE people SET telegram_id = id + 10000000 WHERE telegram_id IS NULL"))
        return (
            top.id,
            max(below, key=lambda unit: sizes.get(unit, 0)),
            max((unit for unit, count in sizes.items() if count < LARGE), key=lambda unit: sizes[unit]),
        )


@asynccontextmanager
async def asking(url: str) -> AsyncIterator[Person]:
    """The bot in webhook mode, and who asks it."""
    clock = MovableClock(datetime.fromisoformat(NOW))
    api = BotApi(now=clock, token=TOKEN)
    async with serve(api) as root, running(root, url, clock, webhook=True):
        asker = Person(api, ASKER, "赵敏", started=True, within=PATIENCE)
        await asker.says("/settings")  # sets the menu, once
        yield asker


def _waits(asker: Person) -> bool:
    """Whether one of his messages still says that something is under way."""
    said = [message for number, message in asker.chat.messages.items() if number in asker.chat.by_bot]
    return any(
        button["callback_data"].startswith("work:stop:")
        for message in said
        for button in buttons(message.get("reply_markup"))
    )


@contextmanager
def written() -> Iterator[list[float]]:
    """Seconds of each write transaction of this process from here on."""
    open_since: dict[Connection, float] = {}
    found: list[float] = []

    def begun(connection: Connection) -> None:
        options = connection.get_execution_options()
        if not options.get("reading") and not options.get("postgresql_readonly"):
            open_since[connection] = time.perf_counter()

    def ended(connection: Connection) -> None:
        if (since := open_since.pop(connection, None)) is not None:
            found.append(time.perf_counter() - since)

    listeners = (("begin", begun), ("commit", ended), ("rollback", ended))
    for name, listener in listeners:
        event.listen(Engine, name, listener)
    try:
        yield found
    finally:
        for name, listener in listeners:
            event.remove(Engine, name, listener)
