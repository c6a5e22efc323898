"""断档: who has no primary cadre, since when, who stands in, and who takes over."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain import gaps as rules
from bot.domain.gaps import Candidate
from bot.domain.people import Actor
from bot.domain.quota import Counts
from bot.services import offices, queueing
from bot.services.cards import Stale
from bot.services.desk import Desk
from bot.services.standing import standings_of
from bot.services.steps import Tick, nothing
from db import changes, gaps, people
from db.gaps import Gap
from db.models import Change
from db.offices import Offices
from db.session import Session

PAGE = 8
OFFERED = 20
CHUNK = 100_000  # recipients looked at in one transaction
LOOKBACK = timedelta(days=14)
"""How long after it began a gap is still told as new, when the clock stood still or all rested."""


@dataclass(frozen=True)
class GapCard:
    """`days` counts the first one. `stand_in`: who answers until somebody takes over.

    `successor` is the proposal; `others` are offered instead, in the order of the roster. `coming`: somebody is
    entered already for a later day, and nobody is offered.
    """

    recipient_id: int
    shown: str
    place: str
    since: date
    days: int
    stand_in: tuple[str, ...]
    successor: tuple[int, str] | None = None
    others: tuple[tuple[int, str], ...] = ()
    coming: tuple[str, date] | None = None


@dataclass(frozen=True)
class GapList:
    """A page of gaps in the order of the tree; `count` of all."""

    cards: tuple[GapCard, ...]
    count: int
    page: int = 0


@dataclass(frozen=True)
class NewPairing:
    """A cadre has somebody new. `left` is what the rest of the year asks of him; None without a quota."""

    shown: str
    cadre: str
    first_day: date
    left: Counts | None
    before: Counts


@dataclass(frozen=True)
class NoGap:
    """Somebody took over already, or it lies outside the scope: it sounds the same."""


def listed(session: Session, desk: Desk, actor: Actor, *, page: int = 0, tick: Tick = nothing) -> GapList:
    """/gaps: everything of the scope."""
    found = gaps.open_gaps(session, _kinds(desk), desk.today, scopes=actor.units(*offices.OFFICE))
    tick()
    return _page(session, desk, found, page)


def card(session: Session, desk: Desk, actor: Actor, *, recipient_id: int, others: bool = False) -> GapCard | NoGap:
    """One gap with the proposal, or with everybody else who could."""
    gap = _one(session, desk, actor, recipient_id)
    return _card(session, desk, gap, Offices(session, desk.today), others=others) if gap else NoGap()


def take_over(
    session: Session, desk: Desk, actor: Actor, *, recipient_id: int, person_id: int
) -> NewPairing | GapCard | NoGap | Stale:
    """确认接替: a new pairing from today. Once, whoever taps; only somebody who was offered."""
    gaps.lock_recipient(session, recipient_id)
    gap = _one(session, desk, actor, recipient_id)
    if gap is None:
        return NoGap()
    if gaps.coming(session, recipient_id, _kinds(desk), desk.today):
        return _card(session, desk, gap, Offices(session, desk.today), others=False)
    if person_id not in {one.person_id for one in _candidates(session, desk, gap)}:
        return Stale()
    pairing = gaps.pair(session, person_id, recipient_id, _kinds(desk)[0], desk.today)
    if not changes.successor(session, recipient_id, person_id):
        _keep_change(session, desk, actor, gap, person_id)
    offices.note(session, desk, actor, "gap.take_over", unit_id=gap.home, subject=gap.number)
    if person_id != actor.person_id:
        queueing.tell(session, desk, [person_id], "pairing.new", pairing.id)
    found = news_pairing(session, desk, person_id, pairing.id)
    assert found is not None
    return found


def opened_by(session: Session, desk: Desk, actor: Actor, recipients: Sequence[int]) -> tuple[GapCard, ...]:
    """The gaps that begin today or before by what the actor just did; their stand-ins hear of it today."""
    chain, cards = Offices(session, desk.today), []
    for recipient_id in recipients:
        for gap in gaps.open_gaps(session, _kinds(desk), desk.today, recipient_id=recipient_id):
            cards.append(_card(session, desk, gap, chain, others=False))
            told = [one for one in _stand_in(chain, gap) if one != actor.person_id]
            queueing.tell(session, desk, told, "gap.opened", recipient_id, period=_period(gap))
    return tuple(cards)


def sweep(session: Session, desk: Desk, *, after: int = 0, chunk: int = CHUNK) -> int | None:
    """The morning's look at the next recipients: whoever stands in hears of each gap once.

    The id to go on after, or None when all were looked at.
    """
    upto = gaps.chunk_end(session, after, chunk)
    found = gaps.begun(session, _kinds(desk), desk.today, desk.today - LOOKBACK, after, upto)
    if found:
        chain, due = Offices(session, desk.today), queueing.due(session, desk)
        for gap in found:
            told = _stand_in(chain, gap)
            queueing.tell(session, desk, told, "gap.opened", gap.recipient_id, period=_period(gap), due=due)
    return upto


def news_opened(session: Session, desk: Desk, subjects: Sequence[int]) -> tuple[GapList | None, set[int]]:
    """To the stand-in, all in one message: the gaps that are open still, the first few as cards; and whose they are."""
    found = gaps.open_gaps(session, _kinds(desk), desk.today, among=subjects)
    return _page(session, desk, found, 0) if found else None, {gap.recipient_id for gap in found}


def news_pairing(session: Session, desk: Desk, person_id: int, subject_id: int) -> NewPairing | None:
    """To the successor: whom, and what the rest of the year asks."""
    pairing = gaps.pairing(session, subject_id)
    if pairing is None or pairing.last_day is not None:
        return None
    person = people.by_id(session, person_id)
    begun = max(desk.today, pairing.first_day)
    own = [one for one in standings_of(session, desk, person_id, begun) if one.pairing_id == subject_id]
    if not own:
        return None
    standing = own[0].standing
    return NewPairing(
        own[0].shown,
        desk.shown(person.number or "", person.name).strip(),
        pairing.first_day,
        standing.missing if standing else None,
        gaps.done_this_year(session, pairing.recipient_id, _kinds(desk), desk.today),
    )


def _kinds(desk: Desk) -> tuple[str, ...]:
    return desk.programme.quota_pairings


def _one(session: Session, desk: Desk, actor: Actor, recipient_id: int) -> Gap | None:
    scopes = actor.units(*offices.OFFICE)
    found = gaps.open_gaps(session, _kinds(desk), desk.today, scopes=scopes, recipient_id=recipient_id)
    return found[0] if found else None


def _page(session: Session, desk: Desk, found: Sequence[Gap], page: int) -> GapList:
    chain = Offices(session, desk.today)
    shown = found[page * PAGE : (page + 1) * PAGE]
    return GapList(tuple(_card(session, desk, gap, chain, others=False) for gap in shown), len(found), page)


def _card(session: Session, desk: Desk, gap: Gap, chain: Offices, *, others: bool) -> GapCard:
    since = rules.since(gap.first_day, gap.ended)
    base = GapCard(
        gap.recipient_id,
        desk.shown(gap.number, gap.name),
        gap.place,
        since,
        rules.days(since, desk.today),
        tuple(_named(session, desk, one) for one in _stand_in(chain, gap)),
    )
    if coming := gaps.coming(session, gap.recipient_id, _kinds(desk), desk.today):
        successor, first = coming
        return replace(base, coming=(desk.shown(successor.number or "", successor.name).strip(), first))
    able = _candidates(session, desk, gap)
    best = rules.proposed(able)
    if others:
        return replace(base, others=tuple((one.person_id, _shown(desk, one)) for one in able[:OFFERED]))
    return replace(base, successor=(best.person_id, _shown(desk, best)) if best else None)


def _candidates(session: Session, desk: Desk, gap: Gap) -> list[Candidate]:
    """Cadres of the unit, else of the units around it."""
    kinds = _kinds(desk)
    near = gaps.candidates(session, [gap.home], kinds, desk.today, but=gap.last_cadre)
    return near or gaps.candidates(session, gaps.neighbours(session, gap.home), kinds, desk.today, but=gap.last_cadre)


def _stand_in(chain: Offices, gap: Gap) -> list[int]:
    return chain.responsible("liaison", gap.home)


def _named(session: Session, desk: Desk, person_id: int) -> str:
    person = people.by_id(session, person_id)
    return desk.shown(person.number or "", person.name).strip()


def _shown(desk: Desk, one: Candidate) -> str:
    return desk.shown(one.number, one.name).strip()


def _period(gap: Gap) -> str:
    return f"{gap.recipient_id}:{rules.since(gap.first_day, gap.ended)}"


def _keep_change(session: Session, desk: Desk, actor: Actor, gap: Gap, person_id: int) -> None:
    """A new cadre is a change of the roster too: it must be keyed in on the 15th."""
    changes.add(
        session,
        Change(
            person_id=gap.last_cadre or actor.person_id,
            recipient_id=gap.recipient_id,
            unit_id=gap.home,
            kind="cadre_moved",
            reason="taken_over",
            from_day=desk.today,
            open_duties="continue",
            successor_id=person_id,
            state="approved",
            filed_at=desk.now,
            closed_at=desk.now,
            closed_by=actor.person_id,
        ),
    )
