"""Delivers updates by POST: of one chat one after the other, of many chats at once, again until the bot answers 2xx."""

import asyncio
import json
from itertools import islice

import httpx

from bot.sandbox.api.model import Pending
from bot.sandbox.api.updates import Updates

PATIENCE = 60.0


class Deliverer:
    """A background task beside the HTTP server; an update that fails holds up only its own chat."""

    def __init__(self, api: Updates) -> None:
        self._api = api
        self._busy: dict[int, int] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Until cancelled; the client comes with the first webhook, as making one costs 50 ms."""
        while not self._wanted:
            await self._api.changed()
        limits = httpx.Limits(max_connections=100, max_keepalive_connections=100)
        async with httpx.AsyncClient(timeout=PATIENCE, limits=limits, trust_env=False) as client:
            try:
                while True:
                    self._start(client)
                    await self._api.changed()
            finally:
                for task in self._tasks:
                    task.cancel()
                await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def _wanted(self) -> bool:
        return bool(self._api.webhook.url or self._api.webhook_targets)

    def _start(self, client: httpx.AsyncClient) -> None:
        """Starts what may start: the first update of each idle chat, up to max_connections."""
        if not self._wanted:
            return
        free = self._api.webhook.max_connections - len(self._busy)
        if free <= 0:
            return
        chosen = (waiting for waiting in list(self._api.pending.values()) if waiting.chat_id not in self._busy)
        heads: dict[int, Pending] = {}
        for waiting in chosen:
            heads.setdefault(waiting.chat_id, waiting)
            if len(heads) == free:
                break
        for waiting in islice(heads.values(), free):
            self._busy[waiting.chat_id] = waiting.update["update_id"]
            task = asyncio.create_task(self._deliver(client, waiting))
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

    async def _deliver(self, client: httpx.AsyncClient, waiting: Pending) -> None:
        api, update_id = self._api, waiting.update["update_id"]
        headers = {"Content-Type": "application/json"}
        try:
            while update_id in api.pending and (target := self._target(waiting)):
                if api.webhook.secret:
                    headers["X-Telegram-Bot-Api-Secret-Token"] = api.webhook.secret
                body = json.dumps(waiting.update, ensure_ascii=False).encode()
                waiting.attempts += 1
                try:
                    response = await client.post(target, content=body, headers=headers)
                    fault = None if response.is_success else f"Wrong response from the webhook: {response.status_code}"
                except httpx.HTTPError as error:
                    fault = f"{type(error).__name__}: {error}"
                api.delivered.append((update_id, target))
                if fault is None:
                    api.pending.pop(update_id, None)
                    return
                api.webhook.last_error, api.webhook.last_error_date = fault, api.stamp
                api.ring()
                await api.before_retry(waiting.attempts)
        finally:
            del self._busy[waiting.chat_id]
            api.ring()
