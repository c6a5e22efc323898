"""A county by hand: units, people, recipients, pairings and records through the models, for tests of any subject."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from db.models import Absence, Grant, Pairing, Person, Recipient, Record, Unit, UnitTree
from db.session import Session, Sessions

FIRST = date(2024, 1, 1)


class Builder:
    """Writes into one open session; every method returns the row, flushed. Numbers and codes count up by themselves."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._numbers = count(1)

    def _add(self, row: Any) -> Any:
        self.session.add(row)
        self.session.flush()
        return row

    def unit(self, name: str, level: str = "village", parent: Unit | None = None, code: str | None = None) -> Unit:
        """A unit with its lines in the tree table."""
        code = code or (f"{parent.code}.{next(self._numbers):03d}" if parent else f"{next(self._numbers):02d}")
        unit = self._add(Unit(code=code, name=name, level=level, parent_id=parent.id if parent else None))
        above = (
            self.session.query(UnitTree).filter(UnitTree.unit_id == parent.id).order_by(UnitTree.depth).all()
            if parent
            else []
        )
        self.session.add(UnitTree(ancestor_id=unit.id, unit_id=unit.id, depth=0))
        for line in above:
            self.session.add(UnitTree(ancestor_id=line.ancestor_id, unit_id=unit.id, depth=line.depth + 1))
        self.session.flush()
        return unit

    def person(self, unit: Unit | None, name: str = "李昊", role: str = "cadre", **more: Any) -> Person:
        """A person with a grant of `role` over his unit (no unit: everywhere)."""
        more.setdefault("number", f"C-{next(self._numbers):05d}")
        person = self._add(Person(name=name, unit_id=unit.id if unit else None, **more))
        self.grant(person, role, unit)
        return person

    def grant(self, person: Person, role: str, unit: Unit | None, **more: Any) -> Grant:
        return self._add(
            Grant(person_id=person.id, role=role, unit_id=unit.id if unit else None, source="roster", **more)
        )

    def recipient(self, unit: Unit, class_key: str = "orphan", name: str = "王秀英", **more: Any) -> Recipient:
        more.setdefault("number", f"P-{next(self._numbers):05d}")
        more.setdefault("first_day", FIRST)
        return self._add(Recipient(name=name, class_key=class_key, unit_id=unit.id, **more))

    def pairing(self, cadre: Person, recipient: Recipient, kind: str = "primary", **more: Any) -> Pairing:
        more.setdefault("first_day", FIRST)
        return self._add(Pairing(person_id=cadre.id, recipient_id=recipient.id, kind=kind, **more))

    def record(self, pairing: Pairing, day: date, **more: Any) -> Record:
        """An entry made in the evening of the day of the act, unless `created_at` says otherwise."""
        more.setdefault("created_at", datetime.combine(day, time(12), UTC))
        more.setdefault("entered_by", pairing.person_id)
        return self._add(Record(pairing_id=pairing.id, day=day, **more))

    def correct(self, old: Record, at: datetime, action: str = "correct", **changed: Any) -> Record:
        """A new entry that takes the place of `old`; a withdrawal with action="withdraw"."""
        old.standing = False
        kept = {
            name: getattr(old, name)
            for name in (
                [
                    "contact",
                    "visit",
                    "deed",
                    "policy",
                    "difficulty",
                    "channel",
                    "support",
                    "cash_fen",
                    "goods_fen",
                    "attempt",
                    "day",
                    "entered_by",
                ]
            )
        }
        values: Mapping[str, Any] = {**kept, **changed}
        return self._add(Record(pairing_id=old.pairing_id, action=action, corrects_id=old.id, created_at=at, **values))

    def leave(self, person: Person, first: date, last: date, state: str = "approved") -> Absence:
        asked = datetime.combine(first - timedelta(days=7), time(2), UTC)
        return self._add(Absence(person_id=person.id, first_day=first, last_day=last, state=state, asked_at=asked))

    def pair(self, unit: Unit, class_key: str = "orphan", office: Unit | None = None, **more: Any) -> Pairing:
        """A new recipient of a place with a new cadre of his own, working there or in an office."""
        return self.pairing(self.person(office or unit), self.recipient(unit, class_key), **more)

    def grid(
        self, unit: Unit, rows: Mapping[str, Mapping[str, int]], day: date, classes: Mapping[str, str] | None = None
    ) -> None:
        """Recipients and entries of one day such that the sums of each report group are those of `rows`.

        One entry holds one act of a recipient; who has more acts than recipients gets several. `classes`: the class
        that stands for a group, by default the one of the same name.
        """
        cadre = self.person(unit, "赵四海")
        columns = ("contact", "visit", "policy", "difficulty", "deed")
        numbers = count(1)
        for group, row in rows.items():
            key = (classes or {}).get(group, group)
            people = [
                Recipient(
                    number=f"G-{group}-{next(numbers)}", name="王", class_key=key, unit_id=unit.id, first_day=FIRST
                )
                for _ in range(row["recipients"])
            ]
            self.session.add_all(people)
            self.session.flush()
            pairings = [Pairing(person_id=cadre.id, recipient_id=p.id, kind="primary", first_day=FIRST) for p in people]
            self.session.add_all(pairings)
            self.session.flush()
            made = datetime.combine(day, time(12), UTC)
            self.session.add_all(
                Record(
                    pairing_id=pairings[n % len(pairings)].id, entered_by=cadre.id, day=day, created_at=made, **{c: 1}
                )
                for c in columns
                for n in range(row[c])
            )
            self.session.flush()


@contextmanager
def building(database: Sessions) -> Iterator[Builder]:
    """One transaction: `with building(database) as b: county = b.unit("张家川县", "county")`."""
    with database.write() as session:
        yield Builder(session)
