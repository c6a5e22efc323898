"""What share of handling a message is understanding it, and what memory it takes."""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bot.clock import MovableClock
from bot.domain.understanding import Paired, read
from bot.sandbox.api import BotApi
from bot.sandbox.server import serve
from db import migrate
from db.session import Cipher, Sessions, connect_to
from tests.bench.figures import figure
from tests.kit.botapi import Person
from tests.kit.bots import KEY, TOKEN, running
from tests.kit.build import building

CORPUS = Path(__file__).parents[1] / "corpus" / "dev.jsonl"
MEMORY = """
import resource, sys
def rss():
    return int(open("/proc/self/statm").read().split()[1]) * 4096 / 1e6
before = rss()
from datetime import datetime
from bot.domain.understanding import Paired, read
read("昨天去王大娘家走访，送了米面油260元，端午节也去了", datetime.fromisoformat("2026-07-01T10:00:00+08:00"), [Paired(1, "王秀英", "女", 1948, "孤儿", ())])
read("给张桂蓝打了电活", datetime.fromisoformat("2026-07-01T10:00:00+08:00"), [Paired(1, "张桂兰", "女", 1948, "孤儿", ())])
print(rss() - before)
"""


def main() -> bool:
    texts = [json.loads(line)["text"] for line in CORPUS.read_text().splitlines()]
    handled, understood = asyncio.run(_measured(texts))
    added = float(subprocess.run([sys.executable, "-c", MEMORY], capture_output=True, text=True, check=True).stdout)
    figure("handling one message, webhook to reply", handled * 1000, unit=" ms")
    figure("understanding it", understood * 1000, unit=" ms")
    share = figure("share of understanding in the handling", understood / handled, 0.25)
    memory = figure("memory of understanding over a bare Python", added, 40, unit=" MB")
    return share and memory


async def _measured(texts: list[str]) -> tuple[float, float]:
    clock = MovableClock(datetime(2026, 5, 26, 2, tzinfo=UTC))
    paired = [Paired(1, "王秀英", "女", 1948, "特困供养人员（分散）", ("秀英",))]
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        sessions = Sessions(connect_to(url, Cipher((KEY,))))
        migrate.upgrade(sessions.engine)
        with building(sessions) as b:
            unit = b.unit("县", "county")
            b.pairing(
                b.person(unit, "李明", telegram_id=11), b.recipient(unit, "destitute_home", "王秀英", aliases="秀英")
            )
        api = BotApi(now=clock, token=TOKEN)
        async with serve(api) as root, running(root, url, clock, webhook=True):
            li = Person(api, 11, "李明", started=True)
            await li.says("/help")
            began = time.perf_counter()
            for text in texts:
                await li.says(text)
            handled = (time.perf_counter() - began) / len(texts)
        sent = clock().astimezone()
        began = time.perf_counter()
        for text in texts:
            read(text, sent, paired)
        understood = (time.perf_counter() - began) / len(texts)
    return handled, understood
