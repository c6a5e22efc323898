"""Formatted text as Telegram reads it: HTML to plain text and entities, offsets in UTF-16 units.

Source: the section "HTML style" of the Bot API and the error texts of its server. Refused are unknown tags, tags
without end and ends without their tag; not refused, as there, are unknown attributes and named entities other than lt,
gt, amp and quot.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.sandbox.api.model import Json, bad_request, not_here

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
START = re.compile(r"<(?P<name>[^\s>]*)(?P<rest>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
END = re.compile(r"</(?P<name>[^\s>]*)\s*>")
ATTRIBUTE = re.compile(r"(?P<name>[^\s=>/\"']+)(?:\s*=\s*(?:\"(?P<d>[^\"]*)\"|'(?P<s>[^']*)'|(?P<b>[\w.-]+)))?")
REFERENCE = re.compile(r"&(?:(?P<name>lt|gt|amp|quot)|#(?P<number>\d{1,7})|#x(?P<hex>[0-9a-fA-F]{1,6}));?")
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
TEXT_LIMIT, CAPTION_LIMIT = 4096, 1024


def units(text: str) -> int:
    """Length in UTF-16 code units, the measure of every offset in the Bot API."""
    return len(text.encode("utf-16-le")) // 2


@dataclass
class _Open:
    tag: str
    offset: int
    extra: Json = field(default_factory=dict)


def unescape(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        if match["name"]:
            return NAMED[match["name"]]
        code = int(match["number"]) if match["number"] else int(match["hex"], 16)
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else match[0]

    return REFERENCE.sub(character, text)


def parse_html(markup: str) -> tuple[str, list[Json]]:
    """Plain text and entities; refused with the byte offset of the fault, as Telegram does."""
    text: list[str] = []
    at = position = 0
    open_tags: list[_Open] = []
    entities: list[Json] = []
    while position < len(markup):
        if markup[position] != "<":
            following = markup.find("<", position)
            following = len(markup) if following < 0 else following
            piece = unescape(markup[position:following])
            text.append(piece)
            at += units(piece)
            position = following
            continue
        if markup.startswith("</", position):
            position = _close(markup, position, open_tags, entities, at)
        else:
            position = _open(markup, position, open_tags, at)
    if open_tags:
        raise _fault(f'Can\'t find end tag corresponding to start tag "{open_tags[-1].tag}"')
    entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return "".join(text), entities


def _byte(markup: str, position: int) -> int:
    return len(markup[:position].encode())


def _fault(text: str) -> Exception:
    return bad_request(f"can't parse entities: {text}")


def _open(markup: str, position: int, open_tags: list[_Open], at: int) -> int:
    byte = _byte(markup, position)
    match = START.match(markup, position)
    if match is None:
        raise _fault(f"Unclosed start tag at byte offset {byte}")
    tag = match["name"].lower()
    if tag not in TAGS:
        raise _fault(f'Unsupported start tag "{tag}" at byte offset {byte}')
    attributes = {
        found["name"].lower(): unescape(found["d"] or found["s"] or found["b"] or "")
        for found in ATTRIBUTE.finditer(match["rest"])
    }
    extra: Json = {}
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise _fault(f'Tag "span" must have class "tg-spoiler" at byte offset {byte}')
    if tag == "a":
        extra["url"] = attributes.get("href", "")
    elif tag == "code" and attributes.get("class", "").startswith("language-"):
        extra["language"] = attributes["class"].removeprefix("language-")
    elif tag == "blockquote" and "expandable" in attributes:
        extra["expandable"] = True
    elif tag == "tg-emoji":
        extra["custom_emoji_id"] = attributes.get("emoji-id", "")
    open_tags.append(_Open(tag, at, extra))
    return match.end()


def _close(markup: str, position: int, open_tags: list[_Open], entities: list[Json], at: int) -> int:
    byte = _byte(markup, position)
    if not open_tags:
        raise _fault(f"Unexpected end tag at byte offset {byte}")
    match = END.match(markup, position)
    if match is None:
        raise _fault(f"Unclosed end tag at byte offset {byte}")
    opened = open_tags.pop()
    found = match["name"].lower()
    if found not in ("", opened.tag):
        raise _fault(f'Unmatched end tag at byte offset {byte}, expected "</{opened.tag}>", found "</{found}>"')
    length = at - opened.offset
    kind = TAGS[opened.tag]
    if length and (kind != "text_link" or opened.extra["url"]):
        extra = dict(opened.extra)
        language = extra.pop("language", None)
        if language and open_tags and open_tags[-1].tag == "pre":
            open_tags[-1].extra["language"] = language
            return match.end()
        if kind == "blockquote" and extra.pop("expandable", False):
            kind = "expandable_blockquote"
        if kind == "pre" and language:
            extra["language"] = language
        entities.append({"type": kind, "offset": opened.offset, "length": length, **extra})
    return match.end()


COMMAND = re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")
ADDRESS = re.compile(r"https?://[^\s<>\"]+")


def found_in(text: str) -> list[Json]:
    """The entities that Telegram itself adds to what people and bots write: commands and addresses."""
    spans = [("bot_command", match) for match in COMMAND.finditer(text)]
    spans += [("url", match) for match in ADDRESS.finditer(text)]
    return sorted(
        ({"type": kind, "offset": units(text[: match.start()]), "length": units(match[0])} for kind, match in spans),
        key=lambda entity: entity["offset"],
    )


def formatted(text: str, parse_mode: str | None, given: Iterable[Json], limit: int) -> tuple[str, list[Json]]:
    """A text as it will stand in the message: parsed, white space at both ends gone, its length checked.

    Too long is refused after the parsing: tags do not count. The limit is in characters, not in UTF-16 units (Bot API:
    "1-4096 characters after entities parsing").
    """
    mode = (parse_mode or "").lower()
    if mode in ("markdown", "markdownv2"):
        raise not_here(f"parse_mode {parse_mode}")
    if mode not in ("", "html"):
        raise bad_request("unsupported parse_mode")
    plain, entities = parse_html(text) if mode else (text, [dict(entity) for entity in given])
    bare = plain.lstrip()
    lead = units(plain) - units(bare)
    bare = bare.rstrip()
    if len(bare) > limit:
        raise bad_request("message is too long" if limit == TEXT_LIMIT else "message caption is too long")
    end = units(bare)
    kept: list[Json] = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        stop = min(entity["offset"] - lead + entity["length"], end)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    literal = [entity for entity in kept if entity["type"] in ("text_link", "code", "pre")]
    kept += [found for found in found_in(bare) if not any(_overlap(found, other) for other in literal)]
    return bare, sorted(kept, key=lambda entity: (entity["offset"], -entity["length"]))


def _overlap(one: Json, other: Json) -> bool:
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])
