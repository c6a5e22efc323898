"""Work too long for an answer: one job at a time beside the updates, told how far it is, stopped by a tap."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from telegram import InputFile, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError
from telegram.ext import CallbackQueryHandler

from bot.files.pictures import caption, picture
from bot.files.reports import workbook
from bot.keyboards import inline
from bot.runtime import NotSavedError, Runtime, UnavailableError
from bot.services import longwork
from bot.services.longwork import Task
from bot.services.reports import Shown
from bot.texts import longwork as texts
from bot.texts import reports as report_texts
from bot.texts.language import Gettext, language
from bot.texts.message import Say
from handlers.intake import Intake
from handlers.records import data_of
from handlers.reply import Context, respond

log = logging.getLogger(__name__)
LOOK = 30.0  # seconds between looks for work that another process left
BEAT = 5.0  # seconds between two signs of life, and looks whether the work is still wanted


class UnwantedError(Exception):
    """Cancelled, or the process ends: raised inside the work, between two of its steps."""


def register(app: Intake) -> None:
    app.add_handler(CallbackQueryHandler(stop, r"^work:stop:\d{1,18}$"))


async def stop(update: Update, context: Context) -> None:
    job_id = int(data_of(update)[2])
    worker_of(context).mute(job_id)
    await respond(update, context, longwork.stop, texts.stopped, job_id=job_id)
    worker_of(context).look_again(job_id)


def worker_of(context: Context) -> "Worker":
    worker: Worker = context.application.bot_data["worker"]
    return worker


class Worker:
    """The jobs of a process, one after the other. `wake` when there is a new one."""

    def __init__(self, app: Intake, runtime: Runtime) -> None:
        self._app, self._runtime = app, runtime
        self._woken, self._asked = asyncio.Event(), asyncio.Event()
        self._current: int | None = None
        self._unwanted = False
        self._over = asyncio.Event()
        self._muted: set[int] = set()

    def wake(self) -> None:
        self._woken.set()

    def mute(self, job_id: int) -> None:
        """Say no more how far a job is: its message is about to say that it was cancelled."""
        self._muted.add(job_id)

    def look_again(self, job_id: int) -> None:
        """A job may have been cancelled: ask at once instead of at the next beat."""
        if job_id == self._current:
            self._asked.set()

    def end(self) -> None:
        """Leave what is under way to the next process."""
        self._over.set()
        self._unwanted = True
        self._asked.set()
        self._woken.set()

    async def run(self) -> None:
        """Until `end`."""
        alone = self._runtime.sessions.embedded  # what runs at the start was left by a dead process
        while not self._over.is_set():
            self._woken.clear()
            try:
                while await self._one(alone=alone):
                    pass
            except (UnavailableError, NotSavedError):
                log.warning("long work waits for the database", exc_info=True)
            else:
                alone = False
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), LOOK)

    async def _one(self, *, alone: bool) -> bool:
        """Whether there was one, and the next may be looked for."""
        if self._over.is_set():
            return False
        task = await self._runtime.run(longwork.claim, alone=alone)
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
        except (UnavailableError, NotSavedError, NetworkError) as problem:
            log.warning("job %s is taken up again later: %s", task.job_id, type(problem).__name__)
            return False
        except Exception:
            log.exception("job %s failed", task.job_id)
            state = "failed"
        finally:
            self._current = None
            beating.cancel()
        if state is not None:
            await self._runtime.run(longwork.end, job_id=task.job_id, state=state)
            await self._tell(task, (texts.ready if state == "done" else texts.failed)(spoken, task.begun))
        return True

    async def _made_and_sent(self, task: Task, spoken: Gettext) -> str | None:
        """How it ended; None: cancelled. Raises UnwantedError."""
        steps = _Steps(self, asyncio.get_running_loop())
        telling = asyncio.create_task(self._told(task, spoken, steps))
        try:
            made = await self._runtime.read(longwork.compute, unit_id=task.unit_id, period=task.period, tick=steps.tick)
        finally:
            telling.cancel()
            await asyncio.wait([telling])
        shown = await self._runtime.run(longwork.keep, job_id=task.job_id, made=made, unit_id=task.unit_id)
        if shown is None:
            return None
        try:
            await self._send(task, spoken, shown)
        except (Forbidden, BadRequest) as problem:
            log.warning("job %s could not be sent: %s", task.job_id, problem)
            return "failed"
        return "done"

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

    async def _tell(self, task: Task, say: Say) -> None:
        if task.message_id is None:
            return
        try:
            await self._app.bot.edit_message_text(
                say.text, task.chat_id, task.message_id, parse_mode=ParseMode.HTML, reply_markup=inline(say)
            )
        except TelegramError as problem:
            log.info("the progress of job %s could not be shown: %s", task.job_id, problem)

    async def _send(self, task: Task, spoken: Gettext, shown: Shown) -> None:
        bot, programme, made = self._app.bot, self._runtime.programme, shown.report
        if task.form == "xlsx":
            content = await asyncio.to_thread(workbook, spoken, programme, made)
            await bot.send_document(task.chat_id, InputFile(content, report_texts.file_name(made, "xlsx")))
        elif task.form == "png":
            content = await asyncio.to_thread(picture, spoken, programme, made)
            await bot.send_photo(task.chat_id, content, caption=caption(spoken, made))
        else:
            for say in report_texts.digest(spoken, programme, shown):
                await bot.send_message(task.chat_id, say.text, ParseMode.HTML, reply_markup=inline(say))


class _Steps:
    """Counted on the thread that works, told to the loop."""

    def __init__(self, worker: Worker, loop: asyncio.AbstractEventLoop) -> None:
        self._worker, self._loop = worker, loop
        self.done = 0
        self.moved = asyncio.Event()

    def tick(self) -> None:
        if self._worker.unwanted:
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
