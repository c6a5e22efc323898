"""Coming in: codes and phone numbers, and what strangers may not learn."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.clock import MovableClock
from bot.services import joining
from bot.services.joining import Invited, Joined, Locked, NoSuchPerson, NotJoined, SomebodyElse, WrongCode
from bot.texts import joining as texts
from db.models import Grant, Invite, Person, Watermark
from db.session import Sessions
from tests.kit.office import ADMIN, CADRE, LIAISON, STRANGER, Office
from tests.kit.workbooks import CADRES


@pytest.fixture
def office(database: Sessions, clock: MovableClock) -> Office:
    return Office(database, clock)


@pytest.fixture
def county(office: Office) -> Office:
    office.imports()
    return office


def code_for(office: Office, number: str | None) -> str:
    invited = office.do(joining.invite_from_command_line, number=number)
    assert isinstance(invited, Invited)
    return invited.code


def shares(office: Office, telegram_id: int, phone: str, owner: int | None = None) -> joining.PhoneAnswer:
    owner = telegram_id if owner is None else owner
    return office.do(joining.share_phone, None, telegram_id=telegram_id, contact_user_id=owner, phone=phone)


def test_the_first_admin_joins_before_there_is_a_roster(office: Office) -> None:
    actor = office.joins(None, ADMIN)
    assert actor.roles == {"admin"}
    assert actor.units("admin") == (None,)
    assert office.all(select(Person.name, Person.number)) == [("Zhao Admin", None)]
    assert office.trail() == [("invite", "admin"), ("join.admin", None)]


def test_a_cadre_who_redeems_an_admin_code_keeps_his_name_and_gets_the_role(county: Office) -> None:
    county.joins("G1", CADRE)
    actor = county.joins(None, CADRE)
    assert actor.roles == {"cadre", "liaison", "admin"}
    assert len(county.all(select(Person.id))) == len(CADRES)


def test_a_code_brings_its_person_in_once(county: Office) -> None:
    code = code_for(county, "G1")
    assert county.redeems(f" {code.lower()[:5]}-{code[5:]}", CADRE) == Joined("李志强", logs=True)
    assert county.actor(CADRE).person_id == county.id_of("G1")
    assert county.redeems(code, STRANGER) == WrongCode(spent=True, left=4)
    assert county.redeems(code_for(county, "G1"), CADRE) == Joined("李志强", again=True, logs=True)


def test_codes_are_stored_hashed_and_die_after_seven_days(county: Office) -> None:
    code = code_for(county, "G1")
    [(stored,)] = county.all(select(Invite.code_hash))
    assert code not in stored
    county.clock.move(county.clock() + timedelta(days=7, seconds=-1))
    later = code_for(county, "G2")
    county.clock.move(county.clock() + timedelta(seconds=1))
    assert county.redeems(code, CADRE) == WrongCode(spent=True, left=4)
    assert county.redeems(later, CADRE) == Joined("张海霞", logs=True)


def test_a_newer_code_replaces_the_older_one(county: Office) -> None:
    old, new = code_for(county, "G1"), code_for(county, "G1")
    assert isinstance(county.redeems(old, CADRE), WrongCode)
    assert isinstance(county.redeems(new, CADRE), Joined)


def test_five_wrong_codes_lock_the_account_for_an_hour_even_for_a_right_one(county: Office) -> None:
    code = code_for(county, "G1")
    assert [county.redeems("WRONG", STRANGER) for _ in range(5)] == [
        *[WrongCode(spent=False, left=left) for left in (4, 3, 2, 1)],
        Locked(60),
    ]
    county.clock.move(county.clock() + timedelta(minutes=30, seconds=1))
    assert county.redeems(code, STRANGER) == Locked(30)
    assert county.redeems(code_for(county, "G2"), CADRE) == Joined("张海霞", logs=True)
    county.clock.move(county.clock() + timedelta(minutes=30))
    assert county.redeems(code, STRANGER) == Joined("李志强", logs=True)


def test_a_code_moves_a_person_to_a_new_account_and_the_old_one_is_a_stranger(county: Office) -> None:
    county.joins("G1", CADRE)
    assert county.redeems(code_for(county, "G1"), STRANGER) == Joined("李志强", moved=True, logs=True)
    assert county.all(select(Person.telegram_id).where(Person.number == "G1")) == [(STRANGER,)]
    assert county.all(select(Person.id).where(Person.telegram_id == CADRE)) == []


def test_an_account_in_use_is_not_taken_for_somebody_else_and_the_code_stays_good(county: Office) -> None:
    county.joins("G1", CADRE)
    code = code_for(county, "G2")
    assert county.redeems(code, CADRE) == SomebodyElse("李志强")
    assert county.redeems(code, STRANGER) == Joined("张海霞", logs=True)


def test_who_left_neither_joins_nor_keeps_his_account(county: Office) -> None:
    county.joins("G1", CADRE)
    code = code_for(county, "G2")
    county.imports(cadres=CADRES[2:], recipients=None, pairings=None)
    assert county.redeems(code, STRANGER) == WrongCode(spent=True, left=5)
    assert county.do(joining.invite_from_command_line, number="G1") == NoSuchPerson("G1")
    assert county.redeems(code_for(county, "G3"), CADRE) == Joined("赵建国")
    county.imports(cadres=[CADRES[0], CADRES[3]], recipients=None, pairings=None)
    assert county.joins(None, CADRE).roles == {"admin"}


def test_the_own_phone_number_joins_whatever_its_spelling(county: Office) -> None:
    assert shares(county, CADRE, "+86 139 0000 0001") == Joined("李志强", logs=True)
    assert shares(county, CADRE, "13900000001") == Joined("李志强", again=True, logs=True)


def test_a_forwarded_contact_is_refused(county: Office) -> None:
    assert shares(county, STRANGER, "13900000001", owner=CADRE) == NotJoined("not_own")
    assert county.do(
        joining.share_phone, None, telegram_id=STRANGER, contact_user_id=None, phone="13900000001"
    ) == NotJoined("not_own")


def test_an_unknown_or_shared_or_used_number_asks_for_a_code(county: Office) -> None:
    assert shares(county, STRANGER, "13911112222") == NotJoined("unknown")
    assert shares(county, STRANGER, "nonsense") == NotJoined("unknown")
    county.joins("G1", CADRE)
    assert shares(county, STRANGER, "13900000001") == NotJoined("taken")
    county.imports(cadres=[*CADRES[:3], ("G4", "马文斌", "6201", "13900000002", None, None)])
    assert shares(county, STRANGER, "13900000002") == NotJoined("several")


def test_the_number_of_one_person_does_not_take_the_account_of_another(county: Office) -> None:
    county.joins("G1", CADRE)
    assert shares(county, CADRE, "13900000002") == SomebodyElse("李志强")


def test_a_link_is_given_once_the_bot_knows_its_name(county: Office) -> None:
    assert county.do(joining.invite_from_command_line, number="G1").link is None  # type: ignore[union-attr]
    with county.sessions.write() as session:
        session.add(Watermark(name="bot.name", at=county.clock(), note="jiedui_bot"))
    invited = county.do(joining.invite_from_command_line, number="G1")
    assert isinstance(invited, Invited)
    assert invited.link == f"https://t.me/jiedui_bot?start={invited.code}"


def test_a_liaison_invites_his_unit_only_and_nobody_above_him(county: Office) -> None:
    liaison = county.joins("G1", LIAISON)
    invited = county.do(joining.invite, liaison, number="G4")
    assert isinstance(invited, Invited)
    assert invited.shown == "G4 马*斌"
    for number in ("G2", "G3", "nobody"):
        assert county.do(joining.invite, liaison, number=number) == NoSuchPerson(number)
    with county.sessions.write() as session:
        session.add(Grant(person_id=county.id_of("G4"), role="supervisor", unit_id=None, source="granted"))
    assert county.do(joining.invite, liaison, number="G4") == NoSuchPerson("G4")
    admin = county.joins(None, ADMIN)
    assert isinstance(county.do(joining.invite, admin, number="G4"), Invited)


def test_what_a_stranger_hears_names_nobody_and_no_number(county: Office) -> None:
    heard = [
        texts.stranger(str),
        texts.welcome(str, county.redeems("WRONG", STRANGER)),
        texts.welcome(str, Locked(60)),
        *[texts.phone_answer(str, NotJoined(why)) for why in ("not_own", "several", "taken", "unknown")],
    ]
    for reply in heard:
        [said] = reply.says
        assert not any(name in said.text for _, name, *_rest in CADRES)
    assert "试错" in heard[2].says[0].text
    assert heard[0].says[0].keyboard == "phone"


def test_whoever_joins_is_welcomed_by_name(county: Office) -> None:
    assert "欢迎，李志强" in texts.welcome(str, Joined("李志强", logs=True)).says[0].text
    assert "解除绑定" in texts.phone_answer(str, Joined("李志强", moved=True, logs=True)).says[0].text
    assert "已经是 李志强" in texts.welcome(str, SomebodyElse("李志强")).says[0].text
    assert "已经是 李志强" in texts.phone_answer(str, SomebodyElse("李志强")).says[0].text
    said = texts.invited(str, Invited("ABCDE23456", "https://t.me/b?start=ABCDE23456", "G1 李*强", 7)).says[0].text
    assert "<code>/start ABCDE23456</code>" in said
    assert "7 天" in said
    assert "不存在" in texts.invited(str, NoSuchPerson("G1")).says[0].text
    assert "/help" in texts.greeting(str).says[0].text
    assert "/invite" in texts.how_to_invite(str).says[0].text
