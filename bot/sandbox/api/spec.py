"""Reads the arguments of a call by `spec.json`: strings of a form become numbers, booleans and objects.

What Telegram refuses is refused (unknown method, missing argument, an object that is none). What it silently overlooks,
an argument or a field that no version of the API knows, is collected: it is a mistake of the bot all the same.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from bot.sandbox.api.model import Json, Refused, Upload, bad_request

WHOLE = re.compile(r"[+-]?\d{1,19}\Z")
SCALARS = {"Integer", "Float", "Boolean", "String", "InputFile"}
# Texts of the server where it does not say which parameter is missing.
MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "message_id": "message identifier is not specified",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
}


@cache
def spec() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(files("bot.sandbox.api").joinpath("spec.json").read_text("utf-8"))
    return loaded


@cache
def method_named(name: str) -> str | None:
    """Method names are case-insensitive at Telegram."""
    return {known.lower(): known for known in spec()["methods"]}.get(name.lower())


def read(method: str, raw: Mapping[str, Any], unknown: list[str]) -> Json:
    """The arguments of `method` in their types; names that the spec lacks go to `unknown` as `method.name`."""
    fields = spec()["methods"][method]
    uploads = {name: value for name, value in raw.items() if isinstance(value, Upload) and name not in fields}
    arguments: Json = {}
    for name, value in raw.items():
        if name in fields:
            if value not in ("", None) or name in ("text", "caption", "url"):
                arguments[name] = _value(value, fields[name][0], f"{method}.{name}", unknown)
        elif name not in uploads:
            unknown.append(f"{method}.{name}")
    for name, value in arguments.items():
        if isinstance(value, str) and value.startswith("attach://"):
            arguments[name] = uploads.get(value.removeprefix("attach://"), value)
    for name, (_, required) in fields.items():
        if required and name not in arguments:
            raise bad_request(MISSING.get(name, f'parameter "{name}" is required'))
    return arguments


def _value(value: Any, kinds: list[str], where: str, unknown: list[str]) -> Any:
    for kind in kinds:
        if kind in SCALARS:
            found = _scalar(value, kind)
            if found is not None:
                return found
    structured = [kind for kind in kinds if kind not in SCALARS]
    name = where.rpartition(".")[2]
    if not structured:
        raise bad_request(f'field "{name}" must be of type {kinds[0]}')
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None
    return _structure(value, structured, where, unknown)


def _scalar(value: Any, kind: str) -> Any:
    """The value as `kind`, or None where it is not one."""
    found: Any = None
    if kind == "Boolean":
        words = {"true": True, "1": True, "false": False, "0": False}
        found = value if isinstance(value, bool) else words.get(str(value).lower())
    elif kind == "Integer" and not isinstance(value, bool):
        found = int(value) if isinstance(value, int) or (isinstance(value, str) and WHOLE.match(value)) else None
    elif kind == "Float" and isinstance(value, int | float | str):
        try:
            found = float(value)
        except ValueError:
            found = None
    elif kind == "String" or (kind == "InputFile" and isinstance(value, str)):
        found = value if isinstance(value, str) else None
    elif kind == "InputFile" and isinstance(value, Upload):
        found = value
    return found


def _structure(value: Any, kinds: list[str], where: str, unknown: list[str]) -> Any:
    name = where.rpartition(".")[2]
    if kinds[0].startswith("Array of "):
        if not isinstance(value, list):
            raise bad_request(f"can't parse {name} JSON object: expected an array")
        element = kinds[0].removeprefix("Array of ")
        return [_value(item, [element], where, unknown) for item in value]
    if not isinstance(value, dict):
        raise bad_request(f"can't parse {name} JSON object: object expected as {name}")
    kind, fields = _kind_of(value, kinds)
    for key, (_, required) in fields.items():
        if required and key not in value:
            raise bad_request(f"can't parse {_spoken(kind)}: Can't find field \"{key}\"")
    read_fields: Json = {}
    for key, item in value.items():
        if key not in fields:
            unknown.append(f"{where}.{key}")
        else:
            try:
                read_fields[key] = _value(item, fields[key][0], f"{where}.{key}", unknown)
            except Refused as refused:
                if "must be of type" not in refused.description or "can't parse" in refused.description:
                    raise
                message = f'Field "{key}" must be of type {fields[key][0][0]}'
                raise bad_request(f"can't parse {_spoken(kind)}: {message}") from None
    return read_fields


def _kind_of(value: Json, kinds: list[str]) -> tuple[str, Json]:
    """Of a union the member whose required fields are there and that knows most of the rest."""
    candidates: list[str] = []
    for kind in kinds:
        candidates += spec()["types"][kind].get("any", [kind])

    def fit(kind: str) -> tuple[bool, bool, int]:
        fields = spec()["types"][kind]
        complete = all(key in value for key, (_, required) in fields.items() if required)
        named = kind.lower().endswith(str(value.get("type", "")).replace("_", ""))
        return complete, named, -sum(key not in fields for key in value)

    best = max(candidates, key=fit)
    return best, spec()["types"][best]


def _spoken(kind: str) -> str:
    """`InlineKeyboardButton` → `inline keyboard button`, as in Telegram's sentences."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", kind).lower()
