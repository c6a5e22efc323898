"""/status counts what is so."""

from datetime import timedelta

from sqlalchemy import select, update

from bot.clock import MovableClock
from bot.services import joining, status
from bot.texts import status as texts
from db.models import Notice, Pairing, Person, Record
from db.session import Sessions
from tests.kit.office import ADMIN, CADRE, LIAISON, Office


def test_status_of_an_empty_bot(database: Sessions, clock: MovableClock) -> None:
    found = Office(database, clock).do(status.show)
    assert (found.known, found.joined, found.import_id, dict(found.notices)) == (0, 0, None, {})
    said = texts.status(str, found).says[0].text
    assert "还没有导入过名册" in said
    assert "数据库版本：0003" in said


def test_status_counts_people_records_and_notices(database: Sessions, clock: MovableClock) -> None:
    office = Office(database, clock)
    diff = office.imports()
    admin, cadre = office.joins(None, ADMIN), office.joins("G1", CADRE)
    office.joins("G2", LIAISON)
    office.do(joining.invite_from_command_line, number="G4")
    [(pairing,)] = office.all(select(Pairing.id).where(Pairing.person_id == cadre.person_id, Pairing.kind == "primary"))
    now = clock()
    with database.write() as session:
        session.execute(update(Person).where(Person.number == "G2").values(blocked_at=now))
        session.execute(update(Person).where(Person.number == "G1").values(heard_at=now - timedelta(days=31)))
        day = office.desk().today
        for at, standing in ((now, True), (now, False), (now - timedelta(days=1), True)):
            session.add(
                Record(
                    pairing_id=pairing, entered_by=cadre.person_id, day=day, visit=1, standing=standing, created_at=at
                )
            )
        for period, state in (("1", "planned"), ("2", "sent"), ("3", "sent")):
            session.add(Notice(person_id=cadre.person_id, kind="x", period=period, day=day, due=now, state=state))
    found = office.do(status.show, admin)
    assert (found.known, found.joined, found.invited, found.blocked, found.silent) == (5, 2, 1, 1, 1)
    assert (found.records_today, dict(found.notices)) == (1, {"planned": 1, "sent": 2})
    assert found.import_id == diff.import_id
    said = texts.status(str, found).says[0].text
    assert "名册 5 人：已加入 2，已发邀请 1，停用 1；30 天没说过话 1" in said
    assert "已发 2" in said
    assert f"{diff.import_id}（2026-05-26 10:00）" in said


def test_the_burden_meter_shows_the_most_that_one_person_bore_this_month(
    database: Sessions, clock: MovableClock
) -> None:
    from datetime import timedelta

    from db.models import Message, Notice
    from tests.kit.build import building

    now = clock()
    with building(database) as b:
        unit = b.unit("县", "county")
        li, ma = b.person(unit, "李"), b.person(unit, "马")
        for person, count in ((li, 2), (ma, 1)):
            for n in range(count):
                b.session.add(
                    Message(person_id=person.id, chat_id=person.id, message_id=n, said_at=now, fingerprint=str(n))
                )
        for n, kind in enumerate(("roster.confirm", "quota.pace")):  # one bundle, one message
            b.session.add(
                Notice(
                    person_id=ma.id,
                    kind=kind,
                    period=str(n),
                    day=now.date(),
                    due=now,
                    sent_at=now,
                    message_id=9,
                    state="sent",
                )
            )
        old = now - timedelta(days=60)
        b.session.add(
            Notice(
                person_id=li.id, kind="x", period="o", day=old.date(), due=old, sent_at=old, message_id=1, state="sent"
            )
        )
    found = Office(database, clock).do(status.show)
    assert (found.heard, found.logged) == (1, 2)
