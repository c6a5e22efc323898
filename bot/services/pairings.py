"""Pairings changed by an admin: begun, ended, handed over. History stays as it was."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.people import Actor
from bot.services import lookup, queueing
from bot.services.desk import Desk
from bot.services.lookup import Misused, NotFound
from db import audit, pairings
from db.models import Pairing, Person, Recipient
from db.session import Session

ADMIN = "admin"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Paired:
    cadre: str
    recipient: str
    kind: str
    first_day: date


@dataclass(frozen=True)
class Unpaired:
    """`gap`: the recipient has no primary cadre after this day."""

    cadre: str
    recipient: str
    kind: str
    last_day: date
    gap: bool


@dataclass(frozen=True)
class Transferred:
    recipient: str
    old: str
    new: str
    last_day: date
    first_day: date


@dataclass(frozen=True)
class Taken:
    """Another cadre is the primary one (`same`: this pairing stands already)."""

    cadre: str
    recipient: str
    recipient_number: str
    same: bool


@dataclass(frozen=True)
class Ended:
    """News to a cadre: whom he looks after until that day, and no longer."""

    shown: str
    last_day: date


@dataclass(frozen=True)
class NotPaired:
    recipient: str


def pair(session: Session, desk: Desk, actor: Actor, *, words: tuple[str, ...]) -> Paired | Taken | NotFound | Misused:
    """`words`: cadre's number, recipient's number, perhaps the kind. From today, or the day after an end today."""
    if len(words) not in (2, 3):
        return Misused("pair")
    found = _both(session, desk, actor, words)
    if isinstance(found, NotFound | Misused):
        return found
    who, whom, kind = found
    single = desk.programme.kinds[kind].quota
    same = [one for one in pairings.running(session, whom.id, [kind], desk.today) if single or one.person_id == who.id]
    open_ones = [one for one in same if one.last_day is None or one.first_day > desk.today]
    if open_ones:
        holder = pairings.cadre(session, open_ones[0].person_id)
        assert holder is not None
        return Taken(_named(desk, holder), _named(desk, whom), whom.number, same=holder.id == who.id)
    first = max([desk.today, *(one.last_day + DAY for one in same if one.last_day)])
    new = pairings.begin(session, who.id, whom.id, kind, first)
    _tell(session, desk, actor, "pairing.new", new)
    _note(session, desk, actor, "pair", who, whom, kind)
    return Paired(_named(desk, who), _named(desk, whom), kind, first)


def unpair(
    session: Session, desk: Desk, actor: Actor, *, words: tuple[str, ...]
) -> Unpaired | NotPaired | NotFound | Misused:
    """Today is the last day."""
    if len(words) not in (2, 3):
        return Misused("unpair")
    found = _both(session, desk, actor, words)
    if isinstance(found, NotFound | Misused):
        return found
    who, whom, kind = found
    mine = [
        one
        for one in pairings.running(session, whom.id, [kind], desk.today)
        if one.person_id == who.id and one.last_day is None
    ]
    if not mine:
        return NotPaired(_named(desk, whom))
    last = max(desk.today, mine[0].first_day)
    pairings.end(session, mine[0], last, "解除结对")
    _tell(session, desk, actor, "pairing.ended", mine[0])
    _note(session, desk, actor, "unpair", who, whom, kind)
    rest = pairings.running(session, whom.id, desk.programme.quota_pairings, last + DAY)
    return Unpaired(_named(desk, who), _named(desk, whom), kind, last, gap=not rest)


def transfer(
    session: Session, desk: Desk, actor: Actor, *, words: tuple[str, ...]
) -> Transferred | NotPaired | Taken | NotFound | Misused:
    """`words`: recipient's number, the new cadre's number. The old one keeps every day on which he did something."""
    if len(words) != 2:
        return Misused("transfer")
    whom = lookup.recipient(session, actor, words[0], ADMIN)
    who = lookup.person(session, actor, words[1], ADMIN)
    if isinstance(whom, NotFound):
        return whom
    if isinstance(who, NotFound):
        return who
    now_or_later = pairings.running(session, whom.id, desk.programme.quota_pairings, desk.today)
    standing = [one for one in now_or_later if one.last_day is None]
    if not standing:
        return NotPaired(_named(desk, whom))
    old = standing[-1]
    holder = pairings.cadre(session, old.person_id)
    assert holder is not None
    if holder.id == who.id:
        return Taken(_named(desk, holder), _named(desk, whom), whom.number, same=True)
    last = _last_day(session, desk, old)
    pairings.end(session, old, last, "更换干部")
    new = pairings.begin(session, who.id, whom.id, old.kind, last + DAY)
    _tell(session, desk, actor, "pairing.ended", old)
    _tell(session, desk, actor, "pairing.new", new)
    _note(session, desk, actor, "transfer", who, whom, old.kind)
    return Transferred(_named(desk, whom), _named(desk, holder), _named(desk, who), last, new.first_day)


def news_ended(session: Session, desk: Desk, person_id: int, subject_id: int) -> Ended | None:
    """To the cadre whose pairing was ended by an admin."""
    row = pairings.with_recipient(session, subject_id)
    if row is None or row[0].person_id != person_id or row[0].last_day is None:
        return None
    return Ended(_named(desk, row[1]), row[0].last_day)


def _tell(session: Session, desk: Desk, actor: Actor, kind: str, pairing: Pairing) -> None:
    """The cadre hears of it in waking hours; an admin who did it for himself knows."""
    if pairing.person_id != actor.person_id:
        queueing.tell(session, desk, [pairing.person_id], kind, pairing.id)


def _last_day(session: Session, desk: Desk, old: Pairing) -> date:
    """Yesterday, unless the pairing began or something was done today."""
    done = pairings.latest_record(session, old.id)
    return max([desk.today - DAY, old.first_day, *([done] if done else [])])


def _both(
    session: Session, desk: Desk, actor: Actor, words: tuple[str, ...]
) -> tuple[Person, Recipient, str] | NotFound | Misused:
    kind = desk.programme.kind_called(words[2]) if len(words) == 3 else desk.programme.kinds[_first_quota(desk)]
    if kind is None:
        return Misused("kind")
    who = lookup.person(session, actor, words[0], ADMIN)
    whom = lookup.recipient(session, actor, words[1], ADMIN)
    for found in (who, whom):
        if isinstance(found, NotFound):
            return found
    assert isinstance(who, Person)
    assert isinstance(whom, Recipient)
    if whom.last_day is not None and whom.last_day < desk.today:
        return NotFound(words[1])
    return who, whom, kind.key


def _first_quota(desk: Desk) -> str:
    return next(iter(desk.programme.quota_pairings))


def _named(desk: Desk, who: Person | Recipient) -> str:
    return desk.shown(who.number or "", who.name)


def _note(session: Session, desk: Desk, actor: Actor, action: str, who: Person, whom: Recipient, kind: str) -> None:
    audit.note(
        session,
        desk.now,
        actor.person_id,
        action,
        unit_id=whom.unit_id,
        subject=whom.number,
        detail=f"{who.number} {kind}",
    )
