"""/holidays: the working days of a year, shown and imported from plain lines."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.calendar import days
from bot.domain.people import Actor
from bot.services.desk import Desk
from db import audit, working_days
from db.session import Session

SATURDAY = 5
LONGEST = 20  # days of one line: no holiday is longer
LINE = re.compile(
    r"(?P<first>\d{4}-\d\d-\d\d)(?:\s*(?:至|到|~|\.\.)\s*(?P<last>\d{4}-\d\d-\d\d))?\s+(?P<what>休|班)(?:\s+(?P<name>\S{1,32}))?"
)


@dataclass(frozen=True)
class Year:
    """A year's table. `rest` and `worked` are the days that differ from Monday-to-Friday, with their names."""

    year: int
    published: bool
    rest: tuple[tuple[date, str], ...]
    worked: tuple[tuple[date, str], ...]


@dataclass(frozen=True)
class Imported:
    table: Year


@dataclass(frozen=True)
class Wrong:
    """Nothing was imported; (line number, what is wrong in one word, the line)."""

    lines: tuple[tuple[int, str, str], ...]


def shown(session: Session, desk: Desk, actor: Actor, *, year: int | None) -> Year:  # noqa: ARG001  the shape of every use case
    return _year(session, year or desk.today.year)


def imported(session: Session, desk: Desk, actor: Actor, *, text: str) -> Imported | Wrong:
    """Replace the table of one year. A line: 2027-02-05 至 2027-02-11 休 春节, or 2027-02-14 班."""
    found, wrong = read(text.splitlines())
    years = {day.year for day in found}
    if not wrong and len(years) != 1:
        wrong = [(0, "years" if years else "empty", " ".join(map(str, sorted(years))))]
    if wrong:
        return Wrong(tuple(wrong))
    (year,) = years
    working_days.publish(session, year, found, person_id=actor.person_id, now=desk.now)
    session.flush()
    audit.note(session, desk.now, actor.person_id, "holidays", subject=str(year))
    return Imported(_year(session, year))


def read(raw: Iterable[str]) -> tuple[dict[date, tuple[bool, str | None]], list[tuple[int, str, str]]]:
    """Days that differ from Monday-to-Friday, and every line that makes no sense. Rest on a weekend says nothing."""
    found: dict[date, tuple[bool, str | None]] = {}
    wrong = []
    for number, line in enumerate(raw, start=1):
        if not line.strip():
            continue
        match = LINE.fullmatch(line.strip())
        problem = "form" if match is None else _take(match, found)
        if problem:
            wrong.append((number, problem, line.strip()[:60]))
    return found, wrong


def _take(match: re.Match[str], found: dict[date, tuple[bool, str | None]]) -> str | None:
    """Add the days of a line; the word for what is wrong with it."""
    try:
        first = date.fromisoformat(match["first"])
        last = date.fromisoformat(match["last"] or match["first"])
    except ValueError:
        return "date"
    if not first <= last < first + timedelta(days=LONGEST):
        return "span"
    worked = match["what"] == "班"
    for day in days(first, last):
        if found.get(day, (worked,))[0] != worked:
            return "twice"
        if worked is (day.weekday() < SATURDAY):
            if worked:
                return "weekday"
            continue
        found[day] = worked, match["name"]
    return None


def _year(session: Session, year: int) -> Year:
    rows = working_days.of_year(session, year)
    told = [(row.working, (row.day, row.name or "")) for row in rows]
    return Year(
        year,
        year in working_days.published(session),
        tuple(day for working, day in told if not working),
        tuple(day for working, day in told if working),
    )
