"""What people do in their Telegram: each act becomes a message in the chat and an update for the bot."""

import asyncio
from typing import Any

from bot.sandbox.api import entities
from bot.sandbox.api.markup import buttons
from bot.sandbox.api.model import Act, Chat, Json, Query, Upload
from bot.sandbox.api.updates import Updates

DICE_STICKER = {"width": 512, "height": 512, "is_animated": False, "is_video": False, "type": "regular", "emoji": "🙂"}


class People(Updates):
    """`chat_id` is the person's own chat, or a group with `user_id` saying who acts; `to`: one webhook worker."""

    def say(
        self, chat_id: int, text: str, *, reply_to: int | None = None, user_id: int | None = None, to: str | None = None
    ) -> Act:
        """A text of any length (real apps split at 4,096 characters; a bot has to stand more)."""
        return self._post(chat_id, self.content_of(text), reply_to, user_id, to)

    def edit(self, chat_id: int, message_id: int, text: str, *, to: str | None = None) -> Act:
        """Edits a message of the person, text or caption."""
        chat = self.chats[chat_id]
        message = chat.messages[message_id]
        if message_id in chat.by_bot:
            raise ValueError("a person edits only what he wrote")
        content = self.content_of(text)
        if "text" not in message:
            content = {"caption": text, **({"caption_entities": content["entities"]} if "entities" in content else {})}
        for key in ("entities", "caption_entities"):
            message.pop(key, None)
        message.update(content, edit_date=self.stamp)
        self.tell("edit", chat_id, message=message_id, by_bot=False)
        return Act(message_id, self.queue("edited_message", dict(message), chat_id, to))

    def tap(
        self, chat_id: int, message_id: int, button: str, *, user_id: int | None = None, to: str | None = None
    ) -> Act:
        """Taps a button that the message shows, by its text, its data or a part of its text; else LookupError."""
        shown = list(buttons(self.chats[chat_id].messages[message_id].get("reply_markup")))
        for fits in (
            lambda shown_button: button in (shown_button["text"], shown_button.get("callback_data")),
            lambda shown_button: shown_button["text"].startswith(button),
            lambda shown_button: button in shown_button["text"],
        ):
            for candidate in filter(fits, shown):
                return self.press(chat_id, message_id, candidate["callback_data"], user_id=user_id, to=to)
        raise LookupError(f"no button {button!r} under message {message_id}, but {[b['text'] for b in shown]}")

    def press(
        self, chat_id: int, message_id: int, data: str, *, user_id: int | None = None, to: str | None = None
    ) -> Act:
        """A tap with any data: on a button that is long gone, or forged by a modified app."""
        chat = self.chats[chat_id]
        query_id = self.next_query(Query(chat_id, message_id, asyncio.get_running_loop().time()))
        message = chat.messages.get(message_id) or {"message_id": message_id, "chat": chat.who, "date": 0}
        body = {
            "id": query_id,
            "from": self._user(chat, user_id),
            "message": dict(message),
            "chat_instance": str(9_000_000_000 + abs(chat_id)),
            "data": data,
        }
        return Act(message_id, self.queue("callback_query", body, chat_id, to))

    def send_contact(
        self, chat_id: int, phone: str, *, of: int | None = None, first_name: str | None = None, to: str | None = None
    ) -> Act:
        """Shares a phone number: one's own, or with `of` (a user id; 0: somebody without Telegram) somebody else's."""
        chat = self.chats[chat_id]
        owner = chat_id if of is None else of
        contact: Json = {"phone_number": phone, "first_name": first_name or chat.who.get("first_name", "?")}
        if owner:
            contact["user_id"] = owner
        self._hide_keyboard(chat)
        return self._post(chat_id, {"contact": contact}, None, None, to)

    def send_document(
        self, chat_id: int, data: bytes, name: str, *, mime: str | None = None, caption: str = "", to: str | None = None
    ) -> Act:
        upload = Upload(name, mime or "application/octet-stream", data)
        return self._post(chat_id, {"document": self.document(upload), **self._caption(caption)}, None, None, to)

    def send_photo(
        self, chat_id: int, data: bytes, *, caption: str = "", album: str | None = None, to: str | None = None
    ) -> Act:
        """`album`: sent together with others of the same number, one message each, as Telegram does."""
        content = {"photo": self.photo(Upload("photo.jpg", "image/jpeg", data)), **self._caption(caption)}
        return self._post(chat_id, content | ({"media_group_id": album} if album else {}), None, None, to)

    def send_video(self, chat_id: int, *, caption: str = "", to: str | None = None) -> Act:
        kept = self.keep_file(Upload("video.mp4", "video/mp4", b"ftyp"))
        video = {**kept, "width": 640, "height": 360, "duration": 3, "mime_type": "video/mp4"}
        return self._post(chat_id, {"video": video, **self._caption(caption)}, None, None, to)

    def send_voice(self, chat_id: int, *, seconds: int = 3, to: str | None = None) -> Act:
        kept = self.keep_file(Upload("voice.ogg", "audio/ogg", b"OggS"))
        return self._post(chat_id, {"voice": {**kept, "duration": seconds, "mime_type": "audio/ogg"}}, None, None, to)

    def send_sticker(self, chat_id: int, *, to: str | None = None) -> Act:
        kept = self.keep_file(Upload("sticker.webp", "image/webp", b"RIFF"))
        return self._post(chat_id, {"sticker": {**kept, **DICE_STICKER}}, None, None, to)

    def send_location(self, chat_id: int, latitude: float, longitude: float, *, to: str | None = None) -> Act:
        return self._post(chat_id, {"location": {"latitude": latitude, "longitude": longitude}}, None, None, to)

    def block(self, chat_id: int) -> Act:
        return self._membership(self.chats[chat_id], "member", "kicked")

    def unblock(self, chat_id: int) -> Act:
        return self._membership(self.chats[chat_id], "kicked", "member")

    def add_group(self, chat_id: int, title: str, *, by: int) -> Act:
        """A person puts the bot into a new group; `chat_id` is negative."""
        chat = self.chats.setdefault(chat_id, Chat({"id": chat_id, "type": "group", "title": title}))
        chat.started = True
        return self._membership(chat, "left", "member", by)

    # -- behind them

    def _user(self, chat: Chat, user_id: int | None) -> Json:
        return self.chats[chat.id if user_id is None else user_id].user

    @staticmethod
    def _caption(caption: str) -> Json:
        found = entities.found_in(caption)
        return ({"caption": caption} if caption else {}) | ({"caption_entities": found} if found else {})

    @staticmethod
    def _hide_keyboard(chat: Chat) -> None:
        if chat.keyboard and chat.keyboard.get("one_time_keyboard"):
            chat.keyboard = None

    def _post(self, chat_id: int, content: Json, reply_to: int | None, user_id: int | None, to: str | None) -> Act:
        chat = self.chats[chat_id]
        sender = self._user(chat, user_id)
        if chat.blocked:
            raise ValueError("who blocked the bot has to unblock it before writing")
        chat.started = True
        answered = chat.messages.get(reply_to or 0)
        if answered:
            content = {**content, "reply_to_message": {k: v for k, v in answered.items() if k != "reply_to_message"}}
        if chat.keyboard and content.get("text") in [button["text"] for button in buttons(chat.keyboard)]:
            self._hide_keyboard(chat)
        message = self.keep_message(chat, sender, content, by_bot=False)
        seen = not chat.is_group or not self.privacy or self._addressed(message)
        update_id = self.queue("message", dict(message), chat_id, to) if seen else None
        return Act(message["message_id"], update_id)

    def _addressed(self, message: Json) -> bool:
        """In a group a bot with privacy mode hears only commands, replies to itself and its own name."""
        text = str(message.get("text", message.get("caption", "")))
        replied = message.get("reply_to_message", {}).get("from", {}).get("id")
        return text.startswith("/") or replied == self.me["id"] or f"@{self.me['username']}" in text

    def _membership(self, chat: Chat, old: str, new: str, by: int | None = None) -> Act:
        chat.blocked = new == "kicked"

        def member(status: str) -> Json:
            return {"user": self.me, "status": status, **({"until_date": 0} if status == "kicked" else {})}

        body: Json = {
            "chat": chat.who,
            "from": self._user(chat, by),
            "date": self.stamp,
            "old_chat_member": member(old),
            "new_chat_member": member(new),
        }
        self.tell("membership", chat.id, blocked=chat.blocked)
        return Act(0, self.queue("my_chat_member", body, chat.id))

    def commands_for(self, chat_id: int, language: str | None = None) -> list[Json]:
        """The `/` menu of a chat: the narrowest scope wins, in it the person's language (BotCommandScope)."""
        chat = self.chats[chat_id]
        spoken = (language or chat.language_code).partition("-")[0]
        wide = "all_group_chats" if chat.is_group else "all_private_chats"
        for scope, scope_chat in (("chat", chat_id), (wide, 0), ("default", 0)):
            for code in (spoken, ""):
                found = self.commands.get((scope, scope_chat, 0, code))
                if found:
                    return found
        return []

    def view(self, chat_id: int) -> Json:
        """A chat as the page shows it."""
        chat = self.chats[chat_id]
        shown: dict[str, Any] = {
            "chat": chat.who,
            "blocked": chat.blocked,
            "started": chat.started,
            "keyboard": chat.keyboard,
            "commands": self.commands_for(chat_id),
            "messages": [{**message, "by_bot": number in chat.by_bot} for number, message in chat.messages.items()],
        }
        return shown
