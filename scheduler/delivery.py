"""The sending lane: claim a few people, write to them from the data of this moment, note what became of it, go on.

At most WINDOW parcels are claimed and not yet noted; that is what a killed process leaves as unknown.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.runtime import Runtime, UnavailableError
from bot.services import ahead, notices
from bot.services.ahead import Ahead
from bot.services.parcels import Parcel, Result
from bot.texts.language import language
from bot.texts.message import Say
from scheduler.bucket import Bucket, LoopTimer, Timer
from scheduler.letters import letters
from scheduler.outcomes import Blocked, Delivered, Lost, NotSent, Post, Refused, Sent, Wait

__all__ = ["Blocked", "Delivered", "Delivery", "Lost", "NotSent", "Post", "Refused", "Sent", "Wait"]

log = logging.getLogger(__name__)
WINDOW = 16
GROUP = 8  # results written back in one transaction, while as many others are under way
RETRIES = (1.0, 4.0, 16.0)  # seconds before trying again what surely did not arrive
CHAT_GAP = 1.1  # seconds between two messages to one person: Telegram allows one a second
PATIENCE = 30.0  # seconds of pause after which a claimed parcel is given back, lest its text grows stale
LONGEST_BACKOFF = 60.0  # also the longest that a claimed parcel waits for its turn
SOON = 1.0  # seconds at the end of a run for a look ahead that has just begun


async def always() -> bool:
    return True


@dataclass
class Round:
    """What one run of the lane did, in people."""

    sent: int = 0
    unknown: int = 0
    failed: int = 0
    unreachable: int = 0
    given_back: int = 0


class Delivery:
    """One lane a process; only the leader runs it. `post` is the way to Telegram, `timer` may be a test's."""

    def __init__(self, runtime: Runtime, post: Post, *, timer: Timer | None = None) -> None:
        self._runtime = runtime
        self._post = post
        self._timer = timer or LoopTimer()
        self.bucket = Bucket(runtime.settings.bulk_per_second, self._timer)
        self._stopping = False
        self._troubles = 0
        self._ahead = Ahead()
        self._look: asyncio.Task[Ahead] | None = None

    def stop(self) -> None:
        """Finish what is on its way, give back what is not, claim nothing more."""
        self._stopping = True

    async def run(self, may_go_on: Callable[[], Awaitable[bool]] = always) -> Round:
        """Send everything due, until nothing is, or until Telegram wants nothing for so long that words grow stale.

        `may_go_on` is asked before every claim (leadership).
        """
        tally = Round()
        while not self._stopping and await may_go_on() and await self._runtime.run(notices.sweep) > 0:
            pass
        flying: set[asyncio.Task[Result]] = set()
        results: list[Result] = []
        try:
            while True:
                goes_on = not self._stopping and self.bucket.left() <= LONGEST_BACKOFF
                room = WINDOW - len(flying) if goes_on and await may_go_on() else 0
                parcels = await self._turn(results, room)
                flying |= {asyncio.create_task(self._deliver(parcel)) for parcel in parcels}
                if not flying:
                    await self._end_look()
                    return tally
                results = await _some(flying, GROUP)
                _count(tally, results)
        except BaseException:
            for task in flying:
                task.cancel()
            await asyncio.gather(*flying, return_exceptions=True)
            raise

    async def _turn(self, results: Sequence[Result], room: int) -> tuple[Parcel, ...]:
        """Note `results` and claim up to `room` people in one transaction; what was sent is noted in the end.

        What takes long to say is read beside it, and claimed when it is there.
        """
        while True:
            try:
                found = await self._looked() if room else None
                return await self._runtime.run(notices.turn, results=tuple(results), room=room, ahead=found)
            except UnavailableError:
                if not results:
                    raise
                log.warning("the database is away: %s results wait", len(results))
                await self._timer.sleep(RETRIES[0])

    async def _looked(self) -> Ahead:
        """What the last look ahead found; the next one goes on beside, and nobody waits for it."""
        if self._look is not None and self._look.done():
            look, self._look = self._look, None
            self._ahead = await look
        if self._look is None:
            self._look = asyncio.create_task(self._runtime.read(ahead.look, room=WINDOW, known=self._ahead))
        return self._ahead

    async def _end_look(self) -> None:
        """A look that is quickly over; one that is not is kept for the next run, as an alert may come before."""
        if self._look is not None:
            await asyncio.wait([self._look], timeout=SOON)

    async def _deliver(self, parcel: Parcel) -> Result:
        try:
            says = letters(language(parcel.language), self._runtime.programme, parcel)
        except Exception:  # one broken text must not hold up everybody else
            log.exception("notices %s cannot be written", parcel.notice_ids)
            return Result(parcel, "failed", "not written")
        result = await self._send(parcel, says[0])
        for say in says[1:]:
            if result.state == "sent" or parcel.edits:
                await self._timer.sleep(CHAT_GAP)
                await self._send(parcel, say)
        return result

    async def _send(self, parcel: Parcel, say: Say) -> Result:
        for delay in RETRIES:
            outcome = await self._try(parcel, say)
            if not isinstance(outcome, NotSent):
                return self._judge(parcel, outcome)
            self.bucket.pause(delay)
        return self._judge(parcel, await self._try(parcel, say))

    async def _try(self, parcel: Parcel, say: Say) -> Sent | None:
        """One attempt, and again after every wait that Telegram asks for; None when it should be given back."""
        while True:
            if not await self.bucket.take(LONGEST_BACKOFF) or self._stopping:
                return None
            if parcel.edits is not None:
                outcome = await self._post.edit(parcel.telegram_id, parcel.edits, say)
            else:
                outcome = await self._post.send(parcel.telegram_id, say)
            if not isinstance(outcome, Wait):
                return outcome
            self.bucket.pause(outcome.seconds)
            if outcome.seconds > PATIENCE:
                return None

    def _judge(self, parcel: Parcel, outcome: Sent | None) -> Result:
        match outcome:
            case None | Wait():
                return Result(parcel, "planned")
            case Delivered(message_id):
                self._troubles = 0
                return Result(parcel, "sent", None, message_id)
            case Blocked():
                return Result(parcel, "unreachable", "blocked")
            case Lost(reason):
                # When Telegram answers nobody, thousands must not become unknown one after the other.
                self._troubles += 1
                self.bucket.pause(min(LONGEST_BACKOFF, 2.0**self._troubles))
                return Result(parcel, "unknown", reason)
            case NotSent(reason):
                return Result(parcel, "retry", reason)
            case Refused(reason):
                return Result(parcel, "failed", reason)


async def _some(flying: set[asyncio.Task[Result]], group: int) -> list[Result]:
    """The results of at least `group` finished parcels, or of all; they leave `flying`."""
    results: list[Result] = []
    while flying and len(results) < group:
        done, _ = await asyncio.wait(flying, return_when=asyncio.FIRST_COMPLETED)
        flying -= done
        results += [task.result() for task in done]
    return results


def _count(tally: Round, results: Sequence[Result]) -> None:
    for result in results:
        match result.state:
            case "sent":
                tally.sent += 1
            case "unknown":
                tally.unknown += 1
            case "unreachable":
                tally.unreachable += 1
            case "failed":
                tally.failed += 1
            case _:
                tally.given_back += 1
