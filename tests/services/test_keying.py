"""The entry list on both databases: nothing twice, exactly what was shown is ticked, changes come back as 更正."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from bot import programmes
from bot.domain.people import Actor, Scope
from bot.files.keying import workbook
from bot.services import keying
from bot.services.cards import Stale
from bot.services.desk import Desk
from bot.texts import keying as texts
from bot.texts.language import language
from db.models import Audit, Pairing, Record
from db.session import Sessions
from tests.kit.build import building

ZH = language("zh_CN")
DESK = Desk(now=datetime(2026, 5, 26, 2, tzinfo=UTC), zone=ZoneInfo("Asia/Shanghai"), programme=programmes.load())
DAY = date(2026, 5, 20)
LATER = datetime(2026, 5, 25, 2, tzinfo=UTC)


class Office:
    """An office with two cadres, one recipient each, and a liaison; a cadre of another office."""

    def __init__(self, database: Sessions) -> None:
        with building(database) as b:
            county = b.unit("崆峒县", "county")
            office, other = b.unit("民政局", "unit", county), b.unit("水务局", "unit", county)
            li, ma, far = (
                b.person(office, "李明", number="C-1"),
                b.person(office, "马丽", number="C-2"),
                b.person(other, number="C-3"),
            )
            liaison = b.person(office, "周强", "liaison", number="C-4")
            self.li = Actor(li.id, office.id, "zh_CN", (Scope("cadre", office.id),))
            self.liaison = Actor(liaison.id, office.id, "zh_CN", (Scope("liaison", office.id),))
            self.ours = b.pairing(li, b.recipient(county, "unattended_child", "王秀英", number="P-1")).id
            self.second = b.pairing(li, b.recipient(county, "destitute_home", "张桂兰", number="P-2")).id
            self.hers = b.pairing(ma, b.recipient(county, "destitute_home", "陈宝", number="P-3")).id
            self.far = b.pairing(far, b.recipient(county, "destitute_home", number="P-4")).id

    def enter(self, database: Sessions, pairing: int, **what: object) -> int:
        what = {"day": DAY, "visit": 1, "channel": "home", **what}
        with building(database) as b:
            return b.record(b.session.get_one(Pairing, pairing), **what).id

    def change(self, database: Sessions, record: int, action: str = "correct", **what: object) -> int:
        with building(database) as b:
            return b.correct(b.session.get_one(Record, record), LATER, action=action, **what).id


@pytest.fixture
def office(database):
    return Office(database)


def ask(database, actor, *, own=True, desk=DESK):
    with database.write() as session:
        return keying.ask(session, desk, actor, own=own)


def close(database, actor, key, *, entered=True, desk=DESK):
    with database.write() as session:
        return keying.close(session, desk, actor, key=key, entered=entered)


def listed(told):
    return [row.record_id for row in told.rows]


def test_what_is_ticked_never_comes_again(database, office):
    first = office.enter(database, office.ours)
    told = ask(database, office.li)
    assert listed(told) == [first]
    assert close(database, office.li, told.key) == keying.Ticked(1, own=True, entered=True, more=False)
    assert ask(database, office.li) == keying.NothingLeft(own=True)
    assert ask(database, office.liaison, own=False) == keying.NothingLeft(own=False)
    with database.read() as session:
        assert session.get_one(Record, first).keyed_at == DESK.now


def test_an_entry_in_one_hand_is_not_given_to_another(database, office):
    mine, hers = office.enter(database, office.ours), office.enter(database, office.hers)
    office.enter(database, office.far)
    assert listed(ask(database, office.li)) == [mine]
    told = ask(database, office.liaison, own=False)
    assert listed(told) == [hers]
    assert listed(ask(database, office.liaison, own=False)) == [hers], "the list in hand is shown again as it was"


def test_only_what_was_shown_is_ticked(database, office):
    first = office.enter(database, office.ours)
    told = ask(database, office.li)
    second = office.enter(database, office.second)
    assert listed(ask(database, office.li)) == [first]
    assert close(database, office.li, told.key).more
    assert listed(ask(database, office.li)) == [second]


def test_attempts_and_withdrawn_entries_are_not_listed(database, office):
    office.enter(database, office.ours, visit=0, contact=1, attempt=True)
    gone = office.enter(database, office.ours)
    office.change(database, gone, "withdraw", standing=False)
    assert ask(database, office.li) == keying.NothingLeft(own=True)


def test_a_correction_before_keying_is_an_entry_like_any_other(database, office):
    old = office.enter(database, office.ours)
    new = office.change(database, old, visit=0, contact=1)
    told = ask(database, office.li)
    assert [(row.record_id, row.change, row.was) for row in told.rows] == [(new, "new", None)]


@pytest.mark.parametrize(
    ("action", "what", "change"),
    [
        ("correct", {"visit": 0, "contact": 1}, "corrected"),
        ("withdraw", {"standing": False, "visit": 0}, "withdrawn"),
        ("correct", {"attempt": True}, "not_reached"),
    ],
)
def test_what_was_keyed_in_and_then_changed_comes_back_as_a_correction(database, office, action, what, change):
    old = office.enter(database, office.ours)
    close(database, office.li, ask(database, office.li).key)
    between = office.change(database, old, goods_fen=100, support="goods")
    new = office.change(database, between, action, **what)
    (row,) = ask(database, office.liaison, own=False).rows
    assert (row.record_id, row.change) == (new, change)
    assert row.was == keying.Was(DAY, "P-1", ("visit",))
    assert "原为 2026-05-20 P-1 走访探视" in texts.change(ZH, row)


def test_a_change_of_what_somebody_has_in_hand_waits_for_the_tick(database, office):
    old = office.enter(database, office.ours)
    told = ask(database, office.li)
    new = office.change(database, old, visit=0, contact=1)
    assert ask(database, office.liaison, own=False) == keying.NothingLeft(own=False)
    close(database, office.li, told.key)
    (row,) = ask(database, office.li).rows
    assert (row.record_id, row.change) == (new, "corrected")


def test_what_is_given_back_goes_to_whoever_asks_next(database, office):
    first = office.enter(database, office.ours)
    told = ask(database, office.li)
    assert close(database, office.li, told.key, entered=False) == keying.Ticked(1, own=True, entered=False, more=True)
    assert isinstance(close(database, office.li, told.key), Stale)
    assert listed(ask(database, office.liaison, own=False)) == [first]


def test_a_list_forgotten_for_a_week_is_free_for_others(database, office):
    first = office.enter(database, office.ours)
    told = ask(database, office.li)
    early = replace(DESK, now=DESK.now + timedelta(days=6, hours=23))
    assert ask(database, office.liaison, own=False, desk=early) == keying.NothingLeft(own=False)
    late = replace(DESK, now=DESK.now + timedelta(days=7, minutes=1))
    assert listed(ask(database, office.liaison, own=False, desk=late)) == [first]
    assert isinstance(close(database, office.li, told.key, desk=late), Stale)


def test_nobody_ticks_the_list_of_another(database, office):
    office.enter(database, office.ours)
    told = ask(database, office.li)
    assert isinstance(close(database, office.liaison, told.key), Stale)
    with database.write() as session:
        assert isinstance(keying.book(session, DESK, office.liaison, key=told.key), Stale)
    assert ask(database, office.li, own=False) == keying.NothingLeft(own=False), "a cadre has no office"


def test_long_lists_come_in_portions_behind_entries_that_need_no_keying(database, office, monkeypatch):
    monkeypatch.setattr(keying, "LONGEST", 3)
    monkeypatch.setattr(keying, "LOOKED_AT", 2)
    for _ in range(3):
        office.change(database, office.enter(database, office.ours), "withdraw", standing=False)
    entries = [office.enter(database, office.ours, day=DAY + timedelta(days=n)) for n in range(5)]
    told = ask(database, office.li)
    assert listed(told) == entries[:3]
    assert told.more
    assert close(database, office.li, told.key).more
    told = ask(database, office.li)
    assert listed(told) == entries[3:]
    assert not told.more


def test_the_block_holds_codes_and_masked_names_in_the_order_of_the_form(database, office):
    office.enter(database, office.ours, goods_fen=26000, support="goods")
    reply = texts.listed(ZH, ask(database, office.li))
    assert "<pre>2026-05-20\tC-1\tP-1 王*英\t走访探视\t在家\t\t260</pre>" in reply.says[0].text
    assert [button.label for row in reply.says[-1].rows for button in row] == ["已录入", "放回", "下载表格（含姓名）"]


def test_a_hundred_entries_fit_into_messages_that_telegram_takes(database, office):
    with building(database) as b:
        pairing = b.session.get_one(Pairing, office.ours)
        for n in range(100):
            b.record(
                pairing,
                date(2026, 1, 1) + timedelta(days=n),
                visit=1,
                deed=1,
                difficulty=1,
                policy=1,
                cash_fen=123456,
                support="cash",
            )
    reply = texts.listed(ZH, ask(database, office.li))
    assert len(reply.says) > 1
    assert all(len(say.text) <= 4096 for say in reply.says)
    assert sum(say.text.count("C-1\t") for say in reply.says) == 100


def test_the_workbook_holds_full_names_and_text_that_stays_text(database, office):
    office.enter(database, office.ours, cash_fen=12345, support="cash", note="=1+1")
    old = office.enter(database, office.second)
    told = ask(database, office.li)
    with database.write() as session:
        found = keying.book(session, DESK, office.li, key=told.key)
    sheet = load_workbook(BytesIO(workbook(ZH, DESK.programme, found))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == (
        "日期",
        "干部编号",
        "干部",
        "对象编号",
        "对象姓名",
        "类别",
        "结对类型",
        "事项",
        "方式",
        "现金（元）",
        "物资折合（元）",
        "内容",
        "更正",
    )
    assert rows[1] == (
        datetime(2026, 5, 20, tzinfo=UTC).replace(tzinfo=None),
        "C-1",
        "李明",
        "P-1",
        "王秀英",
        "事实无人抚养儿童",
        "主结对",
        "走访探视",
        "在家",
        123.45,
        None,
        "=1+1",
        None,
    )
    assert rows[2][4] == "张桂兰"
    assert sheet["L2"].data_type == "s"
    assert old
    with database.read() as session:
        noted = [(row.action, row.subject) for row in session.scalars(select(Audit).order_by(Audit.id))]
    assert noted == [("keying.workbook", f"{told.key} (2)"), ("minor.viewed", "P-1")]
