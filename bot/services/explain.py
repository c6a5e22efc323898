"""The entries behind a figure of a frozen report: those that stood at its moment, a page at a time, masked."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.people import Actor
from bot.domain.reports import COLUMNS, Report
from bot.services.desk import Desk
from bot.services.reports import READERS, thawed
from bot.services.steps import Tick, nothing
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
    """A page of the entries behind `figure`. `sum` is what all of them come to now: the roster may have moved since.

    `minors`: the numbers of those in `found` who are minors by their class.
    """

    report: Report
    column: str
    group: str
    figure: int
    sum: int
    count: int
    offset: int
    found: tuple[Entry, ...]
    minors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """Which figure of which report, and where its page begins."""

    number: int
    column: str
    group: str
    offset: int = 0


def figure(desk: Desk, *, words: str | None = None, **button: Any) -> Figure | None:
    """What `12 走访探视 孤儿` names: a number, a column, and a group (all when it is left out); or a button."""
    if words is None:
        return Figure(**button)
    number, *rest = _parts(words)
    column = _column(rest[0]) if rest else None
    group = _group(desk, rest[1]) if len(rest) > 1 else TOTAL
    if not _is_number(number) or column is None or group is None:
        return None
    return Figure(int(number), column, group)


def _parts(words: str) -> list[str]:
    return words.replace(",", " ").split() or [""]


def _is_number(word: str) -> bool:
    return word.isdecimal() and len(word) <= 9


def unit_of(session: Session, actor: Actor, number: int) -> int | None:
    """The unit of a report within the actor's scopes."""
    stored = _stored(session, actor, number)
    return stored.unit_id if stored is not None else None


def look(
    session: Session, desk: Desk, actor: Actor, *, words: str | None = None, tick: Tick = nothing, **button: Any
) -> Explained | WhichFigure | NoReport:
    """A page of a figure; only reads, so that whose record is shown is still to be `noted`."""
    chosen = figure(desk, words=words, **button)
    if chosen is None:
        number, *rest = _parts(words or "")
        return _which(session, actor, int(number), " ".join(rest) or None) if _is_number(number) else NoReport(number)
    stored = _stored(session, actor, chosen.number)
    if stored is None:
        return NoReport(str(chosen.number))
    report, column, group = thawed(stored), chosen.column, chosen.group
    row = next((row for row in report.rows if row.key == group), None)
    if row is None or column not in COLUMNS:
        return _which(session, actor, chosen.number, f"{column} {group}")
    unit = units_read.get(session, stored.unit_id)
    assert unit is not None
    at = counts.area(session, unit, ())
    classes = [c.key for c in desk.programme.classes.values() if group in (TOTAL, c.group)]
    kinds = desk.programme.quota_pairings
    if column == "recipients":
        count, rows = store.recipients(session, at, kinds, report.until, classes, PAGE, chosen.offset)
        total = count
        found: list[tuple[Any, ...]] = [(None, recipient, None, place, 1) for recipient, place in rows]
    else:
        span = (report.since, report.until)
        entries = store.entries(at, kinds, span, stored.as_of, classes, column)
        count, total = store.measured(session, entries, column)
        rows = store.page(session, entries, PAGE, chosen.offset)
        found = [(record.day, who, cadre, place, getattr(record, column)) for record, who, cadre, place in rows]
    tick()
    children = {c.key for c in desk.programme.classes.values() if c.child}
    shown = tuple(
        Entry(day, desk.shown(who.number, who.name), cadre.name if cadre else "", place, amount)
        for day, who, cadre, place, amount in found
    )
    minors = tuple(who.number for _day, who, *_rest in found if who.class_key in children)
    value = getattr(row.figures, column)
    return Explained(report, column, group, value, total, count, chosen.offset, shown, minors)


def noted(
    session: Session, desk: Desk, actor: Actor, *, looked: Explained | WhichFigure | NoReport, **_words: Any
) -> Explained | WhichFigure | NoReport:
    """Every record of a minor that is shown is noted in the audit trail; the report is the reason."""
    if isinstance(looked, Explained):
        number = looked.report.number
        assert number is not None
        for minor in looked.minors:
            audit.note(
                session,
                desk.now,
                actor.person_id,
                "minor.viewed",
                unit_id=unit_of(session, actor, number),
                subject=minor,
                detail=f"report {number} {looked.column}",
            )
    return looked


def explain(session: Session, desk: Desk, actor: Actor, **words: Any) -> Explained | WhichFigure | NoReport:
    """The whole of it at once."""
    return noted(session, desk, actor, looked=look(session, desk, actor, **words))


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
