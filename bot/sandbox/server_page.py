"""What the chat page in the browser talks to: `/`, its files, and `/sandbox/...`."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import wraps
from importlib.resources import files
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.sandbox.api import Act, BotApi, Refused

People = Callable[[], Sequence[dict[str, Any]]]
Clock = Callable[[str, str | None], Awaitable[dict[str, Any]]]
Endpoint = Callable[[Request], Awaitable[Response]]
SCRIPTS = {name: (name, "text/javascript") for name in ("chat.js", "render.js", "words.js")}
PAGE = {"": ("index.html", "text/html"), "chat.css": ("chat.css", "text/css"), **SCRIPTS}
POLICY = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
HEADERS = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
HEARTBEAT = 15.0
RELOAD = 'data: {"kind": "reload"}\n\n'


def checked(endpoint: Endpoint) -> Endpoint:
    """Answers mistakes of the page with 400 and a sentence; other web sites in the same browser may do nothing here."""

    @wraps(endpoint)
    async def inner(request: Request) -> Response:
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return JSONResponse({"error": "only the page of this server may do this"}, 403)
        try:
            return await endpoint(request)
        except (KeyError, LookupError, ValueError, TypeError) as error:
            return JSONResponse({"error": f"{type(error).__name__}: {error}"}, 400)
        except Refused as refused:
            return JSONResponse({"error": refused.description}, 400)

    return inner


def page_routes(api: BotApi, people: People | None, on_clock: Clock | None, timezone: str) -> list[Route]:
    if people is None:
        return []
    return [*_static(), *_reading(api, people, timezone), *_acting(api), _clock(api, on_clock), _events(api)]


def _static() -> list[Route]:
    def route(path: str, name: str, mime: str) -> Route:
        async def endpoint(_request: Request) -> Response:
            return Response(files("bot.sandbox").joinpath("page", name).read_bytes(), media_type=mime, headers=HEADERS)

        return Route(f"/{path}", endpoint)

    return [route(path, name, mime) for path, (name, mime) in PAGE.items()]


def present(api: BotApi, timezone: str) -> dict[str, str]:
    return {"now": api.now().isoformat(), "timezone": timezone}


def _reading(api: BotApi, people: People, timezone: str) -> list[Route]:
    @checked
    async def who(_request: Request) -> Response:
        shown = []
        for person in people():
            chat = api.chats[person["id"]]
            by_bot = len(chat.by_bot)
            last = next(reversed(chat.messages.values()), None)
            shown.append({**person, "heard": by_bot, "last": last, "blocked": chat.blocked})
        about = api.about.get(("description", ""), "")
        return JSONResponse({"people": shown, "bot": api.me, "description": about, **present(api, timezone)})

    @checked
    async def chat(request: Request) -> Response:
        return JSONResponse(api.view(int(request.path_params["chat"])))

    @checked
    async def file(request: Request) -> Response:
        upload = api.files[request.path_params["file"]]
        picture = upload.mime in ("image/png", "image/jpeg", "image/gif")
        headers = dict(HEADERS) if picture else {**HEADERS, "Content-Disposition": "attachment"}
        return Response(upload.data, media_type=upload.mime if picture else "application/octet-stream", headers=headers)

    return [
        Route("/sandbox/people", who),
        Route("/sandbox/chats/{chat:int}", chat),
        Route("/sandbox/files/{file}", file),
    ]


def _done(act: Act) -> Response:
    return JSONResponse({"message_id": act.message_id, "update_id": act.update_id})


ACTS: dict[str, Callable[[BotApi, int, Any], Act]] = {
    "say": lambda api, chat, body: api.say(chat, str(body["text"]), reply_to=body.get("reply_to")),
    "edit": lambda api, chat, body: api.edit(chat, int(body["message_id"]), str(body["text"])),
    "tap": lambda api, chat, body: api.press(chat, int(body["message_id"]), str(body["data"])),
    "contact": lambda api, chat, body: api.send_contact(chat, str(body["phone"]), of=body.get("user_id")),
    "voice": lambda api, chat, _body: api.send_voice(chat),
    "sticker": lambda api, chat, _body: api.send_sticker(chat),
    "block": lambda api, chat, body: api.block(chat) if body["blocked"] else api.unblock(chat),
}


def _acting(api: BotApi) -> list[Route]:
    @checked
    async def act(request: Request) -> Response:
        chat_id = int(request.path_params["chat"])
        return _done(ACTS[request.path_params["act"]](api, chat_id, await request.json()))

    @checked
    async def attach(request: Request) -> Response:
        chat_id = int(request.path_params["chat"])
        async with request.form() as form:
            file, caption = form["file"], str(form.get("caption", ""))
            if not isinstance(file, UploadFile):
                raise TypeError("a file is wanted")
            data, name, mime = await file.read(), file.filename or "file", file.content_type
        if form.get("as") == "photo":
            return _done(api.send_photo(chat_id, data, caption=caption))
        return _done(api.send_document(chat_id, data, name, mime=mime, caption=caption))

    return [
        Route("/sandbox/chats/{chat:int}/file", attach, methods=["POST"]),
        Route("/sandbox/chats/{chat:int}/{act}", act, methods=["POST"]),
    ]


def _clock(api: BotApi, on_clock: Clock | None) -> Route:
    @checked
    async def clock(request: Request) -> Response:
        if request.method == "GET" or on_clock is None:
            return JSONResponse({"now": api.now().isoformat(), "note": ""})
        body = await request.json()
        moved = await on_clock(str(body["action"]), body.get("to"))
        api.tell("clock", None, **moved)
        return JSONResponse(moved)

    return Route("/sandbox/clock", clock, methods=["GET", "POST"])


def newest(api: BotApi) -> int:
    """The number of the last event, 0 before the first."""
    return api.events[-1]["id"] if api.events else 0


def _events(api: BotApi) -> Route:
    async def lines(last: int) -> AsyncIterator[str]:
        if last > newest(api):  # the server was started anew since the page heard it
            last = newest(api)
            yield RELOAD
        while not api.closed:
            fresh = [event for event in api.events if event["id"] > last]
            if fresh and last and fresh[0]["id"] > last + 1:
                yield RELOAD
            for event in fresh:
                yield f"id: {event['id']}\ndata: {json.dumps(event, ensure_ascii=False)}\n\n"
                last = event["id"]
            if not fresh and not await api.changed(HEARTBEAT):
                yield ": still here\n\n"

    @checked
    async def events(request: Request) -> Response:
        since = request.headers.get("last-event-id") or request.query_params.get("since")
        last = int(since) if since else newest(api)
        return StreamingResponse(lines(last), media_type="text/event-stream", headers=HEADERS)

    return Route("/sandbox/events", events)
