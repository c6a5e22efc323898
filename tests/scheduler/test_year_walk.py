"""2027 of two hundred cadres, day by day, delivered over HTTP to the local Bot API server: nobody answers, nothing is lost."""

import asyncio
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot import programmes
from bot.clock import MovableClock
from bot.config import Settings
from bot.runtime import Runtime
from bot.sandbox.api import BotApi
from bot.sandbox.server import serve
from bot.services import synthetic
from bot.services.desk import Desk
from db.models import Notice, Person
from db.notices import BUNDLED
from db.session import Cipher, Sessions, connect_to
from scheduler.clockwork import Clockwork
from scheduler.post import telegram_post
from tests.conftest import KEY, new_sqlite
from tests.scheduler.conftest import at
from tests.scheduler.test_year_oracle import Row, oracle, read

ZONE = ZoneInfo("Asia/Shanghai")
CADRES = 200
FIRST_CHAT = 1_000_000
MORNING, AFTERNOON = "09:30", "16:00"  # when everything of a day is due but the roll-call, and that too
NOT_OF_THE_ORACLE = ("escalation", "campaigns")  # what follows from the past, and the admins' own accounts
MAY_FALL_SILENT = ("roster.liaison", "roster.overdue", "quota.supervisor", "quota.pace")  # with nobody to tell about


class NoTime:
    """Monotonic time in which nobody waits: the even pace is tested elsewhere."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)


@pytest.fixture
def county(sqlite_template: Path, tmp_path: Path) -> Sessions:
    """Everybody has started the bot, under the number of his row."""
    sessions = Sessions(connect_to(new_sqlite(sqlite_template, tmp_path), Cipher((KEY,))))
    desk = Desk(at("2026-12-31T12:00"), ZONE, programmes.load())
    with sessions.write() as session:
        synthetic.fill(session, desk, cadres=CADRES, records_per_pairing=0, seed=3)
        for person in session.scalars(select(Person)):
            person.telegram_id = FIRST_CHAT + person.id
    return sessions


async def test_a_year_of_two_hundred_cadres_is_sent_once_on_its_day_as_a_slow_reading_says(
    county: Sessions, settings: Settings, clock: MovableClock
) -> None:
    with county.read() as session:
        wanted = set(oracle(read(session)))
        chats = {person.id: FIRST_CHAT + person.id for person in session.scalars(select(Person))}
    api = BotApi(now=clock)
    for chat in chats.values():
        api.add_person(chat, "某", started=True)
    roll_calls = {day for day, kind, _, _ in wanted if kind == "weekly.visit"}
    async with serve(api) as root:
        chosen = replace(settings, telegram_bot_token=api.token, telegram_api_base_url=root)
        runtime = Runtime(county, clock, programmes.load(), chosen)
        async with telegram_post(chosen) as post:
            work = Clockwork(runtime, post, timer=NoTime())
            for day in sorted({day for day, *_ in wanted}):  # on the others the clock need not tick: nothing is due
                for hour in (MORNING, AFTERNOON) if day in roll_calls else (MORNING,):
                    clock.move(at(f"{day}T{hour}"))
                    assert await work.leads()
                    await work.once()
            await work.once()  # the account of the last day
            await work.close()
        await asyncio.to_thread(runtime._threads.shutdown)
    assert api.unknown_arguments == []

    with county.read() as session:
        notices = session.scalars(select(Notice)).all()
    early = {(one.day, one.kind, one.person_id) for one in notices if "early" in one.period}
    sent = {(one.day, one.kind, one.period, one.person_id) for one in notices if one.state == "sent"}
    assert early == told_early(sent)
    planned = [one for one in notices if one.kind not in NOT_OF_THE_ORACLE and "early" not in one.period]
    assert {(one.day, one.kind, one.period, one.person_id) for one in planned} == wanted
    assert {one.state for one in notices} == {"sent", "silent"}
    assert {one.kind for one in notices if one.state == "silent"} <= set(MAY_FALL_SILENT)

    said: dict[int, dict[int, list[Notice]]] = {chat: defaultdict(list) for chat in chats.values()}
    for one in notices:
        if one.state == "sent":
            assert one.message_id is not None
            said[chats[one.person_id]][one.message_id].append(one)
    bundles: Counter[tuple[int, date]] = Counter()
    for chat, messages in said.items():
        arrived = {number: api.chats[chat].messages[number] for number in sorted(api.chats[chat].by_bot)}
        assert set(arrived) == set(messages)  # each once, and nothing that is not written down
        for number, together in messages.items():
            on = datetime.fromtimestamp(arrived[number]["date"], ZONE).date()
            assert {one.day for one in together if one.kind != "campaigns"} <= {on}  # accounts follow a round later
            bundles[chat, on] += together[0].lane == BUNDLED
    assert max(bundles.values()) == 1
    assert sum(len(messages) for messages in said.values()) == api.called["sendMessage"] > 40 * CADRES


def told_early(sent: set[Row]) -> set[tuple[date, str, int]]:
    """With the month's first roster reminder, of each quota reminder the next that came later, before the next month's.

    Nobody does anything, so who was written to on the day itself is who had to be told before. What came that very day
    was not told before.
    """
    firsts: dict[int, list[date]] = defaultdict(list)
    own: dict[tuple[str, int], list[date]] = defaultdict(list)
    for day, kind, period, person in sorted(sent):
        if kind == "roster.confirm" and not any(first.month == day.month for first in firsts[person]):
            firsts[person].append(day)
        if kind in ("quota.pace", "quota.year_end") and "early" not in period:
            own[kind, person].append(day)
    found = set()
    for (kind, person), days in own.items():
        for first, following in zip(firsts[person], [*firsts[person][1:], date.max], strict=True):
            coming = [day for day in days if first <= day < following]
            if coming and coming[0] > first:
                found.add((first, kind, person))
    return found
