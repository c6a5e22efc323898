"""Twenty cadres who have joined, each with somebody of his own, and the Bot API server that stays when the bot dies."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot import clock as real
from bot.sandbox.api import Act, BotApi
from bot.sandbox.server import serve
from db.session import Sessions
from tests.kit.bots import TOKEN
from tests.kit.build import building

CADRES, MESSAGES = 20, 10
FIRST_ID = 2001


@dataclass(frozen=True)
class Crowd:
    """The twenty in one chat each; `days` are the days their messages are about, as ISO and as they write it."""

    api: BotApi
    days: tuple[tuple[str, str], ...]

    def speak(self) -> list[Act]:
        """All say all they have to say at once: one message about each day."""
        return [
            self.api.say(user_id, f"{written}给王秀英打了电话") for _, written in self.days for user_id in self.chats
        ]

    @property
    def chats(self) -> range:
        return range(FIRST_ID, FIRST_ID + CADRES)

    def receipts(self) -> list[list[int]]:
        """How many receipts each cadre has for each day."""
        heard = {user_id: self.api.heard(user_id) for user_id in self.chats}
        return [
            [sum("已记" in text and day in text for text in said) for day, _ in self.days] for said in heard.values()
        ]

    @property
    def answered(self) -> int:
        return self.api.called["sendMessage"]


@pytest.fixture
def api() -> BotApi:
    """With the real time: the bot under test is another process."""
    return BotApi(now=real.now, token=TOKEN)


@pytest.fixture
async def root(api: BotApi) -> AsyncIterator[str]:
    async with serve(api) as address:
        yield address


@pytest.fixture
def crowd(api: BotApi, database: Sessions) -> Crowd:
    with building(database) as b:
        county = b.unit("崆峒县", "county")
        village = b.unit("八里村", "village", county)
        for number in range(CADRES):
            cadre = b.person(county, f"干部{number}", telegram_id=FIRST_ID + number)
            b.pairing(cadre, b.recipient(village, "orphan", "王秀英"))
            api.add_person(FIRST_ID + number, f"干部{number}", started=True)
    today = real.now().astimezone(ZoneInfo("Asia/Shanghai")).date()
    days = [today - timedelta(days=back) for back in range(MESSAGES)]
    return Crowd(api, tuple((day.isoformat(), f"{day.month}月{day.day}日") for day in days))
