"""A sender killed with kill -9 in the middle, several times: nobody hears twice, and what is not known is listed."""

import asyncio
import base64
import os
import signal
import sys
from collections import Counter
from pathlib import Path

from sqlalchemy import select

from bot.clock import now
from bot.sandbox.api import BotApi
from bot.sandbox.server import serve
from db.models import Notice
from db.session import Sessions
from tests.conftest import KEY
from tests.kit.build import building

ROOT = Path(__file__).parents[2]
PEOPLE = 120
KILLS = (10, 30, 50)  # after so many messages in all
TICK = ("-m", "bot", "tick", "--now", "2026-06-10T09:30:00+08:00")


async def test_three_kills_leave_nobody_told_twice_and_at_most_sixteen_unknown_each(
    database: Sessions, database_url: str, tmp_path: Path
) -> None:
    api = BotApi(now=now)
    with building(database) as b:
        county = b.unit("华池县", "county")
        for n in range(PEOPLE):
            api.add_person(1000 + n, f"李{n}", started=True)
            b.pairing(b.person(county, f"李{n}", telegram_id=1000 + n), b.recipient(county))
    async with serve(api) as root:
        env = {
            **os.environ,
            "DATABASE_URL": database_url,
            "FIELD_KEYS": base64.urlsafe_b64encode(KEY).decode(),
            "TELEGRAM_BOT_TOKEN": api.token,
            "TELEGRAM_API_BASE_URL": root,
            "DATA_DIR": str(tmp_path),
        }
        for told in (*KILLS, None):
            process = await asyncio.create_subprocess_exec(
                sys.executable, *TICK, cwd=ROOT, env=env, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
            )
            if told is not None:
                await api.until(lambda told=told: api.called["sendMessage"] >= told, within=240)
                process.send_signal(signal.SIGKILL)
            _, problems = await process.communicate()
            assert process.returncode == (0 if told is None else -signal.SIGKILL), problems.decode()
    heard = Counter({person: len(api.heard(1000 + person)) for person in range(PEOPLE)})
    assert max(heard.values()) == 1
    with database.read() as session:
        found = {n.person_id: n.state for n in session.scalars(select(Notice).where(Notice.kind == "roster.confirm"))}
    states = Counter(found.values())
    assert set(states) <= {"sent", "unknown"}
    assert states["unknown"] <= 16 * len(KILLS)
    assert states["sent"] + states["unknown"] == PEOPLE
    assert sum(heard.values()) >= states["sent"]
    assert all(heard[person - 1] for person, state in found.items() if state == "sent")
