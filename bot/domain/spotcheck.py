r"""Spot checks: which records are drawn, so that anyone with the seed draws the same, and what the answers say.

No random number generator: every choice is an order by HMAC-SHA256 under the seed, which any tool can recompute.

* seed = HMAC-SHA256(salt, "<unit code>\n<period>"), in hexadecimal; the salt's SHA-256 was shown before.
* The people of the frame are ordered by HMAC-SHA256(seed, "recipient\n<number>"), lowest first.
* Of a person with several records the one with the lowest HMAC-SHA256(seed, "record\n<number>\n<day>\n<n>") is
  drawn, where n counts that person's records of that day from 0, in the order of entry.
"""

import hashlib
import hmac
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

OUTCOMES = ("agree", "differ", "no_answer", "no_number", "redirected", "institution", "inconvenient")
ANSWERED = frozenset({"agree", "differ"})
AGAIN = frozenset({"no_answer", "inconvenient"})
"""Outcomes after which the same person may be rung up once more."""

REASONS = ("none", "day", "way", "money", "person", "unsure")
"""Why an answer differs: no such act, another day, another way, other money or goods, another person, cannot recall."""

LARGEST = 200
LEAST = 10
Z95 = 1.959963984540054  # the 97.5 % point of the normal distribution


@dataclass(frozen=True)
class Entry:
    """A record that may be drawn. `line` is the code of the child unit, `group` a report group's key."""

    record_id: int
    recipient: str
    day: date
    line: str
    group: str


@dataclass(frozen=True)
class Drawn:
    """`frame` is the number of people who could have been drawn."""

    entries: tuple[Entry, ...]
    frame: int


def fingerprint(salt: str) -> str:
    """What is shown of a salt before it is used; both in hexadecimal."""
    return hashlib.sha256(bytes.fromhex(salt)).hexdigest()


def seed_of(salt: str, code: str, period: str) -> str:
    return hmac.digest(bytes.fromhex(salt), f"{code}\n{period}".encode(), "sha256").hex()


def draw(
    seed: str, size: int, entries: Iterable[Entry], before: Mapping[str, int], groups: Sequence[str] = ()
) -> Drawn:
    """`size` people, each with one record, or all when there are fewer.

    `before` says how often somebody was drawn before: nobody comes again while one of the frame was drawn less often.
    Within those whose turn it is, units and class groups get seats in proportion to their people (largest remainder).
    `entries` of one day and person come in the order of entry. `groups` is the order of the class groups.
    """
    key = bytes.fromhex(seed)
    people: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        people[entry.recipient].append(entry)
    turns: dict[int, list[Entry]] = defaultdict(list)
    for number, own in people.items():
        # Hashing every record is most of the work: needed only where the record decides on the stratum.
        alike = all(one.line == own[0].line and one.group == own[0].group for one in own)
        turns[before.get(number, 0)].append(own[0] if alike else _one_of(key, own))
    drawn: list[Entry] = []
    for turn in sorted(turns):
        if len(drawn) == size:
            break
        drawn += [_one_of(key, people[one.recipient]) for one in _stratified(key, size - len(drawn), turns[turn])]
    order = {group: n for n, group in enumerate(groups)}
    drawn.sort(key=lambda e: (e.line, order.get(e.group, len(order)), e.group, _rank(key, "recipient", e.recipient)))
    return Drawn(tuple(drawn), len(people))


def _one_of(key: bytes, own: Sequence[Entry]) -> Entry:
    """One record of a person."""
    days: Counter[date] = Counter()
    ranked = []
    for entry in own:
        ranked.append((_rank(key, "record", entry.recipient, entry.day.isoformat(), str(days[entry.day])), entry))
        days[entry.day] += 1
    return min(ranked, key=lambda pair: pair[0])[1]


def _rank(key: bytes, *words: str) -> bytes:
    return hmac.digest(key, "\n".join(words).encode(), "sha256")


def _stratified(key: bytes, size: int, people: Sequence[Entry]) -> list[Entry]:
    strata: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in people:
        strata[entry.line, entry.group].append(entry)
    seats = apportion({stratum: len(members) for stratum, members in strata.items()}, size)
    found: list[Entry] = []
    for stratum, members in strata.items():
        found += sorted(members, key=lambda e: _rank(key, "recipient", e.recipient))[: seats[stratum]]
    return found


def apportion(sizes: Mapping[tuple[str, str], int], seats: int) -> dict[tuple[str, str], int]:
    """Seats in proportion to the sizes by largest remainder; of equal remainders the first stratum in order gets it.

    Never more than a stratum has; all of them when there are seats enough.
    """
    total = sum(sizes.values())
    seats = min(max(seats, 0), total)
    if not total:
        return {}
    given = {stratum: seats * size // total for stratum, size in sizes.items()}
    rest = sorted(sizes, key=lambda stratum: (-(seats * sizes[stratum] % total), stratum))
    for stratum in rest[: seats - sum(given.values())]:
        given[stratum] += 1
    return given


@dataclass(frozen=True)
class Agreement:
    """The share that agrees, of those who answered, with its 95 % interval (Wilson). All between 0 and 1."""

    agree: int
    answered: int
    rate: float
    low: float
    high: float


def agreement(outcomes: Iterable[str | None]) -> Agreement | None:
    """None: not enough data, fewer than LEAST answers. Who could not be asked says nothing either way."""
    told = Counter(outcome for outcome in outcomes if outcome in ANSWERED)
    answered = told["agree"] + told["differ"]
    if answered < LEAST:
        return None
    rate = told["agree"] / answered
    z = Z95 * Z95 / answered
    middle = (rate + z / 2) / (1 + z)
    half = Z95 / (1 + z) * math.sqrt(rate * (1 - rate) / answered + z / (4 * answered))
    return Agreement(told["agree"], answered, rate, max(0.0, middle - half), min(1.0, middle + half))
