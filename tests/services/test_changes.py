"""Roster changes, their approval and the entry list, by use case."""

from datetime import date

import pytest
from sqlalchemy import select

from bot.services import (
    change_desk,
    changes,
    entry_list,
    roster_month,
)
from bot.services.cadres import Cadres
from bot.services.cards import Stale
from bot.services.change_desk import Approved, Conflict
from bot.services.changes import Asking, Filed, NotThen
from db.models import Change, EntryList, Grant, Pairing, Recipient
from db.session import Sessions
from tests.kit.build import building
from tests.kit.roster import County, a_death, actor, desk, file


@pytest.fixture
def county(database: Sessions) -> County:
    with building(database) as b:
        return County(b)


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
