"""One campaign to every cadre planned in one tick, beside the bare INSERT … SELECT of the same rows; and replies meanwhile.

The day is one of `roster.confirm`, which goes to all paired cadres. Bare: the rows that planning wrote are deleted and
inserted again from a copy, by one statement in one transaction, under the same indexes and constraints.
"""

import asyncio
import time
from datetime import datetime

from sqlalchemy import text

from bot import programmes
from bot.clock import MovableClock
from bot.config import Settings
from bot.runtime import Runtime
from bot.services import updates
from db.session import Sessions
from scheduler.planning import plan
from tests.bench.county import SIZES, databases, seeded, sizes
from tests.bench.figures import figure

NOW = "2026-12-10T09:00:00+08:00"
EMPTY = ("DELETE FROM notices", "DELETE FROM campaigns", "DELETE FROM watermarks")
ROUNDS = 3


def main() -> bool:
    kept = []
    with databases() as addresses:
        for name, address in addresses.items():
            for size in sizes():
                with seeded(address, size, NOW) as (sessions, _url, made):
                    print(f"   -- {name}, {made.cadres} cadres", flush=True)
                    kept.append(asyncio.run(_measured(sessions, made.cadres, bound=size == SIZES[-1])))
    return all(kept)


async def _measured(sessions: Sessions, cadres: int, *, bound: bool) -> bool:
    """`bound`: the ratio is that of the size it was promised for."""
    clock = MovableClock(datetime.fromisoformat(NOW))
    runtime = Runtime(sessions, clock, programmes.load(None), Settings.from_env({}, dotenv=None))
    planned, bare = [], []
    for _round in range(ROUNDS):
        _run(sessions, *EMPTY)
        began = time.perf_counter()
        await plan(runtime, _always)
        planned.append(time.perf_counter() - began)
        bare.append(_bare(sessions))
    with sessions.read() as session:
        rows = session.execute(text("SELECT count(*) FROM notices WHERE kind = 'roster.confirm'")).scalar_one()
    assert rows >= 0.9 * cadres, (rows, cadres)
    _run(sessions, *EMPTY)
    longest, replies = await _replies(runtime)
    figure("notices of the campaign", rows)
    figure("bare INSERT … SELECT of all rows", min(bare), unit=" s")
    figure("planning them", min(planned), unit=" s")
    ratio = figure("planning over bare", min(planned) / min(bare), 3 if bound else None)
    figure("small writes while planning", replies)
    return figure("longest of them", longest, 1, unit=" s") and ratio


async def _always() -> bool:
    return True


async def _replies(runtime: Runtime) -> tuple[float, int]:
    """(the longest of small writes one after the other while planning goes on, how many)."""
    planning = asyncio.create_task(plan(runtime, _always))
    longest, count = 0.0, 0
    while not planning.done():
        began = time.perf_counter()
        await runtime.run(updates.remember_bot_name, name="bench")
        longest, count = max(longest, time.perf_counter() - began), count + 1
    await planning
    return longest, count


def _bare(sessions: Sessions) -> float:
    _run(sessions, "DROP TABLE IF EXISTS copied", "CREATE TABLE copied AS SELECT * FROM notices", "DELETE FROM notices")
    began = time.perf_counter()
    _run(sessions, "INSERT INTO notices SELECT * FROM copied")
    took = time.perf_counter() - began
    _run(sessions, "DROP TABLE copied")
    return took


def _run(sessions: Sessions, *statements: str) -> None:
    with sessions.write() as session:
        for statement in statements:
            session.execute(text(statement))
