"""The planning job: one small transaction after the other, so that replies go in between."""

from collections.abc import Awaitable, Callable

from bot.runtime import Runtime
from bot.services import planning


async def plan(runtime: Runtime, may_go_on: Callable[[], Awaitable[bool]]) -> int:
    """Plan everything up to today; how many notices the campaigns named."""
    due = 0
    while await may_go_on():
        step = await runtime.run(planning.step)
        due += step.due
        if not step.more:
            break
    return due
