"""A cadre tells what changed: one question at a time, filed with a receipt, withdrawn with one tap."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain import changes as rules
from bot.domain.calendar import Period
from bot.domain.changes import HIMSELF, RECLASSED, Draft, Step
from bot.domain.leave import read_day
from bot.domain.people import Actor
from bot.services import offices, queueing
from bot.services.cards import Dropped, Stale
from bot.services.change_lines import ChangeLine, line_of
from bot.services.desk import Desk
from db import changes, records
from db.models import Change, Question
from db.session import Session

KIND = "change"
NOTE_LIMIT = 300
DAYS_OFFERED = 3


@dataclass(frozen=True)
class Asking:
    """The next question. `whom`: (id, shown) of one's recipients; `classes`: (key, name) for a change of class.

    `shown` names whom it is about, "" for the cadre himself. `days` are offered as buttons, today first.
    """

    key: int
    step: Step
    draft: Draft
    today: date
    shown: str = ""
    whom: tuple[tuple[int, str], ...] = ()
    classes: tuple[tuple[str, str], ...] = ()
    days: tuple[date, ...] = ()


@dataclass(frozen=True)
class Filed:
    """`told`: whether somebody's office hears of it. `again`: the same was filed before and is still open."""

    line: ChangeLine
    told: bool
    again: bool = False


@dataclass(frozen=True)
class NotThen:
    """A day on which this cannot have begun; why: future, too_far, too_old. The question stays open."""

    why: str
    day: date


@dataclass(frozen=True)
class Withdrawn:
    """`resumed`: reminders about the recipient come again."""

    line: ChangeLine
    resumed: bool


Told = Asking | Filed | NotThen | Stale | Dropped


def start(session: Session, desk: Desk, actor: Actor, *, month: str | None = None) -> Asking:
    """/change, or 有变化 below the monthly question: whom is it about?"""
    if month == str(Period.month_of(desk.today)):
        changes.said_changed(session, actor.person_id, month, desk.now)
    return _ask(session, desk, actor, Draft())


def answer(session: Session, desk: Desk, actor: Actor, *, key: int, step: str, value: str) -> Told:
    """A tap. `step` "none" drops the question; a value that was not offered is forged, hence Stale."""
    question = records.question_of(session, actor.person_id)
    if question is None or question.id != key or question.kind != KIND:
        return Stale()
    if step == "none":
        records.drop_question(session, actor.person_id)
        return Dropped()
    draft = Draft.from_json(question.payload)
    if draft.asks() != step:
        return Stale()
    if step == "day":
        return _with_day(session, desk, actor, question, draft, _iso(value))
    filled = _filled(session, desk, actor, draft, step, value)
    return _on(session, desk, actor, question, filled) if filled else Stale()


def said(session: Session, desk: Desk, actor: Actor, *, question: Question, text: str) -> Told | None:
    """An answer in words: a day, or what only words can say. None: the message is about something else."""
    draft = Draft.from_json(question.payload)
    step = draft.asks()
    if step == "note":
        return _on(session, desk, actor, question, replace(draft, note=text.strip()[:NOTE_LIMIT]))
    day = read_day(text, desk.today) if step == "day" else None
    return _with_day(session, desk, actor, question, draft, day) if day else None


def withdraw(session: Session, desk: Desk, actor: Actor, *, change_id: int) -> Withdrawn | Stale:
    """Take one's own change back while nobody has acted on it; reminders stopped by it come again."""
    filed = changes.get(session, change_id)
    if filed is None or filed.change.person_id != actor.person_id or filed.change.state != "filed":
        return Stale()
    resumed = take_back(session, desk, filed.change, actor.person_id)
    offices.note(session, desk, actor, "change.withdraw", unit_id=filed.change.unit_id, subject=str(change_id))
    return Withdrawn(line_of(desk, filed), resumed)


def take_back(session: Session, desk: Desk, change: Change, by: int) -> bool:
    """The change no longer stands; whether reminders about its recipient come again."""
    changes.close(session, [change.id], "withdrawn", by, desk.now)
    month = str(Period.month_of(change.filed_at.astimezone(desk.zone).date()))
    changes.unsay_changed(session, change.person_id, month)
    return change.kind == "died" and change.recipient_id is not None and changes.lift_halt(session, change.recipient_id)


def _filled(session: Session, desk: Desk, actor: Actor, draft: Draft, step: str, value: str) -> Draft | None:
    """The draft with one answer more; None for a value that was not offered."""
    match step:
        case "whom" if value == str(HIMSELF) or value in {str(key) for key, _ in _own(session, desk, actor)}:
            return replace(draft, whom=int(value))
        case "kind" if value in draft.kinds():
            return replace(draft, kind=value)
        case "reason" if value in (
            desk.programme.classes if draft.kind == RECLASSED else rules.REASONS[draft.kind or ""]
        ):
            return replace(draft, reason=value)
        case "duties" if value in draft.choices():
            return replace(draft, duties=value)
    return None


def _with_day(session: Session, desk: Desk, actor: Actor, question: Question, draft: Draft, day: date | None) -> Told:
    if day is None:
        return Stale()
    why = rules.day_problem(draft.kind or "", day, desk.today)
    return NotThen(why, day) if why else _on(session, desk, actor, question, replace(draft, day=day))


def _on(session: Session, desk: Desk, actor: Actor, question: Question, draft: Draft) -> Asking | Filed:
    if draft.asks() is None:
        records.drop_question(session, actor.person_id)
        return _file(session, desk, actor, draft)
    question.payload = draft.to_json()
    session.flush()
    return _asking(session, desk, actor, question.id, draft)


def _ask(session: Session, desk: Desk, actor: Actor, draft: Draft) -> Asking:
    question = records.ask(session, actor.person_id, KIND, draft.to_json(), desk.now)
    return _asking(session, desk, actor, question.id, draft)


def _asking(session: Session, desk: Desk, actor: Actor, key: int, draft: Draft) -> Asking:
    step = draft.asks()
    assert step is not None
    own = _own(session, desk, actor)
    classes = desk.programme.classes.values()
    near = [desk.today - timedelta(days=n) for n in range(DAYS_OFFERED)]
    return Asking(
        key=key,
        step=step,
        draft=draft,
        today=desk.today,
        shown=dict(own).get(draft.whom or HIMSELF, ""),
        whom=own if step == "whom" else (),
        classes=tuple((c.key, c.en if desk.language == "en" else c.zh) for c in classes) if step == "reason" else (),
        days=tuple(dict.fromkeys([*near, desk.today.replace(day=1)])) if step == "day" else (),
    )


def _own(session: Session, desk: Desk, actor: Actor) -> tuple[tuple[int, str], ...]:
    """One's recipients of today, whatever the kind of pairing."""
    rows = records.pairings_of(session, actor.person_id, desk.today, desk.today)
    return tuple({one.id: desk.shown(one.number, one.name) for _, one in rows}.items())


def _file(session: Session, desk: Desk, actor: Actor, draft: Draft) -> Filed:
    """Write it down, tell the office, and for a death stop every reminder about the person at once."""
    recipient_id = draft.whom or None
    assert draft.kind is not None
    before = changes.open_same(session, actor.person_id, recipient_id, draft.kind)
    if before is not None:
        return Filed(_line(session, desk, before), told=False, again=True)
    change = changes.add(
        session,
        Change(
            person_id=actor.person_id,
            recipient_id=recipient_id,
            unit_id=actor.unit_id,
            kind=draft.kind,
            reason=draft.reason,
            from_day=draft.day,
            note=draft.note,
            open_duties=draft.duties,
            filed_at=desk.now,
        ),
    )
    changes.said_changed(session, actor.person_id, str(Period.month_of(desk.today)), desk.now)
    if draft.kind == "died" and recipient_id is not None:
        changes.halt(session, recipient_id, desk.now)
    office = queueing.office_of(session, desk, actor.unit_id, but=actor.person_id)
    queueing.tell(session, desk, office, "change.filed", change.id)
    offices.note(session, desk, actor, "change.file", unit_id=actor.unit_id, subject=str(change.id))
    return Filed(_line(session, desk, change.id), told=bool(office))


def _line(session: Session, desk: Desk, change_id: int) -> ChangeLine:
    filed = changes.get(session, change_id)
    assert filed is not None
    return line_of(desk, filed)


def _iso(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
