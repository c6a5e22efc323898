"""POST over kept-alive connections, nothing more: httpx is several times slower with 40 connections at once."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

PATIENCE = 60.0
FAULTS = (OSError, EOFError, ValueError, asyncio.LimitOverrunError)  # what `post` raises when there is no answer


@dataclass(frozen=True)
class _Line:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter


class Poster:
    def __init__(self) -> None:
        self._idle: defaultdict[str, list[_Line]] = defaultdict(list)

    async def post(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        """The status of the answer; a kept connection that the other side closed is replaced once. Raises FAULTS."""
        address = urlsplit(url)
        lines = self._idle[address.netloc]
        async with asyncio.timeout(PATIENCE):
            while lines:
                line = lines.pop()
                try:
                    return await self._exchange(line, address, body, headers)
                except (ConnectionError, EOFError):
                    continue
            port = address.port or (443 if address.scheme == "https" else 80)
            opened = await asyncio.open_connection(address.hostname, port, ssl=address.scheme == "https" or None)
            return await self._exchange(_Line(*opened), address, body, headers)

    async def _exchange(self, line: _Line, address: SplitResult, body: bytes, headers: dict[str, str]) -> int:
        target = (address.path or "/") + (f"?{address.query}" if address.query else "")
        lines = [f"POST {target} HTTP/1.1", f"Host: {address.netloc}", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        kept = False
        try:
            line.writer.write("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)
            head = (await line.reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            status = int(head[9:12])
            fields = dict(field.split(": ", 1) for field in head.split("\r\n")[1:] if ": " in field)
            if "content-length" in fields and fields.get("connection") != "close":
                await line.reader.readexactly(int(fields["content-length"]))
                self._idle[address.netloc].append(line)
                kept = True
            return status
        finally:
            if not kept:
                line.writer.close()

    async def close(self) -> None:
        """Closes what is kept."""
        for lines in self._idle.values():
            for line in lines:
                line.writer.close()
                await asyncio.gather(line.writer.wait_closed(), return_exceptions=True)
            lines.clear()
