"""The size of a picture, read from its first bytes."""

import struct

PNG, GIF, JPEG = b"\x89PNG\r\n\x1a\n", b"GIF8", b"\xff\xd8"
MAX_SIDES = 10_000  # width and height together (Bot API, sendPhoto)
MAX_RATIO = 20
START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF or JPEG; None for anything else or a broken head."""
    try:
        if data.startswith(PNG) and data[12:16] == b"IHDR":
            found = struct.unpack(">II", data[16:24])
        elif data.startswith(GIF):
            found = struct.unpack("<HH", data[6:10])
        elif data.startswith(JPEG):
            found = _jpeg(data)
        else:
            return None
    except (struct.error, IndexError):
        return None
    width, height = found
    return (int(width), int(height)) if width and height else None


def _jpeg(data: bytes) -> tuple[int, int]:
    position = 2
    while True:
        marker, length = data[position + 1], struct.unpack(">H", data[position + 2 : position + 4])[0]
        if marker in START_OF_FRAME:
            height, width = struct.unpack(">HH", data[position + 5 : position + 9])
            return width, height
        position += 2 + length
