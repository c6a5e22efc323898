"""断档: seen the day it starts, told once, closed by whoever was offered, by use case."""

from datetime import date

import pytest
from sqlalchemy import select

from bot.services import (
    change_desk,
    entry_list,
    gaps,
    planning,
)
from bot.services.cards import Stale
from bot.services.change_desk import Approved
from bot.services.changes import Filed
from bot.services.gaps import GapCard, NewPairing, NoGap
from bot.texts import gaps as texts
from db import counts, roster_counts, units_read
from db.models import Notice, Pairing, Person, Recipient
from db.session import Sessions
from tests.kit.build import building
from tests.kit.roster import County, actor, desk, file


@pytest.fixture
def county(database: Sessions) -> County:
    with building(database) as b:
        return County(b)


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
        assert gaps.sweep(session, desk()) is None
        assert gaps.sweep(session, desk("2026-05-27T10:00")) is None
        (notice,) = session.scalars(select(Notice).where(Notice.kind == "gap.opened"))
        assert notice.person_id == county.zhou.id
        assert gaps.news_opened(session, desk(), [county.wang.id])[1] == {county.wang.id}
        taken = gaps.take_over(
            session, desk(), actor(session, county.zhou), recipient_id=county.wang.id, person_id=county.ma.id
        )
        assert isinstance(taken, NewPairing)
        assert gaps.news_opened(session, desk(), [county.wang.id]) == (None, set())


def test_an_old_gap_is_not_told_as_new(database, county):
    with database.write() as session:
        session.get_one(Pairing, county.pairing.id).last_day = date(2026, 5, 1)
        assert gaps.sweep(session, desk()) is None
        assert session.scalars(select(Notice)).all() == []


def test_the_morning_looks_at_a_few_recipients_after_the_other(database, county):
    with database.write() as session:
        session.get_one(Pairing, county.pairing.id).last_day = date(2026, 5, 25)
        after, looks = 0, 0
        while after is not None:
            after, looks = gaps.sweep(session, desk(), after=after, chunk=1), looks + 1
        assert looks == len(session.scalars(select(Recipient)).all()) + 1
        assert [one.subject_id for one in session.scalars(select(Notice))] == [county.wang.id]


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


def test_a_gap_whose_successor_is_entered_for_a_later_day_offers_nobody_and_gets_no_second(database, county):
    words = {"recipient_id": county.wang.id, "person_id": county.ma.id}
    with database.write() as session:
        session.get_one(Pairing, county.pairing.id).last_day = date(2026, 5, 25)
    with database.write() as session:
        zhou = actor(session, county.zhou)
        before = gaps.card(session, desk(), zhou, recipient_id=county.wang.id)
        assert before.successor == (county.ma.id, "C-2 马*")
        session.add(
            Pairing(person_id=county.zhao.id, recipient_id=county.wang.id, kind="primary", first_day=date(2026, 6, 1))
        )
        session.flush()
        for card in (
            gaps.card(session, desk(), zhou, recipient_id=county.wang.id),
            gaps.card(session, desk(), zhou, recipient_id=county.wang.id, others=True),
            gaps.take_over(session, desk(), zhou, **words),
        ):
            assert isinstance(card, GapCard)
            assert (card.successor, card.others, card.coming) == (None, (), ("C-4 赵*", date(2026, 6, 1)))
            (said,) = texts.taken(str, card).says
            assert "C-4 赵* 自 2026-06-01 起接替" in said.text
            assert said.rows == ()
        held = session.scalars(select(Pairing.person_id).where(Pairing.recipient_id == county.wang.id)).all()
        assert held == [county.li.id, county.zhao.id]
