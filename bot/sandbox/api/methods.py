"""The methods about messages: send, edit, delete, answer. Each takes the memory and the arguments read by the spec.

What they refuse, in the words of Telegram's server (lengths and sizes are those of the Bot API documentation):

* a chat that is unknown, never wrote, blocked the bot (`addressed`);
* an empty or too long text or caption, bad HTML (`entities`);
* a keyboard that no app could show (`markup`); a reply to a message that is not there;
* an edit that changes nothing, of a message that is gone, of somebody else's, of a text that is a caption or back;
* deleting what is gone or older than 48 hours; answering a tap that is unknown or older than `QUERY_SECONDS`;
* a photo that is no picture, has impossible sides, or more than 10 MB; a document of more than 50 MB.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from bot.sandbox.api import markup
from bot.sandbox.api.entities import CAPTION_LIMIT, TEXT_LIMIT, formatted
from bot.sandbox.api.model import Arguments, Chat, Json, Refused, Upload, bad_request, not_here
from bot.sandbox.api.updates import Updates

Method = Callable[[Updates, Arguments], Any | Awaitable[Any]]
METHODS: dict[str, Method] = {}
QUERY_SECONDS = 60.0  # how long a tap waits for its answer; Telegram names no figure, apps give up after about this
ANSWER_LIMIT = 200
DAYS_TO_DELETE = 2
PHOTO_BYTES, DOCUMENT_BYTES = 10_000_000, 50_000_000
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)


def method(function: Method) -> Method:
    """Registers `send_message` as sendMessage."""
    first, *rest = function.__name__.split("_")
    METHODS[first + "".join(word.capitalize() for word in rest)] = function
    return function


def addressed(api: Updates, arguments: Arguments) -> Chat:
    """The chat of a call, if the bot may write there."""
    chat = api.chat(arguments["chat_id"])
    if chat.blocked:
        where = "kicked from the group chat" if chat.is_group else "blocked by the user"
        raise Refused(403, f"Forbidden: bot was {where}")
    if not chat.started:
        raise Refused(403, "Forbidden: bot can't initiate conversation with a user")
    return chat


def _text(arguments: Arguments) -> Json:
    if not arguments["text"]:
        raise bad_request("message text is empty")
    text, found = formatted(arguments["text"], arguments.get("parse_mode"), arguments.get("entities", ()), TEXT_LIMIT)
    if not text:
        raise bad_request("text must be non-empty")
    return {"text": text, **({"entities": found} if found else {})}


def _caption(arguments: Arguments) -> Json:
    given = arguments.get("caption_entities", ())
    text, found = formatted(arguments.get("caption", ""), arguments.get("parse_mode"), given, CAPTION_LIMIT)
    return ({"caption": text} if text else {}) | ({"caption_entities": found} if found else {})


def _send(api: Updates, chat: Chat, arguments: Arguments, content: Json) -> Json:
    keyboard = arguments.get("reply_markup")
    if keyboard is not None:
        markup.check(keyboard, chat)
    reply = arguments.get("reply_parameters")
    if reply is not None:
        answered = chat.messages.get(reply["message_id"])
        if answered is not None:
            content = {**content, "reply_to_message": {k: v for k, v in answered.items() if k != "reply_to_message"}}
        elif not reply.get("allow_sending_without_reply"):
            raise bad_request("message to be replied not found")
    if arguments.get("protect_content"):
        content = {**content, "has_protected_content": True}
    inline = markup.inline(keyboard)
    if inline:
        content = {**content, "reply_markup": inline}
    elif keyboard and "keyboard" in keyboard:
        chat.keyboard = keyboard
    elif keyboard and keyboard.get("remove_keyboard"):
        chat.keyboard = None
    return api.keep_message(chat, api.me, content, by_bot=True)


@method
def send_message(api: Updates, arguments: Arguments) -> Json:
    return _send(api, addressed(api, arguments), arguments, _text(arguments))


def _upload(api: Updates, given: Any) -> Upload:
    """The bytes of a file argument: uploaded, or a file_id that this server gave out."""
    if isinstance(given, Upload):
        if not given.data:
            raise bad_request("file must be non-empty")
        return given
    if given in api.files:
        return api.files[given]
    if given.startswith(("http://", "https://")):
        raise not_here("files by address")
    raise bad_request("wrong remote file identifier specified: can't unserialize it. Wrong last symbol")


@method
def send_photo(api: Updates, arguments: Arguments) -> Json:
    chat = addressed(api, arguments)
    upload = _upload(api, arguments["photo"])
    if len(upload.data) > PHOTO_BYTES:
        raise Refused(413, "Request Entity Too Large")
    return _send(api, chat, arguments, {"photo": api.photo(upload), **_caption(arguments)})


@method
def send_document(api: Updates, arguments: Arguments) -> Json:
    chat = addressed(api, arguments)
    upload = _upload(api, arguments["document"])
    if len(upload.data) > DOCUMENT_BYTES:
        raise Refused(413, "Request Entity Too Large")
    return _send(api, chat, arguments, {"document": api.document(upload), **_caption(arguments)})


@method
def send_chat_action(api: Updates, arguments: Arguments) -> bool:
    chat = addressed(api, arguments)
    api.tell("typing", chat.id, action=arguments["action"])
    return True


def _own(api: Updates, arguments: Arguments) -> Json:
    """The bot's message that an edit is about; messages of others are never editable."""
    if "chat_id" not in arguments or "message_id" not in arguments:
        raise bad_request("message identifier is not specified")
    chat = addressed(api, arguments)
    message = chat.messages.get(arguments["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if message["message_id"] not in chat.by_bot:
        raise bad_request("message can't be edited")
    return message


def _edit(api: Updates, arguments: Arguments, message: Json, change: Json, keys: tuple[str, ...]) -> Json:
    """Replaces `keys` of the message and its inline keyboard; without reply_markup the keyboard goes, as there."""
    chat = api.chats[message["chat"]["id"]]
    keyboard = arguments.get("reply_markup")
    if keyboard is not None:
        markup.check(keyboard, chat)
    inline = markup.inline(keyboard)
    wanted = {**change, **({"reply_markup": inline} if inline else {})}
    touched = (*keys, "reply_markup")
    if {key: message[key] for key in touched if key in message} == wanted:
        raise bad_request(NOT_MODIFIED)
    for key in touched:
        message.pop(key, None)
    message.update(wanted)
    if keys:
        message["edit_date"] = api.stamp
    api.tell("edit", chat.id, message=message["message_id"], by_bot=True)
    return message


@method
def edit_message_text(api: Updates, arguments: Arguments) -> Json:
    message = _own(api, arguments)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    return _edit(api, arguments, message, _text(arguments), ("text", "entities"))


@method
def edit_message_caption(api: Updates, arguments: Arguments) -> Json:
    message = _own(api, arguments)
    if "photo" not in message and "document" not in message:
        raise bad_request("there is no caption in the message to edit")
    return _edit(api, arguments, message, _caption(arguments), ("caption", "caption_entities"))


@method
def edit_message_reply_markup(api: Updates, arguments: Arguments) -> Json:
    message = _own(api, arguments)
    return _edit(api, arguments, message, {}, ())


def _delete(api: Updates, chat: Chat, number: int) -> bool:
    message = chat.messages.get(number)
    if message is None:
        return False
    if api.stamp - message["date"] > DAYS_TO_DELETE * 86400 or (chat.is_group and number not in chat.by_bot):
        raise bad_request("message can't be deleted for everyone")
    del chat.messages[number]
    chat.by_bot.discard(number)
    api.tell("delete", chat.id, message=number)
    return True


@method
def delete_message(api: Updates, arguments: Arguments) -> bool:
    if not _delete(api, addressed(api, arguments), arguments["message_id"]):
        raise bad_request("message to delete not found")
    return True


@method
def delete_messages(api: Updates, arguments: Arguments) -> bool:
    """Missing ones are skipped (Bot API, deleteMessages)."""
    chat = addressed(api, arguments)
    for number in arguments["message_ids"]:
        _delete(api, chat, number)
    return True


@method
def answer_callback_query(api: Updates, arguments: Arguments) -> bool:
    query = api.queries.get(arguments["callback_query_id"])
    if query is None or asyncio.get_running_loop().time() - query.at > QUERY_SECONDS:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = arguments.get("text", "")
    if len(text) > ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    if query.answer is None:
        query.answer = {"text": text, "show_alert": bool(arguments.get("show_alert"))}
        api.tell("answer", query.chat_id, message=query.message_id, **query.answer)
    return True


@method
def get_chat(api: Updates, arguments: Arguments) -> Json:
    chat = api.chat(arguments["chat_id"])
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    return {
        **chat.who,
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }


@method
def leave_chat(api: Updates, arguments: Arguments) -> bool:
    chat = api.chat(arguments["chat_id"])
    if not chat.is_group:
        raise bad_request("chat member status can't be changed in private chats")
    chat.started, chat.blocked = False, True
    return True
