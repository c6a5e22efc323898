"""Use cases of the roster month, gaps, leave and deputies where a chat would only get in the way."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot import programmes
from bot.domain.calendar import WorkingDays
from bot.domain.people import Actor, Scope
from bot.services import (
    change_desk,
    changes,
    deputies,
    entry_list,
    gaps,
    hearing,
    leave,
    news,
    offices,
    planning,
    queueing,
    roster_month,
)
from bot.services.cadres import Cadres
from bot.services.cards import Dropped, Stale
from bot.services.change_desk import Approved, ChangeCard, Conflict
from bot.services.changes import Asking, Filed, NotThen
from bot.services.desk import Desk
from bot.services.gaps import GapCard, NewPairing, NoGap
from bot.services.standing import standings_of
from db import counts, people, roster_counts, units_read
from db.models import Audit, Change, EntryList, Grant, Notice, Pairing, Person, Recipient
from db.session import Session, Sessions
from tests.kit.build import Builder, building

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


@pytest.fixture
def county(database: Sessions) -> County:
    with building(database) as b:
        return County(b)


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


def test_forged_answers_are_stale_and_the_question_stays(database, county):
    with database.write() as session:
        li = actor(session, county.li)
        asking = changes.start(session, desk(), li)
        for step, value in (
            ("whom", str(county.bao.id)),
            ("whom", "x"),
            ("kind", "died"),
            ("day", "2026-05-01"),
            ("note", "x"),
        ):
            assert changes.answer(session, desk(), li, key=asking.key, step=step, value=value) == Stale()
        asking = changes.answer(session, desk(), li, key=asking.key, step="whom", value=str(county.wang.id))
        assert isinstance(asking, Asking)
        assert changes.answer(session, desk(), li, key=asking.key, step="kind", value="added") == Stale()
        asking = changes.answer(session, desk(), li, key=asking.key, step="kind", value="class_change")
        assert changes.answer(session, desk(), li, key=asking.key, step="reason", value="prince") == Stale()
        asking = changes.answer(session, desk(), li, key=asking.key, step="reason", value="other")
        assert isinstance(asking, Asking)
        assert changes.answer(session, desk(), li, key=asking.key, step="day", value="2026-02-30") == Stale()
        late = changes.answer(session, desk(), li, key=asking.key, step="day", value="2026-12-01")
        assert late == NotThen("too_far", date(2026, 12, 1))
        filed = changes.answer(session, desk(), li, key=asking.key, step="day", value="2026-06-01")
        assert isinstance(filed, Filed)
        assert filed.line.reason == "其他"


def test_a_reported_death_silences_every_reminder_about_the_person_before_approval(database, county):
    with database.write() as session:
        before = Cadres(session, desk(), [county.li.id])
        assert before.standings(county.li.id, 2026, desk().today)
        number = a_death(session, county)
    with database.read() as session:
        cadres = Cadres(session, desk(), [county.li.id])
        assert cadres.standings(county.li.id, 2026, desk().today) == []
        assert cadres.standing_on(county.li.id, ("primary",), desk().today) == []
    with database.write() as session:
        changes.withdraw(session, desk(), actor(session, county.li), change_id=number)
    with database.read() as session:
        assert Cadres(session, desk(), [county.li.id]).standings(county.li.id, 2026, desk().today)


def test_two_reports_of_one_death_keep_the_silence_until_both_are_withdrawn(database, county):
    with building(database) as b:
        b.pairing(b.session.merge(county.ma), b.session.merge(county.wang), "auxiliary", first_day=date(2026, 2, 1))
    with database.write() as session:
        first = a_death(session, county)
        second = file(session, county.ma, desk(), whom=str(county.wang.id), kind="died", day="2026-05-25", duties="end")
        assert isinstance(second, Filed)
        gone = changes.withdraw(session, desk(), actor(session, county.li), change_id=first)
        assert not isinstance(gone, Stale)
        assert gone.resumed is False
        assert session.get_one(Recipient, county.wang.id).halted_at is not None
        last = changes.withdraw(session, desk(), actor(session, county.ma), change_id=second.line.id)
        assert not isinstance(last, Stale)
        assert last.resumed is True


def test_approval_ends_every_kind_of_pairing_and_keeps_history(database, county):
    with building(database) as b:
        ma, wang = b.session.merge(county.ma), b.session.merge(county.wang)
        old = b.pairing(
            ma, wang, "tutoring", first_day=date(2025, 1, 1), last_day=date(2025, 6, 30), end_reason="moved"
        )
        b.pairing(ma, wang, "weekly_visit", first_day=date(2026, 5, 26))
        kept = old.id
    with database.write() as session:
        number = a_death(session, county)
        done = change_desk.approve(session, desk(), actor(session, county.zhou), change_id=number)
        assert isinstance(done, Approved)
        assert done.gaps == (), "nobody is missing a cadre who has died"
    with database.read() as session:
        ended = {
            (one.kind, one.last_day, one.end_reason)
            for one in session.scalars(select(Pairing).where(Pairing.recipient_id == county.wang.id))
        }
        assert ended == {
            ("primary", date(2026, 5, 25), "died"),
            ("tutoring", date(2025, 6, 30), "moved"),
            ("weekly_visit", date(2026, 5, 26), "died"),
        }, "one that had not begun yet ends on its first day"
        assert session.get_one(Pairing, kept).end_reason == "moved"


def test_a_record_after_the_end_stops_the_approval(database, county):
    with building(database) as b:
        b.record(b.session.merge(county.pairing), date(2026, 5, 26), visit=1)
    with database.write() as session:
        number = a_death(session, county)
        found = change_desk.approve(session, desk(), actor(session, county.zhou), change_id=number)
        assert isinstance(found, Conflict)
        assert (found.last, found.day) == (date(2026, 5, 25), date(2026, 5, 26))
        assert session.get_one(Recipient, county.wang.id).last_day is None


def test_english_names_the_new_class_in_english(database, county):
    with database.write() as session:
        on = desk(language="en")
        filed = file(
            session, county.li, on, whom=str(county.wang.id), kind="class_change", reason="orphan", day="2026-05-01"
        )
        assert isinstance(filed, Filed)
        assert filed.line.reason == "Orphan"


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


def test_a_gap_is_seen_the_day_it_starts_by_every_list_alike(database, county):
    with database.write() as session:
        session.get_one(Pairing, county.pairing.id).last_day = date(2026, 5, 25)
    with database.read() as session:
        boss = actor(session, county.zhao)
        (card,) = gaps.listed(session, desk(), boss).cards
        assert (card.since, card.days, card.stand_in) == (date(2026, 5, 26), 1, ("C-3 周*",))
        assert gaps.listed(session, desk("2026-05-25T23:00"), boss).count == 0
        (unit,) = units_read.find(session, "10")
        at = counts.area(session, unit, units_read.children(session, unit.id))
        theirs = roster_counts.gaps(session, at, ("primary",), desk().today)
        assert [row[1] for row in theirs] == ["P-1"], "the report and the list agree"


def test_a_gap_of_somebody_whose_death_is_reported_is_none(database, county):
    with database.write() as session:
        session.get_one(Pairing, county.pairing.id).last_day = date(2026, 5, 25)
        session.get_one(Recipient, county.wang.id).halted_at = desk().now
        assert gaps.listed(session, desk(), actor(session, county.zhao)).count == 0


def test_the_morning_tells_whoever_stands_in_once(database, county):
    with database.write() as session:
        session.get_one(Pairing, county.pairing.id).last_day = date(2026, 5, 25)
        assert gaps.sweep(session, desk()) == 1
        assert gaps.sweep(session, desk("2026-05-27T10:00")) == 0
        (notice,) = session.scalars(select(Notice).where(Notice.kind == "gap.opened"))
        assert notice.person_id == county.zhou.id
        assert news.of(session, desk(), kind="gap.opened", person_id=county.zhou.id, subject_id=county.wang.id)
        taken = gaps.take_over(
            session, desk(), actor(session, county.zhou), recipient_id=county.wang.id, person_id=county.ma.id
        )
        assert isinstance(taken, NewPairing)
        assert news.of(session, desk(), kind="gap.opened", person_id=county.zhou.id, subject_id=county.wang.id) is None


def test_an_old_gap_is_not_told_as_new(database, county):
    with database.write() as session:
        session.get_one(Pairing, county.pairing.id).last_day = date(2026, 5, 1)
        assert gaps.sweep(session, desk()) == 0


def test_the_planner_looks_for_gaps_every_working_morning(database, county):
    with database.write() as session:
        session.get_one(Pairing, county.pairing.id).last_day = date(2026, 5, 25)
    for _ in range(50):
        with database.write() as session:
            if not planning.step(session, desk()).more:
                break
    with database.read() as session:
        assert session.scalar(select(Notice.id).where(Notice.kind == "gap.opened")) is not None


def test_gaps_follow_the_tree_and_come_in_pages(database, county):
    with building(database) as b:
        top = b.session.merge(county.county)
        town = b.unit("柳湖镇", "township", top, code="10.0")
        for n in range(9):
            b.recipient(b.unit(f"{n} 村", "village", town, code=f"99.{9 - n}"), number=f"P-9{n}")
    with database.read() as session:
        boss = actor(session, county.zhao)
        first, second = (gaps.listed(session, desk(), boss, page=page) for page in (0, 1))
        numbers = [card.shown.split()[0] for card in (*first.cards, *second.cards)]
        assert numbers == [f"P-9{n}" for n in reversed(range(9))], "by the codes from the root down"
        assert (first.count, len(first.cards), len(second.cards)) == (9, 8, 1)
        assert first.cards[0].successor is None or first.cards[0].stand_in == ("C-4 赵*",)


def test_somebody_from_around_is_proposed_where_the_unit_has_nobody(database, county):
    with database.write() as session:
        lost = session.get_one(Recipient, county.wang.id)
        session.get_one(Pairing, county.pairing.id).last_day = date(2026, 5, 25)
        session.get_one(Person, county.ma.id).status = "left"
    with building(database) as b:
        near = b.person(b.unit("统计局", "unit", b.session.merge(county.county), code="10.8"), "孙浩", number="C-8")
        near_id = near.id
    with database.read() as session:
        card = gaps.card(session, desk(), actor(session, county.zhou), recipient_id=lost.id)
        assert isinstance(card, GapCard)
        assert card.successor == (near_id, "C-8 孙*")


def test_only_who_was_offered_takes_over_and_only_within_the_scope(database, county):
    with building(database) as b:
        far = b.person(b.unit("华亭市", "county", code="20"), "钱进", "liaison", number="H-1")
    with database.write() as session:
        session.get_one(Pairing, county.pairing.id).last_day = date(2026, 5, 25)
        words = {"recipient_id": county.wang.id, "person_id": county.ma.id}
        assert gaps.take_over(session, desk(), actor(session, far), **words) == NoGap()
        assert gaps.card(session, desk(), actor(session, far), recipient_id=county.wang.id) == NoGap()
        zhou = actor(session, county.zhou)
        assert gaps.take_over(session, desk(), zhou, recipient_id=county.wang.id, person_id=far.id) == Stale()
        assert gaps.take_over(session, desk(), zhou, recipient_id=county.wang.id, person_id=county.li.id) == Stale()


def test_who_is_on_leave_is_not_proposed(database, county):
    with building(database) as b:
        b.leave(b.session.merge(county.ma), date(2026, 5, 20), date(2026, 6, 20))
        b.session.get_one(Pairing, county.pairing.id).last_day = date(2026, 5, 25)
    with database.read() as session:
        card = gaps.card(session, desk(), actor(session, county.zhou), recipient_id=county.wang.id)
        assert isinstance(card, GapCard)
        assert card.successor is None


def test_the_list_names_the_successor_of_a_moved_cadre_and_files_nothing_twice(database, county):
    with database.write() as session:
        filed = file(
            session,
            county.li,
            desk(),
            whom=str(county.wang.id),
            kind="cadre_moved",
            reason="transferred",
            day="2026-05-26",
            duties="continue",
        )
        assert isinstance(filed, Filed)
        zhou = actor(session, county.zhou)
        done = change_desk.approve(session, desk(), zhou, change_id=filed.line.id)
        assert isinstance(done, Approved)
        (card,) = done.gaps
        assert card.successor is not None
        gaps.take_over(session, desk(), zhou, recipient_id=county.wang.id, person_id=card.successor[0])
        shown = entry_list.shown(session, desk(), zhou, month="2026-05")
        assert not isinstance(shown, Stale)
        (line,) = shown.lines
        assert (line.cadre, line.successor) == ("C-1 李*", "C-2 马*")


def test_the_entry_list_is_that_of_who_answers_and_of_near_months_only(database, county):
    with database.write() as session:
        number = a_death(session, county)
        change_desk.approve(session, desk(), actor(session, county.zhou), change_id=number)
        zhao, zhou = actor(session, county.zhao), actor(session, county.zhou)
        above = entry_list.shown(session, desk(), zhao, month="2026-05")
        assert not isinstance(above, Stale)
        assert above.lines == (), "the office has a liaison of its own"
        assert entry_list.shown(session, desk(), zhou, month="2026-03") == Stale()
        assert entry_list.enter(session, desk(), zhou, month="2027-01", mark="0-0") == Stale()
        june = desk("2026-06-16T09:00")
        late = entry_list.shown(session, june, zhou, month="2026-06")
        assert not isinstance(late, Stale)
        assert [line.id for line in late.lines] == [number], "what was not entered comes again"
        done = entry_list.enter(session, june, zhou, month="2026-06", mark=late.mark)
        assert isinstance(done, entry_list.Entered)
        again = entry_list.enter(session, june, zhou, month="2026-06", mark="0-0")
        assert isinstance(again, entry_list.Entered)
        assert again.again


def test_an_office_over_everything_ticks_the_topmost_units(database, county):
    with building(database) as b:
        boss = b.person(None, "省里", "admin", number="A-1")
    with database.write() as session:
        for grant in session.scalars(select(Grant).where(Grant.role.in_(["liaison", "supervisor"]))):
            grant.revoked_at = desk().now
        number = a_death(session, county)
        admin = actor(session, boss)
        change_desk.approve(session, desk(), admin, change_id=number)
        found = entry_list.begin(session, desk(), admin, month="2026-05")
        assert isinstance(found, entry_list.EntryList)
        entry_list.enter(session, desk(), admin, month="2026-05", mark=found.mark)
        assert session.get_one(Change, number).state == "entered"
        assert list(session.scalars(select(EntryList.unit_id))) == [county.county.id]


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
        assert hearing.tap(session, desk(), li, key=key, value="2026-05-01").outcome.why == "order"
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


def test_the_month_of_an_office_lists_who_has_not_answered(database, county):
    with database.write() as session:
        a_death(session, county)
        shown = roster_month.shown(session, desk(), actor(session, county.zhou))
        assert shown.entry == date(2026, 5, 15)
        assert shown.own is None
        assert shown.office is not None
        assert (shown.office.unconfirmed, shown.office.named) == (1, ("C-2 马*",))
        assert shown.office.open_changes == 1
        cadre = roster_month.shown(session, desk(), actor(session, county.li))
        assert cadre.office is None
        assert cadre.own is not None
        assert cadre.own.answer == "changed"
