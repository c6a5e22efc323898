"""What is swept away: memory of updates that Telegram will not repeat."""

from bot.runtime import Runtime
from bot.services import updates


async def housekeep(runtime: Runtime) -> None:
    await runtime.run(updates.forget_old)
