"""/explain: the entries behind a figure of a frozen report, within the asker's scope, minors noted."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.services.explain import Explained, NoReport, WhichFigure, explain
from db.models import Audit
from tests.kit.build import building
from tests.kit.reporting import actor, desk, made


@pytest.fixture
def county(database):
    """Report 1 of a county: 12 visits to orphans, one gift of 260 yuan, and a later correction."""
    with building(database) as b:
        county = b.unit("张家川县", "county", code="C")
        village, office = b.unit("城子村", "village", county), b.unit("县民政局", "unit", county)
        pairing = b.pairing(b.person(office, "赵四海"), b.recipient(village, name="王秀英", number="P-0417"))
        entries = [b.record(pairing, date(2026, 10, 1 + n), visit=1) for n in range(12)]
        old = b.pair(village, "severe_disability")
        b.record(old, date(2026, 10, 5), contact=1, support="cash", cash_fen=26000)
        boss = actor(b.person(county, "马督导", "supervisor"), "supervisor", county)
        other = b.unit("秦安县", "county", code="D")
        stranger = actor(b.person(other, "外督导", "supervisor"), "supervisor", other)
    made(database, county)
    with building(database) as b:
        b.correct(b.session.merge(entries[0]), datetime(2026, 11, 3, tzinfo=UTC), action="withdraw")
        b.record(pairing, date(2026, 10, 30), visit=1, created_at=datetime(2026, 11, 3, tzinfo=UTC))
    return county, office, boss, stranger


def ask(database, who, words, **more):
    with database.write() as session:
        return explain(session, desk("2026-11-10T01:00", **more), who, words=words)


def test_a_figure_is_told_by_the_entries_that_stood_when_it_was_frozen(database, county):
    _county, _office, boss, _stranger = county
    page = ask(database, boss, "1 走访探视 孤儿")
    assert isinstance(page, Explained)
    assert (page.figure, page.sum, page.count, len(page.found)) == (12, 12, 12, 10)
    assert (page.found[0].day, page.found[0].recipient) == (date(2026, 10, 1), "P-0417 王*英")
    assert (page.found[0].cadre, page.found[0].unit) == ("赵四海", "城子村")
    with database.write() as session:
        rest = explain(session, desk(), boss, number=1, column="visit", group="orphan", offset=10)
    assert [entry.day.day for entry in rest.found] == [11, 12]


def test_without_a_group_all_of_them_and_any_word_for_a_column_will_do(database, county):
    _county, _office, boss, _stranger = county
    assert ask(database, boss, "1 走访").figure == 12
    assert ask(database, boss, "1 visits 合计").figure == 12
    assert ask(database, boss, "1 联系 困难重度残疾人").sum == 1
    money = ask(database, boss, "1 资助")
    assert (money.figure, money.sum, money.found[0].amount) == (26000, 26000, 26000)


def test_a_figure_of_recipients_is_told_by_the_people(database, county):
    _county, office, boss, _stranger = county
    page = ask(database, boss, "1 关爱对象 孤儿")
    assert (page.figure, page.count, page.found[0].recipient, page.found[0].day) == (1, 1, "P-0417 王*英", None)
    made(database, office, moment="2026-11-10T01:00")
    assert ask(database, boss, "2 关爱对象").count == 1
    assert ask(database, boss, "2 走访").count == 12, "what came after report 1 is in report 2"


def test_every_view_of_a_minor_is_noted_and_of_others_none(database, county):
    _county, _office, boss, _stranger = county
    ask(database, boss, "1 联系 困难重度残疾人")
    with database.read() as session:
        assert session.query(Audit).count() == 0
    ask(database, boss, "1 关爱对象 孤儿")
    with database.read() as session:
        (noted,) = session.query(Audit)
    assert (noted.action, noted.subject, noted.person_id, noted.detail) == (
        "minor.viewed",
        "P-0417",
        boss.person_id,
        "report 1 recipients",
    )


def test_outside_the_scope_the_report_does_not_exist(database, county):
    _county, _office, boss, stranger = county
    assert ask(database, stranger, "1 走访探视") == NoReport("1")
    assert ask(database, boss, "7 走访探视") == NoReport("7")
    assert ask(database, boss, "走访探视") == NoReport("走访探视")
    assert ask(database, boss, "") == NoReport("")
    assert ask(database, boss, "99999999999 走访") == NoReport("99999999999")
    assert ask(database, replace(boss, scopes=()), "1 走访") == NoReport("1")


def test_words_that_name_no_figure_are_answered_with_those_there_are(database, county):
    _county, _office, boss, _stranger = county
    groups = ("orphan", "severe_disability", "destitute", "total")
    assert ask(database, boss, "1") == WhichFigure(1, "张家川县 2026-10", groups)
    assert ask(database, boss, "1 跳舞") == WhichFigure(1, "张家川县 2026-10", groups, "跳舞")
    assert ask(database, boss, "1 走访 老人").word == "走访 老人"
    assert ask(database, boss, "1 走访 其他").word == "visit other", "a row that the report does not have"
    assert ask(database, boss, "1 走访 事实无人抚养儿童").group == "orphan"
    assert isinstance(ask(database, replace(boss, scopes=()), "1 跳舞"), NoReport)
