"""/audit: who did what; /person: everything about one person, for a reason that is written down."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.people import Actor
from bot.services import lookup, offices
from bot.services.desk import Desk
from bot.services.lookup import Misused, NotFound
from db import audit, records, units_read
from db.models import Person, Recipient
from db.session import Session

PAGE = 15
LONGEST = 200  # characters of a reason
ADMIN = "admin"


CHECKED = "audit.done"


@dataclass(frozen=True)
class Act:
    """`who` is a 干部编号; None is the command line. `subject` is a code, `detail` what was written beside it."""

    at: datetime
    who: str | None
    action: str
    subject: str | None
    detail: str | None


@dataclass(frozen=True)
class Trail:
    """A page of acts, newest first. `about` limits it to one code."""

    acts: tuple[Act, ...]
    page: int
    more: bool
    about: str | None = None


@dataclass(frozen=True)
class Shown:
    """One person in full. `facts` are (key of texts.trail.FACTS, value), those that are known."""

    number: str
    name: str
    facts: tuple[tuple[str, str], ...]


def trail(session: Session, desk: Desk, actor: Actor, *, words: tuple[str, ...] = (), page: int = 0) -> Trail:
    """Acts of people in the admin's scope, or on units in it; with a code only those about it or by its holder."""
    about = words[0] if words else None
    rows = audit.acts(session, actor.units(ADMIN), about, PAGE + 1, PAGE * page)
    acts = tuple(
        Act(act.at.astimezone(desk.zone), number, act.action, act.subject, act.detail) for act, number in rows[:PAGE]
    )
    return Trail(acts, page, len(rows) > PAGE, about)


def check(session: Session, desk: Desk, actor: Actor, year: int) -> None:
    """The yearly self-check of an admin, once."""
    if not self_checked(session, actor.person_id, str(year)):
        audit.note(session, desk.now, actor.person_id, CHECKED, subject=str(year))


def self_checked(session: Session, person_id: int, year: str) -> bool:
    return audit.noted(session, person_id, CHECKED, year)


def person(session: Session, desk: Desk, actor: Actor, *, words: tuple[str, ...]) -> Shown | NotFound | Misused:
    """A cadre or a recipient in full. Without a reason nothing is shown; with one it is in the trail first."""
    if len(words) < 2:
        return Misused("person")
    number, reason = words[0], " ".join(words[1:])[:LONGEST]
    cared_for = lookup.recipient(session, actor, number, ADMIN)
    who = lookup.person(session, actor, number, ADMIN) if isinstance(cared_for, NotFound) else cared_for
    if isinstance(who, NotFound):
        return who
    offices.note(session, desk, actor, "person", unit_id=who.unit_id, subject=number)
    audit.note(session, desk.now, actor.person_id, "reason", unit_id=who.unit_id, subject=number, detail=reason)
    facts = _recipient(session, desk, who) if isinstance(who, Recipient) else _cadre(session, desk, who)
    return Shown(number, who.name, tuple((key, value) for key, value in facts if value))


def _recipient(session: Session, desk: Desk, one: Recipient) -> list[tuple[str, str | None]]:
    born = "-".join(f"{part:02d}" for part in (one.birth_year, one.birth_month, one.birth_day) if part)
    known = desk.programme.classes.get(one.class_key)
    cadres = records.cadres_of(session, one.id, desk.today)
    return [
        ("class", known.zh if known else one.class_key),
        ("born", born),
        ("unit", _unit(session, one.unit_id)),
        ("phone", one.phone),
        ("guardian", one.guardian),
        ("cadres", "、".join(f"{cadre.number} {cadre.name}" for cadre in cadres)),
    ]


def _cadre(session: Session, desk: Desk, one: Person) -> list[tuple[str, str | None]]:
    pairs = records.pairings_of(session, one.id, desk.today, desk.today)
    return [
        ("unit", _unit(session, one.unit_id)),
        ("phone", one.phone),
        ("joined", one.started_at.astimezone(desk.zone).date().isoformat() if one.started_at else None),
        ("recipients", "、".join(dict.fromkeys(recipient.number for _, recipient in pairs))),
    ]


def _unit(session: Session, unit_id: int | None) -> str | None:
    return " › ".join(unit.name for unit in units_read.path(session, unit_id)) if unit_id is not None else None
