"""How often a cadre hears from the bot in 2027: by the real planner and sender, day by day, who answers and who never does."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.clock import MovableClock
from bot.domain.calendar import Period, WorkingDays
from bot.domain.people import Actor
from bot.domain.quota import Counts
from bot.runtime import Runtime
from bot.services import confirmations, forecast
from bot.services.desk import Desk
from bot.services.reminders import Item, Line
from db.models import Pairing, Person
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
    "a child and an old man": [("orphan", 2015), ("destitute_home", 1950)],
    "two children": [("orphan", 2015), ("unattended_child", 2012)],
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
                for month, (class_key, born) in enumerate(recipients, 7):
                    began = date(2027, 2, 20) if name.startswith("a new") else date(2024, 1, 1)
                    recipient = b.recipient(county, class_key, birth_year=born, birth_month=month, birth_day=21)
                    b.pairing(cadre, recipient, first_day=began)
    return found


def answer(session: Session, desk: Desk, *, telegram_id: int, message_id: int) -> None:
    """无变化 if it is asked, and on the same day every act that the message says is missing or due soon."""
    person = session.scalars(select(Person).where(Person.telegram_id == telegram_id)).one()
    actor = Actor(person.id, person.unit_id, "zh_CN", ())
    builder = Builder(session)
    for kind, ids in kinds_of(confirmations.bundle_of(session, desk, actor, message_id)).items():
        if kind == "roster.confirm":
            confirmations.confirm(session, desk, actor, month=str(Period.month_of(desk.today)), message_id=message_id)
        for notice_id in ids:
            now = confirmations.bundle_of(session, desk, actor, message_id)  # what was just done is asked no more
            (item,) = [one for one in now if one.notice_id == notice_id]
            for line in item.lines if item.reason else ():
                for column, count in wanted(kind, line).items():
                    for _ in range(count):
                        builder.record(paired(session, person, line), desk.today, created_at=desk.now, **{column: 1})
            session.flush()


def kinds_of(items: Sequence[Item]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for item in items:
        found.setdefault(item.kind, []).append(item.notice_id)
    return found


def wanted(kind: str, line: Line) -> dict[str, int]:
    if kind == "first_visit":
        return {"visit": 1}
    if line.standing is None:
        return {}
    asked = {"quota.pace": line.standing.soon, "quota.year_end": line.standing.missing}.get(kind, Counts())
    return {"contact": asked.contact, "visit": asked.visit, "deed": asked.deed}


def paired(session: Session, person: Person, line: Line) -> Pairing:
    whose = select(Pairing).where(Pairing.person_id == person.id, Pairing.recipient_id == line.key)
    return session.scalars(whose).one()


async def test_who_never_answers_hears_at_most_45_times_a_year_and_who_answers_at_once_at_most_16_times_greetings_included(
    runtime: Runtime,
    village: Village,
    clock: MovableClock,
    box: Box,
    fake_time: FakeTime,
    capsys: pytest.CaptureFixture[str],
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
    prompt = {name: heard[who] for who, name in village.prompt.items()}
    silent = {name: heard[who] for who, name in village.silent.items()}
    with capsys.disabled():
        print(f"\n2027, answers at once: {prompt}\n2027, never answers: {silent}")
    assert max(silent.values()) == rehearsed.most <= MOST_WHEN_SILENT
    assert max(prompt.values()) <= MOST_WHEN_PROMPT
    assert prompt["no greetings"] == 12  # the roster once a month, and nothing else
