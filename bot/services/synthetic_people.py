"""People, roles, recipients and pairings of a synthetic county, in the proportions that were published."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from bot.domain.programme import Programme
from bot.services.synthetic_names import Names
from bot.services.synthetic_tree import MadeCounty

DAY = timedelta(days=1)
# Zhangjiachuan: 243 orphans, 3,354 severely disabled, 754 destitute; Pingliang: a quarter of all dispersed destitute.
CLASSES = (
    ("orphan", 2),
    ("unattended_child", 4),
    ("severe_disability", 66),
    ("destitute_institution", 4),
    ("destitute_home", 23),
    ("other", 1),
)
CHILDREN = {"orphan", "unattended_child"}
OLD = {"destitute_institution", "destitute_home"}
OF_A_CADRE = ((1, 950), (2, 40), (3, 10))  # Gansu: 267,000 recipients of 251,000 cadres
# Helpers beside the primary cadre: kind, classes, share. Pingliang: 1,474 / 6,717 / 569 / 5,741 of 22,427.
HELPERS = (
    ("tutoring", CHILDREN, 0.8),
    ("medical", {"severe_disability"}, 0.4),
    ("psychological", CHILDREN, 0.4),
    ("weekly_visit", {"destitute_home"}, 0.95),
    ("auxiliary", {"severe_disability", "destitute_home", "orphan"}, 0.05),
)
KNOWN = 2  # cadres who have one and two recipients and no other pairings: for newcomers to the sandbox
NEW_THIS_YEAR, CHANGED_THIS_YEAR, GAP, LEFT = 0.06, 0.02, 0.003, 0.01


@dataclass
class County:
    """Rows of one county. `person_id` and `recipient_id` of a pairing are places in `people` and `recipients`."""

    people: list[dict[str, Any]] = field(default_factory=list)
    recipients: list[dict[str, Any]] = field(default_factory=list)
    pairings: list[dict[str, Any]] = field(default_factory=list)
    grants: list[tuple[int, str, str]] = field(default_factory=list)
    cadres: int = 0


class Seeds:
    """Makes one county after the other; `known` are the numbers of people worth meeting, from the first."""

    def __init__(self, random: Random, names: Names, programme: Programme, first: date, last: date, top: str) -> None:
        self.random, self.names, self.first, self.last, self.top = random, names, first, last, top
        self.classes = [(key, weight) for key, weight in CLASSES if key in programme.classes]
        self.helpers = [helper for helper in HELPERS if helper[0] in programme.kinds]
        self.known: dict[str, str] = {}
        self._phone = self._recipient = 0

    def county(self, county: MadeCounty) -> County:
        made = County()
        home = county.townships[0]
        places = [home, home, home]
        spread = [*county.townships, *county.townships, *county.offices]
        places += [spread[number % len(spread)] for number in range(county.cadres - len(places))]
        for number, unit in enumerate(places[: county.cadres]):
            self._person(made, county, unit, "cadre")
            wanted = number + 1 if number < KNOWN else self._weighted(OF_A_CADRE)
            for _ in range(wanted):
                self._recipient_of(made, county, number, unit)
        made.cadres = county.cadres
        self._helpers(made, county)
        self._offices(made, county)
        if "cadre_of_one" not in self.known:
            self.known["cadre_of_one"] = made.people[0]["number"]
            self.known["cadre_of_two"] = made.people[min(1, county.cadres - 1)]["number"]
        return made

    def _person(self, made: County, county: MadeCounty, unit: str, *roles: str) -> int:
        place = len(made.people)
        self._phone += 1
        made.people.append(
            {
                "number": f"{county.code}{place + 1:05d}",
                "name": self.names.person(self.random.choice(("male", "female"))),
                "phone": f"199{self._phone:08d}",
                "unit": unit,
                "status": "active",
            }
        )
        made.grants += [(place, role, unit) for role in roles]
        return place

    def _offices(self, made: County, county: MadeCounty) -> None:
        """A liaison in every town and office, a supervisor in every town and above, duty and admin in the county."""
        for number, unit in enumerate((*county.townships, *county.offices)):
            mine = [place for place in range(made.cadres) if made.people[place]["unit"] == unit]
            liaison = mine[-1] if mine else self._person(made, county, unit)
            made.grants.append((liaison, "liaison", unit))
            if number == 0:
                self.known.setdefault("liaison", made.people[liaison]["number"])
            if unit in county.townships:
                self._person(made, county, unit, "supervisor")
        for unit in (county.code, *county.above):
            for roles in (("supervisor",), ("duty_officer", "liaison"), ("admin",)):
                person = self._person(made, county, unit, *roles)
                if unit == self.top and roles[0] != "duty_officer":
                    self.known.setdefault(roles[0], made.people[person]["number"])

    def _weighted(self, choices: tuple[tuple[Any, int], ...] | list[tuple[Any, int]]) -> Any:
        return self.random.choices([key for key, _ in choices], [weight for _, weight in choices])[0]

    def _recipient_of(self, made: County, county: MadeCounty, cadre: int, unit: str) -> None:
        self._recipient += 1
        random, place = self.random, len(made.recipients)
        key: str = self._weighted(self.classes)
        gender = random.choice(("male", "female"))
        township = unit if unit in county.villages else random.choice(county.townships)
        year, month, day = self._born(key)
        name = self.names.person(gender)
        made.recipients.append(
            {
                "number": f"P-{self._recipient:04d}",
                "name": name,
                "gender": gender,
                "birth_year": year,
                "birth_month": month,
                "birth_day": day,
                "class_key": key,
                "unit": random.choice(county.villages[township]),
                "living": self._living(key),
                "household": f"H{self._recipient:06d}",
                "phone": None,
                "guardian": self.names.person("female") if key in CHILDREN else None,
                "aliases": f"{name[0]}{'大爷' if gender == 'male' else '大娘'}" if key in OLD else None,
                "first_day": self.first,
                "last_day": None,
                "left_reason": None,
            }
        )
        self._primary(made, cadre, place, well_known=cadre < KNOWN)

    def _born(self, key: str) -> tuple[int, int, int | None]:
        low, high = (5, 17) if key in CHILDREN else (62, 90) if key in OLD else (20, 80)
        year = self.last.year - self.random.randint(low, high)
        day = self.random.randint(1, 28) if self.random.random() < 0.9 else None
        return year, self.random.randint(1, 12), day

    def _living(self, key: str) -> str:
        if key == "destitute_institution":
            return "institution"
        if key in CHILDREN and self.random.random() < 0.3:
            return "boarding"
        return "hospital" if self.random.random() < 0.005 else "home"

    def _day(self, first: date, last: date) -> date:
        return first + DAY * self.random.randint(0, max(0, (last - first).days))

    def _primary(self, made: County, cadre: int, recipient: int, *, well_known: bool) -> None:
        """Mostly from years before; some begun this year, some taken over from another cadre, a few ended."""
        begun = self._day(date(self.first.year - 3, 1, 1), self.first - DAY)
        chance = 1.0 if well_known else self.random.random()
        ended = self._day(self.first, self.last)
        row = {"person_id": cadre, "recipient_id": recipient, "kind": "primary"}
        steps = (CHANGED_THIS_YEAR, NEW_THIS_YEAR, GAP, LEFT)
        changed, new, gap, left = (sum(steps[: place + 1]) for place in range(len(steps)))
        if chance < changed and cadre > KNOWN:
            self._pair(made, {**row, "person_id": self.random.randrange(KNOWN, cadre)}, begun, ended, "工作调动")
            self._pair(made, row, ended + DAY, None, None)
        elif chance < new:
            begun = ended
            self._pair(made, row, begun, None, None)
        elif chance < gap:
            self._pair(made, row, begun, ended, "工作调动")
        elif chance < left:
            self._pair(made, row, begun, ended, "去世")
            made.recipients[recipient] |= {"last_day": ended, "left_reason": "去世"}
        else:
            self._pair(made, row, begun, None, None)
        made.recipients[recipient]["first_day"] = begun

    @staticmethod
    def _pair(made: County, row: dict[str, Any], first: date, last: date | None, reason: str | None) -> None:
        made.pairings.append({**row, "first_day": first, "last_day": last, "end_reason": reason})

    def _helpers(self, made: County, county: MadeCounty) -> None:
        by_unit: dict[str, list[int]] = {}
        for place in range(min(KNOWN, made.cadres - 1), made.cadres):
            by_unit.setdefault(made.people[place]["unit"], []).append(place)
        for place, recipient in enumerate(made.recipients):
            if recipient["last_day"]:
                continue
            for kind, classes, share in self.helpers:
                if recipient["class_key"] in classes and self.random.random() < share:
                    near = by_unit.get(recipient["unit"][:-3]) or next(iter(by_unit.values()))
                    row = {"person_id": self.random.choice(near), "recipient_id": place, "kind": kind}
                    self._pair(made, row, max(recipient["first_day"], date(self.first.year - 1, 3, 1)), None, None)
        assert county.cadres == made.cadres
