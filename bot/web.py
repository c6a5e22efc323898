"""Webhook mode: 200 when an update is committed and answered, 503 when it must come again."""

import hmac
import json

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from telegram import Update

from bot import metrics
from bot.runtime import Runtime, UnavailableError
from bot.services import health
from handlers.intake import Ended, Intake

LIMIT = 1_000_000  # bytes of an update; Telegram's are a few thousand


def create(app: Intake, runtime: Runtime, secret: str) -> Starlette:
    """POST /telegram (Telegram's secret header), GET /healthz (200 when the database answers), GET /metrics."""

    async def telegram(request: Request) -> Response:
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return Response(status_code=403)
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > LIMIT:
                return Response(status_code=413)
        try:
            update = Update.de_json(json.loads(body), app.bot)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return Response(status_code=400)
        return Response(status_code=200 if await app.settle(update) in {Ended.DONE, Ended.FAILED} else 503)

    async def healthz(_request: Request) -> Response:
        try:
            await runtime.read(health.alive)
        except UnavailableError:
            return JSONResponse({"database": "away"}, status_code=503)
        return JSONResponse({"database": "ok"})

    async def exported(_request: Request) -> Response:
        return PlainTextResponse(metrics.text())

    return Starlette(
        routes=[
            Route("/telegram", telegram, methods=["POST"]),
            Route("/healthz", healthz),
            Route("/metrics", exported),
        ]
    )
