"""Who answers for which unit: the nearest office holder above, and whose scopes cover what."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.models import Grant, Person, Unit

STAND_IN = {"liaison": "supervisor", "supervisor": "admin"}  # who answers where nobody holds the office


class Offices:
    """The tree and the grants of a day, read once. People who left hold no office; None as unit is above the tree."""

    def __init__(self, session: Session, day: date) -> None:
        rows_of_tree = session.execute(select(Unit.id, Unit.parent_id))
        self.parents: dict[int, int | None] = {unit: above for unit, above in rows_of_tree}  # noqa: C416  rows are no pairs
        self._holders: dict[str, dict[int | None, list[int]]] = defaultdict(lambda: defaultdict(list))
        self._answering: dict[str, dict[int, list[int]]] = {}
        self._units: dict[tuple[str, int], list[int | None]] = defaultdict(list)
        rows = session.execute(
            select(Grant.role, Grant.unit_id, Grant.person_id)
            .join(Person, Person.id == Grant.person_id)
            .where(
                Person.status != "left",
                Grant.revoked_at.is_(None),
                Grant.role != "cadre",
                or_(Grant.first_day.is_(None), Grant.first_day <= day),
                or_(Grant.last_day.is_(None), Grant.last_day >= day),
            )
            .order_by(Grant.id)
        )
        for role, unit_id, person_id in rows:
            if person_id not in self._holders[role][unit_id]:
                self._holders[role][unit_id].append(person_id)
                self._units[role, person_id].append(unit_id)

    def holders(self, role: str) -> list[int]:
        """Everybody with an office of this role, each once."""
        return list(dict.fromkeys(person for held in self._holders[role].values() for person in held))

    def chain(self, unit_id: int | None) -> list[int | None]:
        """The unit, its ancestors upwards, and last None: the office over everything."""
        found: list[int | None] = []
        while unit_id is not None:
            found.append(unit_id)
            unit_id = self.parents.get(unit_id)
        return [*found, None]

    def desk_of(self, role: str, unit_id: int | None, up: int = 0) -> tuple[str, int | None] | None:
        """The role and unit of the office that answers for a unit: the nearest one, or the `up`-th above it.

        A unit without a liaison falls to the nearest supervisor, one without both to the admin. None: nobody at all.
        """
        held = [above for above in self.chain(unit_id) if self._holders[role][above]]
        if held:
            return role, held[min(up, len(held) - 1)]
        return self.desk_of(STAND_IN[role], unit_id, up) if role in STAND_IN else None

    def responsible(self, role: str, unit_id: int | None, up: int = 0) -> list[int]:
        """The people who answer for a unit."""
        found = self.desk_of(role, unit_id, up)
        return self._holders[found[0]][found[1]] if found else []

    def units_for(self, role: str, person_id: int) -> list[int]:
        """The units for which the person is one of those who answer."""
        if role not in self._answering:
            found: dict[int, list[int]] = defaultdict(list)
            for unit in self.parents:
                for holder in self.responsible(role, unit):
                    found[holder].append(unit)
            self._answering[role] = found
        return self._answering[role].get(person_id, [])

    def scope(self, person_id: int, *roles: str) -> list[int | None]:
        """The units of the person's own offices of these roles."""
        return [unit for role in roles for unit in self._units[role, person_id]]

    def within(self, scopes: Iterable[int | None], units: Iterable[int]) -> list[int]:
        """Of `units`, those that lie in one of the scopes."""
        wanted = set(scopes)
        return [unit for unit in units if wanted.intersection(self.chain(unit))]
