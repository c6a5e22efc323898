"""How far a cadre is with each of his recipients: the one place where records meet the quota."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.programme import Programme
from bot.domain.quota import Counts, Span, Standing, status
from bot.domain.scopes import shared_acts, together
from bot.services.desk import Desk
from db import records
from db.models import Pairing, Recipient
from db.session import Session


@dataclass(frozen=True)
class PairStanding:
    """One pairing as its cadre sees it. `standing` is None for pairings without a yearly quota; `year` is counted.

    `halted`: a death was filed, so nothing is asked any more.
    """

    pairing_id: int
    recipient_id: int
    shown: str
    kind: str
    first_day: date
    counts: Counts
    standing: Standing | None
    halted: bool = False


def spans(pairing: Pairing) -> Span:
    return Span(pairing.first_day, pairing.last_day)


def standings_of(session: Session, desk: Desk, person_id: int, day: date | None = None) -> tuple[PairStanding, ...]:
    """Every pairing of a person that is active on `day` (default today), with its counts of that year."""
    on = day or desk.today
    first, last = date(on.year, 1, 1), date(on.year, 12, 31)
    rows = records.pairings_of(session, person_id, first, last)
    acts = acts_by_pairing(session, [pairing.id for pairing, _ in rows], first, last)
    absences = records.absences_of(session, [person_id]).get(person_id, ())
    groups = _groups(desk.programme, rows)
    found = []
    for pairing, recipient in rows:
        if pairing.first_day > on or (pairing.last_day is not None and pairing.last_day < on):
            continue
        judged = None
        if pairing.kind in desk.programme.quota_pairings:
            members = groups[_key(desk.programme, pairing, recipient)]
            span, holes = together([spans(one) for one in members])
            shared = shared_acts(desk.programme.scope, [acts[one.id] for one in members])
            judged = status(desk.programme, span, on.year, (*absences, *holes), shared, on)
        total = sum((counts for _, counts in acts[pairing.id]), Counts())
        found.append(
            PairStanding(
                pairing.id,
                recipient.id,
                desk.shown(recipient.number, recipient.name),
                pairing.kind,
                pairing.first_day,
                total,
                judged,
                recipient.halted_at is not None,
            )
        )
    return tuple(found)


def acts_by_pairing(
    session: Session, pairing_ids: Iterable[int], first: date, last: date
) -> dict[int, list[tuple[date, Counts]]]:
    """The counting entries of each pairing between two days, by day."""
    acts: dict[int, list[tuple[date, Counts]]] = defaultdict(list)
    for pairing_id, day, *numbers in records.counted_of(session, pairing_ids, first, last):
        acts[pairing_id].append((day, Counts(*numbers)))
    return acts


def _groups(programme: Programme, rows: Sequence[Any]) -> dict[Any, list[Pairing]]:
    groups: dict[Any, list[Pairing]] = defaultdict(list)
    for pairing, recipient in rows:
        if pairing.kind in programme.quota_pairings:
            groups[_key(programme, pairing, recipient)].append(pairing)
    return groups


def _key(programme: Programme, pairing: Pairing, recipient: Recipient) -> Any:
    """Pairings with the same key are judged as one (PROGRAMME.md section 3, scope)."""
    if programme.scope == "cadre":
        return pairing.person_id
    if programme.scope == "household" and recipient.household:
        return pairing.person_id, recipient.household
    return pairing.id
