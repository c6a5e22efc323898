"""How often a cadre hears from the bot in 2027: by the real planner and sender, day by day, who answers and who never does."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.clock import MovableClock
from bot.domain.calendar import WorkingDays
from bot.domain.people import Actor
from bot.domain.quota import Counts
from bot.runtime import Runtime
from bot.services import confirmations, forecast
from bot.services.cadres import Cadres
from bot.services.desk import Desk
from db.models import Notice, Pairing, Person
from db.session import Session, Sessions
from scheduler.clockwork import Clockwork
from tests.kit.build import Builder, building
from tests.scheduler.conftest import Box, FakeTime, at

ONE = timedelta(days=1)
YEAR = [date(2027, 1, 1) + n * ONE for n in range(365)]
MOST_WHEN_PROMPT, MOST_WHEN_SILENT = 16, 45
FIRST_ID = 501  # of the box
PAIRED = {
    "an adult": [("severe_disability", 1970)],
    "an orphan": [("orphan", 2015)],
    "an old man": [("destitute_home", 1950)],
    "two": [("severe_disability", 1970), ("destitute_home", 1950)],
    "a new child": [("unattended_child", 2012)],
    "no greetings": [("orphan", 2015)],
}


@dataclass
class Village:
    """Every cadre of PAIRED twice: once he answers at once, once he never does. By Telegram number."""

    prompt: dict[int, str] = field(default_factory=dict)
    silent: dict[int, str] = field(default_factory=dict)


@pytest.fixture
def village(database: Sessions) -> Village:
    found = Village()
    with building(database) as b:
        county = b.unit("华池县", "county")
        b.person(county, "赵督导", "supervisor")
        for number, (name, recipients) in enumerate(PAIRED.items()):
            for people, telegram_id in ((found.prompt, 100 + number), (found.silent, 200 + number)):
                people[telegram_id] = name
                cadre = b.person(county, name, telegram_id=telegram_id, greetings=name != "no greetings")
                for class_key, born in recipients:
                    began = date(2027, 2, 20) if name.startswith("a new") else date(2024, 1, 1)
                    recipient = b.recipient(county, class_key, birth_year=born, birth_month=7, birth_day=21)
                    b.pairing(cadre, recipient, first_day=began)
    return found


def answer(session: Session, desk: Desk, *, telegram_id: int, message_id: int | None) -> None:
    """无变化 if it is asked, and on the same day every act that is missing, or due soon, for each recipient named."""
    person = session.scalars(select(Person).where(Person.telegram_id == telegram_id)).one()
    heard = session.scalars(select(Notice).where(Notice.person_id == person.id, Notice.message_id == message_id)).all()
    builder = Builder(session)
    for notice in heard:
        if notice.kind == "roster.confirm":
            actor = Actor(person.id, person.unit_id, "zh_CN", ())
            confirmations.confirm(session, desk, actor, month=notice.period[:7], message_id=message_id or 0)
        judged = Cadres(session, desk, [person.id]).standings(person.id, desk.today.year, desk.today)
        for one in judged:
            asked = {
                "quota.pace": one.standing.soon,
                "quota.year_end": one.standing.missing,
                "first_visit": Counts(visit=1),
            }.get(notice.kind, Counts())
            pairing = session.get_one(Pairing, one.pairing.id)
            for column in ("contact", "visit", "deed"):
                for _ in range(getattr(asked, column)):
                    builder.record(pairing, desk.today, created_at=desk.now, **{column: 1})


async def test_who_never_answers_hears_at_most_45_times_a_year_and_who_answers_at_once_at_most_16_times_beside_greetings(
    runtime: Runtime, village: Village, database: Sessions, clock: MovableClock, box: Box, fake_time: FakeTime
) -> None:
    rehearsed = await runtime.read(forecast.rehearse, year=2027, rate=24)
    working_days = WorkingDays()
    work = Clockwork(runtime, box, timer=fake_time)
    for day in filter(working_days.is_working, YEAR):
        clock.move(at(f"{day}T09:00"))
        before = len(box.sent)
        assert await work.leads()
        await work.once()
        for number, (_, telegram_id, _) in enumerate(box.sent[before:], before):
            if telegram_id in village.prompt:
                await runtime.run(answer, telegram_id=telegram_id, message_id=FIRST_ID + number)
    await work.close()

    heard = Counter(who for _, who, _ in box.sent)
    assert max(heard[who] for who in village.silent) == rehearsed.most <= MOST_WHEN_SILENT
    asked = asking(database)
    assert {village.prompt[who]: asked[who] for who in village.prompt} == {
        "an adult": 16,  # twelve months, three quarters, and the last quarter's sixty days before its end
        "an orphan": 16,
        "an old man": 16,
        "two": 16,
        "a new child": 14,
        "no greetings": 16,
    }
    assert max(asked[who] for who in village.prompt) <= MOST_WHEN_PROMPT
    assert {heard[who] for who, name in village.prompt.items() if name == "no greetings"} == {MOST_WHEN_PROMPT}
    assert max(heard[who] - asked[who] for who in village.prompt) <= 3  # of a child: two festivals and the birthday


def asking(database: Sessions) -> Counter[int]:
    """By Telegram number, how many messages held more than greetings."""
    with database.read() as session:
        rows = session.execute(
            select(Person.telegram_id, Notice.message_id)
            .join(Person, Person.id == Notice.person_id)
            .where(Notice.message_id.is_not(None), Notice.kind.not_in(("birthday", "festival")))
            .distinct()
        )
        return Counter(who for who, _ in rows if who is not None)
