"""A programme of paired care as data: classes, kinds, dated quotas, deadlines, notices. Read by `bot.programmes.load`.

Everything here is frozen; `Programme` compares and hashes by identity, so it can key caches cheaply.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Literal, NamedTuple

QuotaKind = Literal["contact", "visit", "deed"]
QUOTA_KINDS: tuple[QuotaKind, ...] = ("contact", "visit", "deed")
COLUMNS = ("contact", "visit", "policy", "difficulty", "deed")
DEED_COLUMNS = ("deed", "difficulty", "policy")
Scope = Literal["pairing", "household", "cadre"]
SCOPES: tuple[Scope, ...] = ("pairing", "household", "cadre")
Roll = Literal["next", "previous", "none"]
ROLLS: tuple[Roll, ...] = ("next", "previous", "none")
ROLES = ("cadre", "liaison", "supervisor", "duty_officer", "admin")
FEBRUARY = 2
LEAP_DAY = 29
ADULT = 18


class ProgrammeError(Exception):
    """A programme file that cannot be used. `problems`: one line each, beginning with the dotted key it is about."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class MonthDay(NamedTuple):
    """A day that comes every year."""

    month: int
    day: int

    def in_year(self, year: int) -> date:
        """29 February is the 28th in a common year."""
        if (self.month, self.day) == (FEBRUARY, LEAP_DAY) and not _leap(year):
            return date(year, FEBRUARY, LEAP_DAY - 1)
        return date(year, self.month, self.day)


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


NEW_YEAR = MonthDay(1, 1)


@dataclass(frozen=True)
class ReportGroup:
    """A row of the month grid. An `optional` row is printed only when somebody is in it."""

    key: str
    zh: str
    en: str
    optional: bool


@dataclass(frozen=True)
class RecipientClass:
    """`zh` is also the word in the workbook. `child`: members are minors by definition (greeted on 1 June)."""

    key: str
    zh: str
    en: str
    group: str
    child: bool


@dataclass(frozen=True)
class PairingKind:
    """`quota`: carries the yearly quota. `weekly`: has the weekly roll-call, never mixed into the visit counter."""

    key: str
    zh: str
    en: str
    quota: bool
    weekly: bool


@dataclass(frozen=True)
class QuotaRule:
    """What a calendar year asks, from `valid_from` until the next rule begins.

    `by` names kinds whose acts are due by a day of the year instead of evenly over all of it (deeds: 30 September).
    `deed_counts` are the columns of a record that satisfy a deed; `visit_is_contact` lets a visit count as both.
    """

    valid_from: date
    contact: int
    visit: int
    deed: int
    by: Mapping[QuotaKind, MonthDay]
    deed_counts: tuple[str, ...]
    visit_is_contact: bool

    def of(self, kind: QuotaKind) -> int:
        return {"contact": self.contact, "visit": self.visit, "deed": self.deed}[kind]


@dataclass(frozen=True)
class ProRata:
    """A month counts from `month_days` active days on; `at_least_one` are kinds asked once from `one_from_days` on."""

    month_days: int
    one_from_days: int
    at_least_one: tuple[QuotaKind, ...]


@dataclass(frozen=True)
class Deadline:
    """A day of every month (`day`), or of every year (`on`), and where it goes when it is a rest day."""

    key: str
    day: int | None
    on: MonthDay | None
    roll: Roll


@dataclass(frozen=True)
class Festival:
    """A solar (`solar`) or lunar (`lunar`) day; greeted by cadres with a recipient of `classes` (empty: of any)."""

    key: str
    zh: str
    en: str
    solar: MonthDay | None
    lunar: MonthDay | None
    classes: tuple[str, ...]


@dataclass(frozen=True)
class Notice:
    """When a kind of notice comes. Which fields a kind uses is listed in `bot.domain.notices.kinds.KINDS`.

    `hour` is the earliest hour. `text` names the function in `bot.texts`. `to` are roles, in the order of escalation.
    `switchable`: a person may turn it off. `deadline` is a key of `Programme.deadlines`. `along`: kinds that its first
    message of a month tells early (see `bot.domain.notices.early`).
    """

    kind: str
    to: tuple[str, ...]
    hour: time
    text: str
    switchable: bool = False
    deadline: str = ""
    day: int = 0
    days_before: tuple[int, ...] = ()
    last_days: int = 0
    within_days: int = 0
    weekday: int = 0
    ages: tuple[int, ...] = ()
    max_age: int = 0
    unanswered: int = 0
    working_days: int = 0
    hours_after: tuple[int, ...] = ()
    start: MonthDay = NEW_YEAR
    along: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Programme:
    """One programme file. Mappings keep the order of the file. `quota_rules` are in order of `valid_from`."""

    key: str
    zh: str
    en: str
    groups: Mapping[str, ReportGroup]
    classes: Mapping[str, RecipientClass]
    kinds: Mapping[str, PairingKind]
    scope: Scope
    quota_rules: tuple[QuotaRule, ...]
    pro_rata: ProRata
    due_soon_days: int
    max_backfill_days: int
    year_open_until: MonthDay
    deadlines: Mapping[str, Deadline]
    quiet_from: time
    quiet_to: time
    default_hour: time
    festivals: Mapping[str, Festival]
    notices: Mapping[str, Notice]

    def class_called(self, word: str) -> RecipientClass | None:
        """By key, Chinese or English name; brackets of either width are the same."""
        return next((c for c in self.classes.values() if _plain(word) in {c.key, _plain(c.zh), _plain(c.en)}), None)

    def kind_called(self, word: str) -> PairingKind | None:
        return next((k for k in self.kinds.values() if _plain(word) in {k.key, _plain(k.zh), _plain(k.en)}), None)

    @property
    def quota_pairings(self) -> tuple[str, ...]:
        """Keys of the pairing kinds that carry the yearly quota."""
        return tuple(k.key for k in self.kinds.values() if k.quota)

    @property
    def weekly_pairings(self) -> tuple[str, ...]:
        return tuple(k.key for k in self.kinds.values() if k.weekly)

    def minor(self, class_key: str, age: int | None) -> bool:
        """Under 18; when the age is unknown, a member of a class of children."""
        if age is not None:
            return age < ADULT
        found = self.classes.get(class_key)
        return found is not None and found.child

    def rule_on(self, day: date) -> QuotaRule:
        """The rule in force; before the first rule, the first."""
        found = self.quota_rules[0]
        for rule in self.quota_rules[1:]:
            if rule.valid_from <= day:
                found = rule
        return found

    def year_open(self, year: int, day: date) -> bool:
        """Whether on `day` an act of `year` may still be entered: until 7 January 24:00 of the next."""
        return day <= self.year_open_until.in_year(year + 1)

    def earliest_entry(self, day: date) -> date:
        """The oldest day of an act that may be entered on `day` without an explicit correction."""
        oldest = date.fromordinal(day.toordinal() - self.max_backfill_days)
        first = date(day.year, 1, 1)
        return oldest if oldest >= first or self.year_open(day.year - 1, day) else first


def _plain(word: str) -> str:
    return word.strip().replace("\uff08", "(").replace("\uff09", ")").casefold()
