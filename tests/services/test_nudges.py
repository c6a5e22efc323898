"""Who is newly behind, who caught up, who waits: lists of exceptions; and when a nudge is no use."""

from datetime import date, timedelta

import pytest

from bot.services import followups, nudges
from bot.services.nudges import Absent, Listed, NotNudged, Nudged, TooWide
from bot.services.spans import AskingSpan
from bot.texts import nudges as texts
from db.models import Change, Person
from db.session import Sessions
from tests.kit.build import Builder, building
from tests.kit.reporting import actor, chinese, desk

NOVEMBER_10 = "2026-11-10T01:30"


class Office:
    """A county with an office, a supervisor, and one cadre who did nothing all year."""

    def __init__(self, b: Builder) -> None:
        self.county = b.unit("张家川县", "county")
        self.village = b.unit("马关村", "village", self.county)
        self.supervisor = b.person(self.county, "赵敏", "supervisor", number="S-1")
        self.late = b.person(self.county, "李明", number="C-1", telegram_id=11)
        b.pairing(self.late, b.recipient(self.village), first_day=date(2026, 1, 1))


@pytest.fixture
def office(database: Sessions) -> Office:
    with building(database) as b:
        return Office(b)


def nudge(database: Sessions, office: Office, moment: str = NOVEMBER_10, **whom: object) -> Nudged | NotNudged | Absent:
    who = actor(office.supervisor, "supervisor", office.county)
    with database.write() as session:
        return nudges.nudge(session, desk(moment), who, **whom)


def listed(database: Sessions, office: Office, which: str, period: str, **more: int) -> Listed | TooWide:
    who = actor(office.supervisor, "supervisor", office.county)
    with database.read() as session:
        found = nudges.listed(
            session, desk(NOVEMBER_10), who, which=which, unit_id=office.county.id, period=period, **more
        )
    assert isinstance(found, Listed | TooWide)
    return found


def test_a_day_later_he_may_be_reminded_again(database: Sessions, office: Office) -> None:
    assert nudge(database, office, number="C-1") == Nudged("C-1 李*", date(2026, 11, 10))
    assert nudge(database, office, number="C-1") == NotNudged("C-1 李*", "way")


def test_on_a_rest_day_it_goes_out_with_the_next_bundle(database: Sessions, office: Office) -> None:
    assert nudge(database, office, "2026-11-14T01:30", number="C-1") == Nudged("C-1 李*", date(2026, 11, 16))


def test_who_is_on_leave_is_left_alone(database: Sessions, office: Office) -> None:
    with building(database) as b:
        b.leave(office.late, date(2026, 11, 9), date(2026, 11, 20))
    assert nudge(database, office, person_id=office.late.id) == NotNudged("C-1 李*", "leave", date(2026, 11, 20))


def test_who_left_or_works_and_visits_elsewhere_does_not_exist(database: Sessions, office: Office) -> None:
    with building(database) as b:
        other = b.unit("清水县", "county", code="X")
        b.person(office.county, "去者", number="C-2", status="left")
        far = b.person(other, "远者", number="C-3")
        b.pairing(far, b.recipient(other, number="P-far"))
        helper = b.person(other, "近者", number="C-4", telegram_id=14)
        b.pairing(helper, b.recipient(office.village, number="P-near"), first_day=date(2026, 1, 1))
    for number in ("C-2", "C-3", "C-99"):
        assert nudge(database, office, number=number) == Absent(), number
    assert isinstance(nudge(database, office, number="C-4"), Nudged), "his recipient lives in the scope"


def test_newly_behind_and_recovered_compare_two_ends_of_a_period(database: Sessions, office: Office) -> None:
    with building(database) as b:
        cadre = b.person(office.county, "王五", number="C-5")
        pairing = b.pairing(cadre, b.recipient(office.village), first_day=date(2026, 1, 1))
        for month in (2, 5, 8):
            b.record(pairing, date(2026, month, 3), contact=1)
        for month in (3, 9):
            b.record(pairing, date(2026, month, 4), visit=1)
        back = b.person(office.county, "孙六", number="C-6")
        pairing = b.pairing(back, b.recipient(office.village), first_day=date(2026, 1, 1))
        for n in range(4):
            b.record(pairing, date(2026, 10, 8 + n), contact=1, visit=1, deed=1)
    newly = listed(database, office, nudges.NEW, "2026-09")
    assert isinstance(newly, Listed)
    assert [case.who for case in newly.found] == ["C-5 王*"], "the deed was due on 30 September"
    recovered = listed(database, office, nudges.BACK, "2026-10")
    assert isinstance(recovered, Listed)
    assert [case.who for case in recovered.found] == ["C-6 孙*"]
    assert "C-5 王*：1 对落后，还差办实事 1 件" in texts.listing(chinese, newly).says[0].text


def test_who_waits_for_an_answer_is_listed_with_what_for(database: Sessions, office: Office) -> None:
    with building(database) as b:
        b.leave(office.late, date(2026, 11, 20), date(2026, 11, 25), state="asked")
        b.session.add(
            Change(person_id=office.late.id, kind="death", filed_at=desk(NOVEMBER_10).now - timedelta(days=2))
        )
    found = listed(database, office, nudges.WAIT, "2026-11")
    assert isinstance(found, Listed)
    assert [case.waits for case in found.found] == ["change", "leave"], "the oldest first"
    reply = texts.listing(chinese, found, replace=True)
    assert "变化待批" in reply.says[0].text
    labels = [button.label for row in reply.says[0].rows for button in row]
    assert "看变化 C-1" in labels
    assert "批准 C-1" in labels


def test_a_scope_too_wide_for_a_list_is_walked_down_first(database: Sessions, office: Office) -> None:
    found = listed(database, office, nudges.NEW, "2026-11", wide=0)
    assert found == TooWide("new", "张家川县", "2026-11", ((office.village.id, "马关村"),))
    (say,) = texts.listing(chinese, found).says
    assert [button.data for row in say.rows for button in row] == [f"nudge:new:{office.village.id}:2026-11:0"]


def test_leave_for_somebody_without_a_number_is_not_to_be_filed_here(database: Sessions, office: Office) -> None:
    with building(database) as b:
        nameless = b.person(office.county, "无号", number=None)
    who = actor(office.supervisor, "supervisor", office.county)

    def asks(person: Person) -> object:
        with database.write() as session:
            return followups.on_leave(session, desk(NOVEMBER_10), who, person_id=person.id)

    assert asks(nameless) == Absent()
    assert isinstance(asks(office.late), AskingSpan)
