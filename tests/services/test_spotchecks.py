"""Spot checks on both databases: the frame, the seed, nobody twice, the calls, and the draw repeated."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot import programmes
from bot.domain.people import Actor, Scope
from bot.domain.spotcheck import Entry, draw, fingerprint, seed_of
from bot.services import reports, spotcalls, spotchecks, spotdraws
from bot.services.cards import Stale
from bot.services.desk import Desk
from db import counts, units_read
from db import spotchecks as store
from db.models import Audit, FollowUp, Notice, Pairing, SpotAnswer, SpotSalt
from db.session import Cipher, Sessions, connect_to
from tests.conftest import KEY, new_postgres
from tests.kit.build import building

DESK = Desk(now=datetime(2026, 11, 2, 1, tzinfo=UTC), zone=ZoneInfo("Asia/Shanghai"), programme=programmes.load())
DAY = date(2026, 10, 9)


class Place:
    """A county with two townships: 12 orphans and 6 destitute people in one, 6 orphans in the other."""

    def __init__(self, database: Sessions, *, records: int = 1) -> None:
        with building(database) as b:
            county = b.unit("通渭县", "county", code="621121")
            other = b.unit("陇西县", "county", code="621122")
            first = b.unit("平襄镇", "township", county, code="621121.01")
            second = b.unit("马营镇", "township", county, code="621121.02")
            cadre = b.person(first, "赵四海")
            for n, (unit, key) in enumerate(
                [(first, "orphan")] * 12
                + [(first, "destitute_home")] * 6
                + [(second, "orphan")] * 6
                + [(other, "orphan")]
            ):
                recipient = b.recipient(unit, key, phone=f"1390000{n:04d}", birth_year=2014 if n % 2 else 1950)
                pairing = b.pairing(cadre, recipient)
                for _ in range(records):
                    b.record(pairing, DAY, visit=1, channel="home")
            self.county, self.other, self.cadre = county.id, other.id, cadre.id
            boss = b.person(county, "孙督导", "supervisor")
            self.supervisor = Actor(boss.id, county.id, "zh_CN", (Scope("supervisor", county.id),))
            foreign = b.person(other, "钱督导", "supervisor")
            self.stranger = Actor(foreign.id, other.id, "zh_CN", (Scope("supervisor", other.id),))


@pytest.fixture
def place(database):
    return Place(database)


def start(database, actor, *words, desk=DESK):
    with database.write() as session:
        return spotchecks.start(session, desk, actor, words=words)


def test_a_sample_is_in_proportion_and_shown_with_all_that_is_needed_to_draw_it_again(database, place):
    drawn = start(database, place.supervisor, "8", "2026-10")
    assert Counter((pick.line, pick.group) for pick in drawn.picks) == {
        ("平襄镇", "orphan"): 4,
        ("平襄镇", "destitute"): 2,
        ("马营镇", "orphan"): 2,
    }
    assert drawn.frame == 24
    assert drawn.seed == seed_of(drawn.salt, "621121", "2026-10")
    assert drawn.fingerprint == fingerprint(drawn.salt)


def test_both_databases_draw_the_same_people_under_the_same_seed(database, place):
    """The expected sample is computed here from plain entries, without any database."""
    drawn = start(database, place.supervisor, "8", "2026-10")
    with database.read() as session:
        (unit,) = units_read.find(session, "621121")
        children = units_read.children(session, unit.id)
        rows = store.countable(session, counts.area(session, unit, children), DAY, DAY, 10**6)
        codes = {child.id: child.code for child in children}
    frame = [
        Entry(record, number, day, codes[line], {"orphan": "orphan", "destitute_home": "destitute"}[key])
        for line, record, number, day, key in reversed(rows)
    ]
    expected = draw(drawn.seed, 8, frame, {}, tuple(DESK.programme.groups))
    assert [pick.number for pick in drawn.picks] == [entry.recipient for entry in expected.entries]


def test_the_fingerprint_of_the_next_draw_is_shown_before_it_is_drawn(database, place):
    overview = start(database, place.supervisor)
    first = start(database, place.supervisor, "5", "2026-10")
    second = start(database, place.supervisor, "2026-10", "5")
    assert first.fingerprint == overview.next_fingerprint
    assert second.fingerprint == first.next_fingerprint
    assert first.seed != second.seed
    listed = start(database, place.supervisor)
    assert [(one.key, one.drawn, one.told) for one in listed.checks] == [(second.key, 5, 0), (first.key, 5, 0)]


def test_an_unused_salt_is_not_readable_in_the_table(database, place):
    start(database, place.supervisor)
    with database.read() as session:
        salt = session.scalars(select(SpotSalt)).one()
        raw = session.connection().exec_driver_sql("SELECT salt FROM spot_salts").scalar_one()
    assert salt.salt.encode() not in bytes(raw)


def test_nobody_is_drawn_twice_in_a_scope_and_year_until_all_were(database, place):
    numbers: Counter[str] = Counter()
    for _ in range(3):
        numbers.update(pick.number for pick in start(database, place.supervisor, "8", "2026-10").picks)
    assert set(numbers.values()) == {1}
    assert len(numbers) == 24
    numbers.update(pick.number for pick in start(database, place.supervisor, "8", "2026").picks)
    assert Counter(numbers.values()) == {1: 16, 2: 8}


def test_attempts_withdrawn_and_corrected_entries_and_other_places_are_not_drawn(database):
    with building(database) as b:
        county = b.unit("通渭县", "county", code="621121")
        cadre = b.person(county)
        pairings = [b.pairing(cadre, b.recipient(county)) for _ in range(4)]
        b.record(pairings[0], DAY, contact=1, attempt=True)
        gone = b.record(pairings[1], DAY, visit=1)
        at = datetime(2026, 10, 20, tzinfo=UTC)
        b.correct(gone, at, action="withdraw")
        old = b.record(pairings[2], DAY, visit=1)
        new = b.correct(old, at, visit=0, contact=1)
        b.record(pairings[3], date(2026, 9, 30), visit=1)
        admin = Actor(cadre.id, None, "zh_CN", (Scope("admin", None),))
    drawn = start(database, admin, "20", "2026-10")
    assert [pick.what for pick in drawn.picks] == [("contact",)]
    with database.read() as session:
        assert store.items(session, drawn.key)[0].record_id == new.id


def test_without_a_period_the_running_month_is_drawn_or_the_one_before_while_it_is_empty(database, place):
    assert start(database, place.supervisor, "3").period == "2026-10"
    assert (
        start(database, place.supervisor, "3", desk=replace(DESK, now=datetime(2026, 10, 20, tzinfo=UTC))).period
        == "2026-10"
    )


def test_a_unit_outside_the_scope_sounds_like_one_that_is_not_there(database, place):
    for word in ("陇西县", "621122", "没有县"):
        assert start(database, place.supervisor, "5", word) == reports.Unknown(word)
    assert start(database, place.supervisor, "5", "平襄镇", "2026-10").frame == 18
    assert start(database, place.supervisor, "5", "2099-01") == reports.NoPeriod("2099-01")
    assert isinstance(start(database, place.supervisor, "5", "2026-03"), spotchecks.Nothing)


def test_two_units_of_one_name_are_offered_only_where_the_asker_sees_them(database, place):
    with building(database) as b:
        other = session_unit(b, "621122")
        b.unit("平襄镇", "township", other, code="621122.07")
    assert start(database, place.supervisor, "5", "平襄镇", "2026-10").code == "621121.01"
    admin = replace(place.supervisor, scopes=(Scope("admin", None),))
    several = start(database, admin, "5", "平襄镇", "2026-10")
    assert [code for code, _ in several.found] == ["621121.01", "621122.07"]


def session_unit(b, code):
    return units_read.find(b.session, code)[0]


def test_the_draw_can_be_repeated_after_the_register_went_on(database, place):
    drawn = start(database, place.supervisor, "8", "2026-10")
    start(database, place.supervisor, "8", "2026-10")
    with building(database) as b:
        for pick in drawn.picks:
            record = store.sample(b.session, drawn.key)[pick.position - 1][1]
            b.correct(record, datetime(2026, 11, 3, tzinfo=UTC), visit=0, contact=1)
        cadre = b.person(session_unit(b, "621121.02"), number="C-9")
        b.record(b.pairing(cadre, b.recipient(session_unit(b, "621121.02"), number="P-9")), DAY, visit=1)
    with database.read() as session:
        again = spotdraws.redraw(session, DESK, check_id=drawn.key)
        assert again.same
        assert [line[1] for line in again.lines] == [pick.number for pick in drawn.picks]
        other = spotdraws.redraw(session, DESK, check_id=drawn.key, seed="00" * 32)
        assert not other.same
        assert spotdraws.redraw(session, DESK, check_id=999) is None


def calls(database, actor, use_case, **words):
    with database.write() as session:
        return use_case(session, DESK, actor, **words)


def test_calls_go_from_card_to_card_and_end_in_the_result(database, place):
    drawn = start(database, place.supervisor, "12", "2026-10")
    card = calls(database, place.supervisor, spotcalls.following, key=drawn.key)
    for n in range(12):
        assert card.position == n + 1
        differs = n in {3, 7}
        card = calls(
            database,
            place.supervisor,
            spotcalls.answer,
            item=card.item,
            outcome="differ" if differs else "agree",
            reason="day" if differs else None,
        )
    assert (card.told, card.count("agree"), card.count("differ"), card.follow_ups) == (12, 10, 2, 2)
    assert (card.agreement.agree, card.agreement.answered) == (10, 12)


def test_who_did_not_answer_can_be_rung_up_again_and_every_answer_is_kept(database, place):
    drawn = start(database, place.supervisor, "2", "2026-10")
    card = calls(database, place.supervisor, spotcalls.following, key=drawn.key)
    first = card.item
    card = calls(database, place.supervisor, spotcalls.answer, item=first, outcome="no_answer")
    done = calls(database, place.supervisor, spotcalls.answer, item=card.item, outcome="no_number")
    assert done.told == 2
    again = calls(database, place.supervisor, spotcalls.following, key=drawn.key, again=True)
    assert again.item == first
    done = calls(database, place.supervisor, spotcalls.answer, item=first, outcome="agree")
    assert done.count("agree") == 1
    assert isinstance(calls(database, place.supervisor, spotcalls.answer, item=first, outcome="agree"), Stale)
    assert isinstance(calls(database, place.supervisor, spotcalls.phone, item=first), Stale)
    assert isinstance(calls(database, place.supervisor, spotcalls.why, item=first), Stale)
    with database.read() as session:
        assert [a.outcome for a in store.answers(session, first)] == ["no_answer", "agree"]


def test_a_difference_needs_a_reason_and_nothing_else_takes_one(database, place):
    drawn = start(database, place.supervisor, "1", "2026-10")
    item = drawn.picks[0].item_id
    for outcome, reason in (("differ", None), ("differ", "lies"), ("agree", "day"), ("nonsense", None)):
        told = calls(database, place.supervisor, spotcalls.answer, item=item, outcome=outcome, reason=reason)
        assert isinstance(told, Stale)
    with database.read() as session:
        assert session.scalars(select(SpotAnswer)).all() == []


def test_the_cadre_hears_nothing_before_the_answer_and_a_question_after_a_difference(database, place):
    drawn = start(database, place.supervisor, "2", "2026-10")
    calls(database, place.supervisor, spotcalls.phone, item=drawn.picks[0].item_id)
    calls(database, place.supervisor, spotcalls.answer, item=drawn.picks[0].item_id, outcome="agree")
    with database.read() as session:
        assert session.scalars(select(Notice)).all() == []
    calls(database, place.supervisor, spotcalls.answer, item=drawn.picks[1].item_id, outcome="differ", reason="way")
    with database.read() as session:
        notice = session.scalars(select(Notice)).one()
        assert (notice.person_id, notice.kind, notice.lane) == (place.cadre, "spotcheck.differs", 2)
        told = spotcalls.found(session, DESK, notice.subject_id)
        assert not told.facts.done
        assert told.lines[0].word == "way"
        assert told.lines[0].shown == drawn.picks[1].shown
        assert spotcalls.found(session, DESK, None).facts.done


def test_a_follow_up_is_settled_once_and_then_falls_silent(database, place):
    drawn = start(database, place.supervisor, "1", "2026-10")
    item = drawn.picks[0].item_id
    calls(database, place.supervisor, spotcalls.answer, item=item, outcome="differ", reason="none")
    (open_one,) = calls(database, place.supervisor, spotcalls.follow_ups, key=drawn.key).open
    assert open_one.reason == "none"
    assert isinstance(calls(database, place.supervisor, spotcalls.close, key=open_one.key, state="guilty"), Stale)
    left = calls(database, place.supervisor, spotcalls.close, key=open_one.key, state="confirmed")
    assert left.open == ()
    assert isinstance(calls(database, place.supervisor, spotcalls.close, key=open_one.key, state="confirmed"), Stale)
    with database.read() as session:
        assert session.scalars(select(FollowUp)).one().state == "confirmed"
        assert spotcalls.found(session, DESK, open_one.key).facts.done
        assert session.scalars(select(Notice)).one().state == "closed"


def test_a_phone_is_shown_one_at_a_time_and_the_check_is_the_reason_in_the_trail(database, place):
    drawn = start(database, place.supervisor, "24", "2026-10")
    shown = {}
    for pick in drawn.picks[:6]:
        before = calls(database, place.supervisor, spotcalls.following, key=drawn.key, after=pick.position - 1)
        assert before.phone is None
        shown[pick.number] = calls(database, place.supervisor, spotcalls.phone, item=pick.item_id).phone
    with database.read() as session:
        rows = session.scalars(select(Audit).where(Audit.action == "phone.viewed").order_by(Audit.id)).all()
        assert [row.subject for row in rows] == list(shown)
        assert {row.detail for row in rows} == {f"spot check {drawn.key}"}
        assert {row.person_id for row in rows} == {place.supervisor.person_id}
        minors = {row.subject for row in session.scalars(select(Audit).where(Audit.action == "minor.viewed"))}
    born_2014 = {number for number, phone in shown.items() if int(phone[-4:]) % 2}
    assert minors == born_2014
    assert born_2014
    assert born_2014 != set(shown)


def test_another_county_s_supervisor_finds_no_such_check(database, place):
    drawn = start(database, place.supervisor, "1", "2026-10")
    item = drawn.picks[0].item_id
    calls(database, place.supervisor, spotcalls.answer, item=item, outcome="differ", reason="none")
    for use_case, words in (
        (spotcalls.result, {"key": drawn.key}),
        (spotcalls.following, {"key": drawn.key}),
        (spotcalls.phone, {"item": item}),
        (spotcalls.why, {"item": item}),
        (spotcalls.answer, {"item": item, "outcome": "agree"}),
        (spotcalls.follow_ups, {"key": drawn.key}),
        (spotcalls.close, {"key": 1, "state": "confirmed"}),
        (spotcalls.result, {"key": 404}),
        (spotcalls.phone, {"item": 404}),
        (spotcalls.close, {"key": 404, "state": "confirmed"}),
    ):
        assert isinstance(calls(database, place.stranger, use_case, **words), spotcalls.Absent)
    assert start(database, place.stranger).checks == ()


def test_a_draw_does_not_hold_up_those_who_enter_records(postgres):
    """Only PostgreSQL has several writers; SQLite's one is the draw itself."""
    sessions = Sessions(connect_to(new_postgres(postgres), Cipher((KEY,))))
    place = Place(sessions)
    with sessions.write() as drawing:
        drawn = spotchecks.start(drawing, DESK, place.supervisor, words=("5", "2026-10"))
        with building(sessions) as b:
            b.session.connection().exec_driver_sql("SET LOCAL lock_timeout = '2s'")
            pairing = b.session.scalars(select(Pairing).order_by(Pairing.id)).first()
            late = b.record(pairing, DAY, visit=1)
    with sessions.read() as session:
        assert store.get(session, drawn.key).last_record == late.id - 1
        assert spotdraws.redraw(session, DESK, check_id=drawn.key).same
    sessions.close()
