"""The draw of a spot check: from a salt that was promised before, kept with what is needed to draw it again."""

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.calendar import Period
from bot.domain.spotcheck import Drawn, Entry, draw, fingerprint, seed_of
from bot.services.desk import Desk
from bot.services.steps import Overtaken, Tick, nothing
from db import audit, counts, units_read
from db import spotchecks as store
from db.models import SpotCheck, SpotItem, SpotSalt
from db.session import Session

STEPS = 2


@dataclass(frozen=True)
class Bound:
    """What a draw is bound to before anything is looked at: nobody can look first and then choose.

    `newest` is the last record that may be drawn.
    """

    unit_id: int
    period: Period
    size: int
    fingerprint: str
    seed: str
    newest: int


@dataclass(frozen=True)
class Found:
    """Who comes out of it; not kept yet."""

    bound: Bound
    drawn: Drawn


def bind(session: Session, desk: Desk, unit: Any, period: Period, size: int) -> Bound:
    """The short part before: the waiting salt, whose fingerprint was shown before, and the newest record."""
    newest = store.newest_record(session)
    salt = next_salt(session, desk, unit.id)
    seed = seed_of(salt.salt, unit.code, str(period))
    return Bound(unit.id, period, size, salt.fingerprint, seed, newest)


def find(session: Session, desk: Desk, bound: Bound, tick: Tick = nothing) -> Found:
    """The long part, which only reads, in a view not older than `bound`. `tick` is called after each of STEPS."""
    unit = units_read.get(session, bound.unit_id)
    assert unit is not None
    return Found(bound, _draw(session, desk, unit, bound.period, bound.size, bound.seed, bound.newest, None, tick))


def keep(session: Session, desk: Desk, found: Found, by: int | None) -> SpotCheck | Overtaken | None:
    """The short part after: keep the check; None when there is nothing to draw.

    Overtaken when somebody else drew of the unit meanwhile, which used up the salt: who was drawn there is not known
    to what was looked up.
    """
    bound, drawn = found.bound, found.drawn
    store.lock_unit(session, bound.unit_id)
    salt = store.waiting_salt(session, bound.unit_id)
    if salt is None or salt.fingerprint != bound.fingerprint:
        return Overtaken()
    if not drawn.entries:
        return None
    period, size = str(bound.period), bound.size
    check = SpotCheck(
        unit_id=bound.unit_id,
        period=period,
        size=size,
        seed=bound.seed,
        salt=salt.salt,
        fingerprint=salt.fingerprint,
        committed_at=salt.made_at,
        last_record=bound.newest,
        frame=drawn.frame,
        drawn_by=by,
        drawn_at=desk.now,
    )
    salt.used_at = desk.now
    session.add(check)
    session.flush()
    ids = store.recipients(session, [entry.recipient for entry in drawn.entries])
    session.add_all(
        SpotItem(
            check_id=check.id,
            position=n,
            record_id=entry.record_id,
            recipient_id=ids[entry.recipient],
            line=entry.line,
            group_key=entry.group,
        )
        for n, entry in enumerate(drawn.entries, 1)
    )
    session.flush()
    audit.note(
        session, desk.now, by, "spotcheck", unit_id=bound.unit_id, subject=str(check.id), detail=f"{period} {size}"
    )
    return check


def keep_draw(session: Session, desk: Desk, unit: Any, period: Period, size: int, by: int | None) -> SpotCheck | None:
    """Draw and keep a check in one transaction; None when there is nothing to draw."""
    store.lock_unit(session, unit.id)
    check = keep(session, desk, find(session, desk, bind(session, desk, unit, period, size)), by)
    assert not isinstance(check, Overtaken)
    return check


def next_salt(session: Session, desk: Desk, unit_id: int) -> SpotSalt:
    """The salt of the next draw, made when there is none."""
    salt = store.waiting_salt(session, unit_id)
    if salt is None:
        store.lock_unit(session, unit_id)
        salt = store.waiting_salt(session, unit_id)
    if salt is None:
        secret = secrets.token_hex(32)
        salt = SpotSalt(unit_id=unit_id, salt=secret, fingerprint=fingerprint(secret), made_at=desk.now)
        session.add(salt)
        session.flush()
    return salt


def drawable(session: Session, desk: Desk, unit: Any, period: Period, newest: int) -> list[Entry]:
    children = units_read.children(session, unit.id)
    places = [child for child in children if unit.level == "unit" or child.level != "unit"]
    at = counts.area(session, unit, places)
    codes = {child.id: child.code for child in (*places, unit)}
    classes = desk.programme.classes
    return [
        Entry(record, number, day, codes[line], classes[key].group if key in classes else key)
        for line, record, number, day, key in store.countable(session, at, period.first, period.last, newest)
    ]


def _draw(
    session: Session,
    desk: Desk,
    unit: Any,
    period: Period,
    size: int,
    seed: str,
    newest: int,
    check: int | None,
    tick: Tick = nothing,
) -> Drawn:
    before = store.drawn_before(session, unit.id, period.first.year, check)
    entries = drawable(session, desk, unit, period, newest)
    tick()
    drawn = draw(seed, size, entries, before, tuple(desk.programme.groups))
    tick()
    return drawn


@dataclass(frozen=True)
class Redrawn:
    """A draw repeated: (position, recipient's number, record, day, line, group). `same`: as it was kept."""

    key: int
    seed: str
    frame: int
    lines: tuple[tuple[int, str, int, date, str, str], ...]
    same: bool


def redraw(session: Session, desk: Desk, *, check_id: int, seed: str | None = None) -> Redrawn | None:
    """Draw a check again from the records that stood then; None when there is no such check.

    The salt and its fingerprint must give the seed, and the seed the sample, or `same` is False.
    """
    check = store.get(session, check_id)
    if check is None:
        return None
    unit = units_read.get(session, check.unit_id)
    assert unit is not None
    used = seed or check.seed
    period = Period.parse(check.period)
    drawn = _draw(session, desk, unit, period, check.size, used, check.last_record, check.id)
    honest = fingerprint(check.salt) == check.fingerprint and seed_of(check.salt, unit.code, check.period) == used
    kept = [(item.record_id, item.line, item.group_key) for item in store.items(session, check.id)]
    lines = tuple(
        (n, one.recipient, one.record_id, one.day, one.line, one.group) for n, one in enumerate(drawn.entries, 1)
    )
    found = [(one.record_id, one.line, one.group) for one in drawn.entries]
    return Redrawn(check.id, used, drawn.frame, lines, honest and found == kept and drawn.frame == check.frame)


@dataclass(frozen=True)
class Kept:
    """What a check was drawn for."""

    code: str
    period: str
    size: int


def kept(session: Session, check_id: int) -> Kept | None:
    check = store.get(session, check_id)
    unit = units_read.get(session, check.unit_id) if check else None
    return Kept(unit.code, check.period, check.size) if check and unit else None
