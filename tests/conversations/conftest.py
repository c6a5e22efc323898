"""A small county and the ways in which the bot may run: polling or webhook, on either database, or two workers."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date

import pytest

from bot.clock import MovableClock
from bot.sandbox.api import BotApi
from bot.sandbox.server import serve
from db.session import Sessions
from tests.kit.botapi import Person
from tests.kit.bots import TOKEN, Bot, running
from tests.kit.build import building

LI, MA, LIAISON, SUPERVISOR, ADMIN = 1001, 1002, 1003, 1004, 1005


@dataclass(frozen=True)
class Town:
    """Ids of what the county holds."""

    county: int
    township: int
    office: int
    wang: int
    zhang: int
    bao: int
    li: int


@pytest.fixture
def town(database: Sessions) -> Town:
    """李明 looks after 王秀英; 马丽 after 张桂兰 and 陈宝; a liaison, a supervisor, an admin. All have joined."""
    with building(database) as b:
        county = b.unit("崆峒县", "county")
        township = b.unit("柳湖镇", "township", county)
        village = b.unit("八里村", "village", township)
        office = b.unit("县民政局", "unit", county)
        li = b.person(office, "李明", telegram_id=LI, number="C-1", phone="13800000001")
        ma = b.person(office, "马丽", telegram_id=MA, number="C-2")
        b.person(office, "周强", "liaison", telegram_id=LIAISON, number="C-3")
        b.person(county, "赵敏", "supervisor", telegram_id=SUPERVISOR, number="C-4")
        b.person(county, "钱进", "admin", telegram_id=ADMIN, number="C-5")
        first = date(2026, 1, 1)
        wang = b.recipient(village, "destitute_home", "王秀英", number="P-0417", gender="female", birth_year=1948)
        zhang = b.recipient(village, "severe_disability", "张桂兰", number="P-0418", gender="female", birth_year=1951)
        bao = b.recipient(
            village, "unattended_child", "陈宝", number="P-0419", gender="male", birth_year=2016, aliases="小宝"
        )
        b.pairing(li, wang, first_day=first)
        b.pairing(ma, zhang, first_day=first)
        b.pairing(ma, bao, first_day=first)
        return Town(county.id, township.id, office.id, wang.id, zhang.id, bao.id, li.id)


@pytest.fixture
def api(clock: MovableClock) -> BotApi:
    return BotApi(now=clock, token=TOKEN)


@pytest.fixture
async def root(api: BotApi) -> AsyncIterator[str]:
    async with serve(api) as address:
        yield address


@pytest.fixture(params=["polling", "webhook"])
async def bot(
    request: pytest.FixtureRequest, root: str, database_url: str, clock: MovableClock, town: Town
) -> AsyncIterator[Bot]:
    """One worker in either mode."""
    async with running(root, database_url, clock, webhook=request.param == "webhook") as worker:
        yield worker


@pytest.fixture
def li(api: BotApi, bot: Bot) -> Person:
    return Person(api, LI, "李明", started=True)


@pytest.fixture
def ma(api: BotApi, bot: Bot) -> Person:
    return Person(api, MA, "马丽", started=True)
