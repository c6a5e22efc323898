"""What the sender decides when it claims: closed, replaced, unreachable, put off, silent; and what it survives."""

import logging
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.clock import MovableClock
from bot.domain.people import Actor
from bot.runtime import Runtime, UnavailableError
from bot.services import confirmations, escalations, notices, planning
from bot.services.cadres import Cadres
from bot.services.confirmations import Old
from db import notices as queue
from db import working_days
from db.models import Broadcast, Change, Escalation, Notice, Pairing, Person, Recipient
from db.session import Sessions
from scheduler.clockwork import Clockwork
from scheduler.delivery import Delivery, always
from scheduler.outcomes import Lost
from scheduler.planning import plan
from tests.kit.build import building
from tests.scheduler.conftest import Box, FakeTime, at

NOW = at("2026-06-10T09:30")  # when the liaison's reminder is due too
TODAY = NOW.date()
LI, LIAISON = 11, 12


class Unprintable:
    def __str__(self) -> str:
        raise ValueError("no such word")


@pytest.fixture
def county(database: Sessions, clock: MovableClock) -> Sessions:
    """李明 (person 1) with two recipients in one household, one of them a child of thirteen; a liaison (person 2)."""
    clock.move(NOW)
    with building(database) as b:
        county = b.unit("华池县", "county")
        li = b.person(county, "李明", telegram_id=LI)
        b.person(county, "周联络", "liaison", telegram_id=LIAISON)
        b.pairing(li, b.recipient(county, "destitute_home", "王秀英", household="H-1", birth_year=1950))
        child = b.recipient(county, name="陈宝", household="H-1", birth_year=2012, birth_month=9, birth_day=8)
        b.pairing(li, child)
    return database


def put(database: Sessions, kind: str, period: str, **more: object) -> int:
    row = {"person_id": 1, "day": TODAY, "due": NOW, "lane": queue.BUNDLED, **more}
    with database.write() as session:
        notice = Notice(kind=kind, period=period, **row)
        session.add(notice)
        session.flush()
        return notice.id


def state(database: Sessions, key: int) -> tuple[str, str | None]:
    with database.read() as session:
        found = session.get_one(Notice, key)
        return found.state, found.outcome


async def test_what_is_over_is_closed_and_of_two_of_a_kind_the_later_is_said(
    county: Sessions, runtime: Runtime
) -> None:
    over = put(county, "roster.confirm", "2026-05", due=NOW - timedelta(days=30), expires=date(2026, 5, 15))
    older = put(county, "quota.year_end", "2026:30", due=NOW - timedelta(hours=2))
    later = put(county, "quota.year_end", "2026:14", due=NOW - timedelta(hours=1))
    (parcel,) = await runtime.run(notices.turn, room=5)
    assert parcel.notice_ids == (later,)
    assert state(county, over) == ("closed", "expired")
    assert state(county, older) == ("closed", "replaced")


async def test_who_blocked_the_bot_after_the_plan_is_unreachable_when_his_turn_comes(
    county: Sessions, runtime: Runtime
) -> None:
    key = put(county, "roster.confirm", "2026-06")
    with county.write() as session:
        session.get_one(Person, 1).blocked_at = NOW
    assert await runtime.run(notices.turn, room=5) == ()
    assert state(county, key) == ("unreachable", "not reachable")


async def test_a_cancelled_broadcast_and_a_report_of_nothing_fall_silent_and_a_kind_of_tomorrow_waits(
    county: Sessions, runtime: Runtime
) -> None:
    with county.write() as session:
        told = Broadcast(person_id=2, text="明天停电", count=1, state="cancelled", at=NOW)
        session.add(told)
        session.flush()
        broadcast = told.id
    cancelled = put(county, "broadcast", "1", lane=queue.APART, subject_id=broadcast)
    account = put(county, "campaigns", "2026-06-09", lane=queue.APART, person_id=2)
    new = put(county, "sun.rise", "2026-06-10", lane=queue.APART, person_id=2)
    for _ in range(3):
        assert await runtime.run(notices.turn, room=5) == ()
    assert state(county, cancelled) == ("silent", "done")
    assert state(county, account) == ("silent", "done")
    assert state(county, new) == ("planned", None)
    with county.read() as session:
        assert session.get_one(Notice, new).due == NOW + notices.UNKNOWN


async def test_a_liaison_hears_of_a_birthday_that_changes_the_class_until_a_change_is_filed(
    county: Sessions, runtime: Runtime, clock: MovableClock
) -> None:
    with county.read() as session:
        child = session.scalars(select(Recipient.id).where(Recipient.birth_year == 2012)).one()
    age = {"person_id": 2, "subject_id": child}
    heard = put(county, "age", f"14:90:R{child}", **age)
    (parcel,) = await runtime.run(notices.turn, room=5)
    assert parcel.notice_ids == (heard,)
    assert "陈*" in parcel.items[0].lines[0].shown
    with county.write() as session:
        session.add(
            Change(
                kind="class", state="filed", recipient_id=child, person_id=1, unit_id=1, from_day=TODAY, filed_at=NOW
            )
        )
    clock.move(NOW + timedelta(days=1))
    filed = put(county, "age", f"14:30:R{child}", **age, due=NOW + timedelta(days=1))
    assert await runtime.run(notices.turn, room=5) == ()
    assert state(county, filed) == ("silent", "done")
    with county.write() as session:
        session.get_one(Recipient, child).halted_at = NOW
    clock.move(NOW + timedelta(days=2))
    dead = put(county, "age", f"18:30:R{child}", **age, due=NOW + timedelta(days=2))
    festival = put(county, "festival", "2026:no_such_day", due=NOW + timedelta(days=2))
    ended = put(county, "first_visit", "2026-05-20:P99", subject_id=99, due=NOW + timedelta(days=2))
    assert await runtime.run(notices.turn, room=5) == ()
    assert {state(county, key)[0] for key in (dead, festival, ended)} == {"silent"}


@pytest.mark.parametrize("scope", ["pairing", "household", "cadre"])
async def test_one_visit_serves_a_household_or_a_cadre_where_the_programme_says_so(
    scope: str, county: Sessions, runtime: Runtime
) -> None:
    programme = replace(runtime.programme, scope=scope)
    with building(county) as b:
        first = b.session.scalars(select(Pairing).order_by(Pairing.id)).first()
        assert first is not None
        for column in ("contact", "visit", "deed"):
            for n in range(4):
                b.record(first, TODAY - timedelta(days=n), **{column: 1})
    with county.read() as session:
        judged = Cadres(session, replace(runtime.desk(), programme=programme), [1]).standings(1, 2026, TODAY)
    met = sum(one.standing.status == "met" for one in judged)
    assert met == (1 if scope == "pairing" else 2)


async def test_an_item_closes_when_nothing_is_behind_and_the_review_goes_on_after_a_full_chunk(
    county: Sessions, runtime: Runtime, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n, kind in enumerate(("roster.confirm", "quota.pace")):
        put(county, kind, f"2026-0{n + 4}", state="sent", day=date(2026, 4, 2 + n))
    desk = runtime.desk()
    monkeypatch.setattr(escalations, "CHUNK", 1)
    with county.write() as session:
        calendar = working_days.calendar(session)
        assert escalations.review(session, desk, calendar, after=0) == 1
        assert escalations.review(session, desk, calendar, after=1) is None
        assert session.scalars(select(Escalation.closed_at)).all() == [None]
        for recipient in session.scalars(select(Recipient)):
            recipient.halted_at = NOW
        session.flush()
        assert [item.person_id for item in escalations.forecast(session, desk, calendar)] == []
        escalations.review(session, desk, calendar, after=0)
        assert session.scalars(select(Escalation.closed_at)).one() is not None
        kept = {key: one for key, one in desk.programme.notices.items() if key != "escalation"}
        without = replace(desk, programme=replace(desk.programme, notices=kept))
        assert escalations.review(session, without, calendar, after=0) is None
        assert escalations.forecast(session, without, calendar) == []


async def test_a_heavy_campaign_leaves_what_follows_to_the_next_transaction(
    county: Sessions, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "HEAVY", 1)
    steps = [await runtime.run(planning.step)]
    while steps[-1].more:
        steps.append(await runtime.run(planning.step))
    assert sum(step.due > 0 for step in steps) >= 2
    with county.read() as session:
        assert {"roster.confirm", "roster.liaison"} <= set(session.scalars(select(Notice.kind)))


async def test_buttons_of_a_week_that_is_far_or_answered_are_old(county: Sessions, runtime: Runtime) -> None:
    li = Actor(1, 1, "zh_CN", ())
    for week in ("2026-W10", "2026-W53", "2026-W54"):
        assert await runtime.run(confirmations.all_fine, li, week=week, message_id=0) == Old()
        assert await runtime.run(confirmations.by_name, li, week=week) == Old()
        assert await runtime.run(confirmations.not_met, li, week=week, recipient_id=1) == Old()


async def test_one_text_that_cannot_be_written_holds_up_nobody_else(
    county: Sessions, runtime: Runtime, box: Box, fake_time: FakeTime, caplog: pytest.LogCaptureFixture
) -> None:
    bad = put(county, "festival", "2026:children_day")
    good = put(county, "roster.liaison", "2026-06", person_id=2)
    broken = replace(runtime.programme.festivals["children_day"], zh=Unprintable())
    festivals = {**runtime.programme.festivals, "children_day": broken}
    other = replace(runtime, programme=replace(runtime.programme, festivals=festivals))
    done = await Delivery(other, box, timer=fake_time).run()
    other._threads.shutdown()
    assert (done.failed, done.sent) == (1, 1)
    assert state(county, bad) == ("failed", "not written")
    assert state(county, good)[0] == "sent"
    assert "cannot be written" in caplog.text


async def test_results_wait_for_a_database_that_is_away_and_are_noted_when_it_is_back(
    county: Sessions, runtime: Runtime, box: Box, fake_time: FakeTime, caplog: pytest.LogCaptureFixture
) -> None:
    await plan(runtime, always)
    whole, sent = county.write, box.send

    async def send(telegram_id: int, say: object) -> object:
        outcome = await sent(telegram_id, say)  # type: ignore[arg-type]
        county.write = away  # type: ignore[method-assign,assignment]  # the edge to the database, as when it is gone
        return outcome

    def away() -> object:
        county.write = whole  # type: ignore[method-assign]
        raise UnavailableError("away")

    box.send = send  # type: ignore[method-assign,assignment]
    done = await Delivery(runtime, box, timer=fake_time).run()
    assert done.sent == len(box.sent) == 2
    assert "results wait" in caplog.text
    with county.read() as session:
        assert set(session.scalars(select(Notice.state).where(Notice.lane == queue.BUNDLED))) == {"sent"}


async def test_when_telegram_answers_nobody_the_lane_slows_down(
    county: Sessions, runtime: Runtime, box: Box, fake_time: FakeTime
) -> None:
    await plan(runtime, always)
    box.always = Lost("ReadTimeout")
    begin = fake_time.now
    assert (await Delivery(runtime, box, timer=fake_time).run()).unknown == 2
    assert fake_time.now - begin >= 2.0


async def test_a_lane_that_breaks_is_logged_and_the_next_one_starts_again(
    county: Sessions, runtime: Runtime, box: Box, fake_time: FakeTime, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    work = Clockwork(runtime, box, timer=fake_time)
    await work.plan()
    sent = box.send

    async def broken(telegram_id: int, say: object) -> object:
        raise RuntimeError("broken")

    box.send = broken  # type: ignore[method-assign,assignment]
    await work.deliver()
    assert work._lane is not None
    await work._lane
    assert "sending stopped" in caplog.text
    box.send = sent  # type: ignore[method-assign]
    await work.close()
    again = Clockwork(runtime, box, timer=fake_time)
    await again.plan()  # a new leader: what the broken lane held is unknown, not repeated
    await again.deliver()
    assert again._lane is not None
    await again._lane
    await again.close()
    assert box.sent == []
    with county.read() as session:
        assert set(session.scalars(select(Notice.state))) == {"unknown"}


async def test_a_supervisor_of_two_places_gets_both_reports_one_after_the_other(
    county: Sessions, runtime: Runtime, clock: MovableClock, box: Box, fake_time: FakeTime
) -> None:
    with building(county) as b:
        zhao = b.person(b.unit("环县", "county", code="98"), "赵督导", "supervisor", telegram_id=13)
        b.grant(zhao, "supervisor", b.unit("庆城县", "county", code="99"))
    clock.move(at("2026-06-01T09:00"))
    await plan(runtime, always)
    await Delivery(runtime, box, timer=fake_time).run()
    times = [moment for moment, who, _ in box.sent if who == 13]
    assert ["环县" in text or "庆城县" in text for text in box.to(13)] == [True, True]
    assert times[1] - times[0] >= 1.1


@pytest.mark.parametrize(("days_ago", "state_now", "becomes"), [(59, "entered", "silent"), (61, "entered", "claimed")])
async def test_a_birthday_whose_change_was_filed_and_entered_since_the_first_reminder_is_over(
    county: Sessions, runtime: Runtime, days_ago: int, state_now: str, becomes: str
) -> None:
    filed = NOW - timedelta(days=days_ago)
    with county.write() as session:
        child = session.scalars(select(Recipient.id).where(Recipient.birth_year == 2012)).one()
        about = {"recipient_id": child, "person_id": 1, "unit_id": 1, "from_day": filed.date(), "filed_at": filed}
        session.add(Change(kind="class_change", state=state_now, **about))
        session.add(Change(kind="class_change", state="withdrawn", **{**about, "filed_at": NOW}))
    key = put(county, "age", f"14:30:R{child}", person_id=2, subject_id=child)
    await runtime.run(notices.turn, room=5)
    assert state(county, key)[0] == becomes


@pytest.mark.parametrize(("switchable", "becomes"), [(True, "silent"), (False, "claimed")])
async def test_only_what_the_programme_lets_people_switch_off_is_off(
    county: Sessions, runtime: Runtime, switchable: bool, becomes: str
) -> None:
    rule = replace(runtime.programme.notices["festival"], switchable=switchable)
    programme = replace(runtime.programme, notices={**runtime.programme.notices, "festival": rule})
    with county.write() as session:
        session.get_one(Person, 1).greetings = False
    key = put(county, "festival", "2026:spring_festival")
    with county.write() as session:
        notices.turn(session, replace(runtime.desk(), programme=programme), room=5)
    assert state(county, key)[0] == becomes
