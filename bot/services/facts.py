"""The facts a reminder is judged by, read in batches at the moment of sending."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property

from bot.domain.calendar import Period, WorkingDays, local
from bot.domain.notices import escalation
from bot.domain.quota import Absence, Counts, Span, Standing, status
from bot.domain.scopes import shared_acts, together
from bot.services.desk import Desk
from db import facts, records
from db.facts import Paired
from db.models import Change, Escalation
from db.offices import Offices
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
        return records.absences_of(self._session, self.people)

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


class County:
    """What liaisons, supervisors and admins are told: counts by unit, each read once for all of them."""

    def __init__(self, session: Session, desk: Desk, working_days: WorkingDays) -> None:
        self._session, self._desk, self._working_days = session, desk, working_days
        self._unconfirmed: dict[tuple[str, date], dict[int | None, int]] = {}
        self._behind: dict[tuple[int, date, int], tuple[int, int]] = {}
        self._offices: dict[date, Offices] = {}

    def offices(self, day: date) -> Offices:
        if day not in self._offices:
            self._offices[day] = Offices(self._session, day)
        return self._offices[day]

    @cached_property
    def unit_names(self) -> dict[int, str]:
        return facts.unit_names(self._session)

    def units_of(self, person_id: int, role: str, day: date) -> list[int]:
        """Units of which a person must be told as `role`: a liaison those he answers for, others all of their scope."""
        offices = self.offices(day)
        if role == "liaison":
            return offices.units_for("liaison", person_id, offices.parents)
        return offices.within(offices.scope(person_id, role), offices.parents)

    def unconfirmed(self, month: str, day: date) -> dict[int | None, int]:
        """How many cadres of each unit have not answered."""
        if (month, day) not in self._unconfirmed:
            quota, (first, last) = self._desk.programme.quota_pairings, moments(month, self._desk)
            found = facts.unconfirmed_by_unit(self._session, quota, day, month, first, last)
            self._unconfirmed[month, day] = found
        return self._unconfirmed[month, day]

    def silent(self, month: str, day: date, units: Sequence[int], limit: int) -> list[facts.Silent]:
        quota, (first, last) = self._desk.programme.quota_pairings, moments(month, self._desk)
        return facts.unconfirmed(self._session, quota, day, month, first, last, units, limit)

    @cached_property
    def _changes(self) -> dict[str, Sequence[Change]]:
        return {}

    def changes(self, month: str) -> Sequence[Change]:
        """Changes nobody entered, filed up to the end of a month."""
        if month not in self._changes:
            self._changes[month] = facts.open_changes(self._session, moments(month, self._desk)[1])
        return self._changes[month]

    @cached_property
    def _entered(self) -> dict[str, set[int]]:
        return {}

    def entered(self, month: str) -> set[int]:
        if month not in self._entered:
            self._entered[month] = facts.entered_units(self._session, month)
        return self._entered[month]

    def behind(self, units: Sequence[int], year: int, today: date) -> dict[int, tuple[int, int]]:
        """(pairings behind, of these short of a deed) by the cadre's unit, where any are."""
        on = min(today, date(year, 12, 31))
        new = [unit for unit in units if (unit, on, year) not in self._behind]
        if new:
            by_unit = facts.cadres_of(self._session, new, self._desk.programme.quota_pairings, on)
            cadres = Cadres(self._session, self._desk, (person for people in by_unit.values() for person in people))
            for unit in new:
                judged = [one for person in by_unit.get(unit, ()) for one in cadres.standings(person, year, today)]
                late = [one for one in judged if one.standing.status == "behind"]
                self._behind[unit, on, year] = len(late), sum(one.standing.missing.deed > 0 for one in late)
        return {unit: found for unit in units if (found := self._behind[unit, on, year])[0]}

    @cached_property
    def items(self) -> Sequence[tuple[Escalation, int | None]]:
        return facts.open_escalations(self._session)

    def items_of(self, person_id: int, day: date) -> list[Escalation]:
        """Open items that wait for a person."""
        notice = self._desk.programme.notices.get("escalation")
        if notice is None:
            return []
        found = []
        for item, unit_id in self.items:
            role, up = escalation.role_at(notice, item.level)
            if item.acknowledged_at is None and person_id in self.offices(day).responsible(role, unit_id, up):
                found.append(item)
        return found


def moments(month: str, desk: Desk) -> tuple[datetime, datetime]:
    """The first moment of a month and of the next one."""
    period = Period.parse(month)
    return local(period.first, time(0), desk.zone), local(period.next.first, time(0), desk.zone)
