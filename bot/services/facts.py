"""The facts that liaisons, supervisors and admins are told: counts by unit, each read once for all of them."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cached_property

from bot.domain.calendar import WorkingDays
from bot.domain.notices import escalation
from bot.services import escalations, judging
from bot.services.cadres import moments
from bot.services.desk import Desk
from bot.services.escalations import OpenItem
from db import facts
from db import members as roll
from db.models import Change
from db.offices import STAND_IN, Offices
from db.session import Session


class County:
    """What liaisons, supervisors and admins are told: counts by unit, each read once for all of them."""

    def __init__(self, session: Session, desk: Desk, working_days: WorkingDays) -> None:
        self._session, self._desk, self.working_days = session, desk, working_days
        self._unconfirmed: dict[tuple[str, date], dict[int, int]] = {}
        self._behind: dict[date, dict[int, tuple[int, int]]] = {}
        self._offices: dict[date, Offices] = {}

    def offices(self, day: date) -> Offices:
        if day not in self._offices:
            self._offices[day] = Offices(self._session, day)
        return self._offices[day]

    @cached_property
    def unit_names(self) -> dict[int, str]:
        return roll.unit_names(self._session)

    def units_of(self, person_id: int, role: str, day: date) -> list[int]:
        """Units of which a person must be told as `role`: those he answers for, himself or as stand-in.

        A liaison hears of no others; a supervisor of all his scope, whoever sits below him.
        """
        offices = self.offices(day)
        answers_for = offices.units_for(role, person_id) if role in STAND_IN else []
        if role == "liaison":
            return answers_for
        within = offices.within(offices.scope(person_id, role), offices.parents)
        return list(dict.fromkeys([*within, *answers_for]))

    def desks_of(self, person_id: int, day: date) -> list[int]:
        """The units whose entry list a person ticks; an office over everything stands for the topmost units."""
        offices = self.offices(day)
        scopes = offices.scope(person_id, "liaison", "supervisor", "admin")
        tops = [unit for unit, parent in offices.parents.items() if parent is None] if None in scopes else []
        return [*(unit for unit in scopes if unit is not None), *tops]

    def unconfirmed(self, month: str, day: date, units: Sequence[int]) -> dict[int, int]:
        """How many cadres of each of these units have not answered, where there are any; each unit is read once."""
        known = self._unconfirmed.setdefault((month, day), {})
        new = [unit for unit in units if unit not in known]
        if new:
            quota, (first, last) = self._desk.programme.quota_pairings, moments(month, self._desk)
            found = facts.unconfirmed_by_unit(self._session, quota, day, month, first, last, new)
            known.update({unit: found.get(unit, 0) for unit in new})
        return {unit: known[unit] for unit in units if known[unit]}

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
    def _entered(self) -> dict[str, dict[int, datetime]]:
        return {}

    def entered(self, month: str) -> dict[int, datetime]:
        """Units whose list was keyed in, and when."""
        if month not in self._entered:
            self._entered[month] = facts.entered_units(self._session, month)
        return self._entered[month]

    def behind(self, units: Sequence[int], year: int, today: date) -> dict[int, tuple[int, int]]:
        """(pairings behind, of these short of a deed) by the cadre's unit, where any are."""
        on = min(today, date(year, 12, 31))
        known = self._behind.setdefault(on, {})
        new = [unit for unit in units if unit not in known]
        if new:
            asked = new if len(new) <= facts.BATCH else None
            found = judging.behind_by_office(self._session, self._desk.programme, on, asked)
            known.update({unit: found.get(unit, (0, 0)) for unit in new})
        return {unit: known[unit] for unit in units if known[unit][0]}

    @cached_property
    def items(self) -> Sequence[OpenItem]:
        """Escalations; a forecast puts its own here."""
        return escalations.open_items(self._session)

    def items_of(self, person_id: int, day: date) -> list[OpenItem]:
        """Open items that wait for a person."""
        notice = self._desk.programme.notices.get("escalation")
        if notice is None:
            return []
        found = []
        for item in self.items:
            role, up = escalation.role_at(notice, item.level)
            if not item.acknowledged and person_id in self.offices(day).responsible(role, item.unit_id, up):
                found.append(item)
        return found
