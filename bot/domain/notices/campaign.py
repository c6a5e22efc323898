"""What the planner hands to the database: a kind of notice due on a day to a set of people named by a predicate."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Literal, NamedTuple

from bot.domain.calendar import WorkingDays, days
from bot.domain.programme import MonthDay, Notice, Programme

Who = Literal["role", "paired", "new_pairings", "birthday", "birth_month", "festival", "age", "escalation"]
Subject = Literal["pairing", "recipient"]
LOOK_AHEAD = timedelta(days=31)  # no run of rest days moves a notice further forward than this


@dataclass(frozen=True)
class Audience:
    """A set of people; `kinds` are pairing kinds, and a pairing or recipient must be active on the campaign's day.

    * `role`: everyone with a grant of `role`.
    * `paired`: cadres with a pairing of `kinds`.
    * `new_pairings`: the cadre of each pairing of `kinds` that began on `first_day`.
    * `birthday`: cadres with a pairing of `kinds` with a recipient born on one of `month_days`, in year `born_from` or
      later.
    * `birth_month`: the same, born in month `month_days[0].month`, the day being unknown.
    * `festival`: cadres with a pairing of `kinds` with a recipient of `classes` (empty: any).
    * `age`: `role` for each recipient born on one of `born`, or in `born_month` (year, month) when the day is unknown.
    * `escalation`: `role` with an open item at their level (see `escalation.py`).
    """

    who: Who
    role: str
    kinds: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    first_day: date | None = None
    month_days: tuple[MonthDay, ...] = ()
    born_from: int | None = None
    born: tuple[date, ...] = ()
    born_month: tuple[int, int] | None = None


@dataclass(frozen=True)
class Campaign:
    """`period` is unique with person and kind; with a `subject` the database appends `:P<id>` or `:R<id>` to it.

    `day` is when it becomes due, `earliest` its earliest local hour, `expires` the last day on which it is of use:
    what was not sent by then is closed, because it is over or the next of its kind takes its place.
    """

    kind: str
    period: str
    day: date
    earliest: time
    expires: date
    audience: Audience
    subject: Subject | None = None

    @property
    def mark(self) -> str:
        """What the database puts between the period and the subject's id."""
        return {"pairing": ":P", "recipient": ":R", None: ""}[self.subject]


class Moment(NamedTuple):
    """What every rule gets: the programme, its working days, its own settings, and the days to plan (both included)."""

    programme: Programme
    working_days: WorkingDays
    notice: Notice
    first: date
    last: date

    def nominal_days(self) -> Iterator[date]:
        """Days whose notice may fall into the plan once rest days have moved it forward."""
        return days(self.first, self.last + LOOK_AHEAD)

    def campaign(
        self, period: str, day: date, expires: date, audience: Audience, subject: Subject | None = None
    ) -> Campaign:
        return Campaign(self.notice.kind, period, day, self.notice.hour, expires, audience, subject)

    def to_roles(self, period: str, day: date, expires: date) -> Iterator[Campaign]:
        """One campaign for each role the programme names."""
        for role in self.notice.to:
            yield self.campaign(period, day, expires, Audience("role", role))

    def to_cadres(self, period: str, day: date, expires: date) -> Campaign:
        """To every cadre with a pairing that carries the quota."""
        return self.campaign(period, day, expires, Audience("paired", "cadre", kinds=self.programme.quota_pairings))
