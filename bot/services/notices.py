"""The sender's use case: note what became of the last letters and claim the next people, in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from bot.domain import notices as rules
from bot.domain.calendar import WorkingDays, local
from bot.services import accounts, along, news, overtaken, reports, summons
from bot.services.ahead import LATER, Ahead
from bot.services.desk import Desk
from bot.services.parcels import Parcel, Result, judge_of, judged, judged_by, parcel_for
from db import marks, records, working_days
from db import notices as queue
from db.models import Notice, Person
from db.session import Session

EXAMINED = 256  # people looked at in one transaction, so that a reply waits at most a moment
FORGOTTEN = timedelta(minutes=15)
CHUNK = 2000  # rows of one sweep
ROUNDS = 3  # times that what surely was not sent goes back into the queue
AGAIN = timedelta(minutes=15)
UNKNOWN = timedelta(hours=1)  # a kind that only a newer version knows waits for it
TRANSIENT, RETRY = "planned", "retry"
BROADCAST = "broadcast"
TOLD_AT_ONCE = 5000  # news of one kind in one message; a query may name about so many


@dataclass
class _Waiting:
    """What waits for one person in a lane."""

    person: Person
    notices: list[Notice] = field(default_factory=list)

    def ids(self) -> list[int]:
        return [notice.id for notice in self.notices]


def turn(
    session: Session, desk: Desk, *, results: Sequence[Result] = (), room: int = 0, ahead: Ahead | None = None
) -> tuple[Parcel, ...]:
    """Write back `results`, then claim up to `room` people with something to hear now. While paused alerts only.

    `ahead`: what was read before; whatever else would take long waits for the next look. None: nothing waits.
    """
    for result in results:
        _note(session, desk, result)
    if room <= 0:
        return ()
    paused = marks.mark(session, marks.PAUSED) is not None
    calendar = working_days.calendar(session)
    parcels: list[Parcel] = []
    for lane in (queue.AT_ONCE,) if paused else queue.LANES:
        if lane == queue.BUNDLED and not rules.may_send(desk.programme, calendar, desk.zone, desk.now):
            continue
        examined = 0
        while len(parcels) < room and examined < EXAMINED:
            people = queue.next_people(session, lane, desk.now, room - len(parcels))
            if not people:
                break
            examined += len(people)
            parcels += _claim(session, desk, calendar, lane, people, ahead)
    if len(parcels) < room and not paused:
        parcels += overtaken.edits(session, desk, calendar, room - len(parcels))
    return tuple(parcels)


def recover(session: Session, desk: Desk) -> int:  # noqa: ARG001  the shape of every use case
    """At the start of a leader: what the one before had claimed may have arrived; how many are unknown now."""
    return queue.abandon_claimed(session)


def sweep(session: Session, desk: Desk) -> int:
    """Close what is over and mark who cannot be reached, a chunk at a time; 0 when nothing is left.

    Claims that nobody has written back for long are those of a sender that was killed just after it lost the lead.
    """
    queue.abandon_claimed(session, desk.now - FORGOTTEN)
    return queue.close_expired(session, desk.today, CHUNK) + queue.drop_unreachable(session, desk.now, CHUNK)


def _note(session: Session, desk: Desk, result: Result) -> None:
    """The end of a parcel; what was given back, or surely not sent, waits again, and its day's bundle is free again."""
    parcel = result.parcel
    if result.state == "unreachable":
        session.get_one(Person, parcel.person_id).blocked_at = desk.now
    if parcel.edits is not None:
        if result.state != TRANSIENT and parcel.done_ids:
            queue.finish(session, parcel.done_ids, "answered", queue.EDITED, answered_at=desk.now)
        return
    state, outcome, due = result.state, result.outcome, None
    if state == RETRY:
        again = _attempts(session, parcel) < ROUNDS
        state, due = (TRANSIENT, desk.now + AGAIN) if again else ("failed", None)
    if parcel.bundle and state in (TRANSIENT, "failed"):
        queue.give_bundle_back(session, parcel.person_id, parcel.day)
    if state == TRANSIENT:
        queue.put_back(session, parcel.notice_ids, due)
    else:
        sent_at = desk.now if state == "sent" else None
        queue.finish(session, parcel.notice_ids, state, outcome, message_id=result.message_id, sent_at=sent_at)
        if state == "sent":
            along.note(session, desk, parcel, result.message_id)


def _attempts(session: Session, parcel: Parcel) -> int:
    return max(notice.attempts for notice in queue.by_ids(session, parcel.notice_ids))


def _claim(
    session: Session, desk: Desk, calendar: WorkingDays, lane: int, people: Sequence[int], ahead: Ahead | None
) -> list[Parcel]:
    """Decide for each of these people: silent, closed, later, or claimed and on its way."""
    tomorrow = local(desk.today + timedelta(days=1), time(0), desk.zone)
    until = tomorrow if lane == queue.BUNDLED else desk.now + timedelta(microseconds=1)
    waiting: dict[int, _Waiting] = {}
    for notice, person in queue.waiting_for(session, people, lane, until):
        waiting.setdefault(person.id, _Waiting(person)).notices.append(notice)
    reachable = [one for one in waiting.values() if _reachable(session, one)]
    for one in reachable:
        _close_useless(session, desk, one)
    reachable = [one for one in reachable if one.notices]
    if ahead is not None:
        reachable = [one for one in reachable if _looked_at(session, desk, one, lane, ahead)]
    found = ahead or Ahead()
    if lane == queue.BUNDLED:
        return _bundles(session, desk, calendar, reachable, found)
    return [parcel for one in reachable if (parcel := _apart(session, desk, calendar, one, found))]


def _looked_at(session: Session, desk: Desk, one: _Waiting, lane: int, ahead: Ahead) -> bool:
    """Whether nothing said now would take long; else it waits, all of it, as one bundle stays one."""
    said = one.notices if lane == queue.BUNDLED else one.notices[:1]
    if ahead.holds(session, desk, said):
        return True
    queue.put_off(session, [notice.id for notice in said], desk.now + LATER)
    return False


def _reachable(session: Session, one: _Waiting) -> bool:
    person = one.person
    if person.telegram_id is not None and person.blocked_at is None and person.status != "left":
        return True
    queue.finish(session, one.ids(), "unreachable", "not reachable")
    return False


def _close_useless(session: Session, desk: Desk, one: _Waiting) -> None:
    """What is over is closed; of several of one kind about one thing only the latest is said."""
    over = [notice for notice in one.notices if notice.expires is not None and notice.expires < desk.today]
    if over:
        queue.finish(session, [notice.id for notice in over], "closed", "expired")
    left = [notice for notice in one.notices if notice not in over]
    latest = {(notice.kind, notice.subject_id if _by_subject(notice) else None): notice for notice in left}
    older = [notice for notice in left if notice not in latest.values() and notice.kind in rules.RULES]
    if older:
        queue.finish(session, [notice.id for notice in older], "closed", "replaced")
    one.notices = [notice for notice in left if notice not in older]


def _by_subject(notice: Notice) -> bool:
    return notice.subject_id is not None


def _apart(session: Session, desk: Desk, calendar: WorkingDays, one: _Waiting, ahead: Ahead) -> Parcel | None:
    """The oldest of the messages that go by themselves; digests wait for the waking hours."""
    notice, person = one.notices[0], one.person
    if notice.kind in rules.DIGESTS and not rules.may_send(desk.programme, calendar, desk.zone, desk.now):
        start = rules.digest_at(desk.programme, desk.zone, day=desk.today, earliest=time(0))
        day = desk.today if start > desk.now and calendar.is_working(desk.today) else calendar.after(desk.today)
        queue.put_off(session, [notice.id], rules.digest_at(desk.programme, desk.zone, day=day, earliest=time(0)))
        return None
    if notice.kind in news.TOGETHER:
        return _together(session, desk, one)
    parcel = parcel_for(desk, person, [notice])
    if notice.kind in rules.DIGESTS:
        found = reports.digest(session, desk, person_id=person.id, period=notice.period, made=ahead.reports)
        parcel = replace(parcel, reports=found)
        useless = not found
    elif notice.kind == accounts.KIND:
        account = accounts.account_of(session, desk, notice.period)
        parcel = replace(parcel, account=account)
        useless = not account.lines
    elif notice.kind == BROADCAST:
        text = queue.broadcast_text(session, notice.subject_id)
        parcel = replace(parcel, text=text)
        useless = text is None
    elif notice.kind in news.KINDS:
        told = news.of(session, desk, kind=notice.kind, person_id=person.id, subject_id=notice.subject_id)
        parcel = replace(parcel, news=told)
        useless = told is None
    elif notice.kind not in rules.RULES and notice.kind not in summons.KINDS:
        queue.put_off(session, [notice.id], desk.now + UNKNOWN)
        return None
    else:
        items = judged(session, desk, calendar, [(person, [notice])])[person.id]
        parcel = replace(parcel, items=tuple(items))
        useless = items[0].reason is None
    if useless:
        queue.finish(session, [notice.id], "silent", "done")
        return None
    queue.claim(session, [notice.id], desk.now)
    return parcel


def _together(session: Session, desk: Desk, one: _Waiting) -> Parcel | None:
    """All news of the oldest's kind in one message: a file may open hundreds of gaps for one liaison."""
    kind = one.notices[0].kind
    same = [notice for notice in one.notices if notice.kind == kind][:TOLD_AT_ONCE]
    told, open_still = news.TOGETHER[kind](session, desk, [notice.subject_id or 0 for notice in same])
    parts = [notice for notice in same if notice.subject_id in open_still]
    if done := [notice.id for notice in same if notice not in parts]:
        queue.finish(session, done, "silent", "done")
    if not parts:
        return None
    queue.claim(session, [notice.id for notice in parts], desk.now)
    return replace(parcel_for(desk, one.person, parts), news=told)


def _bundles(
    session: Session, desk: Desk, calendar: WorkingDays, all_waiting: Sequence[_Waiting], ahead: Ahead
) -> list[Parcel]:
    """One bundle a person and day, at his hour; whoever is early, away, or had his bundle waits."""
    people = [one.person.id for one in all_waiting]
    had = queue.bundled_on(session, people, desk.today)
    absences = records.absences_of(session, people)
    ready = []
    for one in all_waiting:
        at = _time_for(desk, calendar, one, absences.get(one.person.id, ()), had=one.person.id in had)
        if at > desk.now:
            queue.put_off(session, one.ids(), at)
        else:
            ready.append(one)
    judge = judge_of(session, desk, calendar, (one.person.id for one in ready))
    items = judged_by(judge, desk, [(one.person, one.notices) for one in ready], ahead.items)
    early = along.Along(desk, calendar, judge)
    silent = [item.notice_id for judged in items.values() for item in judged if item.reason is None]
    if silent:
        queue.finish(session, silent, "silent", "done")
    needed = {who: tuple(item for item in judged if item.reason is not None) for who, judged in items.items()}
    ours = queue.take_bundles(session, [who for who, some in needed.items() if some], desk.today, desk.now)
    parcels = []
    for one in ready:
        own = needed[one.person.id]
        ids = [item.notice_id for item in own]
        if one.person.id in ours:
            chosen = [notice for notice in one.notices if notice.id in ids]
            parcel = replace(parcel_for(desk, one.person, chosen, bundle=True), items=own)
            parcels.append(early.taken(parcel))
        elif own:
            queue.put_off(session, ids, _next_bundle(desk, calendar, one))
    if parcels:
        queue.claim(session, [notice_id for parcel in parcels for notice_id in parcel.notice_ids], desk.now)
    return parcels


def _time_for(
    desk: Desk, calendar: WorkingDays, one: _Waiting, absences: Iterable[tuple[date, date]], *, had: bool
) -> datetime:
    """When this person's bundle may go: his hour, after a snooze or a leave, and once a day."""
    if had:
        return _next_bundle(desk, calendar, one)
    back = [last + timedelta(days=1) for first, last in absences if first <= desk.today <= last]
    away = max([*back, one.person.snoozed_until or date.min])
    return _send_at(desk, calendar, one, desk.today, away if away > desk.today else None)


def _next_bundle(desk: Desk, calendar: WorkingDays, one: _Waiting) -> datetime:
    return _send_at(desk, calendar, one, desk.today + timedelta(days=1), one.person.snoozed_until)


def _send_at(desk: Desk, calendar: WorkingDays, one: _Waiting, day: date, snoozed_until: date | None) -> datetime:
    """The hours of the kinds bind on their own day; what is left over from an earlier one goes at the person's hour."""
    known = desk.programme.notices
    hours = [known[notice.kind].hour for notice in one.notices if notice.kind in known and notice.day >= day]
    hour, minute = divmod(one.person.minute, 60)
    return rules.send_at(
        desk.programme,
        calendar,
        desk.zone,
        day=day,
        earliest=hours,
        person_hour=time(hour, minute),
        snoozed_until=snoozed_until,
    )
