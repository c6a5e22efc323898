"""Whether the database holds together: its own rules, the sums of all there is, and every frozen report."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain import reports as domain
from bot.domain.calendar import Period
from bot.domain.reports import FLOWS, Figures, Report, unequal
from bot.services.desk import Desk
from bot.services.snapshot import snapshot
from db import kept, units_read
from db import verify as store
from db.session import Session


@dataclass(frozen=True)
class Finding:
    """A check, how many break it (0: it holds), and some of those."""

    check: str
    broken: int
    some: tuple[str, ...] = ()


def verify(session: Session, desk: Desk) -> tuple[Finding, ...]:
    """All checks, in order; the database foots when every one of them has 0."""
    found = [Finding(name, number, tuple(some)) for name, number, some in store.checks(session, desk.programme)]
    name, number, some = store.future(session, desk.today)
    found.append(Finding(name, number, tuple(some)))
    return (*found, *_sums(session, desk), *_frozen(session, desk))


def mend(session: Session, desk: Desk) -> None:  # noqa: ARG001  the shape of every use case
    """Add the kept sums up again from the register."""
    kept.rebuild(session.connection())


def _sums(session: Session, desk: Desk) -> Iterator[Finding]:
    """The year by tree and class, against the year without either."""
    year = Period.year(desk.today.year)
    made = [snapshot(session, desk, root, year) for root in units_read.roots(session)]
    failing = [f"{report.code} {problem}" for report in made for problem in domain.problems(report)]
    yield Finding("report.foots", len(failing), tuple(failing[: store.SOME]))
    bare = store.bare_sums(session, desk.programme.quota_pairings, year.first, desk.today)
    total = Figures.total(report.total for report in made)
    unlike = [unequal(column, stated, [getattr(total, column)]) for column, stated in zip(FLOWS, bare, strict=True)]
    wrong = [str(problem) for problem in unlike if problem]
    yield Finding("report.holds_all_there_is", len(wrong), tuple(wrong))


def _frozen(session: Session, desk: Desk) -> Iterator[Finding]:
    """Every stored report: readable, of its own unit and period, over when it was frozen, and footing."""
    wrong: list[str] = []
    for stored, code in store.reports(session):
        try:
            report = Report.from_json(json.loads(stored.body))
        except (ValueError, KeyError, TypeError):
            wrong.append(f"{stored.number}: cannot be read")
            continue
        wrong += [f"{stored.number}: {problem}" for problem in domain.problems(report)]
        if (report.code, report.period) != (code, stored.period):
            wrong.append(f"{stored.number}: is of {report.code} {report.period}, stored as {code} {stored.period}")
        if not Period.parse(stored.period).finished(stored.as_of.astimezone(desk.zone).date()):
            wrong.append(f"{stored.number}: frozen before {stored.period} was over")
    yield Finding("reports.frozen_ones_foot", len(wrong), tuple(wrong[: store.SOME]))
