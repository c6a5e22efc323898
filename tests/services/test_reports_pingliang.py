"""Pingliang by the middle of 2024 as it was published, from as many cadres, recipients and acts: the deed is what lags."""

from datetime import UTC, date, datetime

from sqlalchemy import Integer, String, case, cast, func, insert, literal, select

from bot.domain.calendar import Period
from bot.domain.reports import Pace, Target
from bot.texts.report_words import sentence
from db.models import Pairing, Person, Recipient, Record
from tests.kit.build import building
from tests.kit.reporting import PUBLISHED, made

MID = PUBLISHED["pingliang_mid_2024"]
FIRST, JUNE = date(2023, 1, 1), date(2024, 6, 5)
MADE = datetime(2024, 6, 6, tzinfo=UTC)


def numbers(count, name="n"):
    """A table of 0 … count - 1 on either database: a quarter of a million rows are made where they are kept."""
    start = select(literal(0, Integer).label("i")).cte(name, recursive=True)
    return start.union_all(select(start.c.i + 1).where(start.c.i < count - 1))


def fill(b, model, count, **values):
    """`count` rows; a value is an expression over the row's number or the same for all. Returns the first key."""
    many = numbers(count)
    made = {
        key: value(many.c.i) if callable(value) else literal(value, getattr(model, key).type)
        for key, value in values.items()
    }
    b.session.execute(
        insert(model).from_select(list(made), select(*made.values()).select_from(many), include_defaults=False)
    )
    return b.session.scalar(select(func.min(model.id)))


def county_of(b, unit):
    """Cadres and recipients as many as were published; the first cadres have two."""
    always = {"greetings": True, "minute": 540, "status": "active"}
    cadre = fill(b, Person, MID["cadres"], name="李", unit_id=unit.id, **always)
    count = MID["recipients"]
    person = {"name": "王", "class_key": "orphan", "unit_id": unit.id, "first_day": FIRST}
    one = fill(b, Recipient, count, number=lambda i: "P" + cast(i, String), **person)
    pairing = fill(
        b,
        Pairing,
        count,
        person_id=lambda i: cadre + i % MID["cadres"],
        recipient_id=lambda i: one + i,
        kind="primary",
        first_day=FIRST,
    )
    same = {
        "pairing_id": lambda i: pairing + i % count,
        "entered_by": cadre,
        "day": JUNE,
        "created_at": MADE,
        "policy": 0,
        "goods_fen": 0,
        "attempt": False,
        "late": False,
        "action": "log",
        "standing": True,
    }
    fill(
        b,
        Record,
        MID["contact"],
        contact=1,
        visit=0,
        deed=lambda i: case((i < MID["deed"], 1), else_=0),
        difficulty=lambda i: case((i < MID["difficulty"], 1), else_=0),
        cash_fen=lambda i: case((i == 0, MID["support_fen"]), else_=0),
        **same,
    )
    fill(b, Record, MID["visit"], contact=0, visit=1, deed=0, difficulty=0, cash_fen=0, **same)


def test_what_pingliang_published_comes_out_and_the_deeds_fall_short(database):
    with building(database) as b:
        city = b.unit("平凉市", "city", code="6208")
        county_of(b, city)
    report = made(database, city, Period.month(2024, 6), "2024-07-01T01:00")
    total = report.total
    assert (report.cadres, report.paired, total.recipients) == (MID["cadres"], MID["recipients"], MID["recipients"])
    assert (total.contact, total.visit, total.difficulty, total.deed, total.support_fen) == tuple(
        MID[key] for key in ("contact", "visit", "difficulty", "deed", "support_fen")
    )
    minimum = PUBLISHED["pingliang_yearly_minimum"]["per_pairing"]
    assert [target.required for target in report.quota] == minimum
    contact, visit, deed = report.quota
    assert (contact.fulfilled, visit.fulfilled) == (contact.required, visit.required)
    assert deed == Target("deed", MID["recipients"], MID["deed"])
    assert report.pairings == Pace(met=MID["deed"], on_pace=MID["recipients"] - MID["deed"])
    assert report.number == 1
    assert sentence(report) == (
        "截至2024年6月30日，全市2.05万名结对干部与2.24万名关爱对象结对，累计开展联系交流13.62万人次、走访探视9.58万人次，"
        "落实政策0件，解决实际困难1.11万件，帮办实事1.70万件，资助资金（含物资折合）428.46万元。"
    )
