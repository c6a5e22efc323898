"""Some cadres with all that reminders ask about, read in batches at the moment of sending."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property

from bot.domain.calendar import Period, local
from bot.domain.quota import Absence, Counts, Span, Standing, status
from bot.domain.scopes import shared_acts, together
from bot.services.desk import Desk
from db import facts, records
from db.facts import Paired
from db.session import Session


@dataclass(frozen=True)
class Judged:
    """One pairing that carries the quota, and how it stands."""

    pairing: Paired
    standing: Standing


class Cadres:
    """Some cadres with all that reminders ask about; each table is read once for all of them, when first needed."""

    def __init__(self, session: Session, desk: Desk, people: Iterable[int]) -> None:
        self._session, self._desk = session, desk
        self.people = sorted(set(people))
        self._acts: dict[int, dict[int, list[tuple[date, Counts]]]] = {}
        self._visits: dict[tuple[date, date, bool], set[tuple[int, int]]] = {}
        self._months: dict[str, set[int]] = {}

    @cached_property
    def pairings(self) -> dict[int, list[Paired]]:
        return facts.pairings(self._session, self.people, date(self._desk.today.year - 1, 1, 1))

    @cached_property
    def absences(self) -> dict[int, tuple[Absence, ...]]:
        found: dict[int, tuple[Absence, ...]] = {}
        for some in facts.batches(self.people):
            found |= records.absences_of(self._session, some)
        return found

    def standing_on(self, person_id: int, kinds: Sequence[str], day: date) -> list[Paired]:
        """The active pairings of these kinds."""
        return [one for one in self.pairings.get(person_id, ()) if one.kind in kinds and one.stands_on(day)]

    def standings(self, person_id: int, year: int, today: date) -> list[Judged]:
        """How each active quota pairing stands in a year, as of `today` or the end of that year."""
        programme = self._desk.programme
        on = min(today, date(year, 12, 31))
        own = [
            one
            for one in self.pairings.get(person_id, ())
            if one.kind in programme.quota_pairings and one.first.year <= year and (one.last or on).year >= year
        ]
        groups: dict[object, list[Paired]] = defaultdict(list)
        for one in own:
            groups[self._key(one)].append(one)
        acts = self._acts_of(year)
        found = []
        for one in own:
            if not one.stands_on(on):
                continue
            members = groups[self._key(one)]
            holes: tuple[Absence, ...] = ()
            if len(members) == 1:
                span, done = Span(one.first, one.last), acts.get(one.id, [])
            else:
                span, holes = together([Span(member.first, member.last) for member in members])
                done = shared_acts(programme.scope, [acts.get(member.id, []) for member in members])
            absences = (*self.absences.get(person_id, ()), *holes)
            found.append(Judged(one, status(programme, span, year, absences, done, on)))
        return found

    def visited(self, first: date, last: date, *, attempts: bool = False) -> set[tuple[int, int]]:
        """(cadre, recipient) visited between two days; with `attempts` also those who were not met."""
        key = first, last, attempts
        if key not in self._visits:
            self._visits[key] = facts.visited(self._session, self.people, first, last, attempts=attempts)
        return self._visits[key]

    def answered(self, month: str) -> set[int]:
        """Who said 无变化, or filed a change, in a month."""
        if month not in self._months:
            first, last = moments(month, self._desk)
            self._months[month] = facts.answered_month(self._session, self.people, month, first, last)
        return self._months[month]

    def _acts_of(self, year: int) -> dict[int, list[tuple[date, Counts]]]:
        if year not in self._acts:
            found: dict[int, list[tuple[date, Counts]]] = defaultdict(list)
            quota = self._desk.programme.quota_pairings
            ids = [one.id for own in self.pairings.values() for one in own if one.kind in quota]
            for pairing_id, day, columns in facts.acts(self._session, ids, date(year, 1, 1), date(year, 12, 31)):
                found[pairing_id].append((day, Counts(*columns)))
            self._acts[year] = found
        return self._acts[year]

    def _key(self, one: Paired) -> object:
        """Pairings with the same key are judged as one (PROGRAMME.md section 3, scope)."""
        if self._desk.programme.scope == "cadre":
            return one.person_id
        if self._desk.programme.scope == "household" and one.household:
            return one.person_id, one.household
        return one.id


def moments(month: str, desk: Desk) -> tuple[datetime, datetime]:
    """The first moment of a month and of the next one."""
    period = Period.parse(month)
    return local(period.first, time(0), desk.zone), local(period.next.first, time(0), desk.zone)
