"""After each campaign: how many were due, and what became of every one. The lines add up, or say that they do not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.domain.calendar import local
from bot.services import queueing
from bot.services.desk import Desk
from db import campaigns
from db import notices as queue
from db.models import Campaign
from db.offices import Offices
from db.session import Session

KIND = "campaigns"
ONE = timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """One campaign. `sent` holds the answered ones, `waiting` those put off; `failed` is by reason."""

    kind: str
    due: int
    planned: int
    sent: int
    silent: int
    unreachable: int
    failed: tuple[tuple[str, int], ...]
    closed: int
    unknown: int
    waiting: int

    @property
    def adds_up(self) -> bool:
        parts = self.sent + self.silent + self.unreachable + self.closed + self.unknown + self.waiting
        return self.planned == parts + sum(count for _, count in self.failed)


@dataclass(frozen=True)
class Account:
    day: date
    lines: tuple[Line, ...]


def account_of(session: Session, desk: Desk, period: str) -> Account:  # noqa: ARG001  the shape of every use case
    """The campaigns that were through together with the one a period names; of a day alone, all of that day."""
    word, _, kind = period.partition(":")
    day = date.fromisoformat(word)
    found = campaigns.of_day(session, day)
    moments = {one.accounted_at for one in found if one.kind == kind or not kind}
    lines = (_line(session, one) for one in found if one.accounted_at in moments)
    return Account(day, tuple(line for line in lines if line.planned))


def close(session: Session, desk: Desk) -> Sequence[Account]:
    """Account for the campaigns that are through: admins hear of those of a day together, the caller gets the lines.

    Through means that nobody hears of it any more on this day: who is on leave, or put it off, hears later.
    """
    finished = campaigns.finished(session, local(desk.today + ONE, time(0), desk.zone), desk.today)
    days: dict[date, list[Line]] = {}
    for campaign in finished:
        campaign.accounted_at = desk.now
        line = _line(session, campaign)
        if line.planned:
            days.setdefault(campaign.day, []).append(line)
    admins = Offices(session, desk.today).holders("admin") if days else []
    for day, lines in days.items():
        queue.write_once(session, admins, KIND, f"{day}:{lines[0].kind}", desk.today, queueing.due(session, desk))
    return [Account(day, tuple(lines)) for day, lines in days.items()]


def _line(session: Session, campaign: Campaign) -> Line:
    states: dict[str, int] = {}
    failed: dict[str, int] = {}
    for state, outcome, count in campaigns.account(session, campaign.kind, campaign.day):
        if state == "failed":
            failed[outcome or "?"] = failed.get(outcome or "?", 0) + count
        else:
            states[state] = states.get(state, 0) + count
    return Line(
        kind=campaign.kind,
        due=campaign.due,
        planned=sum(states.values()) + sum(failed.values()),
        sent=states.get("sent", 0) + states.get("answered", 0),
        silent=states.get("silent", 0),
        unreachable=states.get("unreachable", 0),
        failed=tuple(sorted(failed.items())),
        closed=states.get("closed", 0),
        unknown=states.get("unknown", 0),
        waiting=states.get("planned", 0) + states.get("claimed", 0),
    )
