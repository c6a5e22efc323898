"""The work behind the four jobs. Only the elected leader does it; who loses the lead stops before the next claim."""

import asyncio
import logging

from bot.runtime import NotSavedError, Runtime, UnavailableError
from bot.services import accounts, alerts, notices
from bot.texts.language import language
from bot.texts.notices import admin
from db.leader import Leader
from scheduler.bucket import Timer
from scheduler.delivery import Delivery, Round
from scheduler.housekeeping import housekeep
from scheduler.outcomes import Post
from scheduler.planning import plan

log = logging.getLogger(__name__)


class Clockwork:
    """Planner, sender and bookkeeper of one process."""

    def __init__(self, runtime: Runtime, post: Post, *, timer: Timer | None = None) -> None:
        self._runtime = runtime
        self._leader = Leader(runtime.sessions)
        self.delivery = Delivery(runtime, post, timer=timer)
        self._led: bool | None = None  # None: not asked yet
        self._lane: asyncio.Task[Round] | None = None
        self._planning, self._sending = asyncio.Lock(), asyncio.Lock()  # a tick may come while the jobs are at it

    async def leads(self) -> bool:
        """Whether this process leads. Coming to lead, it first lists what another left unfinished as unknown."""
        leads = await asyncio.to_thread(self._leader.leads)
        if leads != self._led:
            log.info("this process plans and sends" if leads else "another process plans and sends: this one waits")
        if leads and not self._led:
            unknown = await self._runtime.run(notices.recover)
            if unknown:
                log.warning("%s notices were on their way when the last sender stopped: unknown", unknown)
        self._led = leads
        return leads

    async def plan(self) -> int:
        """How many notices were named."""
        try:
            return await self._plan() if await self.leads() else 0
        except (UnavailableError, NotSavedError):
            log.warning("planning waits for the database", exc_info=True)
            return 0

    async def deliver(self) -> None:
        """Wake the lane; it goes on by itself until nothing is due."""
        if (self._lane is None or self._lane.done()) and await self._try_lead():
            self._lane = asyncio.create_task(self._run_lane())

    async def account(self) -> None:
        """The line of each campaign that is through: to the log, and to the admins."""
        if await self._try_lead():
            translate = language(self._runtime.settings.default_language)
            for told in await self._runtime.run(accounts.close):
                log.info("%s", admin.account(translate, told).text)

    async def housekeep(self) -> None:
        if await self._try_lead():
            await housekeep(self._runtime)

    async def close(self) -> None:
        """Let what is on its way arrive, give back the rest, and give up the lead."""
        self.delivery.stop()
        if self._lane is not None:
            await asyncio.wait([self._lane])
        await asyncio.to_thread(self._leader.release)

    async def once(self) -> Round:
        """Plan and deliver everything due now, and account for it: for `tick`, cron and tests."""
        await self._plan()
        done = await self._send()
        for told in await self._runtime.run(accounts.close):
            log.info("campaigns of %s are through", told.day)
        return done

    async def _plan(self) -> int:
        async with self._planning:
            await self._runtime.run(alerts.chase)
            return await plan(self._runtime, self._still_leads)

    async def _send(self) -> Round:
        async with self._sending:
            return await self.delivery.run(self._still_leads)

    async def _run_lane(self) -> Round:
        try:
            return await self._send()
        except (UnavailableError, NotSavedError):
            log.warning("sending stops until the database answers again", exc_info=True)
        except Exception:
            log.exception("sending stopped")
        return Round()

    async def _try_lead(self) -> bool:
        try:
            return await self.leads()
        except (UnavailableError, NotSavedError):
            log.warning("the database does not answer the clock", exc_info=True)
            return False

    async def _still_leads(self) -> bool:
        """Asked before every claim; a look at the lock costs less than a claim."""
        self._led = bool(self._led) and await asyncio.to_thread(self._leader.leads)
        return self._led
