"""What became of one sending: a value with a next step, never an exception."""

from dataclasses import dataclass
from typing import Protocol

from bot.texts.message import Say


@dataclass(frozen=True)
class Delivered:
    message_id: int


@dataclass(frozen=True)
class Blocked:
    """The person blocked the bot, or never started it: unreachable until he writes."""


@dataclass(frozen=True)
class Wait:
    """Telegram asks everybody to wait exactly this long; the message was not sent."""

    seconds: float


@dataclass(frozen=True)
class NotSent:
    """It surely never reached Telegram, so it may be tried again."""

    reason: str


@dataclass(frozen=True)
class Lost:
    """It was handed over and no answer came: it may have arrived, so it is never repeated blindly."""

    reason: str


@dataclass(frozen=True)
class Refused:
    """Telegram will not take this message, however often it is tried."""

    reason: str


Sent = Delivered | Blocked | Wait | NotSent | Lost | Refused


class Post(Protocol):
    """The way to a person."""

    async def send(self, telegram_id: int, say: Say) -> Sent: ...

    async def edit(self, telegram_id: int, message_id: int, say: Say) -> Sent: ...
