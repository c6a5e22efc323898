"""Long work of a process beside its updates: told how far it is, stopped by a tap, left to the next at the end."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from typing import Any

from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError

from bot.keyboards import inline
from bot.runtime import NotSavedError, Runtime, UnavailableError
from bot.services import longwork
from bot.services.longwork import IN_PLACE, TRIES, Lost, Task
from bot.services.steps import Further, Overtaken
from bot.texts import common
from bot.texts import longwork as texts
from bot.texts.language import Gettext, language
from bot.texts.message import Say
from handlers.asides import deliver
from handlers.intake import Intake
from handlers.reply import NotAnsweredError

log = logging.getLogger(__name__)
LOOK = 30.0  # seconds between looks for work that another process left
BEAT = 5.0  # seconds between two signs of life, and looks whether the work is still wanted


class UnwantedError(Exception):
    """Cancelled, or the process ends: raised inside the work, between two of its steps."""


class Worker:
    """Two hands, one job at a time each: one for any, one for the quick ones, so that none waits for a workbook."""

    def __init__(self, app: Intake, runtime: Runtime) -> None:
        self._runtime = runtime
        self._over = asyncio.Event()
        self._muted: set[int] = set()
        self._hands = [_Hand(app, runtime, self._over, self._muted, quick=quick) for quick in (False, True)]

    def wake(self) -> None:
        """There is a new job."""
        for hand in self._hands:
            hand.woken.set()

    def mute(self, job_id: int) -> None:
        """Say no more how far a job is: its message is about to say that it was cancelled."""
        self._muted.add(job_id)

    def look_again(self, job_id: int) -> None:
        """A job may have been cancelled: ask at once instead of at the next beat."""
        for hand in self._hands:
            hand.look_again(job_id)

    def end(self) -> None:
        """Leave what is under way to the next process."""
        self._over.set()
        for hand in self._hands:
            hand.end()

    async def run(self) -> None:
        """Until `end`."""
        if self._runtime.sessions.embedded:  # what runs at the start was left by a dead process
            with contextlib.suppress(UnavailableError, NotSavedError):
                await self._runtime.run(longwork.take_over)
        await asyncio.gather(*(hand.run() for hand in self._hands))


class _Hand:
    def __init__(self, app: Intake, runtime: Runtime, over: asyncio.Event, muted: set[int], *, quick: bool) -> None:
        self._app, self._runtime, self._over, self._muted, self._quick = app, runtime, over, muted, quick
        self.woken, self._asked = asyncio.Event(), asyncio.Event()
        self._current: int | None = None
        self._unwanted = False

    def look_again(self, job_id: int) -> None:
        if job_id == self._current:
            self._asked.set()

    def end(self) -> None:
        self._unwanted = True
        self._asked.set()
        self.woken.set()

    async def run(self) -> None:
        while not self._over.is_set():
            self.woken.clear()
            try:
                while await self._one():
                    pass
            except (UnavailableError, NotSavedError):
                log.warning("long work waits for the database", exc_info=True)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.woken.wait(), LOOK)

    async def _one(self) -> bool:
        """Whether there was one, and the next may be looked for."""
        if self._over.is_set():
            return False
        task = await self._runtime.run(longwork.claim, quick=self._quick)
        return task is not None and await self._do(task)

    async def _do(self, task: Task) -> bool:
        """False: no use going on for the moment."""
        spoken = language(task.language)
        if task.given_up:
            await self._tell(task, texts.failed(spoken, task.begun))
            return True
        self._current, self._unwanted = task.job_id, self._over.is_set()
        beating = asyncio.create_task(self._beat(task.job_id))
        try:
            state = await self._made_and_sent(task, spoken)
        except UnwantedError:
            return True
        except (UnavailableError, NotSavedError, NetworkError, NotAnsweredError) as problem:
            log.warning("job %s is taken up again later: %s", task.job_id, type(problem).__name__)
            return False
        except Exception:
            log.exception("job %s failed", task.job_id)
            state = "failed"
        finally:
            self._current = None
            beating.cancel()
        if state is not None:
            await self._runtime.run(longwork.end, job_id=task.job_id, state="done" if state == "done" else "failed")
            await self._tell_end(task, spoken, state)
        return True

    async def _made_and_sent(self, task: Task, spoken: Gettext) -> str | None:
        """How it ended: done, failed, or lost with the right to ask; None: cancelled. Raises UnwantedError."""
        steps = _Steps(self, asyncio.get_running_loop())
        telling = asyncio.create_task(self._told(task, spoken, steps))
        try:
            outcome = await self._made(task, steps)
        finally:
            telling.cancel()
            await asyncio.wait([telling])
        if outcome is None:
            return None
        if isinstance(outcome, Lost):
            return "lost"
        try:
            await deliver(self._app.bot, self._runtime, task, spoken, outcome)
        except (Forbidden, BadRequest) as problem:
            log.warning("job %s could not be sent: %s", task.job_id, problem)
            return "failed"
        return "done"

    async def _made(self, task: Task, steps: "_Steps") -> Any:
        """The outcome; None: no longer wanted. What is overtaken by others is done all over again."""
        for _attempt in range(TRIES):
            words = {} if task.came_to is not None else await self._runtime.run(longwork.first, task=task)
            looked = await self._runtime.read(longwork.compute, task=task, tick=steps.tick, **words)
            kept = await self._runtime.run(longwork.keep, task=task, looked=looked)
            while isinstance(kept, Further):
                kept = await self._runtime.run(longwork.keep, task=task, looked=looked)
            if not isinstance(kept, Overtaken):
                return kept
            steps.done = 0
        msg = f"job {task.job_id} was overtaken {TRIES} times"
        raise RuntimeError(msg)

    async def _beat(self, job_id: int) -> None:
        while not self._unwanted:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._asked.wait(), BEAT)
            self._asked.clear()
            with contextlib.suppress(UnavailableError, NotSavedError):
                self._unwanted = self._over.is_set() or not await self._runtime.run(longwork.beat, job_id=job_id)

    @property
    def unwanted(self) -> bool:
        return self._unwanted

    async def _told(self, task: Task, spoken: Gettext, steps: "_Steps") -> None:
        """Edit the message at each step, at most once a second; steps in between are passed over."""
        while True:
            await steps.moved.wait()
            steps.moved.clear()
            if task.job_id not in self._muted:
                await self._tell(task, texts.progress(spoken, task.begun, steps.done))
            await self._runtime.pause(1.0)

    async def _tell_end(self, task: Task, spoken: Gettext, state: str) -> None:
        if state == "failed":
            await self._tell(task, texts.failed(spoken, task.begun))
        elif state == "lost":
            await self._tell(task, common.no_such(spoken).says[0])
        elif task.form not in IN_PLACE:
            await self._tell(task, texts.ready(spoken, task.begun))

    async def _tell(self, task: Task, say: Say) -> None:
        if task.message_id is None:
            return
        try:
            await self._app.bot.edit_message_text(
                say.text, task.chat_id, task.message_id, parse_mode=ParseMode.HTML, reply_markup=inline(say)
            )
        except TelegramError as problem:
            log.info("the progress of job %s could not be shown: %s", task.job_id, problem)


class _Steps:
    """Counted on the thread that works, told to the loop."""

    def __init__(self, hand: _Hand, loop: asyncio.AbstractEventLoop) -> None:
        self._hand, self._loop = hand, loop
        self.done = 0
        self.moved = asyncio.Event()

    def tick(self) -> None:
        if self._hand.unwanted:
            raise UnwantedError
        self.done += 1
        self._loop.call_soon_threadsafe(self.moved.set)


@contextlib.asynccontextmanager
async def working(app: Intake, runtime: Runtime) -> AsyncIterator[None]:
    """Long work is done until the block ends; what is not finished then is taken up by the next process."""
    worker = app.bot_data["worker"] = Worker(app, runtime)
    running = asyncio.create_task(worker.run())
    try:
        yield
    finally:
        worker.end()
        await running
