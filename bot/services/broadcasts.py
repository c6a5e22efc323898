"""A text of an admin to everybody reachable in a unit: first the count, then a tap, then the queue."""

from dataclasses import dataclass

from bot.domain.people import Actor
from bot.services import lookup, wide
from bot.services.desk import Desk
from bot.services.lookup import Misused, NotFound, Several
from bot.services.steps import Further, Tick
from db import audit, broadcasts
from db.session import Session

KIND = "broadcast"
PART = 4_000  # people queued in one transaction
LONGEST = 3500  # leaves room for the frame in a message of 4,096
ADMIN = "admin"


@dataclass(frozen=True)
class Draft:
    """Nothing goes out yet. `reachable` of `everybody` would get it."""

    broadcast_id: int
    unit: str
    text: str
    reachable: int
    everybody: int


@dataclass(frozen=True)
class Queued:
    count: int


@dataclass(frozen=True)
class Cancelled:
    """Nothing was sent, nothing will be."""


@dataclass(frozen=True)
class Closed:
    """Sent or cancelled before, or not this person's."""


@dataclass(frozen=True)
class TooLong:
    longest: int


def draft(
    session: Session, desk: Desk, actor: Actor, *, unit: str, text: str
) -> Draft | NotFound | Several | Misused | TooLong:
    if not unit or not text.strip():
        return Misused("broadcast")
    if len(text) > LONGEST:
        return TooLong(LONGEST)
    found = lookup.unit(session, actor.units(ADMIN), unit)
    if isinstance(found, NotFound | Several):
        return found
    count = broadcasts.count(session, found.id)
    kept = broadcasts.draft(session, actor.person_id, found.id, text.strip(), count, desk.now)
    return Draft(kept, found.name, text.strip(), count, broadcasts.everybody(session, found.id))


def send(session: Session, desk: Desk, actor: Actor, *, broadcast_id: int) -> Queued | Closed:
    """Only its author, once, and only what he may still do today."""
    kept = broadcasts.get(session, broadcast_id)
    if kept is None or kept.person_id != actor.person_id or kept.state != "draft":
        return Closed()
    count = broadcasts.write(session, kept, KIND, desk.today, desk.now)
    broadcasts.close(session, kept, "confirmed", count)
    audit.note(session, desk.now, actor.person_id, "broadcast", unit_id=kept.unit_id, subject=str(kept.id))
    return Queued(count)


def is_wide(session: Session, actor: Actor, broadcast_id: int) -> bool:
    """Whether it goes to so many that they are queued in parts."""
    kept = broadcasts.get(session, broadcast_id, lock=False)
    mine = kept is not None and kept.person_id == actor.person_id and kept.state == "draft"
    return mine and kept is not None and kept.count >= wide.LARGE


def unread(session: Session, desk: Desk, actor: Actor, *, broadcast_id: int, tick: Tick) -> None:
    """Nothing has to be looked up before."""


def send_part(
    session: Session,
    desk: Desk,
    actor: Actor,
    *,
    broadcast_id: int,
    looked: None,  # noqa: ARG001  nothing was
) -> Queued | Closed | Further:
    """The next PART of it, which from the first on cannot be taken back; one who stands in the queue comes in once."""
    kept = broadcasts.get(session, broadcast_id)
    if kept is None or kept.person_id != actor.person_id or kept.state == "cancelled":
        return Closed()
    if kept.state == "draft":
        broadcasts.close(session, kept, "confirmed", kept.count)
        audit.note(session, desk.now, actor.person_id, "broadcast", unit_id=kept.unit_id, subject=str(kept.id))
    if broadcasts.write(session, kept, KIND, desk.today, desk.now, PART) == PART:
        return Further(kept.id)
    broadcasts.close(session, kept, "confirmed", broadcasts.written(session, kept, KIND))
    return Queued(kept.count)


def cancel(session: Session, desk: Desk, actor: Actor, *, broadcast_id: int) -> Cancelled | Closed:  # noqa: ARG001  the shape of every use case
    kept = broadcasts.get(session, broadcast_id)
    if kept is None or kept.person_id != actor.person_id or kept.state != "draft":
        return Closed()
    broadcasts.close(session, kept, "cancelled", 0)
    return Cancelled()
