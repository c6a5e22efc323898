"""A clock that makes long reads wait while it is held: whoever reads on the threads for reading asks it first."""

import threading
from datetime import datetime

from bot.clock import MovableClock


class HeldClock(MovableClock):
    """`free.clear()` holds, `free.set()` lets go. `threads`: "read" all who read, "read-long" only what is done aside."""

    def __init__(self, now: datetime, threads: str = "read") -> None:
        super().__init__(now)
        self._threads = threads
        self.free = threading.Event()
        self.free.set()

    def __call__(self) -> datetime:
        if threading.current_thread().name.startswith(self._threads):
            assert self.free.wait(30), "held too long"
        return super().__call__()

    def held_now(self) -> datetime:
        """The time as it stands, for the test itself."""
        return super().__call__()
