"""Leave, deputies and who answers for a unit, by use case."""

import pytest
from sqlalchemy import select

from bot.domain.calendar import WorkingDays
from bot.services import (
    change_desk,
    deputies,
    hearing,
    leave,
    news,
    offices,
    queueing,
)
from bot.services.cards import Dropped, Stale
from bot.services.change_desk import ChangeCard
from bot.services.standing import standings_of
from db.models import Audit
from db.session import Sessions
from tests.kit.build import building
from tests.kit.roster import ZONE, County, a_death, actor, desk


@pytest.fixture
def county(database: Sessions) -> County:
    with building(database) as b:
        return County(b)


def test_news_of_a_change_fall_silent_once_it_is_settled(database, county):
    with database.write() as session:
        number = a_death(session, county)
        waiting = news.of(session, desk(), kind="change.filed", person_id=county.zhou.id, subject_id=number)
        assert isinstance(waiting, ChangeCard)
        assert waiting.decide
        assert news.of(session, desk(), kind="change.decided", person_id=county.li.id, subject_id=number) is None
        change_desk.approve(session, desk(), actor(session, county.zhou), change_id=number)
        assert news.of(session, desk(), kind="change.filed", person_id=county.zhou.id, subject_id=number) is None
        told = news.of(session, desk(), kind="change.decided", person_id=county.li.id, subject_id=number)
        assert isinstance(told, ChangeCard)
        assert told.took
        assert news.of(session, desk(), kind="change.decided", person_id=county.li.id, subject_id=None) is None
        assert news.of(session, desk(), kind="leave.asked", person_id=county.zhou.id, subject_id=404) is None
        assert news.of(session, desk(), kind="pairing.new", person_id=county.ma.id, subject_id=404) is None
        assert news.of(session, desk(), kind="deputy.named", person_id=county.ma.id, subject_id=404) is None


def test_news_wait_for_waking_hours_of_a_working_day():
    calendar = WorkingDays({}, [])
    for moment, due in (
        ("2026-05-26T10:00", "2026-05-26T10:00"),
        ("2026-05-26T22:00", "2026-05-27T09:00"),
        ("2026-05-26T05:00", "2026-05-26T09:00"),
        ("2026-05-30T12:00", "2026-06-01T09:00"),
        ("2026-05-29T23:00", "2026-06-01T09:00"),
    ):
        assert queueing.waking(desk(moment), calendar).astimezone(ZONE).isoformat()[:16] == due


def test_the_office_of_a_unit_is_its_liaison_else_the_nearest_above_else_the_supervisor(database, county):
    with building(database) as b:
        station = b.unit("八里站", "unit", b.session.merge(county.village), code="10.1.1")
        ids = station.id
    with database.read() as session:
        on = desk()
        assert queueing.office_of(session, on, county.office.id, but=0) == [county.zhou.id]
        assert queueing.office_of(session, on, county.office.id, but=county.zhou.id) == [county.zhao.id]
        assert queueing.office_of(session, on, ids, but=0) == [county.zhao.id]
        assert queueing.office_of(session, on, None, but=0) == []


def test_approved_leave_takes_months_off_the_quota(database, county):
    with database.write() as session:
        asked = leave.begin(session, desk(), actor(session, county.li), text="6月1日到8月31日")
        assert isinstance(asked, leave.Asked)
        (before,) = standings_of(session, desk(), county.li.id)
        leave.decide(session, desk(), actor(session, county.zhou), absence_id=asked.card.id, approved=True)
        (after,) = standings_of(session, desk(), county.li.id)
        assert before.standing is not None
        assert after.standing is not None
        assert (before.standing.required.contact, after.standing.required.contact) == (4, 3)
        twice = leave.decide(session, desk(), actor(session, county.zhou), absence_id=asked.card.id, approved=False)
        assert twice == Stale()
        outside = leave.decide(session, desk(), actor(session, county.ma), absence_id=asked.card.id, approved=False)
        assert outside == leave.NoSuchLeave()
        assert leave.take_back(session, desk(), actor(session, county.li), absence_id=asked.card.id) == Stale()


def test_taps_on_days_that_are_no_longer_asked_are_stale(database, county):
    with database.write() as session:
        li = actor(session, county.li)
        assert hearing.tap(session, desk(), li, key=1, value="2026-06-01").outcome == Stale()
        menu = leave.begin(session, desk(), li)
        assert isinstance(menu, leave.LeaveMenu)
        key = menu.asking.key
        assert hearing.tap(session, desk(), li, key=key, value="2026-02-31").outcome == Stale()
        bad = hearing.tap(session, desk(), li, key=key, value="2026-01-01").outcome
        assert bad.why == "old"
        hearing.tap(session, desk(), li, key=key, value="2026-06-01")
        assert hearing.tap(session, desk(), li, key=key, value="2026-06-01").outcome == Stale()
        assert hearing.tap(session, desk(), li, key=key, value="2026-06-01.2026-05-01").outcome.why == "order"
        assert hearing.tap(session, desk(), li, key=key, value="none").outcome == Dropped()


def test_the_own_office_comes_before_the_lent_one_in_the_trail(database, county):
    with database.write() as session:
        zhao = actor(session, county.zhao)
        named = deputies.begin(session, desk(), zhao, text="C-3 今天到明天")
        assert isinstance(named, deputies.DeputyNamed)
        assert named.roles == ("supervisor",)
        zhou = actor(session, county.zhou)
        assert offices.in_place_of(session, desk(), zhou, county.office.id) is None
        assert offices.in_place_of(session, desk(), zhou, county.village.id) == "C-4"
        assert offices.in_place_of(session, desk(), actor(session, county.li), county.office.id) is None
        assert offices.in_place_of(session, desk("2026-05-29T10:00"), zhou, county.village.id) is None
        trail = session.scalar(select(Audit).where(Audit.action == "deputy.name"))
        assert trail is not None
        assert (trail.person_id, trail.subject, trail.detail) == (county.zhao.id, "C-3", "2026-05-26 2026-05-27")
