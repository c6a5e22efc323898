"""Logs: text or JSON lines on standard error, and never the token."""

import json
import logging
from collections.abc import Iterator

import httpx
import pytest

from bot import logs
from bot.sandbox.api import BotApi
from bot.sandbox.server import serve
from tests.kit.bots import TOKEN


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    before, levels = root.handlers[:], {name: logging.getLogger(name).level for name in ("", *logs.QUIET)}
    yield
    root.handlers[:] = before
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.mark.parametrize("how", ["text", "json"])
def test_the_token_is_in_no_line_and_no_traceback(how: str, capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(how, TOKEN)
    log = logging.getLogger("anything")
    try:
        int(f"/bot{TOKEN}/getMe")
    except ValueError:
        log.exception("called %s", f"/bot{TOKEN}/getMe")
    said = capsys.readouterr().err
    assert said.count("/botTOKEN/getMe") == 2
    assert TOKEN not in said


async def test_the_http_client_says_no_address_unless_asked_and_even_then_no_token(
    api_root: tuple[BotApi, str], capsys: pytest.CaptureFixture[str]
) -> None:
    api, root = api_root
    logs.set_up("text", api.token)
    async with httpx.AsyncClient(verify=False) as client:
        await client.get(f"{root}/bot{api.token}/getMe")
        assert capsys.readouterr().err == ""
        logging.getLogger("httpx").setLevel(logging.INFO)
        await client.get(f"{root}/bot{api.token}/getMe")
    said = capsys.readouterr().err
    assert "/botTOKEN/getMe" in said
    assert api.token not in said


@pytest.fixture
async def api_root(clock):
    api = BotApi(now=clock, token=TOKEN)
    async with serve(api) as root:
        yield api, root


def test_a_json_line_holds_the_message_and_the_exception(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("json")
    try:
        int("王")
    except ValueError:
        logging.getLogger("bot.x").exception("它失败了：%s", 7)
    (line,) = capsys.readouterr().err.splitlines()
    document = json.loads(line)
    assert (document["level"], document["logger"], document["message"]) == ("ERROR", "bot.x", "它失败了：7")
    assert "王" in document["exception"]
    assert "\\u" not in line
