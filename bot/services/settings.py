"""What a person may set: language, the hour of reminders, greetings; and what was sent on purpose as feedback."""

from dataclasses import dataclass
from datetime import date

from bot.domain.people import Actor
from bot.services.desk import Desk
from db import appointments, people
from db.models import Feedback, Person
from db.session import Session

LANGUAGES = ("zh_CN", "en")
LONGEST = 1000  # characters of one feedback


@dataclass(frozen=True)
class Chosen:
    """The settings in force. `minute` after midnight. `language` is what the answer is written in."""

    language: str
    minute: int
    greetings: bool
    snoozed_until: date | None
    earliest: int
    latest: int


@dataclass(frozen=True)
class Noted:
    """Feedback kept; `empty`: there was none."""

    empty: bool = False


def shown(session: Session, desk: Desk, actor: Actor) -> Chosen:
    return _chosen(desk, people.by_id(session, actor.person_id))


def choose(session: Session, desk: Desk, actor: Actor, *, field: str, value: str) -> Chosen:
    """One tap of /settings; values that no button offers change nothing."""
    person = people.by_id(session, actor.person_id)
    now = _chosen(desk, person)
    if field == "language" and value in LANGUAGES:
        person.language = value
    elif field == "minute" and value.isdigit() and now.earliest <= int(value) <= now.latest:
        person.minute = int(value)
        appointments.look_again(session, person.id, desk.today, desk.now)
    elif field == "greetings" and value in {"on", "off"}:
        person.greetings = value == "on"
    return _chosen(desk, person)


def feedback(session: Session, desk: Desk, actor: Actor, *, text: str) -> Noted:
    if not text.strip():
        return Noted(empty=True)
    session.add(Feedback(person_id=actor.person_id, at=desk.now, text=text.strip()[:LONGEST]))
    return Noted()


def _chosen(desk: Desk, person: Person) -> Chosen:
    quiet = desk.programme
    return Chosen(
        person.language or desk.language,
        person.minute,
        person.greetings,
        person.snoozed_until,
        quiet.quiet_from.hour * 60 + quiet.quiet_from.minute,
        quiet.quiet_to.hour * 60 + quiet.quiet_to.minute,
    )
