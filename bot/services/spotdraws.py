"""The draw of a spot check: from a salt that was promised before, kept with what is needed to draw it again."""

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.calendar import Period
from bot.domain.spotcheck import Drawn, Entry, draw, fingerprint, seed_of
from bot.services.desk import Desk
from db import audit, counts, units_read
from db import spotchecks as store
from db.models import SpotCheck, SpotItem, SpotSalt
from db.session import Session


def keep_draw(session: Session, desk: Desk, unit: Any, period: Period, size: int, by: int | None) -> SpotCheck | None:
    """Draw and keep a check; None when there is nothing to draw. The salt's fingerprint was shown before."""
    store.lock_unit(session, unit.id)
    newest = store.newest_record(session)
    salt = next_salt(session, desk, unit.id)
    seed = seed_of(salt.salt, unit.code, str(period))
    drawn = _draw(session, desk, unit, period, size, seed, newest, None)
    if not drawn.entries:
        return None
    check = SpotCheck(
        unit_id=unit.id,
        period=str(period),
        size=size,
        seed=seed,
        salt=salt.salt,
        fingerprint=salt.fingerprint,
        committed_at=salt.made_at,
        last_record=newest,
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
    audit.note(session, desk.now, by, "spotcheck", unit_id=unit.id, subject=str(check.id), detail=f"{period} {size}")
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
    session: Session, desk: Desk, unit: Any, period: Period, size: int, seed: str, newest: int, check: int | None
) -> Drawn:
    before = store.drawn_before(session, unit.id, period.first.year, check)
    entries = drawable(session, desk, unit, period, newest)
    return draw(seed, size, entries, before, tuple(desk.programme.groups))


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
