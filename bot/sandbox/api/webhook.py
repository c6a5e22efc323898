"""Delivers updates by POST: of one chat one after the other, of many chats at once, again until the bot answers 2xx."""

import asyncio
import json
from itertools import islice

from bot.sandbox.api.model import Pending
from bot.sandbox.api.poster import FAULTS, Poster
from bot.sandbox.api.updates import Updates

OK = range(200, 300)


class Deliverer:
    """A background task beside the HTTP server; an update that fails holds up only its own chat."""

    def __init__(self, api: Updates) -> None:
        self._api = api
        self._poster = Poster()
        self._busy: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Until cancelled."""
        try:
            while True:
                self._start()
                await self._api.changed()
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            await self._poster.close()

    @property
    def _wanted(self) -> bool:
        return bool(self._api.webhook.url or self._api.webhook_targets)

    def _start(self) -> None:
        """Starts what may start: the first update of each idle chat, up to max_connections."""
        if not self._wanted:
            return
        free = self._api.webhook.max_connections - len(self._busy)
        if free <= 0:
            return
        idle = (chat_id for chat_id in self._api.lanes if chat_id not in self._busy)
        for chat_id in list(islice(idle, free)):
            waiting = next(iter(self._api.lanes[chat_id].values()))
            self._busy.add(chat_id)
            task = asyncio.create_task(self._deliver(waiting))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _target(self, waiting: Pending) -> str:
        """A pinned update goes to its worker; where several are known, further tries go round (a balancer)."""
        targets = self._api.webhook_targets
        if waiting.to and (waiting.attempts == 0 or not targets):
            return waiting.to
        if targets:
            return str(targets[(waiting.update["update_id"] + waiting.attempts) % len(targets)])
        return str(self._api.webhook.url)

    async def _deliver(self, waiting: Pending) -> None:
        api, update_id = self._api, waiting.update["update_id"]
        headers = {"Content-Type": "application/json"}
        try:
            while update_id in api.pending and (target := self._target(waiting)):
                if api.webhook.secret:
                    headers["X-Telegram-Bot-Api-Secret-Token"] = api.webhook.secret
                body = json.dumps(waiting.update, ensure_ascii=False).encode()
                waiting.attempts += 1
                try:
                    status = await self._poster.post(target, body, headers)
                    fault = None if status in OK else f"Wrong response from the webhook: {status}"
                except FAULTS as error:
                    fault = f"{type(error).__name__}: {error}"
                api.delivered.append((update_id, target))
                if fault is None:
                    api.acknowledge(update_id)
                    return
                api.webhook.last_error, api.webhook.last_error_date = fault, api.stamp
                api.ring()
                await api.before_retry(waiting.attempts)
        finally:
            self._busy.discard(waiting.chat_id)
            api.ring()
