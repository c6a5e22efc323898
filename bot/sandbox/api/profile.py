"""The methods about the bot itself: who it is, its commands and descriptions, its files, its way of getting updates."""

import re
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.api.methods import method
from bot.sandbox.api.model import Arguments, Json, Webhook, bad_request
from bot.sandbox.api.updates import Updates

COMMAND = re.compile(r"[a-z0-9_]{1,32}\Z")
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}\Z")
MOST_COMMANDS, LONGEST_COMMAND_TEXT = 100, 256
DOWNLOAD_BYTES = 20_000_000
ABOUT_LIMITS = {"name": 64, "description": 512, "short_description": 120}


@method
def get_me(api: Updates, _arguments: Arguments) -> Json:
    return {**api.me, "can_connect_to_business": False, "has_main_web_app": False}


@method
async def get_updates(api: Updates, arguments: Arguments) -> list[Json]:
    if "allowed_updates" in arguments:
        api.allowed_updates = arguments["allowed_updates"]
    return await api.get_updates(arguments.get("offset", 0), arguments.get("limit", 100), arguments.get("timeout", 0))


@method
def set_webhook(api: Updates, arguments: Arguments) -> bool:
    """Plain http is allowed, as a Bot API server of one's own allows it with --local; api.telegram.org wants https."""
    url = arguments["url"]
    if not url:
        return delete_webhook(api, arguments)  # type: ignore[return-value]
    address = urlsplit(url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    secret = arguments.get("secret_token")
    if secret is not None and not SECRET.match(secret):
        raise bad_request("secret token contains unallowed characters")
    connections = arguments.get("max_connections", 40)
    if not 1 <= connections <= 100:
        connections = 40
    if "allowed_updates" in arguments:
        api.allowed_updates = arguments["allowed_updates"]
    if arguments.get("drop_pending_updates"):
        api.drop_pending()
    api.webhook = Webhook(url, secret, connections)
    api.ring()
    return True


@method
def delete_webhook(api: Updates, arguments: Arguments) -> bool:
    if arguments.get("drop_pending_updates"):
        api.drop_pending()
    api.webhook = Webhook()
    api.ring()
    return True


@method
def get_webhook_info(api: Updates, _arguments: Arguments) -> Json:
    hook = api.webhook
    info: Json = {"url": hook.url, "has_custom_certificate": False, "pending_update_count": len(api.pending)}
    if hook.url:
        info |= {"max_connections": hook.max_connections}
    if hook.last_error:
        info |= {"last_error_message": hook.last_error, "last_error_date": hook.last_error_date}
    if api.allowed_updates:
        info["allowed_updates"] = api.allowed_updates
    return info


def _scope(api: Updates, arguments: Arguments) -> tuple[str, int, int, str]:
    scope = arguments.get("scope", {"type": "default"})
    chat_id = scope.get("chat_id", 0)
    if chat_id:
        api.chat(chat_id)
    return scope["type"], chat_id, scope.get("user_id", 0), arguments.get("language_code", "")


@method
def set_my_commands(api: Updates, arguments: Arguments) -> bool:
    key = _scope(api, arguments)
    commands = [{**command, "command": command["command"].removeprefix("/")} for command in arguments["commands"]]
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not COMMAND.match(command["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= LONGEST_COMMAND_TEXT:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    api.commands[key] = commands
    api.tell("commands", key[1] or None)
    return True


@method
def get_my_commands(api: Updates, arguments: Arguments) -> list[Json]:
    return api.commands.get(_scope(api, arguments), [])


@method
def delete_my_commands(api: Updates, arguments: Arguments) -> bool:
    key = _scope(api, arguments)
    api.commands.pop(key, None)
    api.tell("commands", key[1] or None)
    return True


def _set_about(what: str, api: Updates, arguments: Arguments) -> bool:
    text = arguments.get(what, "")
    if len(text) > ABOUT_LIMITS[what]:
        raise bad_request(f"{what.replace('_', ' ')} is too long")
    api.about[what, arguments.get("language_code", "")] = text
    return True


def _get_about(what: str, api: Updates, arguments: Arguments) -> Json:
    fallback = api.me["first_name"] if what == "name" else ""
    own = api.about.get((what, arguments.get("language_code", "")))
    return {what: own or api.about.get((what, ""), fallback)}


@method
def set_my_name(api: Updates, arguments: Arguments) -> bool:
    return _set_about("name", api, arguments)


@method
def get_my_name(api: Updates, arguments: Arguments) -> Json:
    return _get_about("name", api, arguments)


@method
def set_my_description(api: Updates, arguments: Arguments) -> bool:
    return _set_about("description", api, arguments)


@method
def get_my_description(api: Updates, arguments: Arguments) -> Json:
    return _get_about("description", api, arguments)


@method
def set_my_short_description(api: Updates, arguments: Arguments) -> bool:
    return _set_about("short_description", api, arguments)


@method
def get_my_short_description(api: Updates, arguments: Arguments) -> Json:
    return _get_about("short_description", api, arguments)


@method
def set_chat_menu_button(api: Updates, arguments: Arguments) -> bool:
    chat_id = arguments.get("chat_id", 0)
    if chat_id:
        api.chat(chat_id)
    api.menu_buttons[chat_id] = arguments.get("menu_button", {"type": "default"})
    return True


@method
def get_chat_menu_button(api: Updates, arguments: Arguments) -> Any:
    return api.menu_buttons.get(arguments.get("chat_id", 0), api.menu_buttons.get(0, {"type": "commands"}))


@method
def get_file(api: Updates, arguments: Arguments) -> Json:
    file_id = arguments["file_id"]
    upload = api.files.get(file_id)
    if upload is None:
        raise bad_request("invalid file_id")
    if len(upload.data) > DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    unique = file_id.partition("-")[2][:16]
    path = f"documents/{file_id}"
    return {"file_id": file_id, "file_unique_id": unique, "file_size": len(upload.data), "file_path": path}
