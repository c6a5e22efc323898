"""uvicorn inside a running loop: no signal handlers of its own, ready when it says so, any free port on request."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from typing import Literal

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class Server(uvicorn.Server):
    """Tells when it listens and ends when told, both without polling a flag."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()
        self.stopping = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        except SystemExit:  # uvicorn would end the whole process
            raise OSError("the application did not start") from None
        self.listening.set()

    async def main_loop(self) -> None:
        await self.stopping.wait()


@contextlib.asynccontextmanager
async def serve_app(
    app: ASGIApp,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    protocol: type[HttpToolsProtocol] = HttpToolsProtocol,
    lifespan: Literal["on", "off"] = "off",
) -> AsyncIterator[str]:
    """Serve until the block ends; gives the root address. Port 0 is any free one; OSError when it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sets TCP_NODELAY only where the protocol is named; without it every answer takes 40 ms more.
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        config = uvicorn.Config(
            app,
            http=protocol,
            ws="none",
            lifespan=lifespan,
            log_config=None,
            access_log=False,
            date_header=False,
            server_header=False,
            # Longer than httpx and Telegram keep an idle connection: no request meets one that is being closed.
            timeout_keep_alive=75,
            timeout_graceful_shutdown=2,
        )
        server = Server(config)
        running = asyncio.create_task(server.serve(sockets=[listener]))
        ready = asyncio.create_task(server.listening.wait())
        await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            ready.cancel()
            await running
        try:
            shown = f"[{host}]" if ":" in host else host
            yield f"http://{shown}:{listener.getsockname()[1]}"
        finally:
            server.stopping.set()
            await running
