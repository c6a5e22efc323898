"""Alerts as those on duty see them: open ones, 我来处理, follow-ups, 已结案. Codes and moments only."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.alerts import ORDER, OUTCOMES
from bot.domain.notices import Facts
from bot.domain.notices.admin import follow_ups
from bot.domain.people import Actor
from bot.services.alerts import FOLLOW_UP, KIND, covered, write
from bot.services.cards import Stale
from bot.services.desk import Desk
from bot.services.reminders import Found, Line
from db import alerts as store
from db import appointments, audit
from db import people as roster
from db.models import Alert
from db.session import Session

LISTED = 20


@dataclass(frozen=True)
class Absent:
    """No such alert, or none of the actor's places."""


@dataclass(frozen=True)
class Step:
    """One line of the trail. `who` is the number of a person; `word` of the list that belongs to `what`."""

    at: datetime
    who: str | None
    what: str
    word: str | None


@dataclass(frozen=True)
class Shown:
    """An alert. Moments are local. `mine`: the actor took it. `closing`: the outcome is being asked."""

    key: int
    code: str | None
    reporter: str | None
    category: str
    state: str
    opened_at: datetime
    told: tuple[str, ...]
    told_at: datetime | None
    taken_by: str | None
    taken_at: datetime | None
    outcome: str | None
    mine: bool
    steps: tuple[Step, ...] = ()
    closing: bool = False


@dataclass(frozen=True)
class Open:
    """What is not closed, the oldest first; `more` are left out."""

    alerts: tuple[Shown, ...]
    more: int


def listed(session: Session, desk: Desk, actor: Actor) -> Open:
    """/alerts: everything open in the actor's places."""
    found = [alert for alert in store.open_ones(session) if covered(session, actor, alert, *ORDER)]
    return Open(tuple(_shown(session, desk, actor, one) for one in found[:LISTED]), max(0, len(found) - LISTED))


def show(session: Session, desk: Desk, actor: Actor, *, key: int, closing: bool = False) -> Shown | Absent:
    """One alert with its trail; that somebody looked is in the audit trail."""
    alert = _mine(session, actor, key)
    if alert is None:
        return Absent()
    _note(session, desk, actor, alert, "alert.viewed")
    return _shown(session, desk, actor, alert, closing=closing and alert.state != "closed", steps=True)


def take(session: Session, desk: Desk, actor: Actor, *, key: int, over: bool = False) -> Shown | Stale | Absent:
    """我来处理. Somebody else's only with `over`; the follow-ups go to whoever took it last."""
    alert = _mine(session, actor, key)
    if alert is None:
        return Absent()
    if alert.state == "closed":
        return Stale()
    if alert.state == "taken" and (alert.taken_by == actor.person_id or not over):
        return _shown(session, desk, actor, alert, steps=True)
    first = alert.state == "open"
    alert.state, alert.taken_by, alert.taken_at = "taken", actor.person_id, desk.now
    store.step(session, alert.id, desk.now, actor.person_id, "taken")
    _note(session, desk, actor, alert, "alert.taken")
    appointments.settle(session, [FOLLOW_UP], alert.id)
    notice = desk.programme.notices.get(FOLLOW_UP)
    for period, moment in follow_ups(notice, desk.now) if notice else ():
        appointments.make(
            session,
            [actor.person_id],
            FOLLOW_UP,
            f"A{alert.id}:{period}" if first else f"A{alert.id}:{period}:{int(desk.now.timestamp())}",
            day=moment.astimezone(desk.zone).date(),
            due=moment,
            lane=appointments.AT_ONCE,
            subject_id=alert.id,
        )
    if first and alert.reporter_id != actor.person_id:
        write(session, desk, [alert.reporter_id], alert, f"A{alert.id}:taken")
    return _shown(session, desk, actor, alert, steps=True)


def still(session: Session, desk: Desk, actor: Actor, *, key: int) -> Shown | Stale | Absent:
    """还在处理: the answer to a follow-up."""
    alert = _mine(session, actor, key)
    if alert is None:
        return Absent()
    if alert.state != "taken":
        return Stale()
    store.step(session, alert.id, desk.now, actor.person_id, "still")
    return _shown(session, desk, actor, alert, steps=True)


def close(session: Session, desk: Desk, actor: Actor, *, key: int, outcome: str) -> Shown | Stale | Absent:
    """已结案, with what became of it; whoever closes an alert that nobody took has taken it."""
    alert = _mine(session, actor, key)
    if alert is None:
        return Absent()
    if alert.state == "closed" or outcome not in OUTCOMES:
        return Stale()
    if alert.taken_by is None:
        alert.taken_by, alert.taken_at = actor.person_id, desk.now
    alert.state, alert.outcome, alert.closed_at = "closed", outcome, desk.now
    store.step(session, alert.id, desk.now, actor.person_id, "closed", outcome)
    _note(session, desk, actor, alert, "alert.closed")
    appointments.settle(session, [FOLLOW_UP, KIND], alert.id)
    return _shown(session, desk, actor, alert, steps=True)


def found(session: Session, desk: Desk, subject_id: int | None, period: str) -> Found:
    """What a notice of an alert has to say: lines are the alert (word: its category) and the reporter.

    `word` is new, taken, nobody or follow_up. Silent once closed.
    """
    alert = store.get(session, subject_id) if subject_id is not None else None
    if alert is None:
        return Found(Facts(done=True))
    parts = period.split(":")
    word = {"taken": "taken", "nobody": "nobody"}.get(parts[1], "follow_up") if len(parts) > 1 else "new"
    codes = store.codes(session, alert.recipient_id)
    reporter = roster.by_id(session, alert.reporter_id).number or ""
    lines = [
        Line(
            alert.id, codes[0] if codes else "", day=alert.opened_at.astimezone(desk.zone).date(), word=alert.category
        ),
        Line(alert.reporter_id, reporter, word="reporter"),
    ]
    done = alert.state == "closed" or (word == "nobody" and alert.state != "open")
    return Found(Facts(done=done), lines, word=word)


def _mine(session: Session, actor: Actor, key: int) -> Alert | None:
    alert = store.get(session, key, lock=True)
    return alert if alert is not None and covered(session, actor, alert, *ORDER) else None


def _note(session: Session, desk: Desk, actor: Actor, alert: Alert, action: str) -> None:
    audit.note(session, desk.now, actor.person_id, action, unit_id=alert.unit_id, subject=f"A{alert.id}")


def _shown(
    session: Session, desk: Desk, actor: Actor, alert: Alert, *, steps: bool = False, closing: bool = False
) -> Shown:
    def local(moment: datetime | None) -> datetime | None:
        return moment.astimezone(desk.zone) if moment else None

    codes = store.codes(session, alert.recipient_id)
    trail = store.trail(session, alert.id) if steps else ()
    return Shown(
        key=alert.id,
        code=codes[0] if codes else None,
        reporter=roster.by_id(session, alert.reporter_id).number,
        category=alert.category,
        state=alert.state,
        opened_at=alert.opened_at.astimezone(desk.zone),
        told=tuple(word for word in (alert.told or "").split(",") if word),
        told_at=local(alert.told_at),
        taken_by=roster.by_id(session, alert.taken_by).number if alert.taken_by else None,
        taken_at=local(alert.taken_at),
        outcome=alert.outcome,
        mine=alert.taken_by == actor.person_id,
        steps=tuple(Step(step.at.astimezone(desk.zone), who, step.what, step.word) for step, who in trail),
        closing=closing,
    )
