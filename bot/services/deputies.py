"""/deputy: somebody acts in one's place for a time; the trail says for whom, and it ends by itself."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from bot.domain import leave as rules
from bot.domain.people import Actor
from bot.services import offices, queueing, spans
from bot.services.cards import Dropped, Stale
from bot.services.desk import Desk
from bot.services.spans import AskingSpan, BadSpan, Chosen
from db import audit, deputies, people, records
from db.models import Grant, Person, Question
from db.session import Session

LENDABLE = (*offices.OFFICE, "duty_officer")


@dataclass(frozen=True)
class DeputyLine:
    """Who stands in, from when to when."""

    person_id: int
    shown: str
    first: date
    last: date


@dataclass(frozen=True)
class Deputies:
    """/deputy alone: who stands in for this person now or soon."""

    lines: tuple[DeputyLine, ...]


@dataclass(frozen=True)
class DeputyNamed:
    """`absent` is in whose place; `roles` as keys. `reachable`: the deputy has joined, so notices reach him."""

    line: DeputyLine
    absent: str
    roles: tuple[str, ...]
    reachable: bool


@dataclass(frozen=True)
class NoSuchDeputy:
    """Nobody of that number, or outside one's scope: it sounds the same."""

    number: str


@dataclass(frozen=True)
class NotHimself:
    """One's own number."""


Outcome = AskingSpan | BadSpan | DeputyNamed | Deputies | NoSuchDeputy | NotHimself | Stale | Dropped


def begin(session: Session, desk: Desk, actor: Actor, *, text: str = "") -> Outcome:
    """/deputy; /deputy 编号; /deputy 编号 6月1日到6月15日."""
    number, _, words = text.strip().partition(" ")
    if not number:
        return _listed(session, desk, actor)
    deputy = _deputy(session, actor, number)
    if not isinstance(deputy, Person):
        return deputy
    if not words.strip():
        return spans.ask(session, desk, actor, spans.DEPUTY, number)
    span = rules.read_span(words, desk.today)
    why = rules.problem(span, desk.today) if span else "unread"
    return _name(session, desk, actor, deputy, span) if span and not why else BadSpan(why or "unread")


def tap(session: Session, desk: Desk, actor: Actor, *, key: int, value: str) -> Outcome:
    if value == "none":
        records.drop_question(session, actor.person_id)
        return Dropped()
    found = spans.tapped(session, desk, actor, key=key, value=value)
    return Stale() if found is None else _or_name(session, desk, actor, found)


def said(session: Session, desk: Desk, actor: Actor, *, question: Question, text: str) -> Outcome | None:
    found = spans.said(session, desk, actor, question, text)
    return None if found is None else _or_name(session, desk, actor, found)


def stop(session: Session, desk: Desk, actor: Actor, *, person_id: int) -> Deputies | Stale:
    """End it before its day."""
    if not deputies.revoke(session, actor.person_id, person_id, desk.now):
        return Stale()
    audit.note(session, desk.now, actor.person_id, "deputy.stop", subject=people.by_id(session, person_id).number)
    return _listed(session, desk, actor)


def news_named(session: Session, desk: Desk, person_id: int, subject_id: int) -> DeputyNamed | None:  # noqa: ARG001  the shape of news
    """To the deputy, while it stands."""
    grant = deputies.get(session, subject_id)
    if grant is None or grant.revoked_at is not None or grant.deputy_for is None:
        return None
    assert grant.last_day is not None
    own = [
        one
        for one in deputies.named_by(session, grant.deputy_for, desk.today)
        if (one.person_id, one.first_day, one.last_day) == (grant.person_id, grant.first_day, grant.last_day)
    ]
    return _named(session, desk, own) if own else None


def _deputy(session: Session, actor: Actor, number: str) -> Person | NoSuchDeputy | NotHimself:
    found = people.by_number(session, number)
    if found is None or found.status == "left" or not people.covers(session, actor.units(*LENDABLE), found.unit_id):
        return NoSuchDeputy(number)
    return NotHimself() if found.id == actor.person_id else found


def _or_name(session: Session, desk: Desk, actor: Actor, found: AskingSpan | BadSpan | Chosen) -> Outcome:
    if not isinstance(found, Chosen):
        return found
    deputy = _deputy(session, actor, found.number or "")
    return _name(session, desk, actor, deputy, (found.first, found.last)) if isinstance(deputy, Person) else deputy


def _name(session: Session, desk: Desk, actor: Actor, deputy: Person, span: rules.Span) -> DeputyNamed | Deputies:
    """Lend one's own offices, not what was lent to oneself."""
    own = people.grants_of(session, actor.person_id, desk.today)
    lent = [grant for grant in own if grant.role in LENDABLE and grant.deputy_for is None]
    if not lent:
        return Deputies(())
    grants = deputies.add(session, lent, deputy.id, actor.person_id, *span)
    audit.note(
        session,
        desk.now,
        actor.person_id,
        "deputy.name",
        unit_id=actor.unit_id,
        subject=deputy.number,
        detail=f"{span[0]} {span[1]}",
    )
    queueing.tell(session, desk, [deputy.id], "deputy.named", grants[0].id)
    return _named(session, desk, grants)


def _listed(session: Session, desk: Desk, actor: Actor) -> Deputies:
    spans_: dict[tuple[int, date, date], list[Grant]] = defaultdict(list)
    for grant in deputies.named_by(session, actor.person_id, desk.today):
        if grant.first_day is not None and grant.last_day is not None:
            spans_[grant.person_id, grant.first_day, grant.last_day].append(grant)
    return Deputies(tuple(_line(session, desk, *key) for key in spans_))


def _named(session: Session, desk: Desk, grants: list[Grant]) -> DeputyNamed:
    first, last, absent = grants[0].first_day, grants[0].last_day, grants[0].deputy_for
    assert first is not None
    assert last is not None
    assert absent is not None
    person, away = people.by_id(session, grants[0].person_id), people.by_id(session, absent)
    return DeputyNamed(
        _line(session, desk, person.id, first, last),
        desk.shown(away.number or "", away.name).strip(),
        tuple(dict.fromkeys(grant.role for grant in grants)),
        reachable=person.telegram_id is not None and person.blocked_at is None,
    )


def _line(session: Session, desk: Desk, person_id: int, first: date, last: date) -> DeputyLine:
    person = people.by_id(session, person_id)
    return DeputyLine(person_id, desk.shown(person.number or "", person.name).strip(), first, last)
