"""A clock that makes long reads wait while it is held: whoever reads on the threads for reading asks it first."""

import threading
from datetime import datetime

from bot.clock import MovableClock


class HeldClock(MovableClock):
    """`free.clear()` holds, `free.set()` lets go."""

    def __init__(self, now: datetime) -> None:
        super().__init__(now)
        self.free = threading.Event()
        self.free.set()

    def __call__(self) -> datetime:
        if threading.current_thread().name.startswith("read"):
            assert self.free.wait(30), "held too long"
        return super().__call__()
