"""Alerts on both databases: one a person named, once a message, told to whoever can be reached."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot import programmes
from bot.domain.people import Actor, Scope
from bot.services import alert_duty, alerts, summons
from bot.services.cards import Stale
from bot.services.desk import Desk
from bot.services.entries import Source
from bot.services.reminders import Asked
from db.models import Alert, Audit, Notice, Person
from db.session import Sessions
from tests.kit.build import building

NOW = datetime(2026, 5, 26, 2, tzinfo=UTC)
DESK = Desk(now=NOW, zone=ZoneInfo("Asia/Shanghai"), programme=programmes.load())


class Place:
    """A village in a county with a duty officer and a supervisor; a reporter from an office of another county."""

    def __init__(self, database: Sessions) -> None:
        with building(database) as b:
            city = b.unit("平凉市", "city")
            county, other = b.unit("崆峒县", "county", city), b.unit("静宁县", "county", city)
            village = b.unit("八里村", "village", b.unit("柳湖镇", "township", county))
            office = b.unit("县民政局", "unit", other)
            self.city_duty = b.person(city, "市值班", "duty_officer", telegram_id=1, number="D-1").id
            self.duty = b.person(county, "值班", "duty_officer", telegram_id=2, number="D-2").id
            self.far_duty = b.person(other, "外县值班", "duty_officer", telegram_id=3, number="D-3").id
            self.boss = b.person(county, "督导", "supervisor", telegram_id=4, number="S-1").id
            cadre = b.person(office, "李明", telegram_id=5, number="C-1")
            people = [
                b.recipient(village, "unattended_child", name, number=f"P-{n}")
                for n, name in enumerate(("李昊", "陈宝"), 1)
            ]
            for one in people:
                b.pairing(cadre, one)
            self.hao, self.bao = (one.id for one in people)
            self.stranger = b.recipient(village, number="P-9").id
            self.cadre = Actor(cadre.id, office.id, "zh_CN", (Scope("cadre", office.id),))
            self.county, self.city = county.id, city.id

    def on_duty(self, person: int, role: str = "duty_officer", unit: int | None = None) -> Actor:
        return Actor(person, self.county, "zh_CN", (Scope(role, unit or self.county),))


@pytest.fixture
def place(database):
    return Place(database)


def report(database, actor, *named, message=1, danger="abuse", now=NOW, paired=()):
    with database.write() as session:
        source = Source(5, message, now, "他叔拿皮带打的")
        return alerts.open_alert(
            session, replace(DESK, now=now), actor, source=source, danger=danger, named=named, paired=paired
        )


def act(database, use_case, actor, now=NOW, **words):
    with database.write() as session:
        return use_case(session, replace(DESK, now=now), actor, **words)


def told(database):
    with database.read() as session:
        return [(n.person_id, n.kind, n.period, n.lane) for n in session.scalars(select(Notice).order_by(Notice.id))]


def test_the_duty_officer_of_where_the_person_lives_is_told_not_of_where_the_cadre_works(database, place):
    opened = report(database, place.cadre, place.hao)
    assert (opened.codes, opened.notified, opened.step, opened.category) == (("P-1",), 1, "category", "violence")
    assert told(database) == [(place.duty, "alert", "A1", 0)]


def test_while_nobody_is_named_the_reporter_s_own_county_is_told_and_the_other_when_the_name_comes(database, place):
    opened = report(database, place.cadre)
    assert opened.step == "who"
    assert [key for key, _ in opened.whom] == [place.hao, place.bao]
    assert told(database) == [(place.far_duty, "alert", "A1", 0)]
    assert isinstance(act(database, alerts.name, place.cadre, key=1, recipient=place.stranger), Stale)
    named = act(database, alerts.name, place.cadre, key=1, recipient=place.hao)
    assert (named.codes, named.step, named.notified) == (("P-1",), "category", 2)
    assert told(database)[-1] == (place.duty, "alert", "A1", 0)
    assert isinstance(act(database, alerts.name, place.cadre, key=1, recipient=place.bao), Stale)


def test_none_of_the_own_recipients_is_an_answer_too(database, place):
    report(database, place.cadre)
    assert act(database, alerts.name, place.cadre, key=1, recipient=0).step == "category"


def test_the_only_recipient_of_a_cadre_needs_no_name(database, place):
    assert report(database, place.cadre, paired=(place.bao,)).codes == ("P-2",)


def test_each_person_named_has_an_alert_and_the_questions_are_asked_once(database, place):
    opened = report(database, place.cadre, place.hao, place.bao)
    assert opened.codes == ("P-1", "P-2")
    act(database, alerts.choose, place.cadre, key=opened.key, category="self_harm")
    act(database, alerts.tell, place.cadre, key=opened.key, word="110")
    act(database, alerts.tell, place.cadre, key=opened.key, word="done")
    done = act(database, alerts.when, place.cadre, key=opened.key, word="now")
    assert (done.step, done.told) == ("done", ("110",))
    with database.read() as session:
        rows = session.scalars(select(Alert).order_by(Alert.id)).all()
    assert [(row.category, row.told, row.told_at) for row in rows] == [("self_harm", "110", NOW)] * 2
    assert [row.part for row in rows] == [0, 1]


def test_the_same_message_opens_nothing_twice(database, place):
    first = report(database, place.cadre, place.hao)
    again = report(database, place.cadre, place.hao)
    assert (first.key, first.again, again.key, again.again) == (1, False, 1, True)
    assert len(told(database)) == 1


def test_a_further_message_joins_only_the_same_danger_of_the_same_person_for_two_hours(database, place):
    report(database, place.cadre, place.hao)
    assert report(database, place.cadre, message=2).key == 1
    assert report(database, place.cadre, place.hao, message=3, now=NOW + timedelta(hours=1)).key == 1
    assert report(database, place.cadre, place.bao, message=4).key == 2
    assert report(database, place.cadre, place.hao, message=5, danger="collapse").key == 3
    assert report(database, place.cadre, place.hao, message=6, now=NOW + timedelta(hours=2, minutes=1)).key == 4


def test_a_name_in_the_second_message_completes_the_first(database, place):
    report(database, place.cadre)
    joined = report(database, place.cadre, place.hao, message=2)
    assert (joined.key, joined.codes) == (1, ("P-1",))


def test_a_closed_alert_takes_no_further_message(database, place):
    report(database, place.cadre, place.hao)
    act(database, alert_duty.close, place.on_duty(place.duty), key=1, outcome="safe")
    assert report(database, place.cadre, place.hao, message=2).key == 2


@pytest.mark.parametrize(
    ("use_case", "words"),
    [
        (alerts.choose, {"category": "nonsense"}),
        (alerts.tell, {"word": "nonsense"}),
        (alerts.when, {"word": "nonsense"}),
        (alerts.when, {"word": "now"}),  # nobody was told yet
    ],
)
def test_forged_answers_change_nothing(database, place, use_case, words):
    report(database, place.cadre, place.hao)
    assert isinstance(act(database, use_case, place.cadre, key=1, **words), Stale)
    other = replace(place.cadre, person_id=place.boss)
    assert isinstance(act(database, alerts.choose, other, key=1, category="violence"), Stale)
    assert isinstance(act(database, alerts.choose, place.cadre, key=404, category="violence"), Stale)
    assert isinstance(
        act(database, alerts.by_button, place.cadre, recipient=place.stranger, source=Source(5, 9, NOW, "")), Stale
    )


def test_done_without_anybody_told_is_nobody(database, place):
    report(database, place.cadre, place.hao)
    done = act(database, alerts.tell, place.cadre, key=1, word="done")
    assert (done.step, done.told) == ("done", ())


def test_those_who_are_blocked_away_or_gone_are_not_told(database, place):
    with building(database) as b:
        for person in (place.duty, place.city_duty):
            b.session.get_one(Person, person).blocked_at = NOW
    report(database, place.cadre, place.hao)
    assert [person for person, *_ in told(database)] == [place.boss]


def test_the_chase_goes_up_step_by_step_and_tells_the_reporter_at_the_end(database, place):
    report(database, place.cadre, place.hao)
    for expected in (place.city_duty, place.boss, place.cadre.person_id):
        with building(database) as b:
            for notice in b.session.scalars(select(Notice)):
                notice.state = "unreachable"
        with database.write() as session:
            alerts.chase(session, DESK)
        assert told(database)[-1][0] == expected
    with building(database) as b:
        assert alerts.chase(b.session, DESK) == 0
    assert len(told(database)) == 4
    with database.read() as session:
        found = alert_duty.found(session, DESK, 1, "A1:nobody")
        assert (found.word, found.facts.done) == ("nobody", False)


def test_a_taken_alert_is_chased_no_more(database, place):
    report(database, place.cadre, place.hao)
    act(database, alert_duty.take, place.on_duty(place.duty), key=1)
    with database.write() as session:
        assert alerts.chase(session, replace(DESK, now=NOW + timedelta(days=1))) == 0


def test_taking_over_moves_the_follow_ups(database, place):
    report(database, place.cadre, place.hao)
    officer, boss = place.on_duty(place.duty), place.on_duty(place.boss, "supervisor")
    act(database, alert_duty.take, officer, key=1)
    assert act(database, alert_duty.take, boss, key=1).taken_by == "D-2"
    shown = act(database, alert_duty.take, boss, now=NOW + timedelta(hours=1), key=1, over=True)
    assert (shown.taken_by, shown.mine) == ("S-1", True)
    with database.read() as session:
        rows = session.scalars(select(Notice).where(Notice.kind == "alert.follow_up").order_by(Notice.id)).all()
    assert [(row.person_id, row.state) for row in rows] == [(place.duty, "closed")] * 3 + [(place.boss, "planned")] * 3
    assert [row.due - NOW for row in rows[3:]] == [timedelta(hours=hours) for hours in (25, 73, 169)]


def test_closing_asks_for_a_known_outcome_and_settles_what_is_planned(database, place):
    report(database, place.cadre, place.hao)
    officer = place.on_duty(place.duty)
    assert isinstance(act(database, alert_duty.still, officer, key=1), Stale)
    assert act(database, alert_duty.show, officer, key=1, closing=True).closing
    assert isinstance(act(database, alert_duty.close, officer, key=1, outcome="forgotten"), Stale)
    shown = act(database, alert_duty.close, officer, key=1, outcome="police")
    assert (shown.state, shown.outcome, shown.taken_by) == ("closed", "police", "D-2")
    for use_case, words in ((alert_duty.take, {}), (alert_duty.still, {}), (alert_duty.close, {"outcome": "safe"})):
        assert isinstance(act(database, use_case, officer, key=1, **words), Stale)
    assert isinstance(act(database, alerts.choose, place.cadre, key=1, category="violence"), Stale)
    with database.read() as session:
        assert {notice.state for notice in session.scalars(select(Notice))} == {"closed"}
        actions = session.scalars(select(Audit.action).where(Audit.subject == "A1").order_by(Audit.id)).all()
    assert actions == ["alert.viewed", "alert.closed"]


def test_outside_the_places_of_an_office_there_is_no_alert(database, place):
    report(database, place.cadre, place.hao)
    with building(database) as b:
        far = b.unit("外县", "county", code="9")
        officer = Actor(
            b.person(far, "外", "duty_officer", number="D-9").id, far.id, "zh_CN", (Scope("duty_officer", far.id),)
        )
    for use_case, words in (
        (alert_duty.show, {}),
        (alert_duty.take, {}),
        (alert_duty.still, {}),
        (alert_duty.close, {"outcome": "safe"}),
    ):
        assert isinstance(act(database, use_case, officer, key=1, **words), alert_duty.Absent)
    assert act(database, alert_duty.listed, officer).alerts == ()
    liaison = replace(officer, scopes=(Scope("liaison", place.county),))
    assert act(database, alert_duty.listed, liaison).alerts == ()


def test_the_list_holds_twenty_and_says_how_many_more(database, place):
    for n in range(22):
        report(database, place.cadre, place.hao, message=n + 1, now=NOW + timedelta(hours=3 * n))
    found = act(database, alert_duty.listed, place.on_duty(place.duty))
    assert (len(found.alerts), found.more) == (20, 2)


def test_a_notice_says_the_code_the_category_and_falls_silent_once_closed(database, place):
    report(database, place.cadre, place.hao)
    asked = Asked(1, place.duty, "alert", "A1", NOW.date(), 1)
    with database.read() as session:
        found = summons.finders(session, DESK)["alert"](asked, NOW.date())
        assert [(line.shown, line.word) for line in found.lines] == [("P-1", "violence"), ("C-1", "reporter")]
        assert (found.word, found.facts.done) == ("new", False)
        assert alert_duty.found(session, DESK, None, "A9").facts.done
    act(database, alert_duty.close, place.on_duty(place.duty), key=1, outcome="safe")
    with database.read() as session:
        assert alert_duty.found(session, DESK, 1, "A1:24h").facts.done
