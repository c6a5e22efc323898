"""Webhook mode: 200 when an update is committed and answered, 503 when it must come again."""

import hmac
import logging

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from telegram import Update

from bot import metrics
from bot.runtime import Runtime, UnavailableError
from bot.services import health
from handlers.intake import Intake
from handlers.reply import NotAnsweredError

log = logging.getLogger(__name__)
LIMIT = 1_000_000  # bytes of an update; Telegram's are a few thousand


def create(app: Intake, runtime: Runtime, secret: str) -> Starlette:
    """POST /telegram (Telegram's secret header), GET /healthz (200 when the database answers), GET /metrics."""

    async def telegram(request: Request) -> Response:
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return Response(status_code=403)
        body = await request.body()
        if len(body) > LIMIT:
            return Response(status_code=413)
        try:
            update = Update.de_json(await request.json(), app.bot)
        except (ValueError, TypeError, KeyError, AttributeError):
            return Response(status_code=400)
        return Response(status_code=await _take(app, update))

    async def healthz(_request: Request) -> Response:
        try:
            await runtime.read(health.alive)
        except UnavailableError as problem:
            return JSONResponse({"database": str(problem)}, status_code=503)
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


async def _take(app: Intake, update: Update) -> int:
    try:
        await app.take(update)
    except (UnavailableError, NotAnsweredError) as problem:
        log.warning("update %s must come again: %s", update.update_id, problem)
        return 503
    except Exception:  # a defect of ours: repeating would only repeat it
        log.exception("update %s failed", update.update_id)
    return 200
