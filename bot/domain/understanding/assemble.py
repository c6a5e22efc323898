"""From single acts and gifts to records: one a person, day and main activity; people treated alike are put together."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from bot.domain.understanding.model import ReadRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from bot.domain.understanding.model import Paired
    from bot.domain.understanding.state import Item
    from bot.domain.understanding.support import Given

_ORDER = ("contact", "visit", "deed", "difficulty_solved")


@dataclass
class _Occasion:
    """One person's one main activity on one day, with what belongs to it."""

    person: int | None
    day: date | None
    main: str | None
    channel: str | None
    attempt: bool = False
    weak: bool = False
    extra: set[str] = field(default_factory=set)
    policy: bool = False
    gifts: list[Given] = field(default_factory=list)
    heads: int = 1
    guessed: bool = False
    unpaired: str | None = None
    order: int = 0
    unsure: bool = False


@dataclass(frozen=True)
class _Sum:
    sort: str
    per_head: Fraction | None


def _persons(item: Item, pairings: Sequence[Paired]) -> tuple[int | None, ...]:
    if item.whom.ids:
        return item.whom.ids
    if not item.whom.found and len(pairings) == 1:
        return (pairings[0].id,)
    return (None,)


def _day(item: Item, today: date) -> date | None:
    return today if item.day is None else item.day.value


def records(items: Sequence[Item], pairings: Sequence[Paired], today: date) -> tuple[ReadRecord, ...]:
    """Records of the items in the order of the text."""
    occasions: list[_Occasion] = []
    for item in sorted(items, key=lambda item: item.weak):
        if item.kind in {"visit", "contact"}:
            _main(item, occasions, pairings, today)
    occasions.sort(key=lambda occasion: occasion.order)
    _drop_superseded(occasions)
    for item in items:
        if item.kind in {"deed", "difficulty_solved"}:
            _attach(item, occasions, pairings, today)
    for item in items:
        if item.given is not None:
            _give(item, item.given, occasions, pairings, today)
    return _together(record for occasion in occasions for record in _as_records(occasion))


def _main(item: Item, occasions: list[_Occasion], pairings: Sequence[Paired], today: date) -> None:
    day = _day(item, today)
    for person in _persons(item, pairings):
        same = [o for o in occasions if o.person == person and o.day == day and o.main == item.kind]
        if item.kind == "visit" and item.weak and any(o.attempt == item.attempt for o in same):
            continue
        twin = next((o for o in same if o.channel == item.channel and o.attempt == item.attempt), None)
        if twin is not None:
            continue
        occasions.append(
            _Occasion(
                person,
                day,
                item.kind,
                item.channel,
                attempt=item.attempt,
                weak=item.weak,
                guessed=item.whom.guessed,
                unpaired=item.whom.unpaired,
                order=item.clause,
                unsure=item.guessed,
            )
        )


def _drop_superseded(occasions: list[_Occasion]) -> None:
    """A success the same day by the same channel covers the attempt; mere talk belongs to its visit or call."""

    def covered(occasion: _Occasion) -> bool:
        others = [o for o in occasions if o is not occasion and o.person == occasion.person and o.day == occasion.day]
        if occasion.attempt:
            return any(o.main == occasion.main and o.channel == occasion.channel and not o.attempt for o in others)
        talk = occasion.main == "contact" and occasion.channel is None
        if talk and occasion.day is None and any(o.main == "contact" and o.channel == "other" for o in others):
            return True
        return (
            occasion.day is not None
            and occasion.main == "contact"
            and occasion.channel is None
            and any(not o.attempt for o in others)
        )

    occasions[:] = [o for o in occasions if not covered(o)]


def _host(person: int | None, day: date | None, occasions: Sequence[_Occasion], order: int) -> _Occasion | None:
    mine = [o for o in occasions if o.person == person and o.day == day and not o.attempt]
    for main in ("visit", "contact", None):
        hosts = [o for o in mine if o.main == main]
        if hosts:
            before = [o for o in hosts if o.order <= order]
            return before[-1] if before else hosts[0]
    return None


def _attach(item: Item, occasions: list[_Occasion], pairings: Sequence[Paired], today: date) -> None:
    day = _day(item, today)
    for person in _persons(item, pairings):
        host = _host(person, day, occasions, item.clause)
        if host is None:
            host = _Occasion(
                person, day, None, None, guessed=item.whom.guessed, unpaired=item.whom.unpaired, order=item.clause
            )
            occasions.append(host)
        host.extra.add(item.kind)
        host.policy = host.policy or item.policy
        host.unsure = host.unsure or item.guessed


def _give(item: Item, given: Given, occasions: list[_Occasion], pairings: Sequence[Paired], today: date) -> None:
    persons = _persons(item, pairings)
    heads = 1 if given.each else len(persons)
    for person in persons:
        day = _day(item, today)
        if item.spread or item.day is None:
            own = [o for o in occasions if o.person == person and not o.attempt]
            days = {o.day for o in own}
            if len(days) == 1:
                day = days.pop()
        host = _host(person, day, occasions, item.clause)
        if host is None:
            host = _Occasion(
                person, day, None, None, guessed=item.whom.guessed, unpaired=item.whom.unpaired, order=item.clause
            )
            occasions.append(host)
        host.heads = max(host.heads, heads)
        host.gifts.append(given if given.yuan is None else _share(given, heads))


def _share(given: Given, heads: int) -> Given:
    return type(given)(
        given.sort, None if given.yuan is None else given.yuan / heads, each=given.each, total=given.total, at=given.at
    )


def _summed(gifts: Iterable[Given], sort: str) -> _Sum | None:
    """The sum of one sort. A stated total replaces the parts it is not smaller than."""
    mine = [g for g in gifts if g.sort == sort]
    if not mine:
        return None
    total: Fraction | None = None
    for gift in mine:
        if gift.yuan is None:
            continue
        if total is None or (gift.total and gift.yuan >= total):
            total = gift.yuan
        else:
            total += gift.yuan
    return _Sum(sort, total)


def _as_records(occasion: _Occasion) -> list[ReadRecord]:
    kinds = tuple(k for k in _ORDER if k == occasion.main or k in occasion.extra)
    cash, goods = _summed(occasion.gifts, "cash"), _summed(occasion.gifts, "goods")
    first = cash or goods
    made = [_record(occasion, kinds, occasion.channel, first)]
    if cash and goods and goods.per_head is not None:
        made.append(_record(occasion, (), None, goods))
    return made


def _record(occasion: _Occasion, kinds: tuple[str, ...], channel: str | None, amount: _Sum | None) -> ReadRecord:
    fen = None if amount is None or amount.per_head is None else round(amount.per_head * 100)
    return ReadRecord(
        recipient_ids=None if occasion.person is None else (occasion.person,),
        kinds=kinds,
        channel=channel,
        date=occasion.day,
        amount_fen=fen,
        amount_type=amount.sort if amount else None,
        attempt_only=occasion.attempt,
        deed_policy=occasion.policy and "deed" in kinds,
        guessed=frozenset(
            what for what, there in (("recipient", occasion.guessed), ("kind", occasion.unsure)) if there
        ),
        unpaired=occasion.unpaired,
    )


def _together(single: Iterable[ReadRecord]) -> tuple[ReadRecord, ...]:
    groups: dict[tuple[object, ...], list[ReadRecord]] = {}
    for record in single:
        key = (
            record.kinds,
            record.channel,
            record.date,
            record.amount_fen,
            record.amount_type,
            record.attempt_only,
            record.recipient_ids is None,
        )
        groups.setdefault(key, []).append(record)
    return tuple(_merged(group) for group in groups.values())


def _merged(group: list[ReadRecord]) -> ReadRecord:
    first = group[0]
    ids = None if first.recipient_ids is None else tuple(sorted({i for r in group for i in r.recipient_ids or ()}))
    heads = len(ids) if ids else 1
    return ReadRecord(
        recipient_ids=ids,
        kinds=first.kinds,
        channel=first.channel,
        date=first.date,
        amount_fen=None if first.amount_fen is None else first.amount_fen * heads,
        amount_type=first.amount_type,
        attempt_only=first.attempt_only,
        deed_policy=any(r.deed_policy for r in group),
        guessed=frozenset().union(*(r.guessed for r in group)),
        unpaired=first.unpaired,
    )
