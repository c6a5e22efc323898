"""What Telegram keeps: chats, messages, files, updates on their way. Messages are the JSON objects of the Bot API."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
Arguments = Mapping[str, Any]


class Refused(Exception):  # noqa: N818 - a refusal is an answer of the server, not a fault in it
    """An answer `{"ok": false}` with Telegram's code and text."""

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def body(self) -> Json:
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def bad_request(text: str) -> Refused:
    return Refused(400, f"Bad Request: {text}")


def not_here(what: str) -> Refused:
    """Honest about the limits of this server; Telegram itself never answers 501."""
    return Refused(501, f"not implemented in the sandbox: {what}")


@dataclass(frozen=True)
class Upload:
    name: str
    mime: str
    data: bytes


@dataclass(frozen=True)
class Act:
    """What a person did. `update_id` is None where the bot is not told (privacy in groups, types not asked for)."""

    message_id: int
    update_id: int | None


@dataclass(frozen=True)
class Call:
    """A call of the bot that was carried out, with its arguments as understood."""

    method: str
    arguments: Json


@dataclass
class Chat:
    """`who` is the chat as in `Message.chat`; `started`: the bot may write, as the person wrote or the group has it."""

    who: Json
    language_code: str = "zh-hans"
    started: bool = False
    blocked: bool = False
    messages: dict[int, Json] = field(default_factory=dict)
    by_bot: set[int] = field(default_factory=set)
    keyboard: Json | None = None
    last_id: int = 0

    @property
    def id(self) -> int:
        return int(self.who["id"])

    @property
    def is_group(self) -> bool:
        return bool(self.who["type"] != "private")

    @property
    def user(self) -> Json:
        """The person of a private chat as in `Message.from`."""
        names: Json = {key: self.who[key] for key in ("first_name", "last_name", "username") if key in self.who}
        return {"id": self.id, "is_bot": False, **names, "language_code": self.language_code}


@dataclass
class Pending:
    """An update that was not acknowledged yet. `to` pins it to one webhook worker."""

    update: Json
    chat_id: int
    to: str | None = None
    attempts: int = 0


@dataclass
class Query:
    """A tap waiting for answerCallbackQuery; `at` in seconds of the monotonic clock."""

    chat_id: int
    message_id: int
    at: float
    answer: Json | None = None


@dataclass
class Webhook:
    url: str = ""
    secret: str | None = None
    max_connections: int = 40
    last_error: str | None = None
    last_error_date: int | None = None
