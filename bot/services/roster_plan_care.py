"""Recipients of the scope, and their pairings: history stays, what is no longer listed ends."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.domain.roster import PAIRINGS, RECIPIENTS, PairingRow, RecipientRow, overlaps
from bot.services.roster_ground import DAY, Ground, same, whole
from db import roster as stored


def plan_recipients(at: Ground) -> dict[str, Any]:
    there = {row.number: row for row in stored.recipients_below(at.session, at.tops())}
    rows = at.roster.recipients
    named = rows if rows is not None else (at.roster.pairings or ())
    more = {n for row in named if (n := _number(row)) and n not in there}
    there.update({row.number: row for row in stored.recipients_numbered(at.session, more)})
    if rows is None:
        return there
    first_days: dict[str, date] = {}
    for pairing in at.roster.pairings or ():
        first_days[pairing.recipient] = min(pairing.first_day, first_days.get(pairing.recipient, at.desk.today))
    for row in rows:
        if row.number:
            _plan_recipient(at, row, there.get(row.number), first_days.get(row.number, at.desk.today))
    if at.roster.units is not None:
        _missing_recipients(at, there, {row.number for row in rows})
    return there


def _plan_recipient(at: Ground, row: RecipientRow, there: Any, first_day: date) -> None:
    if at.roster.units is None and row.unit and not at.unit_known(row.unit):
        at.wrong(RECIPIENTS, row.row, "所在地编码", "unknown_unit", row.unit)
    year, month, day = row.birth or (None, None, None)
    new = {
        "name": row.name,
        "gender": row.gender,
        "birth_year": year,
        "birth_month": month,
        "birth_day": day,
        "class_key": row.class_key,
        "unit": row.unit,
        "living": row.living,
        "household": row.household,
        "phone": row.phone,
        "guardian": row.guardian,
        "aliases": row.aliases,
        "last_day": None,
        "left_reason": None,
    }
    table = at.plan.recipients
    if there is None:
        table.added.append({"number": row.number, "first_day": first_day, **new})
        return
    if there.last_day is None and not at.in_file_scope(there.unit_id):
        at.wrong(RECIPIENTS, row.row, "对象编号", "elsewhere", row.number)
    old = {**same(there, *(name for name in new if name != "unit")), "unit": at.codes[there.unit_id]}
    if new != old:
        table.changed.append({"id": there.id, **new})
        table.before.append(whole(there, stored.RECIPIENT_FIELDS))


def _missing_recipients(at: Ground, there: Mapping[str, Any], listed: set[str]) -> None:
    table = at.plan.recipients
    for found in there.values():
        if found.unit_id in at.scope and (found.last_day is None or found.last_day >= at.desk.today):
            table.existing += 1
            if found.number not in listed:
                last = max(found.first_day, at.desk.today - DAY)
                table.removed.append({"id": found.id, "last_day": last, "left_reason": "roster"})
                table.before.append(whole(found, stored.RECIPIENT_FIELDS))
                table.shown.append(at.desk.shown(found.number, found.name))


# Pairings: of the recipients of the scope


def plan_pairings(
    at: Ground, rows: tuple[PairingRow, ...], people: Mapping[str, Any], recipients: Mapping[str, Any]
) -> None:
    outside = [row.cadre for row in rows if row.cadre not in people and row.cadre not in at.file_cadres]
    cadres = {**people, **{found.number: found for found in stored.people_numbered(at.session, set(outside))}}
    table = at.plan.pairings
    numbers = {found.id: number for number, found in recipients.items()}
    there = _pairings_there(at, recipients)
    names = stored.numbers_of_people(at.session, {found.person_id for found in there})
    known = {
        (names[found.person_id], numbers[found.recipient_id], found.kind, found.first_day): found for found in there
    }
    listed = set()
    for row in rows:
        _check_pairing(at, row, cadres, recipients)
        key = (row.cadre, row.recipient, row.kind, row.first_day)
        listed.add(key)
        found = known.get(key)
        new = {"last_day": row.last_day, "end_reason": row.end_reason}
        if found is None:
            table.added.append(
                {
                    "person": row.cadre,
                    "recipient": row.recipient,
                    "kind": row.kind,
                    "first_day": row.first_day,
                    **new,
                }
            )
        elif new != same(found, "last_day", "end_reason"):
            table.changed.append({"id": found.id, **new})
            table.before.append(whole(found, stored.PAIRING_FIELDS))
    unlisted = {key: found for key, found in known.items() if key not in listed}
    ended: dict[int, date] = {}
    if at.roster.units is not None:
        there_now = [found for found in known.values() if _runs(found, at.desk.today)]
        table.existing = sum(recipients[numbers[found.recipient_id]].unit_id in at.scope for found in there_now)
        ended = _end_missing(at, rows, unlisted, recipients)
    _check_history(at, rows, unlisted, ended)


def _pairings_there(at: Ground, recipients: Mapping[str, Any]) -> list[Any]:
    return stored.pairings_of_recipients(at.session, [found.id for found in recipients.values()])


def _check_pairing(at: Ground, row: PairingRow, cadres: Mapping[str, Any], recipients: Mapping[str, Any]) -> None:
    if row.cadre and row.cadre not in at.file_cadres:
        found = cadres.get(row.cadre)
        # With a 干部 sheet, who is not in it has left, unless he belongs to a place the file does not speak of.
        leaving = at.roster.cadres is not None and found is not None and found.unit_id in at.scope
        hidden = at.allowed is not None and found is not None and found.unit_id not in at.allowed
        if found is None or found.status == "left" or leaving or hidden:
            at.wrong(PAIRINGS, row.row, "干部编号", "unknown_cadre", row.cadre)
    if row.recipient and at.roster.recipients is None:
        there = recipients.get(row.recipient)
        if there is None or not at.in_file_scope(there.unit_id):
            at.wrong(PAIRINGS, row.row, "对象编号", "unknown_recipient", row.recipient)


def _runs(found: Any, day: date) -> bool:
    return found.last_day is None or found.last_day >= day


def _end_missing(
    at: Ground, rows: tuple[PairingRow, ...], unlisted: Mapping[Any, Any], recipients: Mapping[str, Any]
) -> dict[int, date]:
    """A pairing that is no longer listed ended yesterday, or the day before its successor began. Last days by id.

    It never ends before a day on which something was done in it.
    """
    table, today = at.plan.pairings, at.desk.today
    single = at.desk.programme.quota_pairings
    starts: dict[tuple[str, str], list[date]] = defaultdict(list)
    for row in rows:
        if row.kind in single and row.first_day <= today:
            starts[row.recipient, row.kind].append(row.first_day)
    open_ones = {
        key: found for key, found in unlisted.items() if _runs(found, today) and recipients[key[1]].unit_id in at.scope
    }
    done = stored.latest_records(at.session, [found.id for found in open_ones.values()])
    for (cadre, recipient, kind, first), found in open_ones.items():
        after = [day for day in starts.get((recipient, kind), ()) if day > first]
        last = min([today - DAY, *(day - DAY for day in after)])
        last = max(first, last, done.get(found.id, first))
        table.removed.append({"id": found.id, "last_day": last, "end_reason": "roster"})
        table.before.append(whole(found, stored.PAIRING_FIELDS))
        table.shown.append(f"{cadre} – {recipient}")
    return {item["id"]: item["last_day"] for item in table.removed}


def _check_history(
    at: Ground, rows: tuple[PairingRow, ...], kept: Mapping[Any, Any], ended: Mapping[int, date]
) -> None:
    """A new primary pairing may not lie over one of the past that the file does not list."""
    single = at.desk.programme.quota_pairings
    spans: dict[str, list[tuple[date, date | None, int]]] = defaultdict(list)
    for (_, recipient, kind, first), found in kept.items():
        if kind in single:
            spans[recipient].append((first, ended.get(found.id, found.last_day), 0))
    for row in rows:
        if row.kind in single and row.recipient in spans:
            spans[row.recipient].append((row.first_day, row.last_day, row.row))
    for recipient, found in spans.items():
        for key in overlaps(found):
            number = key or max(row for _, _, row in found)
            if number:
                at.wrong(PAIRINGS, number, "开始日期", "overlaps_history", recipient)


def _number(row: RecipientRow | PairingRow) -> str:
    return row.number if isinstance(row, RecipientRow) else row.recipient
