"""The one token bucket of bulk sending. Time and waiting are given, so that tests need not wait."""

import asyncio
from typing import Protocol

BURST = 2  # tokens that a delayed lane may catch up with: enough for a write-back, too few to be noticed


class Timer(Protocol):
    """Monotonic seconds, and waiting."""

    def monotonic(self) -> float: ...

    async def sleep(self, seconds: float) -> None: ...


class LoopTimer:
    """The event loop's own."""

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class Bucket:
    """`rate` messages a second, evenly. `pause` stops everybody, also those already waiting."""

    def __init__(self, rate: float, timer: Timer) -> None:
        self._gap = 1 / rate
        self._timer = timer
        self._next = float("-inf")  # when the next token falls due
        self._paused_until = float("-inf")

    async def take(self) -> None:
        """Return when a message may go."""
        now = self._timer.monotonic()
        turn = max(self._next, now - BURST * self._gap)
        self._next = turn + self._gap
        while (wait := max(turn, self._paused_until) - self._timer.monotonic()) > 0:
            await self._timer.sleep(wait)

    def pause(self, seconds: float) -> None:
        """Nobody sends for so long; the longest pause counts, and the even pace starts anew after it."""
        until = self._timer.monotonic() + seconds
        self._paused_until = max(self._paused_until, until)
        self._next = max(self._next, until)
