"""What the clock says: four fixed jobs that only tick. Who is to hear what, and when, lies in the database."""

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.runtime import Runtime
from scheduler.clockwork import Clockwork
from scheduler.outcomes import Post

__all__ = ["Clockwork", "build"]


def build(runtime: Runtime, post: Post) -> AsyncIOScheduler:
    """The table of jobs, not yet started. `scheduler.clockwork` is the Clockwork; await its `close()` after shutdown.

    No job is stored and none is for a person; local time is the domain's affair, never a trigger's.
    """
    work = Clockwork(runtime, post)
    jobs = AsyncIOScheduler(
        timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    jobs.add_job(work.plan, "interval", id="plan", seconds=20)
    jobs.add_job(work.deliver, "interval", id="deliver", seconds=5)
    jobs.add_job(work.account, "interval", id="account", seconds=60)
    jobs.add_job(work.housekeep, "interval", id="housekeep", hours=1)
    jobs.clockwork = work
    return jobs
