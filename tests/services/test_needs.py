"""Open needs and promised reminders on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot import programmes
from bot.domain.people import Actor, Scope
from bot.services import needs, plans, summons
from bot.services.cards import Stale
from bot.services.desk import Desk
from bot.services.reminders import Asked
from db import notices as queue
from db.models import Message, Need, Notice, Person
from db.session import Sessions
from tests.kit.build import building

NOW = datetime(2026, 5, 26, 2, tzinfo=UTC)  # Tuesday, ten in the morning
DESK = Desk(now=NOW, zone=ZoneInfo("Asia/Shanghai"), programme=programmes.load())
TODAY = date(2026, 5, 26)


class Village:
    """A cadre with two recipients, and another cadre's one."""

    def __init__(self, database: Sessions) -> None:
        with building(database) as b:
            county = b.unit("崆峒县", "county", code="6208")
            village = b.unit("八里村", "village", county)
            office = b.unit("民政局", "unit", county, code="6208.9")
            li = b.person(office, "李明", number="C-1")
            ma = b.person(office, "马丽", number="C-2")
            self.wang, self.bao, self.zhang = (
                b.recipient(village, name=name, number=f"P-{n}")
                for n, name in enumerate(("王秀英", "陈宝", "张桂兰"), 1)
            )
            pairs = [b.pairing(li, self.wang), b.pairing(li, self.bao)]
            b.pairing(ma, self.zhang)
            for n, (flags, whom) in enumerate(
                [("illness,distress", pairs[:1]), ("unsafe_house", pairs), ("abuse", pairs[:1])], 1
            ):
                message = Message(person_id=li.id, chat_id=1, message_id=n, said_at=NOW, fingerprint="x")
                b.session.add(message)
                b.session.flush()
                for pairing in whom:
                    b.record(pairing, TODAY, visit=1, flags=flags, message_id=message.id)
            self.li = Actor(li.id, office.id, "zh_CN", (Scope("cadre", office.id),))
            self.ma = Actor(ma.id, office.id, "zh_CN", (Scope("cadre", office.id),))


@pytest.fixture
def village(database):
    return Village(database)


def act(database, use_case, actor, now=NOW, **words):
    with database.write() as session:
        return use_case(session, replace(DESK, now=now), actor, **words)


def test_the_flags_of_a_record_become_needs_of_its_recipient_once(database, village):
    assert act(database, needs.note, village.li, source="m1") == needs.Noted(
        "P-1 王*英", ("illness", "distress"), new=True
    )
    assert not act(database, needs.note, village.li, source="m1").new
    with database.read() as session:
        rows = [(need.recipient_id, need.kind, need.since) for need in session.scalars(select(Need).order_by(Need.id))]
    assert rows == [(village.wang.id, "illness", TODAY), (village.wang.id, "distress", TODAY)]


def test_of_several_recipients_one_is_asked_for(database, village):
    asked = act(database, needs.note, village.li, source="m2")
    assert asked == needs.Whom("m2", ((village.wang.id, "P-1 王*英"), (village.bao.id, "P-2 陈*")))
    assert act(database, needs.note, village.li, source="m2", recipient=village.bao.id).shown == "P-2 陈*"


def test_a_message_that_was_no_record_offers_the_own_recipients(database, village):
    letters = needs.letters_of(["illness", "abuse", "living_alone"])
    assert needs.kinds_of(letters) == ("illness", "living_alone")
    asked = act(database, needs.note, village.li, source=letters)
    assert [key for key, _ in asked.whom] == [village.wang.id, village.bao.id]
    assert act(database, needs.note, village.li, source=letters, recipient=village.wang.id).kinds == (
        "illness",
        "living_alone",
    )


def test_harm_is_no_need_and_foreign_or_forged_buttons_do_nothing(database, village):
    assert isinstance(act(database, needs.note, village.li, source="m3"), Stale)
    assert isinstance(act(database, needs.note, village.ma, source="m1"), Stale)
    assert isinstance(act(database, needs.note, village.li, source="m404"), Stale)
    assert isinstance(act(database, needs.note, village.li, source="m1", recipient=village.zhang.id), Stale)
    assert isinstance(act(database, needs.note, village.li, source="i", recipient=village.zhang.id), Stale)
    assert isinstance(act(database, needs.note, village.li, source="xyz"), Stale)
    with database.read() as session:
        assert session.scalars(select(Need)).all() == []


def test_the_list_shortens_as_needs_are_met_or_handed_on(database, village):
    act(database, needs.note, village.li, source="m1")
    first, second = act(database, needs.listed, village.li).needs
    assert (first.kind, first.since, first.shown) == ("illness", TODAY, "P-1 王*英")
    assert isinstance(act(database, needs.close, village.ma, key=first.key, state="done"), Stale)
    assert isinstance(act(database, needs.close, village.li, key=first.key, state="open"), Stale)
    left = act(database, needs.close, village.li, key=first.key, state="done")
    assert [need.key for need in left.needs] == [second.key]
    assert isinstance(act(database, needs.close, village.li, key=first.key, state="done"), Stale)
    assert act(database, needs.close, village.li, key=second.key, state="handed_on").needs == ()
    again = act(database, needs.note, village.li, source="m1")
    assert again.new, "what comes back is a new need"


def test_a_plan_for_a_working_day_is_remembered_that_day_at_the_person_s_hour(database, village):
    with building(database) as b:
        b.session.get_one(Person, village.li.person_id).minute = 8 * 60
    day = date(2026, 6, 2)
    told = act(database, plans.remind, village.li, day=day, recipients=(village.wang.id, village.bao.id))
    assert told == plans.Promised(day, day, ("P-1 王*英", "P-2 陈*"))
    act(database, plans.remind, village.li, day=day, recipients=(village.wang.id,))
    with database.read() as session:
        rows = session.scalars(select(Notice).order_by(Notice.id)).all()
    assert [(row.kind, row.period, row.lane, row.day, row.expires) for row in rows] == [
        ("plan.reminder", f"2026-06-02:R{one.id}", 2, day, day) for one in (village.wang, village.bao)
    ]
    assert {row.due for row in rows} == {datetime(2026, 6, 2, 0, tzinfo=UTC)}


def test_a_plan_for_a_rest_day_is_remembered_on_the_working_day_before(database, village):
    sunday = date(2026, 5, 31)
    assert act(database, plans.remind, village.li, day=sunday, recipients=()) == plans.Promised(
        sunday, date(2026, 5, 29), ()
    )
    with database.read() as session:
        notice = session.scalars(select(Notice)).one()
        assert (notice.period, notice.subject_id, notice.day) == ("2026-05-31", None, date(2026, 5, 29))


@pytest.mark.parametrize(
    ("now", "day", "today"),
    [
        (NOW, TODAY, True),
        (datetime(2026, 5, 30, 2, tzinfo=UTC), date(2026, 5, 31), False),  # Saturday, for Sunday
        (datetime(2026, 5, 29, 14, tzinfo=UTC), date(2026, 5, 30), False),  # Friday at ten in the evening
    ],
)
def test_what_no_bundle_can_say_in_time_is_not_promised(database, village, now, day, today):
    told = act(database, plans.remind, village.li, now=now, day=day, recipients=(village.wang.id,))
    assert told == plans.NoReminder(day, today=today)
    with database.read() as session:
        assert session.scalars(select(Notice)).all() == []


def test_on_the_working_day_itself_it_depends_on_whether_the_bundle_has_gone(database, village):
    friday, saturday = datetime(2026, 5, 29, 3, tzinfo=UTC), date(2026, 5, 30)
    assert isinstance(act(database, plans.remind, village.li, now=friday, day=saturday, recipients=()), plans.Promised)
    with database.write() as session:
        assert queue.take_bundles(session, [village.li.person_id], friday.date(), friday)
    assert isinstance(
        act(database, plans.remind, village.li, now=friday, day=saturday, recipients=()), plans.NoReminder
    )


def test_forged_plans_are_refused(database, village):
    for day, whom in ((date(2026, 5, 25), ()), (date(2027, 6, 1), ()), (date(2026, 6, 2), (village.zhang.id,))):
        assert isinstance(act(database, plans.remind, village.li, day=day, recipients=whom), Stale)
    assert plans.day_of("20260230") is None
    assert plans.day_of("20260602") == date(2026, 6, 2)


def test_a_reminder_falls_silent_when_the_person_is_no_longer_paired(database, village):
    asked = Asked(1, village.li.person_id, "plan.reminder", f"2026-06-02:R{village.wang.id}", TODAY, village.wang.id)
    with database.read() as session:
        finder = summons.finders(session, DESK)["plan.reminder"]
        found = finder(asked, TODAY)
        assert (found.facts.done, found.day, found.lines[0].shown) == (False, date(2026, 6, 2), "P-1 王*英")
        assert not finder(replace(asked, subject_id=None, period="2026-06-02"), TODAY).facts.done
        assert finder(replace(asked, subject_id=village.zhang.id), TODAY).facts.done
