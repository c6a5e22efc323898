"""The liaison's side of a filed change: look, approve (which applies it), give back."""

from dataclasses import dataclass
from datetime import date

from bot.domain import changes as rules
from bot.domain.people import Actor
from bot.services import changes as filing
from bot.services import gaps, offices, queueing
from bot.services.cards import Stale
from bot.services.change_lines import ChangeLine, line_of
from bot.services.desk import Desk
from bot.services.gaps import GapCard
from db import changes, people
from db.changes import Filed
from db.session import Session


@dataclass(frozen=True)
class ChangeCard:
    """One change. `decide`: this person may approve it or give it back. `took`: it was decided, here or by others."""

    line: ChangeLine
    decide: bool = False
    took: bool = False


@dataclass(frozen=True)
class Approved:
    """Applied to roster and pairings; `ended` pairings have a last day now, `gaps` begin by it."""

    line: ChangeLine
    ended: int
    gaps: tuple[GapCard, ...]


@dataclass(frozen=True)
class Conflict:
    """Not applied: something was logged on `day`, after the last day this change would leave."""

    line: ChangeLine
    last: date
    day: date


@dataclass(frozen=True)
class NoSuchChange:
    """None of that number, or outside the scope: it sounds the same."""


def show(session: Session, desk: Desk, actor: Actor, *, change_id: int) -> ChangeCard | NoSuchChange:
    filed = changes.get(session, change_id)
    if filed is None or not (filed.change.person_id == actor.person_id or _mine(session, actor, filed)):
        return NoSuchChange()
    decide = filed.change.state == "filed" and _mine(session, actor, filed)
    return ChangeCard(line_of(desk, filed), decide=decide)


def approve(
    session: Session, desk: Desk, actor: Actor, *, change_id: int
) -> Approved | Conflict | NoSuchChange | Stale:
    """Apply a filed change: pairings end with their last day, nothing is overwritten. Once, whoever taps."""
    filed = changes.get(session, change_id)
    if filed is None or not _mine(session, actor, filed):
        return NoSuchChange()
    if filed.change.state != "filed":
        return Stale()
    last = _last(filed)
    ending = _ending(session, filed, last)
    latest = changes.latest_record(session, ending)
    if latest is not None and latest > last:
        return Conflict(line_of(desk, filed), last, latest)
    ended = _apply(session, filed, ending, last)
    changes.close(session, [change_id], "approved", actor.person_id, desk.now)
    offices.note(session, desk, actor, "change.approve", unit_id=filed.change.unit_id, subject=str(change_id))
    _tell_cadre(session, desk, actor, filed)
    opened = gaps.opened_by(session, desk, actor, ended)
    fresh = changes.get(session, change_id)
    assert fresh is not None
    return Approved(line_of(desk, fresh), len(ended), opened)


def give_back(session: Session, desk: Desk, actor: Actor, *, change_id: int) -> ChangeCard | NoSuchChange | Stale:
    """The change does not stand; what its filing stopped goes on."""
    filed = changes.get(session, change_id)
    if filed is None or not _mine(session, actor, filed):
        return NoSuchChange()
    if filed.change.state != "filed":
        return Stale()
    filing.take_back(session, desk, filed.change, actor.person_id)
    offices.note(session, desk, actor, "change.return", unit_id=filed.change.unit_id, subject=str(change_id))
    _tell_cadre(session, desk, actor, filed)
    fresh = changes.get(session, change_id)
    assert fresh is not None
    return ChangeCard(line_of(desk, fresh), took=True)


def news_filed(session: Session, desk: Desk, person_id: int, subject_id: int) -> ChangeCard | None:  # noqa: ARG001  the shape of news
    """To the office, while the change waits."""
    filed = changes.get(session, subject_id)
    return ChangeCard(line_of(desk, filed), decide=True) if filed and filed.change.state == "filed" else None


def news_decided(session: Session, desk: Desk, person_id: int, subject_id: int) -> ChangeCard | None:  # noqa: ARG001  the shape of news
    """To the cadre, once somebody decided."""
    filed = changes.get(session, subject_id)
    return ChangeCard(line_of(desk, filed), took=True) if filed and filed.change.state != "filed" else None


def _mine(session: Session, actor: Actor, filed: Filed) -> bool:
    return offices.may_act(session, actor, filed.change.unit_id)


def _last(filed: Filed) -> date:
    """The last day inside."""
    assert filed.change.from_day is not None  # nothing is filed without
    return rules.last_day(filed.change.kind, filed.change.from_day)


def _ending(session: Session, filed: Filed, last: date) -> list[int]:
    """The pairings that the change ends."""
    change = filed.change
    if change.kind not in rules.ENDING:
        return []
    cadre = change.person_id if change.kind == "cadre_moved" else None
    return [one.id for one in changes.running(session, cadre, change.recipient_id, last)]


def _apply(session: Session, filed: Filed, ending: list[int], last: date) -> list[int]:
    """End what ends and change what changes; the recipients whose pairings ended."""
    change, recipient = filed.change, filed.recipient
    ended = changes.end_pairings(session, ending, last, change.kind)
    if recipient is not None:
        if change.kind in rules.LEAVING:
            recipient.last_day, recipient.left_reason = max(last, recipient.first_day), change.kind
        elif change.kind == "institution" and recipient.living == "home":
            recipient.living = "hospital" if change.reason == "hospital" else "institution"
        elif change.kind == rules.RECLASSED and change.reason:
            recipient.class_key = change.reason
    session.flush()
    return ended


def _tell_cadre(session: Session, desk: Desk, actor: Actor, filed: Filed) -> None:
    if filed.change.person_id != actor.person_id and people.by_id(session, filed.change.person_id).status != "left":
        queueing.tell(session, desk, [filed.change.person_id], "change.decided", filed.change.id)
