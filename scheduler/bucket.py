"""The one token bucket of bulk sending. Time and waiting are given, so that tests need not wait."""

import asyncio
from math import inf
from typing import Protocol

DEBT = 1.0  # seconds of delay that the lane may catch up with
IDLE = 5.0  # seconds without a message after which nothing is owed: the lane had nothing to do
HASTE = 1.125  # how much faster than the set rate it then goes: 24 becomes 27, which Telegram's 30 still holds
CEILING = 30.0


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
    """`rate` messages a second, one after the other. `pause` stops everybody, also those already waiting.

    A loop that was held up must not let go a burst: what was missed is caught up with a little faster, never at once.
    """

    def __init__(self, rate: float, timer: Timer) -> None:
        self._gap = 1 / rate
        self._least = 1 / max(rate, min(rate * HASTE, CEILING))
        self._timer = timer
        self._turns = asyncio.Lock()
        self._planned = float("-inf")  # when the next message would go at an even pace
        self._next = float("-inf")  # when it may go

    def left(self) -> float:
        """Seconds until a message may go."""
        return self._next - self._timer.monotonic()

    async def take(self, patience: float = inf) -> bool:
        """Return when a message may go; False, at once, when that is more than `patience` seconds away."""
        async with self._turns:
            while (wait := self.left()) > 0:
                if wait > patience:
                    return False
                await self._timer.sleep(wait)
            now = self._timer.monotonic()
            owed = now - self._planned
            start = now if owed > IDLE else max(self._planned, now - DEBT)
            self._planned = start + self._gap
            self._next = max(self._planned, now + self._least)
            return True

    def pause(self, seconds: float) -> None:
        """Nobody sends for so long; the longest pause counts, and nothing of it is caught up with."""
        until = self._timer.monotonic() + seconds
        self._planned, self._next = max(self._planned, until), max(self._next, until)
