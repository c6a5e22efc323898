"""The entries behind a figure of a frozen report: those that stood at its moment, a page at a time, masked."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.people import Actor
from bot.domain.reports import COLUMNS, Report
from bot.services.desk import Desk
from bot.services.reports import READERS, thawed
from db import audit, counts, people, units_read
from db import reports as store
from db.session import Session

PAGE = 10
TOTAL = "total"
WORDS = {
    "recipients": ("关爱对象", "对象", "recipients"),
    "contact": ("联系交流", "联系", "contacts"),
    "visit": ("走访探视", "走访", "探视", "visits"),
    "policy": ("落实政策", "政策", "policies"),
    "difficulty": ("解决困难", "解决实际困难", "困难", "difficulties"),
    "deed": ("帮办实事", "办实事", "实事", "deeds"),
    "cash_fen": ("资助", "资助(元)", "现金", "cash"),
    "goods_fen": ("物资折合", "物资", "物资折合(元)", "goods"),
}


@dataclass(frozen=True)
class NoReport:
    """No such number, or none that the asker may see."""

    word: str


@dataclass(frozen=True)
class WhichFigure:
    """A report without a figure named, or with words that name none of its figures."""

    number: int
    title: str
    groups: tuple[str, ...]
    word: str | None = None


@dataclass(frozen=True)
class Entry:
    """One entry or, for 关爱对象, one recipient (`day` None, `amount` 1). Money is in fen."""

    day: date | None
    recipient: str
    cadre: str
    unit: str
    amount: int


@dataclass(frozen=True)
class Explained:
    """A page of the entries behind `figure`. `sum` is what all of them come to now: the roster may have moved since."""

    report: Report
    column: str
    group: str
    figure: int
    sum: int
    count: int
    offset: int
    found: tuple[Entry, ...]


def asked(session: Session, desk: Desk, actor: Actor, *, words: str) -> Explained | WhichFigure | NoReport:
    """`12 走访探视 孤儿`: a number, a column, and a group (all when it is left out)."""
    number, *rest = words.replace(",", " ").split() or [""]
    if not number.isdecimal() or len(number) > 9:
        return NoReport(number)
    column = _column(rest[0]) if rest else None
    group = _group(desk, rest[1]) if len(rest) > 1 else TOTAL
    if column is None or group is None:
        return _which(session, actor, int(number), " ".join(rest) or None)
    return explain(session, desk, actor, number=int(number), column=column, group=group)


def explain(
    session: Session, desk: Desk, actor: Actor, *, number: int, column: str, group: str, offset: int = 0
) -> Explained | WhichFigure | NoReport:
    """A page of a figure; every recipient who is a minor by his class is noted in the audit trail."""
    stored = _stored(session, actor, number)
    if stored is None:
        return NoReport(str(number))
    report, unit_id = thawed(stored), stored.unit_id
    row = next((row for row in report.rows if row.key == group), None)
    if row is None or column not in COLUMNS:
        return _which(session, actor, number, f"{column} {group}")
    unit = units_read.get(session, unit_id)
    assert unit is not None
    at = counts.area(session, unit, ())
    classes = [c.key for c in desk.programme.classes.values() if group in (TOTAL, c.group)]
    kinds = desk.programme.quota_pairings
    if column == "recipients":
        count, rows = store.recipients(session, at, kinds, report.until, classes, PAGE, offset)
        total = count
        found: list[tuple[Any, ...]] = [(None, recipient, None, place, 1) for recipient, place in rows]
    else:
        span = (report.since, report.until)
        chosen = store.entries(at, kinds, span, stored.as_of, classes, column)
        count, total = store.measured(session, chosen, column)
        rows = store.page(session, chosen, PAGE, offset)
        found = [(record.day, who, cadre, place, getattr(record, column)) for record, who, cadre, place in rows]
    children = {c.key for c in desk.programme.classes.values() if c.child}
    for _day, recipient, _cadre, _place, _amount in found:
        if recipient.class_key in children:
            audit.note(
                session,
                desk.now,
                actor.person_id,
                "minor.viewed",
                unit_id=unit_id,
                subject=recipient.number,
                detail=f"report {number} {column}",
            )
    entries = tuple(
        Entry(day, desk.shown(who.number, who.name), cadre.name if cadre else "", place, amount)
        for day, who, cadre, place, amount in found
    )
    return Explained(report, column, group, getattr(row.figures, column), total, count, offset, entries)


def _stored(session: Session, actor: Actor, number: int) -> Any:
    """The stored row of a report within the actor's scopes, else None."""
    stored = store.by_number(session, number)
    if stored is None or not people.covers(session, actor.units(*READERS), stored.unit_id):
        return None
    return stored


def _which(session: Session, actor: Actor, number: int, word: str | None) -> WhichFigure | NoReport:
    stored = _stored(session, actor, number)
    if stored is None:
        return NoReport(str(number))
    report = thawed(stored)
    return WhichFigure(number, f"{report.name} {report.period}", tuple(row.key for row in report.rows), word)


def _column(word: str) -> str | None:
    return next((key for key, names in WORDS.items() if word.casefold() in (key, *names)), None)


def _group(desk: Desk, word: str) -> str | None:
    """A report group by key, name, or the name of one of its classes."""
    if word.casefold() in (TOTAL, "合计", "全部", "all"):
        return TOTAL
    for group in desk.programme.groups.values():
        if word.casefold() in (group.key, group.zh, group.en.casefold()):
            return group.key
    named = desk.programme.class_called(word)
    return named.group if named else None
