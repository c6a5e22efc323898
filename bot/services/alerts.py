"""Alerts: opened by the first message, told to the county at once, asked about in three taps. No word of the story."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.alerts import CATEGORIES, SAME, TOLD, WHEN, category_of, circles, goes_on
from bot.domain.people import Actor
from bot.services.cards import Stale
from bot.services.desk import Desk
from bot.services.entries import Source
from db import alerts as store
from db import appointments, people, records
from db.models import Alert
from db.session import Session

KIND = "alert"
FOLLOW_UP = "alert.follow_up"
LOST = frozenset({"unreachable", "failed"})


@dataclass(frozen=True)
class Opened:
    """What the reporter sees of his alert. `step` is what is asked next: who, category, told, when, or done.

    `notified`: people who are being told; 0: nobody can be reached. `whom` are (recipient id, shown) to choose from.
    `again`: the message belongs to an alert that was open already.
    """

    key: int
    step: str
    category: str
    codes: tuple[str, ...]
    notified: int
    told: tuple[str, ...] = ()
    whom: tuple[tuple[int, str], ...] = ()
    again: bool = False


def open_alert(
    session: Session,
    desk: Desk,
    actor: Actor,
    *,
    source: Source,
    danger: str | None,
    named: Sequence[int],
    paired: Sequence[int],
) -> Opened:
    """An acute danger was reported: one alert a person named. The text is neither stored nor passed on."""
    known = store.of_message(session, source.chat_id, source.message_id)
    who: tuple[int | None, ...] = tuple(dict.fromkeys(named)) or (tuple(paired) if len(set(paired)) == 1 else (None,))
    if not known and (same := _same(session, desk, actor, danger, who)) is not None:
        return _opened(session, desk, actor, same, again=True)
    if known:
        return _opened(session, desk, actor, known, again=True)
    made = [_make(session, desk, actor, source, danger, one, part) for part, one in enumerate(who)]
    for alert in made:
        _tell_next(session, desk, alert)
    return _opened(session, desk, actor, made)


def _same(
    session: Session, desk: Desk, actor: Actor, danger: str | None, who: Sequence[int | None]
) -> Sequence[Alert] | None:
    """The open alert that a further message goes on about: of the last hours, same danger, nobody else named."""
    for alert in store.open_of(session, actor.person_id, desk.now - SAME):
        if alert.category != category_of(danger) and alert.danger != danger:
            continue
        together = store.of_message(session, alert.chat_id, alert.message_id)
        about = {one.recipient_id for one in together}
        if who == (None,) or set(who) <= about:
            return together
        if about == {None} and len(who) == 1:
            _name(session, desk, actor, alert, who[0])
            return together
    return None


def _make(
    session: Session, desk: Desk, actor: Actor, source: Source, danger: str | None, recipient: int | None, part: int
) -> Alert:
    codes = store.codes(session, recipient)
    alert = Alert(
        recipient_id=recipient,
        reporter_id=actor.person_id,
        unit_id=codes[1] if codes else actor.unit_id,
        danger=danger,
        category=category_of(danger),
        chat_id=source.chat_id,
        message_id=source.message_id,
        part=part,
        opened_at=desk.now,
    )
    session.add(alert)
    session.flush()
    store.step(session, alert.id, desk.now, actor.person_id, "opened", alert.category)
    return alert


def _tell_next(session: Session, desk: Desk, alert: Alert) -> int:
    """Tell the next group that has not heard of it, now, at any hour; how many."""
    told = {person for person, _ in appointments.of_subject(session, KIND, alert.id)}
    groups = circles(store.holders(session, alert.unit_id, desk.today), alert.reporter_id)
    new = next((left for group in groups if (left := [one for one in group if one not in told])), [])
    if new:
        write(session, desk, new, alert, f"A{alert.id}")
        store.step(session, alert.id, desk.now, None, "told", str(len(new)))
    return len(new)


def write(session: Session, desk: Desk, whom: Iterable[int], alert: Alert, period: str) -> None:
    """A notice of an alert: due at once, never in a bundle, at any hour of any day."""
    appointments.make(
        session, whom, KIND, period, day=desk.today, due=desk.now, lane=appointments.AT_ONCE, subject_id=alert.id
    )


def _opened(
    session: Session,
    desk: Desk,
    actor: Actor,
    together: Sequence[Alert],
    *,
    step: str | None = None,
    again: bool = False,
) -> Opened:
    first = together[0]
    notified = {
        person
        for alert in together
        for person, state in appointments.of_subject(session, KIND, alert.id)
        if state not in LOST and person != alert.reporter_id
    }
    codes = tuple(found[0] for alert in together if (found := store.codes(session, alert.recipient_id)))
    whom = () if codes else _own(session, desk, actor)
    told = tuple(word for word in (first.told or "").split(",") if word)
    return Opened(
        key=first.id,
        step=step or ("who" if whom else "category"),
        category=first.category,
        codes=codes,
        notified=len(notified),
        told=told,
        whom=whom,
        again=again,
    )


def _own(session: Session, desk: Desk, actor: Actor) -> tuple[tuple[int, str], ...]:
    rows = records.pairings_of(session, actor.person_id, desk.today, desk.today)
    return tuple({one.id: desk.shown(one.number, one.name) for _, one in rows}.items())


def _mine(session: Session, actor: Actor, key: int) -> Sequence[Alert]:
    """The alerts of one message, if the actor reported them and they are not closed."""
    alert = store.get(session, key, lock=True)
    if alert is None or alert.reporter_id != actor.person_id:
        return ()
    together = store.of_message(session, alert.chat_id, alert.message_id)
    return () if any(one.state == "closed" for one in together) else together


def name(session: Session, desk: Desk, actor: Actor, *, key: int, recipient: int) -> Opened | Stale:
    """Who is in danger; 0: none of the own recipients."""
    together = _mine(session, actor, key)
    if not together or any(one.recipient_id for one in together):
        return Stale()
    if recipient:
        if recipient not in dict(_own(session, desk, actor)):
            return Stale()
        _name(session, desk, actor, together[0], recipient)
    return _opened(session, desk, actor, together, step="category")


def _name(session: Session, desk: Desk, actor: Actor, alert: Alert, recipient: int | None) -> None:
    codes = store.codes(session, recipient)
    if codes is None:
        return
    alert.recipient_id, alert.unit_id = recipient, codes[1]
    store.step(session, alert.id, desk.now, actor.person_id, "named", codes[0])
    told = {person for person, _ in appointments.of_subject(session, KIND, alert.id)}
    groups = circles(store.holders(session, alert.unit_id, desk.today), alert.reporter_id)
    if groups and told.isdisjoint(groups[0]):  # the person lives where somebody else is on duty
        _tell_next(session, desk, alert)


def choose(session: Session, desk: Desk, actor: Actor, *, key: int, category: str) -> Opened | Stale:
    together = _mine(session, actor, key)
    if not together or category not in CATEGORIES:
        return Stale()
    for alert in together:
        alert.category, alert.chosen = category, True
        store.step(session, alert.id, desk.now, actor.person_id, "category", category)
    return _opened(session, desk, actor, together, step="told")


def tell(session: Session, desk: Desk, actor: Actor, *, key: int, word: str) -> Opened | Stale:
    """Whom the reporter has told: each tap adds or takes away one; "nobody" and "done" end the question."""
    together = _mine(session, actor, key)
    if not together or (word not in TOLD and word != "done"):
        return Stale()
    told = [one for one in (together[0].told or "").split(",") if one and one != "nobody"]
    if word == "nobody":
        told = ["nobody"]
    elif word != "done":
        told = [one for one in TOLD if (one in told) != (one == word)]
    for alert in together:
        alert.told = ",".join(told) or None
    if word == "nobody" or (word == "done" and not told):
        return _finish(session, desk, actor, together, None)
    return _opened(session, desk, actor, together, step="when" if word == "done" else "told")


def when(session: Session, desk: Desk, actor: Actor, *, key: int, word: str) -> Opened | Stale:
    """When they were told, to the hour."""
    together = _mine(session, actor, key)
    if not together or word not in WHEN or not together[0].told:
        return Stale()
    return _finish(session, desk, actor, together, desk.now - WHEN[word])


def _finish(session: Session, desk: Desk, actor: Actor, together: Sequence[Alert], told_at: datetime | None) -> Opened:
    for alert in together:
        alert.told_at = told_at
        store.step(session, alert.id, desk.now, actor.person_id, "reported", alert.told or "nobody")
    return _opened(session, desk, actor, together, step="done")


@dataclass(frozen=True)
class Asked:
    """/alert: whom to ring, and who is in danger. Nothing is open yet."""

    whom: tuple[tuple[int, str], ...]


def ask(session: Session, desk: Desk, actor: Actor) -> Asked:
    return Asked(_own(session, desk, actor))


def by_button(session: Session, desk: Desk, actor: Actor, *, recipient: int, source: Source) -> Opened | Stale:
    """A name under /alert was tapped; 0: somebody else. The tapped message opens the alert, once."""
    if recipient and recipient not in dict(_own(session, desk, actor)):
        return Stale()
    named = (recipient,) if recipient else ()
    opened = open_alert(session, desk, actor, source=source, danger=None, named=named, paired=())
    together = store.of_message(session, source.chat_id, source.message_id)
    return _opened(session, desk, actor, together, step="category") if together else opened


def chase(session: Session, desk: Desk) -> int:
    """Alerts that nobody took go on: whoever was told cannot be reached, or has said nothing for an hour. How many.

    For every tick of the clock. When nobody is left to tell, the reporter hears so, once.
    """
    moved = 0
    for alert in store.untaken(session):
        told = [
            (person, state)
            for person, state in appointments.of_subject(session, KIND, alert.id)
            if person != alert.reporter_id
        ]
        lost = all(state in LOST for _, state in told)
        last = store.last_told(session, alert.id)
        if not goes_on(alert.opened_at, desk.now, lost=lost, last_told=last):
            continue
        if _tell_next(session, desk, alert):
            moved += 1
        elif lost:
            write(session, desk, [alert.reporter_id], alert, f"A{alert.id}:nobody")
    return moved


def covered(session: Session, actor: Actor, alert: Alert, *roles: str) -> bool:
    """Whether an office of the actor covers the recipient's place or the reporter's unit."""
    scopes = actor.units(*roles)
    return any(people.covers(session, scopes, unit) for unit in store.places(session, alert))
