"""说明 and 请假 from a list: one line asked of a cadre that comes back to who asked; leave filed for him."""

from dataclasses import dataclass
from datetime import date

from bot.domain.people import Actor
from bot.domain.understanding import Intent
from bot.services import nudges, offices, queueing, records, spans
from bot.services.cards import Stale
from bot.services.desk import Desk
from bot.services.entries import Source
from bot.services.nudges import Absent
from bot.services.spans import AskingSpan
from db import nudges as store
from db import people
from db import records as questions
from db.models import Explanation, Question
from db.session import Session

KIND = "why"  # of the open question
ASKED, SAID = "explain.asked", "explain.said"  # notices
LONGEST = 300  # characters of one line


@dataclass(frozen=True)
class AskedWhy:
    """`new`: asked now; else somebody asked before and he has not answered. `reachable`: he has joined the bot."""

    who: str
    new: bool
    reachable: bool


@dataclass(frozen=True)
class WhyLetter:
    """To the cadre: an office asks for one line."""

    key: int
    asker: str
    day: date


@dataclass(frozen=True)
class SayWhy:
    """The question is open: the next line is the answer."""

    question: int


@dataclass(frozen=True)
class Explained:
    """It goes back to who asked. `text` cut to LONGEST characters."""

    asker: str
    text: str


@dataclass(frozen=True)
class WhyAnswer:
    """To the office: what he said."""

    person_id: int
    who: str
    text: str


def ask_why(session: Session, desk: Desk, actor: Actor, *, person_id: int) -> AskedWhy | Absent:
    """One open question a cadre, whoever asks; it goes out in waking hours."""
    person = nudges.cadre(session, desk, actor, None, person_id)
    if person is None:
        return Absent()
    reachable = person.telegram_id is not None and person.blocked_at is None
    asked = store.ask(session, person.id, actor.person_id, desk.now) if reachable else None
    if asked is not None:
        queueing.tell(session, desk, [person.id], ASKED, asked.id)
        offices.note(session, desk, actor, "explain.ask", unit_id=person.unit_id, subject=person.number)
    return AskedWhy(nudges.named(desk, person), asked is not None, reachable)


def say_why(session: Session, desk: Desk, actor: Actor, *, key: int) -> SayWhy | Stale:
    """The tap below the letter."""
    asked = _own(session, actor, key)
    return SayWhy(questions.ask(session, actor.person_id, KIND, str(key), desk.now).id) if asked else Stale()


def said(session: Session, desk: Desk, actor: Actor, *, question: Question, source: Source) -> Explained | None:
    """The line itself. A message that reports something done is a record, and the question stays open."""
    intent = records.read_for(session, desk, actor, source)[0].intent
    if intent in {Intent.RECORD, Intent.UNSAFE_REPORT} or not source.text.strip():
        return None
    asked = _own(session, actor, int(question.payload))
    questions.drop_question(session, actor.person_id)
    if asked is None:
        return None
    asked.said, asked.answered_at = " ".join(source.text.split())[:LONGEST], desk.now
    session.flush()
    queueing.tell(session, desk, [asked.asked_by], SAID, asked.id)
    return Explained(nudges.named(desk, people.by_id(session, asked.asked_by)), asked.said)


def on_leave(session: Session, desk: Desk, actor: Actor, *, person_id: int) -> AskingSpan | Absent:
    """Which days: then the leave is filed for him and waits for approval like any other."""
    person = nudges.cadre(session, desk, actor, None, person_id)
    if person is None or person.number is None:
        return Absent()
    return spans.ask(session, desk, actor, spans.LEAVE, person.number)


def news_asked(session: Session, desk: Desk, person_id: int, subject_id: int) -> WhyLetter | None:
    asked = store.explanation(session, subject_id)
    if asked is None or asked.answered_at is not None or asked.person_id != person_id:
        return None
    asker = people.by_id(session, asked.asked_by)
    return WhyLetter(asked.id, nudges.named(desk, asker), asked.asked_at.astimezone(desk.zone).date())


def news_said(session: Session, desk: Desk, person_id: int, subject_id: int) -> WhyAnswer | None:
    asked = store.explanation(session, subject_id)
    if asked is None or asked.said is None or asked.asked_by != person_id:
        return None
    return WhyAnswer(asked.person_id, nudges.named(desk, people.by_id(session, asked.person_id)), asked.said)


def _own(session: Session, actor: Actor, key: int) -> Explanation | None:
    asked = store.explanation(session, key)
    return asked if asked and asked.person_id == actor.person_id and asked.answered_at is None else None
