"""The HTTP of the local Bot API server, and its start inside a running event loop.

`async with serve(api) as root:` gives the address that goes into TELEGRAM_API_BASE_URL. It binds
loopback only unless told otherwise.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, cast

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bot.sandbox.api import BotApi, Refused, Upload
from bot.sandbox.api.faults import Dropped
from bot.sandbox.api.webhook import Deliverer
from bot.sandbox.server_page import Clock, People, page_routes
from bot.serving import serve_app

TRANSPORT = "sandbox.transport"


class _Protocol(HttpToolsProtocol):
    """Hands the transport to the application: only so can a request be left without any answer."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope.setdefault("extensions", {})[TRANSPORT] = {"transport": self.transport}


async def raw_arguments(request: Request) -> dict[str, Any]:
    """The arguments of a call as sent: query, form, multipart or JSON; files as `Upload`."""
    found: dict[str, Any] = dict(request.query_params)
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        try:
            body = await request.json()
        except ValueError:
            raise Refused(400, "Bad Request: can't parse JSON object") from None
        if not isinstance(body, dict):
            raise Refused(400, "Bad Request: object expected as parameters")
        found |= body
    elif kind:
        async with request.form() as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    mime = value.content_type or "application/octet-stream"
                    found[name] = Upload(value.filename or name, mime, await value.read())
                else:
                    found[name] = value
    return found


async def _gone(request: Request) -> None:
    """Until the other side closed the connection."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _close(request: Request, *, hold: bool) -> Response:
    """Closes the connection without an answer. Needs the protocol of this module: other servers hide the transport."""
    if not hold:
        cast("asyncio.Transport", request.scope["extensions"][TRANSPORT]["transport"]).abort()
    await _gone(request)
    return Response(status_code=502)


def _bot_endpoint(api: BotApi) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            api.authorised(request.path_params["token"])
            arguments = await raw_arguments(request)
        except Refused as refused:
            return JSONResponse(refused.body(), refused.code)
        call = asyncio.ensure_future(api.call(request.path_params["method"], arguments))
        gone = asyncio.ensure_future(_gone(request))
        try:
            await asyncio.wait({call, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not call.done():
                call.cancel()
                return Response(status_code=502)
            status, body = call.result()
        except Dropped as dropped:
            gone.cancel()
            await asyncio.gather(gone, return_exceptions=True)
            return await _close(request, hold=dropped.hold)
        finally:
            gone.cancel()
        return JSONResponse(body, status)

    return endpoint


def _file_endpoint(api: BotApi) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            api.authorised(request.path_params["token"])
        except Refused as refused:
            return JSONResponse(refused.body(), refused.code)
        upload = api.files.get(request.path_params["path"].rpartition("/")[2])
        if upload is None:
            return JSONResponse(Refused(404, "Not Found").body(), 404)
        return Response(upload.data, media_type="application/octet-stream")

    return endpoint


def create_app(
    api: BotApi,
    *,
    people: People | None = None,
    on_clock: Clock | None = None,
    timezone: str = "Asia/Shanghai",
) -> Starlette:
    """The Bot API at `/bot<token>/<method>` and `/file/bot<token>/<path>`; with `people` also the chat page at `/`.

    `people()` lists whom the page offers: dicts of `id`, `name`, `role`, `examples`; `await on_clock(action, to)` moves
    the clock (`next_day`, `next_reminder`, `goto` with `to` in ISO) and returns `{"now": ISO, "note": text}`.
    """

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        api.closed = False
        delivering = asyncio.create_task(Deliverer(api).run())
        try:
            yield
        finally:
            delivering.cancel()
            await asyncio.gather(delivering, return_exceptions=True)

    routes = [
        Route("/bot{token}/{method}", _bot_endpoint(api), methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", _file_endpoint(api)),
        *page_routes(api, people, on_clock, timezone),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


@contextlib.asynccontextmanager
async def serve(
    api: BotApi,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    people: People | None = None,
    on_clock: Clock | None = None,
    timezone: str = "Asia/Shanghai",
) -> AsyncIterator[str]:
    """The Bot API server (with `people` also the page) in this loop, until the block ends; gives its root address."""
    page = create_app(api, people=people, on_clock=on_clock, timezone=timezone)
    async with serve_app(page, host, port, protocol=_Protocol, lifespan="on") as root:
        try:
            yield root
        finally:
            api.closed = True
            api.ring()
