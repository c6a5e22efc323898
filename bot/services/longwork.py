"""What takes too long for an answer: begun in a short transaction, done aside, sent when ready, survivor of a kill."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.domain.people import Actor, Scope
from bot.services import reports, updates
from bot.services.asides import FORMS, Words
from bot.services.desk import Desk
from bot.services.reports import Looked, Shown
from bot.services.steps import Further, Overtaken, Tick
from db import longwork as store
from db import people, units_read
from db.session import Session

SILENT = timedelta(minutes=2)  # after which the process of a job is taken for dead
TRIES = 3
IN_PLACE = (
    "unit",
    "behind",
    "nudge",
    "gaps_of",
    "gaps",
    "explain",
    "spot",
    "keying",
    "roster",
    "entry",
    "reach",
    "broadcast",
    "plan",
)
"""Forms whose answer takes the place of the message that told how far it was: somebody waits for it in the chat."""


@dataclass(frozen=True)
class Begun:
    """Under way; `steps` are still to come. `again`: it was under way before, and its message tells how far it is."""

    job_id: int
    form: str
    name: str
    words: Words
    steps: int
    again: bool = False


@dataclass(frozen=True)
class Stopped:
    """By a tap; `late`: it had ended before."""

    late: bool
    form: str = ""


@dataclass(frozen=True)
class Task:
    """A claimed job. `came_to`: the key of what an earlier try has kept. `given_up`: it failed too often."""

    job_id: int
    person_id: int
    chat_id: int
    message_id: int | None
    form: str
    language: str
    words: Words
    name: str
    came_to: int | None = None
    given_up: bool = False

    @property
    def begun(self) -> Begun:
        return Begun(self.job_id, self.form, self.name, self.words, FORMS[self.form].steps)


@dataclass(frozen=True)
class Lost:
    """Who asked may not ask this any more."""


@dataclass(frozen=True)
class Wide:
    """To be done aside, in these words."""

    words: Words


@dataclass(frozen=True)
class Small:
    """To be done at once, in the transaction that keeps the answer."""


def look(session: Session, desk: Desk, actor: Actor, *, form: str, words: Words, **_more: Any) -> Any | Wide | Small:
    """Before the transaction of an answer, only reading: what a small scope comes to, or that it is a wide one."""
    chosen = FORMS[form]
    wide = chosen.wide(session, desk, actor, **words)
    if wide is not None:
        return Wide(wide)
    return Small() if chosen.at_once else chosen.look(session, desk, actor, **words)


def answer(
    session: Session, desk: Desk, actor: Actor, *, form: str, words: Words, chat_id: int, looked: Any
) -> Any | Begun:
    """The short part of an answer: what was looked up is kept, or a job begun. The same work is not begun twice."""
    chosen = FORMS[form]
    match looked:
        case Wide():
            return _begin(session, desk, actor, form, looked.words, chat_id)
        case Small():
            assert chosen.at_once is not None
            return chosen.at_once(session, desk, actor, **words)
    return chosen.keep(session, desk, actor, looked=looked, **words) if chosen.keep else looked


@dataclass(frozen=True)
class SmallFile:
    """What a file of a small scope is drawn from, and the language of who asked."""

    looked: Looked
    language: str


def small_file(
    session: Session, desk: Desk, *, telegram_id: int, form: str, unit_id: int, period: str
) -> SmallFile | None:
    """None where a job was begun instead, and for whom there is no such report; only reads."""
    actor = updates.seen_of(session, desk, telegram_id)
    if actor is None or not FORMS[form].roles & actor.roles:
        return None
    if FORMS[form].wide(session, desk, actor, unit_id=unit_id, period=period) is not None:
        return None
    looked = reports.look(session, desk, actor, unit_id=unit_id, period=period)
    return SmallFile(looked, actor.language) if isinstance(looked, Looked) else None


def keep_file(session: Session, desk: Desk, *, found: SmallFile) -> Shown:  # noqa: ARG001  the shape of every use case
    return reports.kept_looked(session, found.looked)


def _begin(session: Session, desk: Desk, actor: Actor, form: str, words: Words, chat_id: int) -> Begun:
    asked = json.dumps(words, sort_keys=True)
    open_one = store.open_of(session, actor.person_id, form, asked)
    job = open_one or store.add(session, actor.person_id, chat_id, form, asked, desk.now)
    again = open_one is not None and open_one.message_id is not None
    return Begun(job.id, form, _name(session, words), words, FORMS[form].steps, again)


def _name(session: Session, words: Words) -> str:
    unit = units_read.get(session, words["unit_id"]) if "unit_id" in words else None
    return unit.name if unit is not None else ""


def stop(session: Session, desk: Desk, actor: Actor, *, job_id: int) -> Stopped:  # noqa: ARG001  the shape of every use case
    job = store.get(session, job_id)
    if job is None or job.person_id != actor.person_id or job.state not in store.OPEN or job.came_to is not None:
        return Stopped(late=True)
    job.state = "cancelled"
    session.flush()
    return Stopped(late=False, form=job.form)


def take_over(session: Session, desk: Desk) -> None:
    """What runs was left by a dead process, for no other can be at it."""
    store.leave_all(session, desk.now - SILENT)


def claim(session: Session, desk: Desk, *, quick: bool = False) -> Task | None:
    """The next job for this process; `quick`: of those for whose answer somebody waits in the chat."""
    job = store.next_of(session, desk.now, desk.now - SILENT, IN_PLACE if quick else None)
    if job is None:
        return None
    person = people.by_id(session, job.person_id)
    given_up = job.attempts >= TRIES
    job.state, job.beat_at, job.attempts = "failed" if given_up else "running", desk.now, job.attempts + 1
    session.flush()
    words = json.loads(job.asked)
    return Task(
        job.id,
        job.person_id,
        job.chat_id,
        job.message_id,
        job.form,
        person.language or desk.language,
        words,
        _name(session, words),
        job.came_to,
        given_up,
    )


def _asker(session: Session, desk: Desk, person_id: int) -> Actor:
    """With the rights of this moment: a scope may be lost while work for it goes on."""
    grants = people.grants_of(session, person_id, desk.today)
    scopes = tuple(Scope(grant.role, grant.unit_id) for grant in grants)
    person = people.by_id(session, person_id)
    return Actor(person_id, person.unit_id, person.language or desk.language, scopes)


def beat(session: Session, desk: Desk, *, job_id: int) -> bool:
    """Still at it; False: no longer wanted."""
    return store.beat(session, job_id, desk.now)


def first(session: Session, desk: Desk, *, task: Task) -> dict[str, Any]:
    """The short part before, which writes: its outcome as a word for the long one."""
    before = FORMS[task.form].first
    return {"first": before(session, desk, _asker(session, desk, task.person_id), **task.words)} if before else {}


def compute(session: Session, desk: Desk, *, task: Task, tick: Tick, **words: Any) -> Any | Lost:
    """The long part, which only reads; what was kept before is only shown again."""
    asker, form = _asker(session, desk, task.person_id), FORMS[task.form]
    if not form.roles & asker.roles:
        return Lost()
    if task.came_to is not None and form.again is not None:
        return form.again(session, desk, asker, key=task.came_to)
    return form.look(session, desk, asker, tick=tick, **task.words, **words)


def keep(session: Session, desk: Desk, *, task: Task, looked: Any) -> Any | Lost | Overtaken | None:
    """The short part after, which writes, once; None: no longer wanted."""
    if not store.beat(session, task.job_id, desk.now):
        return None
    form = FORMS[task.form]
    if form.keep is None or isinstance(looked, Lost) or (task.came_to is not None and form.again is not None):
        return looked
    outcome = form.keep(session, desk, _asker(session, desk, task.person_id), looked=looked, **task.words)
    if (form.again is not None or isinstance(outcome, Further)) and (key := getattr(outcome, "key", None)) is not None:
        store.note(session, task.job_id, key)
    return outcome


def end(session: Session, desk: Desk, *, job_id: int, state: str) -> None:  # noqa: ARG001  the shape of every use case
    job = store.get(session, job_id)
    assert job is not None
    if job.state == "running":
        job.state = state
