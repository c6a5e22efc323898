"""The memory of the server: chats, messages, files, and the bell that rings at every change."""

import asyncio
import hashlib
import itertools
from collections import Counter, deque
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from bot.sandbox.api import entities, images
from bot.sandbox.api.model import Call, Chat, Json, Query, Upload, Webhook, bad_request

TOKEN = "1000000001:sandbox-token-of-the-local-server"  # noqa: S105 - opens nothing but this server
KEPT_EVENTS = 2000
KEPT_CALLS = 100_000


class State:
    """`now` gives the dates of messages. Used from one event loop."""

    def __init__(
        self,
        *,
        now: Callable[[], datetime],
        token: str = TOKEN,
        username: str = "jiedui_sandbox_bot",
        privacy: bool = True,
    ) -> None:
        self.now = now
        self.token = token
        self.privacy = privacy
        self.me: Json = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "结对助手",
            "username": username,
            "can_join_groups": True,
            "can_read_all_group_messages": not privacy,
            "supports_inline_queries": False,
        }
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, Upload] = {}
        self.queries: dict[str, Query] = {}
        self.commands: dict[tuple[str, int, int, str], list[Json]] = {}
        self.about: dict[tuple[str, str], str] = {}
        self.menu_buttons: dict[int, Json] = {}
        self.webhook = Webhook()
        self.unknown_arguments: list[str] = []
        self.calls: deque[Call] = deque(maxlen=KEPT_CALLS)
        self.called: Counter[str] = Counter()
        self.events: deque[Json] = deque(maxlen=KEPT_EVENTS)
        self.closed = False
        self._event_ids = itertools.count(1)
        self._query_ids = itertools.count(4_000_000_001)
        self._bells: set[asyncio.Future[None]] = set()

    # -- the bell

    def ring(self) -> None:
        """Wakes everybody who waits for a change."""
        bells, self._bells = self._bells, set()
        for bell in bells:
            if not bell.done():
                bell.set_result(None)

    async def changed(self, within: float | None = None) -> bool:
        """Waits for the next change; False when `within` seconds passed without one."""
        bell: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._bells.add(bell)
        try:
            async with asyncio.timeout(within):
                await bell
        except TimeoutError:
            return False
        finally:
            self._bells.discard(bell)
        return True

    def tell(self, kind: str, chat_id: int | None, **more: Any) -> None:
        """One line for the page, and the bell."""
        self.events.append({"id": next(self._event_ids), "kind": kind, "chat": chat_id, **more})
        self.ring()

    # -- what is kept

    @property
    def stamp(self) -> int:
        return int(self.now().astimezone(UTC).timestamp())

    def add_person(
        self,
        user_id: int,
        first_name: str,
        *,
        language_code: str = "zh-hans",
        started: bool = False,
        username: str | None = None,
    ) -> Chat:
        """A person with his private chat. Until he writes, or with `started`, the bot may not write to him."""
        who: Json = {"id": user_id, "type": "private", "first_name": first_name}
        if username:
            who["username"] = username
        return self.chats.setdefault(user_id, Chat(who, language_code, started))

    def chat(self, chat_id: Any) -> Chat:
        """Refused with Telegram's text when there is none."""
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def keep_file(self, upload: Upload) -> Json:
        """Stores bytes; the fields `file_id`, `file_unique_id`, `file_size`."""
        digest = hashlib.sha256(upload.name.encode() + b"\0" + upload.data).hexdigest()
        file_id = f"file{len(self.files)}-{digest[:32]}"
        self.files[file_id] = upload
        return {"file_id": file_id, "file_unique_id": digest[:16], "file_size": len(upload.data)}

    def photo(self, upload: Upload) -> list[Json]:
        """The sizes of a photo (one: nothing is scaled here); refused when the bytes are no picture."""
        size = images.size(upload.data)
        if size is None:
            raise bad_request("IMAGE_PROCESS_FAILED")
        width, height = size
        if width + height > images.MAX_SIDES or max(size) > images.MAX_RATIO * min(size):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        return [{**self.keep_file(upload), "width": width, "height": height}]

    def document(self, upload: Upload) -> Json:
        return {**self.keep_file(upload), "file_name": upload.name, "mime_type": upload.mime}

    def keep_message(self, chat: Chat, sender: Json, content: Json, *, by_bot: bool) -> Json:
        """Puts a message into a chat; its id is one higher than the last of the chat."""
        chat.last_id += 1
        message: Json = {"message_id": chat.last_id, "from": sender, "chat": chat.who, "date": self.stamp, **content}
        chat.messages[chat.last_id] = message
        if by_bot:
            chat.by_bot.add(chat.last_id)
        self.tell("message", chat.id, message=chat.last_id, by_bot=by_bot)
        return message

    # -- what a test or the page asks

    def heard(self, chat_id: int) -> list[str]:
        """What the bot's messages say now, oldest first: texts and captions, edits applied, deleted ones gone."""
        chat = self.chats[chat_id]
        said = [message for number, message in chat.messages.items() if number in chat.by_bot]
        return [str(message.get("text", message.get("caption", ""))) for message in said]

    def dump(self, chat_id: int | None = None) -> str:
        """The chats as text, for the message of a failed wait."""
        lines = [f"calls: {dict(self.called)}, webhook: {self.webhook}"]
        for chat in self.chats.values():
            if chat_id in (None, chat.id):
                lines.append(f"-- {chat.id} {chat.who.get('first_name', chat.who.get('title'))}")
                for number, message in list(chat.messages.items())[-20:]:
                    mark = "<" if number in chat.by_bot else ">"
                    shown = message.get("text", message.get("caption", sorted(set(message) - {"from", "chat", "date"})))
                    lines.append(f"{mark} {number} {shown} {self._labels(message)}")
        return "\n".join(lines[-200:])

    @staticmethod
    def _labels(message: Json) -> list[str]:
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        return [button["text"] for row in rows for button in row]

    def next_query(self, query: Query) -> str:
        query_id = str(next(self._query_ids))
        self.queries[query_id] = query
        return query_id

    @staticmethod
    def content_of(text: str) -> Json:
        found = entities.found_in(text)
        return {"text": text, **({"entities": found} if found else {})}
