"""What goes to one person in one message, and how the notices in it stand now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from bot.domain.calendar import WorkingDays
from bot.domain.notices.campaign import Campaign
from bot.services import summons
from bot.services.accounts import Account
from bot.services.cadres import Cadres
from bot.services.desk import Desk
from bot.services.facts import County
from bot.services.news import News
from bot.services.reminders import Asked, Item, Judge
from bot.services.reports import Shown
from db.models import Notice, Person
from db.session import Session


@dataclass(frozen=True)
class Parcel:
    """One message to one person. `edits` is the message it replaces. One of the five contents is full.

    `early` are reminders told before their day, in `items` too; they become notices when the message has gone out.
    """

    person_id: int
    telegram_id: int
    language: str
    day: date
    notice_ids: tuple[int, ...]
    bundle: bool = False
    items: tuple[Item, ...] = ()
    reports: tuple[Shown, ...] = ()
    text: str | None = None
    account: Account | None = None
    news: News | None = None
    edits: int | None = None
    done_ids: tuple[int, ...] = ()
    early: tuple[Campaign, ...] = ()


@dataclass(frozen=True)
class Result:
    """What became of a parcel: `state` as in notices, or retry (surely not sent) or planned (given back)."""

    parcel: Parcel
    state: str
    outcome: str | None = None
    message_id: int | None = None


def judge_of(session: Session, desk: Desk, calendar: WorkingDays, people: Iterable[int]) -> Judge:
    """Of every kind of notice to some people."""
    county = County(session, desk, calendar)
    return Judge(session, desk, calendar, Cadres(session, desk, people), county, summons.finders(session, desk))


def judged(
    session: Session,
    desk: Desk,
    calendar: WorkingDays,
    waiting: Sequence[tuple[Person, Sequence[Notice]]],
    known: Mapping[int, Item] = MappingProxyType({}),
) -> dict[int, list[Item]]:
    """The notices of some people as they stand now; `known` are some that were judged a moment ago, by id."""
    return judged_by(judge_of(session, desk, calendar, (person.id for person, _ in waiting)), desk, waiting, known)


def judged_by(
    judge: Judge,
    desk: Desk,
    waiting: Sequence[tuple[Person, Sequence[Notice]]],
    known: Mapping[int, Item] = MappingProxyType({}),
) -> dict[int, list[Item]]:
    return {
        person.id: [known.get(notice.id) or judge.item(asked(person, notice, desk), desk.today) for notice in own]
        for person, own in waiting
    }


def asked(person: Person, notice: Notice, desk: Desk) -> Asked:
    return Asked(
        notice.id,
        person.id,
        notice.kind,
        notice.period,
        notice.day,
        notice.subject_id,
        greetings=person.greetings,
        language=person.language or desk.language,
    )


def parcel_for(desk: Desk, person: Person, own: Sequence[Notice], **more: Any) -> Parcel:
    """A parcel of some notices; `more` are its other fields."""
    assert person.telegram_id is not None
    ids = tuple(notice.id for notice in own)
    return Parcel(person.id, person.telegram_id, person.language or desk.language, desk.today, ids, **more)
