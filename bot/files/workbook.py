"""A workbook from outside, looked at before a parser sees it: zip bombs, giant grids, formulas, garbage."""

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from io import BytesIO

from bot.domain.roster import Problem

# All that `zipfile` and its decompressors were seen or may be expected to raise on damaged bytes.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    ValueError,
)
CHUNK = 1 << 20
LONGEST_TAG = 1 << 18
MANY = 1000  # entries of a zip, computed cells reported
_SEEN = re.compile(
    rb"""<(?:\w+:)?(?P<tag>c|row)(?=[\s/>])(?:\sr="(?P<letters>[A-Z]*)(?P<row>\d+)")?"""
    rb"""|\sr\s*=\s*["']\s*(?P<far_letters>[A-Za-z]*)(?P<far_row>\d+)"""
    rb"""|(?P<formula><(?:\w+:)?f[\s/>])|(?P<wrong>\st\s*=\s*["']e["'])"""
)
_STRING_END = re.compile(rb"</(?:\w+:)?si\s*>")
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_LINK = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")  # UTF-16, where the look above would see nothing


@dataclass(frozen=True)
class Limits:
    """What a workbook may be at most.

    `cells` is rows times columns of one sheet, as a parser would lay them out; `text` the bytes of all cells together,
    were each the longest shared string of the file (a parser copies it into every cell that names it).
    """

    packed: int = 20 << 20
    unpacked: int = 300 << 20
    sheets: int = 20
    rows: int = 700_000
    columns: int = 50
    cells: int = 9_000_000
    text: int = 600 << 20


CHAT = Limits()
# All of Gansu with its helpers is 400 MB of XML; who sits at the command line sends no bombs to himself.
COMMAND_LINE = Limits(packed=200 << 20, unpacked=1 << 30, text=6 << 30)


class RefusedError(Exception):
    """The file is not looked into. `error` is a word of bot.texts.roster.PROBLEMS."""

    def __init__(self, error: str, value: str = "") -> None:
        super().__init__(error)
        self.problem = Problem("", 0, "", error, value)


@dataclass
class _Part:
    """One file of the zip: how far its grid goes, and the cells that are formulas or errors."""

    limits: Limits
    rows: int = 0
    columns: int = 0
    row: int = 0
    column: int = 0
    cells: int = 0
    longest: int = 0
    string: int = 0
    computed: list[tuple[int, int, str]] = field(default_factory=list)

    def look(self, piece: bytes) -> None:
        """Follow the cells of some XML. Cells and rows may name their place or leave it to be counted."""
        for found in _SEEN.finditer(piece):
            tag, letters, row, far_letters, far_row, formula, wrong = found.groups()
            if tag == b"c":
                self.column, self.cells = self.column + 1, self.cells + 1
            elif tag == b"row":
                self.row, self.column = self.row + 1, 0
            if row or far_row:
                self._move(letters or far_letters, row or far_row, tag)
            elif (formula or wrong) and len(self.computed) < MANY:
                self.computed.append((self.row, self.column, "formula" if formula else "error_cell"))
            self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)
        for place, string in enumerate(_STRING_END.split(piece)):
            self.string = len(string) + (0 if place else self.string)
            self.longest = max(self.longest, self.string)
        self._measure()

    def _move(self, letters: bytes, row: bytes, tag: bytes | None) -> None:
        if letters:
            self.row, self.column = int(row[:9]), _column(letters)
        elif tag != b"c":
            self.row = int(row[:9])

    def _measure(self) -> None:
        limits = self.limits
        if self.rows > limits.rows:
            raise RefusedError("too_many_rows", str(limits.rows))
        if self.columns > limits.columns:
            raise RefusedError("too_many_columns", str(limits.columns))
        if self.rows * self.columns > limits.cells:
            raise RefusedError("too_many_cells", str(limits.cells))


def inspect(content: bytes, limits: Limits) -> dict[str, list[tuple[int, int, str]]]:
    """Cells by sheet name that hold a formula or an error: (row, column, word), both from 1.

    Raises RefusedError for what must not be parsed at all. Inflates everything once, in small pieces, keeping none.
    """
    if len(content) > limits.packed:
        raise RefusedError("too_big", str(limits.packed >> 20))
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _look(archive, limits)
    except BROKEN as problem:
        raise RefusedError("not_a_workbook") from problem


def _look(archive: zipfile.ZipFile, limits: Limits) -> dict[str, list[tuple[int, int, str]]]:
    entries = archive.infolist()
    names = {entry.filename.lower() for entry in entries}  # the parser looks them up in any case
    if "xl/workbook.xml" not in names or len(names) != len(entries):
        raise RefusedError("not_a_workbook")
    if sum(entry.file_size for entry in entries) > limits.unpacked or len(entries) > MANY:
        raise RefusedError("too_big_inside", str(limits.unpacked >> 20))
    left = limits.unpacked
    parts: dict[str, _Part] = {}
    for entry in entries:
        parts[entry.filename.lower()], used = _scan(archive, entry, left, limits)
        left -= used
    strings = parts.get("xl/sharedstrings.xml") or _Part(limits)
    if sum(part.cells for part in parts.values()) * strings.longest > limits.text:
        raise RefusedError("too_big_inside", str(limits.unpacked >> 20))
    sheets = _sheets(archive, {entry.filename.lower(): entry for entry in entries})
    if len(sheets) > limits.sheets:
        raise RefusedError("too_many_sheets", str(limits.sheets))
    return {name: parts[path].computed for name, path in sheets.items() if path in parts and parts[path].computed}


def _scan(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int, limits: Limits) -> tuple[_Part, int]:
    """The size in the directory of a zip is only a promise, so bytes are counted while they come."""
    part, used, torn = _Part(limits), 0, b""
    for piece in _pieces(archive, entry):
        if not used and piece.startswith(_WIDE):
            raise RefusedError("not_a_workbook")
        used += len(piece)
        if used > left:
            raise RefusedError("too_big_inside", str(limits.unpacked >> 20))
        whole = torn + piece
        cut = whole.rfind(b"<") if b"<" in whole else len(whole)
        torn = whole[cut:]
        if len(torn) > LONGEST_TAG:
            raise RefusedError("not_a_workbook")
        part.look(whole[:cut])
    part.look(torn)
    return part, used


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as stream:
        while piece := stream.read(CHUNK):
            yield piece


def _column(letters: bytes) -> int:
    """A is 1; a `row` tag has none."""
    number = 0
    for letter in letters[:4].upper():
        number = number * 26 + letter - 64
    return number


def _sheets(archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo]) -> dict[str, str]:
    """Sheet names and the part of the zip each lies in."""
    book = archive.read(entries["xl/workbook.xml"]).decode("utf-8", "replace")
    links = entries.get("xl/_rels/workbook.xml.rels")
    found = _LINK.findall(archive.read(links).decode("utf-8", "replace")) if links else []
    targets = {_attribute(tag, "Id"): _attribute(tag, "Target").lower() for tag in found}
    sheets = {}
    for tag in _SHEET.findall(book):
        target = targets.get(_attribute(tag, "id"), "")
        sheets[_attribute(tag, "name")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return sheets


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"""[\s:]{name}\s*=\s*(?:"([^"]*)"|'([^']*)')""", tag)
    return unescape(found[1] or found[2] or "") if found else ""
