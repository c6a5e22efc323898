"""What a pairing asks in a year, by when, and how far it is: `required` and `status`, the only judges of both.

How a year becomes steps
------------------------
A month *counts* when it has at least 15 active days: inside the pairing, outside every approved absence.

* Required = the sum over the counted months of quota / 12, each month by the rule in force on its first day, rounded
  half up; contacts and visits at least 1 from 30 active days on.
* The k-th of R acts is due at the end of counted month number ceil(n x k / R) of n. The end of a counted month is its
  last day, or the pairing's last day when that comes first. The last counted month ends with the last active day of
  the year, so days that are too few to count at the end of a pairing belong to the last step.
* A kind with a `by` day (deeds: 30 September) spreads over the counted months up to that day only. When its month does
  not count, because of leave, the next counted month is added; when the pairing lies wholly after it, all months serve.
* A rule that begins during the year keeps every step that ended before it, as the old rule had it, and spreads what
  is then left of R over the months that remain: a change in July does not rewrite June.

Worked, with 4 contacts, 2 visits, 1 deed by 30 September:

* whole year: contacts 03-31, 06-30, 09-30, 12-31; visits 06-30, 12-31; deed 09-30.
* from 2026-05-25: June to December, 7 months, 2 / 1 / 1; contacts 09-30 (4th of 7), 12-31; visit 12-31; deed 09-30.
* from 2026-10-20: 2 months, 1 / 1 / 0; both by 12-31.
* 2026-01-01 to 2026-06-20: 6 months, 2 / 1 / 1; contacts 03-31, 06-20; visit and deed 06-20.
* whole year, on leave April to June: 9 months, 3 / 2 / 1 (1.5 rounds up); contacts 03-31, 09-30, 12-31; visits 08-31
  (5th of 9), 12-31; deed 09-30. On leave all September: 11 months; the deed is due 10-31.
* 6 contacts a year from July: 4 x 6/12 + 6 x 6/12 = 5; 03-31, 06-30 stay, then 08-31, 10-31, 12-31.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from bot.domain.calendar import end_of_month
from bot.domain.programme import QUOTA_KINDS, MonthDay, Programme, QuotaKind, QuotaRule

Status = Literal["met", "behind", "due_soon", "on_pace"]
STATUSES: tuple[Status, ...] = ("met", "on_pace", "due_soon", "behind")
Absence = tuple[date, date]
MONTHS = 12
DEEDS_FIRST: tuple[QuotaKind, ...] = ("deed", "visit", "contact")


@dataclass(frozen=True)
class Span:
    """First and last day of a pairing, both included; `last` None while it runs."""

    first: date
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """Acts by column. `policy` and `difficulty` matter to the quota only where the programme counts them as deeds."""

    contact: int = 0
    visit: int = 0
    deed: int = 0
    policy: int = 0
    difficulty: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.contact + other.contact,
            self.visit + other.visit,
            self.deed + other.deed,
            self.policy + other.policy,
            self.difficulty + other.difficulty,
        )

    def of(self, kind: QuotaKind) -> int:
        return self.contact if kind == "contact" else self.visit if kind == "visit" else self.deed


class Step(NamedTuple):
    """By the end of `deadline`, `due` acts of `kind` in all are asked."""

    deadline: date
    kind: QuotaKind
    due: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How a pairing stands on a day.

    `done` and `missing` are of the year, in quota kinds. `late` is what is short of steps already ended, `late_since`
    the earliest of those. `next_*` is the nearest step still running that is short: `next_count` more acts of
    `next_kind` by `next_deadline` (deeds first on the same day); all None and 0 when there is none. `soon` is all that
    is short of steps that have ended or end within the days of `due_soon`: who does it now is reminded no more of them.
    """

    status: Status
    required: Counts
    done: Counts
    missing: Counts
    late: Counts
    late_since: date | None
    next_deadline: date | None
    next_kind: QuotaKind | None
    next_count: int
    soon: Counts = Counts()


@dataclass(frozen=True, slots=True)
class Plan:
    """A year of one pairing: what is required and its steps by deadline, deeds first on the same day."""

    required: Counts
    steps: tuple[Step, ...]
    first: date | None
    last: date | None


def required(programme: Programme, span: Span, year: int, absences: Sequence[Absence] = ()) -> Counts:
    """The acts asked of a pairing in a calendar year. `absences` are approved, both days included, in any order."""
    return year_plan(programme, span, year, absences).required


def year_plan(programme: Programme, span: Span, year: int, absences: Sequence[Absence] = ()) -> Plan:
    """Required acts and steps; cached, so that a quarter of a million pairings cost a look-up each."""
    return _plan(programme, span.first, span.last, year, tuple(absences))


def credit(rule: QuotaRule, counts: Counts) -> Counts:
    """The acts of one occasion in quota kinds. A deed that was also a policy step or solved difficulty is one deed."""
    deed = max([getattr(counts, column) for column in rule.deed_counts], default=0)
    return Counts(counts.contact + (counts.visit if rule.visit_is_contact else 0), counts.visit, deed)


def status(
    programme: Programme,
    span: Span,
    year: int,
    absences: Sequence[Absence],
    acts: Iterable[tuple[date, Counts]],
    today: date,
) -> Standing:
    """The one judge of pace. `acts` are the standing records of the pairing, one entry an occasion, by day of the act.

    Acts outside the year or the span, or after `today`, are left out here, so that a later look back says the same.
    """
    plan = _plan(programme, span.first, span.last, year, tuple(absences))
    contact, visit, deed = _credited(programme, plan, acts, today)
    asked = plan.required
    done = Counts(contact, visit, deed)
    missing = Counts(max(asked.contact - contact, 0), max(asked.visit - visit, 0), max(asked.deed - deed, 0))
    if not (missing.contact or missing.visit or missing.deed):
        return Standing("met", asked, done, missing, _NOTHING, None, None, None, 0)
    late: dict[QuotaKind, int] = {}
    soon: dict[QuotaKind, int] = {}
    late_since = running = None
    for step in plan.steps:
        short = step.due - done.of(step.kind)
        if short <= 0:
            continue
        if (step.deadline - today).days <= programme.due_soon_days:
            soon[step.kind] = short  # steps count up: the last one holds those before
        if step.deadline < today:
            late[step.kind] = short
            late_since = late_since or step.deadline
        elif running is None:
            running = step, short
    pace: Status = "behind" if late else "on_pace"
    if running is None:
        return Standing(pace, asked, done, missing, Counts(**late), late_since, None, None, 0, Counts(**soon))
    (deadline, kind, _), short = running
    if not late and plan.first is not None and plan.first <= today:
        pace = "due_soon" if (deadline - today).days <= programme.due_soon_days else "on_pace"
    return Standing(pace, asked, done, missing, Counts(**late), late_since, deadline, kind, short, Counts(**soon))


_NOTHING = Counts()


def _credited(
    programme: Programme, plan: Plan, acts: Iterable[tuple[date, Counts]], today: date
) -> tuple[int, int, int]:
    contact = visit = deed = 0
    if plan.first is None or plan.last is None:
        return 0, 0, 0
    until = min(plan.last, today)
    plain = _plain_rule(programme)
    for day, counts in acts:
        if plan.first <= day <= until:
            counted = counts if plain else credit(programme.rule_on(day), counts)
            contact += counted.contact
            visit += counted.visit
            deed += counted.deed
    return contact, visit, deed


@lru_cache(maxsize=8)
def _plain_rule(programme: Programme) -> bool:
    """Whether records count exactly as they are written, under every rule."""
    return all(rule.deed_counts == ("deed",) and not rule.visit_is_contact for rule in programme.quota_rules)


@dataclass(frozen=True)
class _Month:
    """A counted month: its first day, and the day on which a step ends that ends with it."""

    first: date
    end: date


@lru_cache(maxsize=65536)
def _plan(programme: Programme, first: date, last: date | None, year: int, absences: tuple[Absence, ...]) -> Plan:
    start, end = max(first, date(year, 1, 1)), min(last or date.max, date(year, MONTHS, 31))
    if start > end:
        return Plan(_NOTHING, (), None, None)
    active = [day for day in _days(start, end) if not any(a <= day <= b for a, b in absences)]
    months = _counted(programme, active, end)
    asked: dict[QuotaKind, int] = {}
    steps: list[Step] = []
    for kind in QUOTA_KINDS:
        deadlines = _deadlines(programme, kind, months, len(active)) if active else []
        asked[kind] = len(deadlines)
        fallback = active[-1] if active else end
        steps += [Step(deadline or fallback, kind, k) for k, deadline in enumerate(deadlines, 1)]
    steps.sort(key=lambda step: (step.deadline, DEEDS_FIRST.index(step.kind), step.due))
    return Plan(Counts(**asked), tuple(steps), start, end)


def _days(first: date, last: date) -> Iterator[date]:
    return (date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))


def _counted(programme: Programme, active: Sequence[date], last: date) -> list[_Month]:
    tally = [0] * (MONTHS + 1)
    for day in active:
        tally[day.month] += 1
    counted = [month for month in range(1, MONTHS + 1) if tally[month] >= programme.pro_rata.month_days]
    months = [_Month(date(last.year, m, 1), min(end_of_month(last.year, m), last)) for m in counted]
    if months:
        months[-1] = _Month(months[-1].first, active[-1])
    return months


def _deadlines(programme: Programme, kind: QuotaKind, months: Sequence[_Month], active_days: int) -> list[date | None]:
    """The deadline of each act asked, in order; None stands for the last active day when no month counts."""
    least = int(kind in programme.pro_rata.at_least_one and active_days >= programme.pro_rata.one_from_days)
    if not months:
        return [None] * least
    rules = [rule for rule in programme.quota_rules if rule.valid_from <= months[-1].first] or programme.quota_rules[:1]
    kept: list[date] = []
    for index, rule in enumerate(rules):
        total = _total(rules[: index + 1], kind, months, least)
        left = [month for month in months if month.end >= rule.valid_from or not index]
        kept += _spread(rule.by.get(kind), left, total - len(kept))
        if index + 1 < len(rules):
            kept = [deadline for deadline in kept if deadline < rules[index + 1].valid_from]
    return list(kept)


def _total(rules: Sequence[QuotaRule], kind: QuotaKind, months: Sequence[_Month], least: int) -> int:
    """Twelfths of each month's quota, rounded half up; a kind that nothing asks for stays at 0."""
    twelfths = 0
    for month in months:
        in_force = [rule for rule in rules if rule.valid_from <= month.first] or rules[:1]
        twelfths += in_force[-1].of(kind)
    return max((2 * twelfths + MONTHS) // (2 * MONTHS), least) if twelfths else 0


def _spread(by: MonthDay | None, months: Sequence[_Month], count: int) -> list[date]:
    until = by.in_year(months[0].first.year) if by else date.max
    chosen = [month for month in months if month.first <= until]
    later = months[len(chosen) :]
    if by and later and (not chosen or chosen[-1].first.month != until.month):
        chosen = [*chosen, later[0]] if chosen else list(months)
    places = [-(-len(chosen) * k // count) - 1 for k in range(1, count + 1)]
    return [min(chosen[n].end, until) if chosen[n].first <= until else chosen[n].end for n in places]
