"""Updates on their way to the bot. They stay until it acknowledged them, so a killed bot gets them again."""

import asyncio
import itertools
from collections import deque
from collections.abc import Callable
from typing import Any

from bot.sandbox.api.model import Act, Json, Pending, Refused
from bot.sandbox.api.state import State

NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
PATIENCE = 60.0  # seconds until what does not happen is given up
ELSEWHERE = 1.0
LONGEST_POLL = 50


class Updates(State):
    """The queue and both ways out of it; `webhook_targets` are more workers than the one that the bot registered."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.pending: dict[int, Pending] = {}
        self.lanes: dict[int, dict[int, Pending]] = {}  # the same by chat, for the webhook
        self.allowed_updates: list[str] | None = None
        self.webhook_targets: list[str] = []
        self.delivered: deque[tuple[int, str]] = deque(maxlen=100_000)
        self.retry_seconds: Callable[[int], float] = lambda attempts: min(0.05 * 2**attempts, 5.0)
        self._hurry = asyncio.Event()
        self._update_ids = itertools.count(700_000_001)
        self._poll = 0
        self.polling = 0  # long polls that wait right now

    def allowed(self, kind: str) -> bool:
        return kind in self.allowed_updates if self.allowed_updates else kind not in NOT_BY_DEFAULT

    def queue(self, kind: str, body: Json, chat_id: int, to: str | None = None) -> int | None:
        """An update for the bot; None when the bot did not ask for this type. `to`: only for the worker at this URL."""
        if not self.allowed(kind):
            return None
        update_id = next(self._update_ids)
        waiting = self.pending[update_id] = Pending({"update_id": update_id, kind: body}, chat_id, to)
        self.lanes.setdefault(chat_id, {})[update_id] = waiting
        self.ring()
        return update_id

    def acknowledge(self, *update_ids: int) -> None:
        """The bot has them; unknown ones are overlooked."""
        for update_id in update_ids:
            waiting = self.pending.pop(update_id, None)
            if waiting is not None:
                lane = self.lanes[waiting.chat_id]
                del lane[update_id]
                if not lane:
                    del self.lanes[waiting.chat_id]
        self.ring()

    def drop_pending(self) -> None:
        self.acknowledge(*self.pending)

    async def before_retry(self, attempts: int) -> None:
        """The pause of the webhook after `attempts` failures: `retry_seconds(attempts)`, or until `hurry()`."""
        hurry = self._hurry
        try:
            async with asyncio.timeout(self.retry_seconds(attempts)):
                await hurry.wait()
        except TimeoutError:
            pass

    def hurry(self) -> None:
        """Every webhook delivery that waits for its next try makes it now."""
        self._hurry.set()
        self._hurry = asyncio.Event()

    async def get_updates(self, offset: int = 0, limit: int = 100, timeout: float = 0) -> list[Json]:  # noqa: ASYNC109 - Telegram's word
        """The oldest unacknowledged updates.

        Everything below `offset` is acknowledged; a negative one forgets all but the last.

        A newer call ends an older one with 409, as only one program may poll.
        """
        if self.webhook.url:
            raise Refused(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        self._poll += 1
        mine = self._poll
        if offset < 0:
            self.acknowledge(*list(self.pending)[:offset])
        else:
            self.acknowledge(*itertools.takewhile(lambda key: key < offset, self.pending))
        loop = asyncio.get_running_loop()
        end = loop.time() + min(timeout, LONGEST_POLL)
        while True:
            if mine != self._poll:
                raise Refused(
                    409,
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                )
            ready = [waiting.update for waiting in itertools.islice(self.pending.values(), min(max(limit, 1), 100))]
            left = end - loop.time()
            if ready or left <= 0 or self.closed:
                return ready
            self.polling += 1
            self.ring()
            try:
                await self.changed(left)
            finally:
                self.polling -= 1
                self.ring()

    async def settled(self, *acts: Act | int | None, within: float = PATIENCE) -> None:
        """Until the bot acknowledged the updates (webhook: 2xx; polling: an offset beyond them).

        AssertionError with the chats after `within` seconds.
        """
        end = asyncio.get_running_loop().time() + within
        for act in acts:
            number = act.update_id if isinstance(act, Act) else act
            left = end - asyncio.get_running_loop().time()
            await self.until(lambda number=number: number not in self.pending, within=left)  # type: ignore[misc]

    async def until(self, condition: Callable[[], object], within: float = PATIENCE) -> None:
        """Until `condition()` holds; asked again after every change here, and each second for what changes elsewhere.

        AssertionError with the chats after `within` seconds.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + within
        while not condition():
            left = max(end - loop.time(), 0)
            if not await self.changed(min(left, ELSEWHERE)) and left <= ELSEWHERE and not condition():
                raise AssertionError(
                    f"nothing happened within {within:g} s\n{self.dump()}\nunacknowledged: {list(self.pending)[:20]}"
                )
