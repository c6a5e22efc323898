"""Keyboards: what Telegram refuses, and which buttons a message has."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.sandbox.api.model import Chat, Json, bad_request

DATA_BYTES = 64
BUTTONS = 100
ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)


def buttons(markup: Json | None) -> Iterator[Json]:
    """The buttons of an inline or a reply keyboard, row by row; none for None."""
    shown: Json = markup or {}
    rows: list[list[Json]] = shown.get("inline_keyboard") or shown.get("keyboard") or []
    for row in rows:
        yield from row


def check(markup: Json, chat: Chat) -> None:
    """Refuses a keyboard as Telegram does, and empty button texts.

    Telegram may drop such a button without a word, which no bot can want.
    """
    every = list(buttons(markup))
    if len(every) > BUTTONS:
        raise bad_request("reply markup is too long")
    for button in every:
        if not button["text"].strip():
            raise bad_request('can\'t parse keyboard button: Field "text" must be non-empty')
        if "inline_keyboard" in markup:
            _check_inline(button)
        elif chat.is_group and (button.get("request_contact") or button.get("request_location")):
            wanted = "phone number" if button.get("request_contact") else "location"
            raise bad_request(f"{wanted} can be requested in private chats only")


def _check_inline(button: Json) -> None:
    given = [action for action in ACTIONS if action in button]
    if not given:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        )
    if len(given) > 1:
        raise bad_request("can't parse inline keyboard button: exactly one action must be used")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button:
        address = urlsplit(button["url"])
        if address.scheme not in ("http", "https", "tg") or not address.netloc:
            raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")


def inline(markup: Json | None) -> Json | None:
    """The part of a keyboard that belongs to the message: only an inline one that has buttons."""
    return markup if markup and any(buttons({"inline_keyboard": markup.get("inline_keyboard", [])})) else None
