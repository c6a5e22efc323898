"""From when, until when: the two questions that leave and deputies share, by buttons or typed in one go."""

import json
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain import leave as rules
from bot.domain.calendar import end_of_month
from bot.domain.people import Actor
from bot.services.desk import Desk
from db import records
from db.models import Question
from db.session import Session

LEAVE, DEPUTY = "leave", "deputy"
LENGTHS = (1, 3, 7, 14, 30)


@dataclass(frozen=True)
class AskingSpan:
    """`first` None: from when? Otherwise: until when? `number`: the deputy's 干部编号, for whom it is."""

    key: int
    what: str
    today: date
    days: tuple[date, ...]
    first: date | None = None
    number: str | None = None


@dataclass(frozen=True)
class BadSpan:
    """Days that cannot be; why: order, long, old, unread (no days in the words)."""

    why: str


@dataclass(frozen=True)
class Chosen:
    """Both days are known. `message`: of the reminders below which this was asked."""

    what: str
    first: date
    last: date
    number: str | None
    message: int | None = None


def ask(session: Session, desk: Desk, actor: Actor, what: str, number: str | None = None) -> AskingSpan:
    payload = json.dumps({"first": None, "number": number})
    question = records.ask(session, actor.person_id, what, payload, desk.now)
    return _asking(desk, question.id, what, None, number)


def ask_until(session: Session, desk: Desk, actor: Actor, what: str, message: int) -> AskingSpan:
    """From today; only until when is asked."""
    payload = json.dumps({"first": desk.today.isoformat(), "number": None, "message": message})
    question = records.ask(session, actor.person_id, what, payload, desk.now)
    return _asking(desk, question.id, what, desk.today, None)


def tapped(session: Session, desk: Desk, actor: Actor, *, key: int, value: str) -> AskingSpan | BadSpan | Chosen | None:
    """A day that was tapped, the last one behind the first: a second tap on the first is not taken for the last.

    None for a question that is no longer open, another step of it, or a forged day.
    """
    question = open_question(session, actor)
    *before, tapped_day = value.split(".")
    try:
        first, day = [date.fromisoformat(one) for one in before], date.fromisoformat(tapped_day)
    except ValueError:
        return None
    if question is None or question.id != key or first != list(filter(None, [_first(question)])):
        return None
    return _taken(session, desk, question, day)


def said(
    session: Session, desk: Desk, actor: Actor, question: Question, text: str
) -> AskingSpan | BadSpan | Chosen | None:
    """Days typed: both, or the one asked for. None: the message is about something else."""
    first = _first(question)
    if first is not None:
        day = rules.read_day(text.removeprefix("到").strip("。 "), desk.today, ahead_of=first)
        return _taken(session, desk, question, day) if day else None
    span = rules.read_span(rules.asks_for_leave(text) or text, desk.today)
    if span is None:
        return None
    if span[0] == span[1] and not rules.names_two(text):
        return _taken(session, desk, question, span[0])
    return _done(session, desk, actor.person_id, question, span)


def open_question(session: Session, actor: Actor) -> Question | None:
    question = records.question_of(session, actor.person_id)
    return question if question and question.kind in (LEAVE, DEPUTY) else None


def _first(question: Question) -> date | None:
    first = json.loads(question.payload)["first"]
    return date.fromisoformat(first) if first else None


def _taken(session: Session, desk: Desk, question: Question, day: date) -> AskingSpan | BadSpan | Chosen:
    first, number = _first(question), json.loads(question.payload)["number"]
    if first is not None:
        return _done(session, desk, question.person_id, question, (first, day))
    why = rules.problem((day, day), desk.today)
    if why:
        return BadSpan(why)
    question.payload = json.dumps({"first": day.isoformat(), "number": number})
    session.flush()
    return _asking(desk, question.id, question.kind, day, number)


def _done(session: Session, desk: Desk, person_id: int, question: Question, span: rules.Span) -> BadSpan | Chosen:
    why = rules.problem(span, desk.today)
    if why:
        return BadSpan(why)
    told = json.loads(question.payload)
    chosen = Chosen(question.kind, *span, told["number"], told.get("message"))
    records.drop_question(session, person_id)
    return chosen


def _asking(desk: Desk, key: int, what: str, first: date | None, number: str | None) -> AskingSpan:
    today = desk.today
    if first is None:
        monday = today + timedelta(days=7 - today.weekday())
        days = [today, today + timedelta(days=1), monday]
    else:
        month = end_of_month(first.year, first.month)
        days = sorted({*(first + timedelta(days=n - 1) for n in LENGTHS), month})
    return AskingSpan(key, what, today, tuple(dict.fromkeys(days)), first, number)
