"""The one reader of the real clock."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]


def now() -> datetime:
    """The present, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251  the one place


class MovableClock:
    """A clock for sandbox and tests: it runs from `start` when `running`, and can be moved."""

    def __init__(self, start: datetime, *, running: bool = False) -> None:
        self._running = running
        self.move(start)

    def __call__(self) -> datetime:
        return self._at + (now() - self._since if self._running else timedelta())

    def move(self, to: datetime) -> None:
        if to.tzinfo is None:
            msg = "a clock is moved to an aware time"
            raise ValueError(msg)
        self._at, self._since = to.astimezone(UTC), now()
