"""The smallest county in which the bot has something to do: two cadres who have joined, a recipient each."""

from sqlalchemy import func, select

from bot.sandbox.api import BotApi
from db.models import Record
from db.session import Sessions
from tests.kit.botapi import Person
from tests.kit.build import building

LI, MA = 1001, 1002
CALL = "给王秀英打了电话"


def two_cadres(database: Sessions, api: BotApi) -> tuple[Person, Person]:
    """李明 (P-1 王秀英) and 马丽 (P-2 张桂兰, P-3 陈桂花)."""
    with building(database) as b:
        county = b.unit("崆峒县", "county")
        village = b.unit("八里村", "village", county)
        li = b.person(county, "李明", telegram_id=LI, number="C-1")
        ma = b.person(county, "马丽", telegram_id=MA, number="C-2")
        b.pairing(li, b.recipient(village, "destitute_home", "王秀英", number="P-1"))
        b.pairing(ma, b.recipient(village, "orphan", "张桂兰", number="P-2"))
        b.pairing(ma, b.recipient(village, "orphan", "陈桂花", number="P-3"))
    return Person(api, LI, "李明", started=True), Person(api, MA, "马丽", started=True)


def records(database: Sessions) -> int:
    """How many are stored, read through a session of its own."""
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(Record)) or 0
