"""What stands in a report. Everything is frozen, holds no name of a person, and goes to JSON and back unchanged."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, astuple, dataclass, field, fields
from datetime import date, datetime
from typing import Any, Self

from bot.domain.reports.figures import FLOWS, Figures

DEFINITIONS = "1"  # raised when a figure begins to mean something else; bot.texts.report_words says what each means
TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Row:
    """A report group's line; the key `total` is the last."""

    key: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Pace:
    """Quota pairings that run on the last day, by `bot.domain.quota.status`; `halted`: not judged, the person died."""

    met: int = 0
    on_pace: int = 0
    due_soon: int = 0
    behind: int = 0
    halted: int = 0

    @property
    def judged(self) -> int:
        return self.met + self.on_pace + self.due_soon + self.behind

    def __add__(self, other: "Pace") -> "Pace":
        return Pace(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A child of the scope, or with `own` what lies in the scope itself and in none of its children."""

    code: str
    name: str
    level: str
    own: bool
    figures: Figures
    pairings: Pace
    gaps: int


@dataclass(frozen=True)
class Movement:
    """Opening + entered - left = closing. In a place recipients are counted, in a unit its primary pairings.

    `left` is by reason, as the roster gave it ("" when it gave none). `cadre_changed`: recipients whose new primary
    pairing began in the period, with another cadre than before.
    """

    opening: int
    entered: int
    left: Mapping[str, int]
    closing: int
    cadre_changed: int

    @property
    def out(self) -> int:
        return sum(self.left.values())


@dataclass(frozen=True, slots=True)
class Gap:
    """断档: an active recipient without an active primary cadre. `since` is the first such day, counted as day 1."""

    recipient: str
    group: str
    code: str
    name: str
    since: date
    days: int


@dataclass(frozen=True, slots=True)
class Weekly:
    """Weekly visits: a week belongs to the period that holds its Friday."""

    pairings: int
    due: int
    done: int


@dataclass(frozen=True, slots=True)
class Helpers:
    """Pairings without quota, of one kind: how many run on the last day, and what they did in the period."""

    kind: str
    pairings: int
    recipients: int
    helpers: int
    figures: Figures


@dataclass(frozen=True, slots=True)
class Target:
    """What the judged pairings ask of the whole year in one quota kind, and how much of it is done.

    More than a pairing asks does not make up for another one: `fulfilled` is capped at each pairing's own quota.
    """

    kind: str
    required: int
    fulfilled: int


@dataclass(frozen=True, slots=True)
class Correction:
    """更正: by how much entries made after report `number` was frozen changed what it says of a group."""

    number: int
    period: str
    key: str
    figures: Figures


@dataclass(frozen=True)
class Report:
    """A month, quarter or year of a unit. `number` is None for a preview and for what is not confirmed.

    `period_from` to `until` are the days counted: `until` is the last day of the period, or the day of the preview.
    `problems` says why it is not confirmed; `foots` is about sums alone, `stale` about data that came or may come.
    """

    number: int | None
    code: str
    name: str
    level: str
    period: str
    since: date
    until: date
    as_of: datetime
    running: bool
    definitions: str
    cadres: int
    paired: int
    rows: tuple[Row, ...]
    previous: tuple[Row, ...]
    year_to_date: tuple[Row, ...]
    pairings: Pace
    quota: tuple[Target, ...]
    units: tuple[UnitLine, ...]
    offices: tuple[UnitLine, ...]
    roster: Movement
    gaps: tuple[Gap, ...]
    weekly: Weekly
    auxiliary: tuple[Helpers, ...]
    corrections: tuple[Correction, ...] = ()
    foots: bool = True
    problems: tuple[str, ...] = ()
    sections: Mapping[str, Any] = field(default_factory=dict)

    @property
    def total(self) -> Figures:
        return self.rows[-1].figures

    @property
    def confirmed(self) -> bool:
        return not self.running and not self.problems

    def to_json(self) -> dict[str, Any]:
        """As CONTRACT.md says. What is not measured is absent: `sections` adds what is, each under its own key."""
        return {
            "number": self.number,
            "scope": {"code": self.code, "name": self.name, "level": self.level},
            "period": self.period,
            "first_day": self.since.isoformat(),
            "last_day": self.until.isoformat(),
            "as_of": self.as_of.isoformat(timespec="seconds"),
            "running": self.running,
            "definitions": self.definitions,
            "cadres": self.cadres,
            "paired": self.paired,
            "rows": [_row(row) for row in self.rows],
            "previous": [_row(row) for row in self.previous],
            "year_to_date": [_row(row) for row in self.year_to_date],
            "pairings": asdict(self.pairings),
            "quota": [asdict(target) for target in self.quota],
            "units": [_unit(line) for line in self.units],
            "offices": [_unit(line) for line in self.offices],
            "roster": {**asdict(self.roster), "left": dict(self.roster.left), "out": self.roster.out},
            "gaps": [{**asdict(gap), "since": gap.since.isoformat()} for gap in self.gaps],
            "weekly_visits": asdict(self.weekly),
            "auxiliary": [_flat(asdict(line)) for line in self.auxiliary],
            "corrections": [_flat(asdict(line)) for line in self.corrections],
            "foots": self.foots,
            "problems": list(self.problems),
            **self.sections,
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        """The inverse of `to_json`, for what was frozen."""
        scope, roster = raw["scope"], raw["roster"]
        return cls(
            **{name: raw[name] for name in _PLAIN},
            code=scope["code"],
            name=scope["name"],
            level=scope["level"],
            since=date.fromisoformat(raw["first_day"]),
            until=date.fromisoformat(raw["last_day"]),
            as_of=datetime.fromisoformat(raw["as_of"]),
            rows=_rows(raw["rows"]),
            previous=_rows(raw["previous"]),
            year_to_date=_rows(raw["year_to_date"]),
            pairings=Pace(**raw["pairings"]),
            quota=tuple(Target(**target) for target in raw["quota"]),
            units=tuple(map(_unit_line, raw["units"])),
            offices=tuple(map(_unit_line, raw["offices"])),
            roster=Movement(**{name: roster[name] for name in _names(Movement)}),
            gaps=tuple(Gap(**{**gap, "since": date.fromisoformat(gap["since"])}) for gap in raw["gaps"]),
            weekly=Weekly(**raw["weekly_visits"]),
            auxiliary=tuple(Helpers(**_nested(line, Helpers)) for line in raw["auxiliary"]),
            corrections=tuple(Correction(**_nested(line, Correction)) for line in raw["corrections"]),
            problems=tuple(raw["problems"]),
            sections={key: value for key, value in raw.items() if key not in _KNOWN},
        )


_PLAIN = ("number", "period", "running", "definitions", "cadres", "paired", "foots")
_KNOWN = {
    *_PLAIN,
    *("scope", "first_day", "last_day", "as_of", "rows", "previous", "year_to_date", "pairings", "quota"),
    *("units", "offices", "roster", "gaps", "weekly_visits", "auxiliary", "corrections", "problems"),
}


def _names(model: type[Any]) -> list[str]:
    return [f.name for f in fields(model)]


def _row(row: Row) -> dict[str, Any]:
    return {"class": row.key, **asdict(row.figures)}


def _rows(raw: Iterable[Mapping[str, Any]]) -> tuple[Row, ...]:
    return tuple(Row(row["class"], Figures.read(row)) for row in raw)


def _flat(line: dict[str, Any]) -> dict[str, Any]:
    """The figures of a line beside its other fields, without a `recipients` of a flow that has none."""
    figures = line.pop("figures")
    return {**{column: figures[column] for column in FLOWS}, **line}


def _nested(raw: Mapping[str, Any], model: type[Any]) -> dict[str, Any]:
    plain = {name: raw[name] for name in _names(model) if name != "figures"}
    return {**plain, "figures": Figures(**{column: raw[column] for column in FLOWS})}


def _unit(line: UnitLine) -> dict[str, Any]:
    raw = asdict(line)
    return {"code": raw.pop("code"), "name": raw.pop("name"), **raw.pop("figures"), **raw}


def _unit_line(raw: Mapping[str, Any]) -> UnitLine:
    plain = {name: raw[name] for name in ("code", "name", "level", "own", "gaps")}
    return UnitLine(**plain, figures=Figures.read(raw), pairings=Pace(**raw["pairings"]))
