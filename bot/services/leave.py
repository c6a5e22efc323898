"""/leave: asked by a cadre, decided by his office; approved leave takes months off the quota and silences reminders."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain import leave as rules
from bot.domain.people import Actor
from bot.services import offices, queueing, spans
from bot.services.cards import Dropped, Stale
from bot.services.desk import Desk
from bot.services.postponed import put_off_message
from bot.services.spans import AskingSpan, BadSpan, Chosen
from db import appointments, leave, people, records
from db.models import Absence, Person, Question
from db.session import Session

ONE = timedelta(days=1)


@dataclass(frozen=True)
class LeaveCard:
    """One leave. `decide`: this person may approve or decline it. `withdrawn`: declined by the asker himself."""

    id: int
    shown: str
    first: date
    last: date
    state: str
    decide: bool = False
    withdrawn: bool = False


@dataclass(frozen=True)
class Asked:
    """Filed; `told`: whether there is an office to decide it. Not yet approved.

    `own`: by the cadre himself, not by an office for him. `quiet`: asked below a reminder, so reminders wait from now.
    """

    card: LeaveCard
    told: bool
    own: bool = True
    quiet: bool = False


@dataclass(frozen=True)
class Overlap:
    """There is leave on these days already, asked or approved."""

    card: LeaveCard


@dataclass(frozen=True)
class LeaveMenu:
    """/leave without days: what stands, and the question."""

    mine: tuple[LeaveCard, ...]
    asking: AskingSpan


@dataclass(frozen=True)
class NoSuchLeave:
    """None of that number, or outside the scope."""


Outcome = AskingSpan | BadSpan | Asked | Overlap | Stale | Dropped


def begin(session: Session, desk: Desk, actor: Actor, *, text: str = "") -> LeaveMenu | BadSpan | Asked | Overlap:
    """/leave, or 请假 in a message, with days or without."""
    if text.strip():
        span = rules.read_span(text, desk.today)
        if span is None:
            return BadSpan("unread")
        why = rules.problem(span, desk.today)
        return BadSpan(why) if why else _ask(session, desk, actor, span)
    standing = leave.of_person(session, actor.person_id, desk.today)
    return LeaveMenu(tuple(_card(session, desk, one) for one in standing), spans.ask(session, desk, actor, spans.LEAVE))


def until(session: Session, desk: Desk, actor: Actor, *, message_id: int) -> AskingSpan:
    """请假到… below a reminder: from today; reminders wait at once, the quota only when it is approved."""
    return spans.ask_until(session, desk, actor, spans.LEAVE, message_id)


def tap(session: Session, desk: Desk, actor: Actor, *, key: int, value: str) -> Outcome:
    if value == "none":
        records.drop_question(session, actor.person_id)
        return Dropped()
    found = spans.tapped(session, desk, actor, key=key, value=value)
    return Stale() if found is None else _or_ask(session, desk, actor, found)


def said(session: Session, desk: Desk, actor: Actor, *, question: Question, text: str) -> Outcome | None:
    found = spans.said(session, desk, actor, question, text)
    return None if found is None else _or_ask(session, desk, actor, found)


def decide(
    session: Session, desk: Desk, actor: Actor, *, absence_id: int, approved: bool
) -> LeaveCard | NoSuchLeave | Stale:
    """By an office over the cadre's unit, and never by himself. Once, whoever taps."""
    absence = leave.get(session, absence_id)
    if absence is None or not _may_decide(session, actor, absence):
        return NoSuchLeave()
    if absence.state != "asked":
        return Stale()
    person = people.by_id(session, absence.person_id)
    leave.decide(session, absence, "approved" if approved else "declined", actor.person_id)
    if not approved:
        _lift(session, desk, absence)
    action = "leave.approve" if approved else "leave.decline"
    offices.note(session, desk, actor, action, unit_id=person.unit_id, subject=person.number)
    queueing.tell(session, desk, [absence.person_id], "leave.decided", absence.id)
    return _card(session, desk, absence)


def take_back(session: Session, desk: Desk, actor: Actor, *, absence_id: int) -> LeaveCard | Stale:
    """撤回: while nobody has decided."""
    absence = leave.get(session, absence_id)
    if absence is None or absence.person_id != actor.person_id or absence.state != "asked":
        return Stale()
    leave.decide(session, absence, "declined", actor.person_id)
    _lift(session, desk, absence)
    offices.note(session, desk, actor, "leave.withdraw", unit_id=actor.unit_id, subject=str(absence_id))
    return _card(session, desk, absence)


def news_asked(session: Session, desk: Desk, person_id: int, subject_id: int) -> LeaveCard | None:  # noqa: ARG001  the shape of news
    """To the office, while it waits."""
    absence = leave.get(session, subject_id)
    return _card(session, desk, absence, decide=True) if absence and absence.state == "asked" else None


def news_decided(session: Session, desk: Desk, person_id: int, subject_id: int) -> LeaveCard | None:  # noqa: ARG001  the shape of news
    absence = leave.get(session, subject_id)
    return _card(session, desk, absence) if absence else None


def _or_ask(
    session: Session, desk: Desk, actor: Actor, found: AskingSpan | BadSpan | Chosen
) -> AskingSpan | BadSpan | Asked | Overlap:
    if not isinstance(found, Chosen):
        return found
    other = people.by_number(session, found.number) if found.number is not None else None
    asked = _ask(session, desk, actor, (found.first, found.last), other)
    if found.message is None or not isinstance(asked, Asked):
        return asked
    put_off_message(session, desk, actor.person_id, found.message, found.last + ONE)
    return replace(asked, quiet=True)


def _ask(session: Session, desk: Desk, actor: Actor, span: rules.Span, other: Person | None = None) -> Asked | Overlap:
    """File it, for oneself or, by an office, for an `other`; it waits for approval all the same."""
    whose, unit_id = (other.id, other.unit_id) if other else (actor.person_id, actor.unit_id)
    for standing in leave.of_person(session, whose, span[0]):
        if rules.overlaps(span, (standing.first_day, standing.last_day)):
            return Overlap(_card(session, desk, standing))
    absence = leave.ask(session, whose, *span, desk.now)
    office = queueing.office_of(session, desk, unit_id, but=whose)
    queueing.tell(session, desk, office, "leave.asked", absence.id)
    offices.note(session, desk, actor, "leave.ask", unit_id=unit_id, subject=str(absence.id))
    return Asked(_card(session, desk, absence), told=bool(office), own=other is None)


def _lift(session: Session, desk: Desk, absence: Absence) -> None:
    """It is no leave after all: the reminders that waited for its end come now."""
    person = people.by_id(session, absence.person_id)
    if person.snoozed_until == absence.last_day + ONE:
        person.snoozed_until = None
        appointments.look_again(session, person.id, desk.today, desk.now)


def _may_decide(session: Session, actor: Actor, absence: Absence) -> bool:
    person = people.by_id(session, absence.person_id)
    return absence.person_id != actor.person_id and offices.may_act(session, actor, person.unit_id)


def _card(session: Session, desk: Desk, absence: Absence, *, decide: bool = False) -> LeaveCard:
    person = people.by_id(session, absence.person_id)
    return LeaveCard(
        absence.id,
        desk.shown(person.number or "", person.name).strip(),
        absence.first_day,
        absence.last_day,
        absence.state,
        decide=decide,
        withdrawn=absence.state == "declined" and absence.decided_by == absence.person_id,
    )
