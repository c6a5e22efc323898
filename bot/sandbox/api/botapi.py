"""The whole server without its HTTP: who calls what, refused or done."""

import inspect
from collections.abc import Mapping
from typing import Any

from bot.sandbox.api import profile  # noqa: F401 - registers its methods
from bot.sandbox.api.faults import Dropped, Faults
from bot.sandbox.api.methods import METHODS
from bot.sandbox.api.model import Call, Json, Refused, not_here
from bot.sandbox.api.people import People
from bot.sandbox.api.spec import method_named, read


class BotApi(People, Faults):
    """One bot and all its chats, in memory.

    `BotApi(now=clock)`; then `server.serve(api)` for HTTP. `unknown_arguments` lists what the bot sent and no Bot API
    knows; `calls` what was carried out.
    """

    def __init__(self, **options: Any) -> None:
        People.__init__(self, **options)
        Faults.__init__(self)

    def authorised(self, token: str) -> None:
        """A token of the wrong shape is an unknown address (404), a well-formed strange one is 401."""
        if token == self.token:
            return
        number, colon, secret = token.partition(":")
        if not colon or not number.isdigit() or not secret:
            raise Refused(404, "Not Found")
        raise Refused(401, "Unauthorized")

    async def call(self, name: str, raw: Mapping[str, Any]) -> tuple[int, Json]:
        """HTTP status and body of one call. Raises `Dropped` where a test ordered silence."""
        known = method_named(name)
        try:
            if known is None:
                raise Refused(404, "Not Found: method not found")  # noqa: TRY301 - one place makes the answer
            arguments = read(known, raw, self.unknown_arguments)
            if known not in METHODS:
                raise not_here(known)
            silent = self.before(known, arguments)
            result = METHODS[known](self, arguments)
            if inspect.isawaitable(result):
                result = await result
        except Refused as refused:
            self.ring()
            return refused.code, refused.body()
        self.called[known] += 1
        if known != "getUpdates":
            self.calls.append(Call(known, arguments))
        self.ring()
        if silent:
            raise Dropped
        return 200, {"ok": True, "result": result}
