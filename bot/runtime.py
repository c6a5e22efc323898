"""Where asynchronous edges meet synchronous use cases: one transaction each, on a worker thread."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from bot.clock import Clock
from bot.config import Settings
from bot.domain.people import Actor
from bot.domain.programme import Programme
from bot.services import updates
from bot.services.desk import Desk
from db.answering import Answering
from db.engine import LOOKERS, READERS, THREADS
from db.session import NotSavedError, Session, Sessions, UnavailableError

__all__ = ["Answer", "NotSavedError", "Runtime", "UnavailableError"]

T = TypeVar("T")


@dataclass(frozen=True)
class Answer:
    """What an update came to: the rendered `reply`; None: it was answered before. `actor` is None for a stranger."""

    reply: str | None
    actor: Actor | None


@dataclass(frozen=True)
class _Ask(Generic[T]):
    """One update's way: who asks for what, and how its outcome is said. See `Runtime.answer`."""

    telegram_id: int
    use_case: Callable[..., T]
    look: Callable[..., Any] | None
    render: Callable[[str, T], str]
    refuse: Callable[[str, Actor | None], str]
    roles: frozenset[str] | None
    words: dict[str, Any]

    def may(self, actor: Actor | None) -> bool:
        """None lets strangers in, no roles anybody known, others one of them."""
        return self.roles is None or (actor is not None and (not self.roles or bool(self.roles & actor.roles)))


@dataclass(frozen=True)
class Runtime:
    """What a running bot has: sessions, clock, programme, settings. Use cases get plain values out of it."""

    sessions: Sessions
    clock: Clock
    programme: Programme
    settings: Settings
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    _threads: ThreadPoolExecutor = field(init=False)
    _lookers: ThreadPoolExecutor = field(init=False)
    _readers: ThreadPoolExecutor = field(init=False)
    _answering: Answering = field(init=False)

    def __post_init__(self) -> None:
        # SQLite has one writer anyway; waiting in our queue is fairer than in its lock.
        workers = 1 if self.sessions.embedded else THREADS
        object.__setattr__(self, "_threads", ThreadPoolExecutor(workers, thread_name_prefix="db"))
        # What somebody waits for does not stand behind what takes long.
        object.__setattr__(self, "_lookers", ThreadPoolExecutor(LOOKERS, thread_name_prefix="read"))
        object.__setattr__(self, "_readers", ThreadPoolExecutor(READERS, thread_name_prefix="read-long"))
        object.__setattr__(self, "_answering", Answering(self.sessions))

    def desk(self, language_name: str | None = None) -> Desk:
        return Desk(
            now=self.clock(),
            zone=self.settings.timezone,
            programme=self.programme,
            identity=self.settings.identity_in_chat,
            language=language_name or self.settings.default_language,
        )

    async def run(self, use_case: Callable[..., T], *args: Any, **words: Any) -> T:
        """`use_case(session, desk, *args, **words)` in one transaction; returns after the commit.

        Raises UnavailableError or NotSavedError.
        """
        return await self._in_thread(self._write, use_case, args, words)

    async def read(self, use_case: Callable[..., T], *args: Any, **words: Any) -> T:
        """The same on a read-only view of one moment, on threads of its own: nobody who writes waits for it."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, use_case, args, words)

    async def look(self, use_case: Callable[..., T], *args: Any, **words: Any) -> T:
        """`read` for what somebody waits for: it does not stand behind what takes long."""
        return await asyncio.get_running_loop().run_in_executor(self._lookers, self._read, use_case, args, words)

    async def answer(
        self,
        update_id: int,
        telegram_id: int,
        use_case: Callable[..., T],
        render: Callable[[str, T], str],
        refuse: Callable[[str, Actor | None], str],
        /,
        *,
        roles: frozenset[str] | None = frozenset(),
        look: Callable[..., Any] | None = None,
        reads: bool = False,
        **words: Any,
    ) -> Answer:
        """Take one update exactly once: note it, act and render its reply in one transaction.

        `look(session, desk, actor, **words)` only reads, on a read-only view before the transaction, so that nobody
        who writes waits for it; the use case gets what it returned as `looked`. `reads`: the use case itself is such
        a look, and nothing but its reply is written.

        `use_case(session, desk, actor, **words)`; `render(language, outcome)` makes the reply that is kept. `roles`:
        None lets strangers in (actor None), empty lets any known person in, others need one of them; who may not
        gets `refuse(language, actor)`. A repeated update does not act again and gets the reply that still waits, if
        any. Raises UnavailableError also while another worker is answering it; until `left` this one is.
        """
        if reads:
            look, use_case = use_case, _as_looked
        ask = _Ask(telegram_id, use_case, look, render, refuse, roles, words)
        if look is None:
            return await self._in_thread(self._answer, update_id, ask, {})
        looked = await asyncio.get_running_loop().run_in_executor(self._lookers, self._looked, ask)
        return await self._in_thread(self._answer, update_id, ask, looked)

    async def left(self, update_id: int) -> None:
        """After `answer`, whatever became of it: other workers may take the update from here on."""
        if not self.sessions.embedded:
            await self._in_thread(self._answering.leave, update_id)

    async def close(self) -> None:
        await asyncio.to_thread(self._lookers.shutdown)
        await asyncio.to_thread(self._readers.shutdown)
        await asyncio.to_thread(self._threads.shutdown)
        self._answering.close()
        self.sessions.close()

    async def _in_thread(self, function: Callable[..., T], *args: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, function, *args)

    def _write(self, use_case: Callable[..., T], args: tuple[Any, ...], words: dict[str, Any]) -> T:
        with self.sessions.write() as session:
            return use_case(session, self.desk(), *args, **words)

    def _read(self, use_case: Callable[..., T], args: tuple[Any, ...], words: dict[str, Any]) -> T:
        with self.sessions.read() as session:
            return use_case(session, self.desk(), *args, **words)

    def _looked(self, ask: _Ask[Any]) -> dict[str, Any] | None:
        """What was looked up, as a word for the use case; None: not for him."""
        with self.sessions.read() as session:
            desk = self.desk()
            actor = updates.seen_of(session, desk, ask.telegram_id)
            if ask.look is None or not ask.may(actor):
                return None
            return {"looked": ask.look(session, self._spoken(actor), actor, **ask.words)}

    def _answer(self, update_id: int, ask: _Ask[Any], looked: dict[str, Any] | None) -> Answer:
        self._answering.take(update_id)
        with self.sessions.write() as session:
            desk = self.desk()
            waiting = updates.take(session, desk, update_id)
            actor = updates.actor_of(session, desk, ask.telegram_id)
            if not waiting.first:
                return Answer(waiting.reply, actor)
            desk = self._spoken(actor)
            if looked is not None and ask.may(actor):
                reply = ask.render(desk.language, ask.use_case(session, desk, actor, **looked, **ask.words))
            else:
                reply = ask.refuse(desk.language, actor)
            updates.keep(session, desk, update_id, reply)
            # Who has just come in is somebody now: his menu goes out with the welcome.
            actor = actor or updates.actor_of(session, desk, ask.telegram_id)
            return Answer(reply, actor)

    def _spoken(self, actor: Actor | None) -> Desk:
        return self.desk(actor.language if actor else None)


def _as_looked(_session: Session, _desk: Desk, _actor: Actor | None, *, looked: Any, **_words: Any) -> Any:
    """Nothing is left to be done."""
    return looked
