"""A county for the tests of the roster month, and a change filed through its questions."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot import programmes
from bot.domain.people import Actor, Scope
from bot.services import (
    changes,
)
from bot.services.changes import Asking, Filed
from bot.services.desk import Desk
from db import people
from db.models import Person
from db.session import Session
from tests.kit.build import Builder

PROGRAMME = programmes.load()
ZONE = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)


def desk(moment: str = "2026-05-26T10:00", language: str = "zh_CN") -> Desk:
    now = datetime.fromisoformat(moment).replace(tzinfo=ZONE)
    return Desk(now=now, zone=ZONE, programme=PROGRAMME, language=language)


def actor(session: Session, person: Person, on: Desk | None = None) -> Actor:
    grants = people.grants_of(session, person.id, (on or desk()).today)
    scopes = tuple(Scope(grant.role, grant.unit_id) for grant in grants)
    return Actor(person.id, person.unit_id, "zh_CN", scopes)


class County:
    """A county with an office of three cadres and a liaison, a village, two recipients."""

    def __init__(self, b: Builder) -> None:
        self.county = b.unit("崆峒县", "county", code="10")
        self.office = b.unit("民政局", "unit", self.county, code="10.9")
        self.village = b.unit("八里村", "village", self.county, code="10.1")
        self.li = b.person(self.office, "李明", number="C-1", telegram_id=1)
        self.ma = b.person(self.office, "马丽", number="C-2", telegram_id=2)
        self.zhou = b.person(self.office, "周强", "liaison", number="C-3", telegram_id=3)
        self.zhao = b.person(self.county, "赵敏", "supervisor", number="C-4", telegram_id=4)
        self.wang = b.recipient(self.village, "destitute_home", "王秀英", number="P-1")
        self.bao = b.recipient(self.village, "orphan", "陈宝", number="P-2")
        self.pairing = b.pairing(self.li, self.wang, first_day=date(2026, 1, 1))
        b.pairing(self.ma, self.bao, first_day=date(2026, 1, 1))


def file(session: Session, who: Person, on: Desk, **answers: str):
    """A change through its questions."""
    outcome = changes.start(session, on, actor(session, who, on))
    for step, value in answers.items():
        assert isinstance(outcome, Asking)
        outcome = changes.answer(session, on, actor(session, who, on), key=outcome.key, step=step, value=value)
    return outcome


def a_death(session: Session, county: County, day: str = "2026-05-25") -> int:
    filed = file(session, county.li, desk(), whom=str(county.wang.id), kind="died", day=day, duties="end")
    assert isinstance(filed, Filed)
    return filed.line.id
