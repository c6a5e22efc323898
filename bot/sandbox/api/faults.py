"""Failures on command, and Telegram's limits for the benchmarks."""

import asyncio
import math
from collections import deque
from dataclasses import dataclass, field
from typing import Literal

from bot.sandbox.api.model import Json, Refused

How = Literal["429", "403", "500", "drop_before", "drop_after", "timeout"]


class Dropped(Exception):  # noqa: N818 - no answer at all, by order of a test
    """The connection closes without an answer; `hold`: it first stays silent until the other side gives up."""

    def __init__(self, *, hold: bool = False) -> None:
        super().__init__("no answer")
        self.hold = hold


@dataclass
class Fault:
    how: How
    method: str | None
    chat_id: int | None
    times: int
    retry_after: int

    def fits(self, method: str, chat_id: object) -> bool:
        return self.times > 0 and self.method in (None, method) and self.chat_id in (None, chat_id)


@dataclass
class Limits:
    """Sliding windows of one second over what goes to chats.

    The figures of Telegram's FAQ: about 30 a second in all, 1 a second in a chat.
    """

    per_second: float
    per_chat_per_second: float
    sent: deque[float] = field(default_factory=deque)
    by_chat: dict[int, deque[float]] = field(default_factory=dict)

    def wait(self, chat_id: int) -> float:
        """Seconds to wait before this message may go; 0 counts it as sent."""
        now = asyncio.get_running_loop().time()
        own = self.by_chat.setdefault(chat_id, deque())
        longest = 0.0
        for window, rate in ((self.sent, self.per_second), (own, self.per_chat_per_second)):
            span = max(1.0, 1.0 / rate)
            while window and window[0] <= now - span:
                window.popleft()
            if len(window) >= max(1, math.floor(rate)):
                longest = max(longest, window[0] + span - now)
        if longest <= 0:
            self.sent.append(now)
            own.append(now)
        return longest


class Faults:
    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.enforced: Limits | None = None
        self.refused_429 = 0

    def fail(
        self, how: How, *, method: str | None = None, chat_id: int | None = None, times: int = 1, retry_after: int = 1
    ) -> None:
        """The next `times` calls that fit go wrong; None fits every method or chat.

        drop_before: nothing is done and the connection closes; drop_after: it is done, then the connection closes
        without answer; timeout: nothing is done and no answer comes until the bot gives up.
        """
        self.faults.append(Fault(how, method, chat_id, times, retry_after))

    def limits(self, per_second: float = 30, per_chat_per_second: float = 1) -> None:
        """From now on messages beyond these rates are answered 429 with retry_after (whole seconds, real time)."""
        self.enforced = Limits(per_second, per_chat_per_second)

    def before(self, method: str, arguments: Json) -> bool:
        """Raises what was ordered for this call; True when the answer is to be dropped after doing it."""
        chat_id = arguments.get("chat_id")
        fault = next((fault for fault in self.faults if fault.fits(method, chat_id)), None)
        if fault is None:
            self._limit(method, chat_id)
            return False
        fault.times -= 1
        if fault.times == 0:
            self.faults.remove(fault)
        match fault.how:
            case "429":
                raise self._too_many(fault.retry_after)
            case "403":
                raise Refused(403, "Forbidden: bot was blocked by the user")
            case "500":
                raise Refused(500, "Internal Server Error")
            case "drop_before" | "timeout":
                raise Dropped(hold=fault.how == "timeout")
            case "drop_after":
                return True

    def _limit(self, method: str, chat_id: object) -> None:
        if self.enforced and isinstance(chat_id, int) and method.startswith("send") and method != "sendChatAction":
            wait = self.enforced.wait(chat_id)
            if wait > 0:
                raise self._too_many(math.ceil(wait))

    def _too_many(self, retry_after: int) -> Refused:
        self.refused_429 += 1
        return Refused(429, f"Too Many Requests: retry after {retry_after}", retry_after)
