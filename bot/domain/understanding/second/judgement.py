"""What the second reading makes of the reading as a whole."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.understanding import intents
from bot.domain.understanding.model import Intent, Reading, ReadRecord

if TYPE_CHECKING:
    from bot.domain.understanding.second.opinion import Opinion

# Below these nothing is stored unasked: how likely anything counts, and how likely the message is a report or a danger.
DOUBT, REPORTED = 0.5, 0.9
# Above this a reading without a record changes its intent.
SURE = 0.5
# How likely a danger must be that no rule heard. An alert too many costs a call, one too few may cost a life.
ALARM = 0.05
_WITHOUT_RECORD = (Intent.PLAN, Intent.PROGRESS_QUERY, Intent.HELP, Intent.CHITCHAT, Intent.OTHER)
_RAISED = (Intent.RECORD, *_WITHOUT_RECORD)


def kinds_of(reading: Reading) -> list[str]:
    """What the rules found, in words for the second reading: kinds, sorts of support, attempts and their number."""
    found = {kind for record in reading.records for kind in record.kinds}
    found |= {record.amount_type for record in reading.records if record.amount_type}
    found |= {"tried" if record.attempt_only else "done" for record in reading.records}
    return [*sorted(found), f"{min(3, len(reading.records))} records"]


def judged(reading: Reading, held: Opinion, told: str) -> Reading:
    """The reading with what is not believed set aside, and the intent that is more likely without it."""
    if reading.intent in _RAISED and held.danger > ALARM:
        reading = replace(reading, intent=Intent.UNSAFE_REPORT)
    counts = any(not record.attempt_only for record in reading.records)
    if reading.intent is Intent.RECORD and counts:
        if _stands(held):
            return reading
        rest = max(_WITHOUT_RECORD, key=lambda intent: held.intents[intent])
        return _as(rest, replace(reading, records=(), doubted=tuple(map(_doubted, reading.records))), told)
    if reading.intent is Intent.UNSAFE_REPORT and counts and not _stands(held):
        return replace(reading, records=tuple(record for record in reading.records if record.attempt_only))
    if reading.intent in _WITHOUT_RECORD:
        best = max(held.intents, key=lambda intent: held.intents[intent])
        if best != reading.intent and best in _WITHOUT_RECORD and held.intents[best] > SURE:
            return _as(Intent(best), reading, told)
    return reading


def _stands(held: Opinion) -> bool:
    """Two opinions, of the parts and of the whole, hold it for a report."""
    return held.believed >= DOUBT and held.intents[Intent.RECORD] + held.intents[Intent.UNSAFE_REPORT] >= REPORTED


def _doubted(record: ReadRecord) -> ReadRecord:
    return replace(record, guessed=record.guessed | {"kind"})


def _as(intent: Intent, reading: Reading, told: str) -> Reading:
    topic = intents.topic(told)
    if intent is Intent.HELP:
        return replace(reading, intent=intent, topic=topic or "how_to")
    if intent is Intent.PROGRESS_QUERY:
        return replace(reading, intent=intent, topic=topic or "total")
    return replace(reading, intent=intent, topic=None)
