"""The small HTTP client of the webhook against servers that end connections in every way."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
from starlette.applications import Starlette

from bot.sandbox.api.poster import FAULTS, Poster
from bot.serving import serve_app

KEPT = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Scripted:
    """Answers the n-th connection with the n-th script: one answer a request, then it closes."""

    def __init__(self, *scripts: list[bytes]) -> None:
        self.scripts = list(scripts)
        self.heads: list[bytes] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for answer in self.scripts.pop(0):
            head = await reader.readuntil(b"\r\n\r\n")
            self.heads.append(head + await reader.readexactly(2))
            writer.write(answer)
        writer.close()
        await writer.wait_closed()


@contextlib.asynccontextmanager
async def scripted(*scripts: list[bytes]) -> AsyncIterator[tuple[Scripted, str]]:
    script = Scripted(*scripts)
    server = await asyncio.start_server(script.serve, "127.0.0.1", 0)
    async with server:
        yield script, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/telegram?x=1"


async def test_a_connection_is_kept_and_replaced_when_the_other_side_closed_it() -> None:
    async with scripted([KEPT, KEPT], [KEPT]) as (script, url):
        poster = Poster()
        assert [await poster.post(url, b"{}", {"A": "b"}) for _ in range(3)] == [200] * 3
        assert script.scripts == []
        assert script.heads[0].startswith(b"POST /telegram?x=1 HTTP/1.1\r\nHost: 127.0.0.1:")
        assert script.heads[0].endswith(b"Content-Length: 2\r\nA: b\r\n\r\n{}")
        await poster.close()


@pytest.mark.parametrize(
    "answer",
    [b"HTTP/1.1 503 Busy\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", b"HTTP/1.1 503 Busy\r\n\r\n"],
)
async def test_a_connection_that_ends_is_not_kept(answer: bytes) -> None:
    async with scripted([answer], [answer]) as (script, url):
        poster = Poster()
        assert [await poster.post(url, b"{}", {}) for _ in range(2)] == [503, 503]
        assert script.scripts == []
        await poster.close()


@pytest.mark.parametrize("answer", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort"])
async def test_a_broken_answer_is_a_fault(answer: bytes) -> None:
    async with scripted([answer]) as (_script, url):
        with pytest.raises(FAULTS):
            await Poster().post(url, b"{}", {})


async def test_an_application_that_cannot_start_is_an_error() -> None:
    class Broken(contextlib.AbstractAsyncContextManager[None]):
        async def __aenter__(self) -> None:
            raise RuntimeError("no database")

        async def __aexit__(self, *_error: object) -> None:
            pytest.fail("it never began")

    with pytest.raises(OSError, match="did not start"):
        async with serve_app(Starlette(lifespan=lambda _app: Broken()), lifespan="on"):
            pytest.fail("it started")
