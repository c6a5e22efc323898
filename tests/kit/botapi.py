"""A person in a conversation test: what he does, and what he hears. Every act waits until the bot acknowledged it; nothing sleeps.

li = Person(api, 11, "李明")
await li.says("昨天去走访了", to=worker)
await li.taps("王*英")
assert "走访探视 1/2" in li.heard[-1]
"""

from typing import Any, Protocol

from bot.sandbox.api import Act, BotApi
from bot.sandbox.api.markup import buttons


class Worker(Protocol):
    """One of several webhook workers; `url` is where its updates are POSTed."""

    @property
    def url(self) -> str: ...


def address(to: Worker | str | None) -> str | None:
    return to if to is None or isinstance(to, str) else to.url


class Person:
    """One user with his private chat. `within` is how long an act waits for the bot, in seconds, before the test fails with the chat."""

    def __init__(
        self,
        api: BotApi,
        user_id: int,
        first_name: str,
        *,
        language_code: str = "zh-hans",
        started: bool = False,
        within: float = 60.0,
    ) -> None:
        self.api = api
        self.id = user_id
        self.within = within
        self.chat = api.add_person(user_id, first_name, language_code=language_code, started=started)

    # -- acts

    async def says(self, text: str, to: Worker | str | None = None, *, reply_to: int | None = None) -> Act:
        return await self._settle(self.api.say(self.id, text, reply_to=reply_to, to=address(to)))

    async def says_in(self, group: int, text: str, to: Worker | str | None = None) -> Act:
        return await self._settle(self.api.say(group, text, user_id=self.id, to=address(to)))

    async def edits(self, message_id: int | Act, text: str, to: Worker | str | None = None) -> Act:
        number = message_id.message_id if isinstance(message_id, Act) else message_id
        return await self._settle(self.api.edit(self.id, number, text, to=address(to)))

    async def taps(self, button: str, to: Worker | str | None = None, *, under: int | None = None) -> Act:
        """Taps the newest button of this text (or its start, or its data); one of the reply keyboard is typed, as Telegram does."""
        if under is not None:
            return await self._settle(self.api.tap(self.id, under, button, to=address(to)))
        for message in reversed(self._from_bot()):
            if any(_names(button, shown) for shown in buttons(message.get("reply_markup"))):
                return await self._settle(self.api.tap(self.id, message["message_id"], button, to=address(to)))
        for shown in buttons(self.chat.keyboard):
            if _names(button, shown):
                return await self.says(shown["text"], to)
        raise AssertionError(f"no button {button!r} anywhere\n{self.api.dump(self.id)}")

    async def presses(self, message_id: int, data: str, to: Worker | str | None = None) -> Act:
        """A tap with any data, as on a button that is gone or was forged."""
        return await self._settle(self.api.press(self.id, message_id, data, to=address(to)))

    async def sends_document(
        self, data: bytes, name: str, to: Worker | str | None = None, *, caption: str = "", mime: str | None = None
    ) -> Act:
        act = self.api.send_document(self.id, data, name, caption=caption, mime=mime, to=address(to))
        return await self._settle(act)

    async def sends_photo(
        self, data: bytes, caption: str = "", to: Worker | str | None = None, *, album: str | None = None
    ) -> Act:
        return await self._settle(self.api.send_photo(self.id, data, caption=caption, album=album, to=address(to)))

    async def sends_video(self, caption: str = "", to: Worker | str | None = None) -> Act:
        return await self._settle(self.api.send_video(self.id, caption=caption, to=address(to)))

    async def sends_voice(self, to: Worker | str | None = None) -> Act:
        return await self._settle(self.api.send_voice(self.id, to=address(to)))

    async def sends_sticker(self, to: Worker | str | None = None) -> Act:
        return await self._settle(self.api.send_sticker(self.id, to=address(to)))

    async def shares_phone(self, phone: str, to: Worker | str | None = None, *, of: int | None = None) -> Act:
        """His own number; with `of` the number of another user (0: of somebody who is not on Telegram)."""
        return await self._settle(self.api.send_contact(self.id, phone, of=of, to=address(to)))

    async def blocks(self) -> Act:
        return await self._settle(self.api.block(self.id))

    async def unblocks(self) -> Act:
        return await self._settle(self.api.unblock(self.id))

    async def hears(self, part: str) -> str:
        """Waits until the bot says something that holds `part` (a reminder, say), and gives it."""
        await self.api.until(lambda: any(part in text for text in self.heard), within=self.within)
        return next(text for text in reversed(self.heard) if part in text)

    # -- what he sees

    @property
    def heard(self) -> list[str]:
        """The texts of the bot's messages, oldest first, as they stand now."""
        return self.api.heard(self.id)

    @property
    def last(self) -> dict[str, Any]:
        """The bot's newest message as in the Bot API; AssertionError when it said nothing."""
        said = self._from_bot()
        assert said, f"the bot said nothing\n{self.api.dump(self.id)}"
        return said[-1]

    @property
    def buttons(self) -> list[str]:
        """The texts of the inline buttons under the bot's newest message."""
        return [button["text"] for button in buttons(self.last.get("reply_markup"))]

    @property
    def keyboard(self) -> list[str]:
        """The texts of the reply keyboard below the input, if the bot put one there."""
        return [button["text"] for button in buttons(self.chat.keyboard)]

    @property
    def notices(self) -> list[str]:
        """What the answers to his taps showed (answerCallbackQuery), oldest first."""
        answered = [query.answer for query in self.api.queries.values() if query.chat_id == self.id]
        return [answer["text"] for answer in answered if answer]

    @property
    def unanswered(self) -> int:
        """Taps whose button still turns, because the bot never answered them."""
        return sum(query.chat_id == self.id and query.answer is None for query in self.api.queries.values())

    @property
    def commands(self) -> list[str]:
        """The commands in his `/` menu."""
        return [command["command"] for command in self.api.commands_for(self.id)]

    def _from_bot(self) -> list[dict[str, Any]]:
        return [message for number, message in self.chat.messages.items() if number in self.chat.by_bot]

    async def _settle(self, act: Act) -> Act:
        await self.api.settled(act, within=self.within)
        return act


def _names(wanted: str, shown: dict[str, Any]) -> bool:
    return wanted == shown.get("callback_data") or wanted in shown["text"]
