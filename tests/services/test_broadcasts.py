"""A broadcast is counted, confirmed once, and queued once a reachable person."""

import pytest
from sqlalchemy import select, update

from bot.clock import MovableClock
from bot.services import broadcasts
from bot.services.broadcasts import Cancelled, Closed, Draft, Queued, TooLong
from bot.services.lookup import Misused, NotFound
from bot.texts import broadcasts as texts
from db.models import Broadcast, Notice, Person
from db.session import Sessions
from tests.kit.office import ADMIN, CADRE, LIAISON, SUPERVISOR, Office


@pytest.fixture
def office(database: Sessions, clock: MovableClock) -> Office:
    found = Office(database, clock)
    found.imports()
    for number, account in (("G1", LIAISON), ("G2", CADRE), ("G3", SUPERVISOR)):
        found.joins(number, account)
    return found


def test_a_confirmed_broadcast_goes_once_to_everybody_reachable_below(office: Office) -> None:
    admin = office.joins(None, ADMIN)
    with office.sessions.write() as session:
        session.execute(update(Person).where(Person.number == "G2").values(blocked_at=office.clock()))
    draft = office.do(broadcasts.draft, admin, unit="陇原县", text=" 明天<九点>开会 \n请准时")
    assert isinstance(draft, Draft)
    assert (draft.reachable, draft.everybody, draft.text) == (2, 4, "明天<九点>开会 \n请准时")
    [said] = texts.drafted(str, draft).says
    assert "2 人（共 4 人" in said.text
    assert "明天&lt;九点&gt;开会 \n请准时" in said.text
    assert [button.data for button in said.rows[0]] == [
        f"broadcast:send:{draft.broadcast_id}",
        f"broadcast:drop:{draft.broadcast_id}",
    ]
    sent = office.do(broadcasts.send, admin, broadcast_id=draft.broadcast_id)
    assert sent == Queued(2)
    assert "共 2 人" in texts.closed(str, sent).says[0].text
    assert office.do(broadcasts.send, admin, broadcast_id=draft.broadcast_id) == Closed()
    rows = office.all(select(Notice.kind, Notice.period, Notice.subject_id, Notice.state, Notice.lane, Notice.attempts))
    assert rows == [("broadcast", str(draft.broadcast_id), draft.broadcast_id, "planned", 1, 0)] * 2
    assert office.trail()[-1] == ("broadcast", str(draft.broadcast_id))


def test_a_cancelled_broadcast_goes_to_nobody(office: Office) -> None:
    admin = office.joins(None, ADMIN)
    draft = office.do(broadcasts.draft, admin, unit="62", text="开会")
    assert isinstance(draft, Draft)
    dropped = office.do(broadcasts.cancel, admin, broadcast_id=draft.broadcast_id)
    assert dropped == Cancelled()
    assert "没有发送" in texts.closed(str, dropped).says[0].text
    late = office.do(broadcasts.send, admin, broadcast_id=draft.broadcast_id)
    assert texts.closed(str, late).toast
    assert office.do(broadcasts.cancel, admin, broadcast_id=draft.broadcast_id) == Closed()
    assert office.all(select(Notice.id)) == []


def test_only_its_author_sends_a_broadcast(office: Office) -> None:
    admin = office.joins(None, ADMIN)
    draft = office.do(broadcasts.draft, admin, unit="62", text="开会")
    assert isinstance(draft, Draft)
    assert office.do(broadcasts.send, office.actor(CADRE), broadcast_id=draft.broadcast_id) == Closed()
    assert office.do(broadcasts.cancel, office.actor(CADRE), broadcast_id=draft.broadcast_id) == Closed()
    assert office.do(broadcasts.send, admin, broadcast_id=10**9) == Closed()


def test_a_unit_without_anybody_reachable_is_said_before(office: Office) -> None:
    admin = office.joins(None, ADMIN)
    draft = office.do(broadcasts.draft, admin, unit="620101", text="开会")
    [said] = texts.drafted(str, draft).says
    assert "还没有能收到消息的人" in said.text
    assert not said.rows


def test_what_cannot_be_sent_is_told_why(office: Office) -> None:
    admin = office.joins(None, ADMIN)
    assert office.do(broadcasts.draft, admin, unit="99", text="开会") == NotFound("99")
    assert office.do(broadcasts.draft, admin, unit="62", text=" ") == Misused("broadcast")
    long = office.do(broadcasts.draft, admin, unit="62", text="会" * 3501)
    assert long == TooLong(3500)
    assert "3500" in texts.drafted(str, long).says[0].text
    assert "/broadcast 620823" in texts.drafted(str, Misused("broadcast")).says[0].text
    assert office.all(select(Broadcast.id)) == []
