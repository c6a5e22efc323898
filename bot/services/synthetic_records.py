"""What synthetic cadres did: every kind, over the year, deeds the rarest, as was published."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from bot.services.desk import Desk

DAY = timedelta(days=1)
EVENING = time(17, 0)
CALLS = ("phone", "phone", "phone", "wechat", "wechat", "video", "sms")


def records_of(
    random: Random,
    desk: Desk,
    pairings: Iterable[tuple[int, dict[str, Any]]],
    each: int,
    first: date,
    last: date,
) -> Iterator[dict[str, Any]]:
    """`each` records of every (id, row) of a pairing that touches the days first to last."""
    for pairing_id, row in pairings:
        begin = max(first, row["first_day"])
        end = min(last, row["last_day"] or last)
        days = (end - begin).days
        if days < 0:
            continue
        for _ in range(each):
            day = begin + DAY * int(random.random() * (days + 1))
            yield {
                "pairing_id": pairing_id,
                "entered_by": row["person_id"],
                "day": day,
                "created_at": _entered(random, desk, day),
                **_act(random, row["kind"]),
            }


def _entered(random: Random, desk: Desk, day: date) -> datetime:
    """The evening of the same day, never in the future."""
    evening = datetime.combine(day, EVENING, desk.zone) + timedelta(minutes=int(random.random() * 180))
    return min(evening.astimezone(UTC), desk.now)


def _act(random: Random, kind: str) -> dict[str, Any]:
    act: dict[str, Any] = {"contact": 0, "visit": 0, "deed": 0, "policy": 0, "difficulty": 0, "channel": None}
    act |= {"support": None, "cash_fen": 0, "goods_fen": 0}
    chance = random.random()
    if kind == "weekly_visit" or (0.5 <= chance < 0.8 and kind != "tutoring"):
        act |= {"visit": 1, "channel": "home"}
        if random.random() < 0.12:
            act |= {"support": "goods", "goods_fen": 100 * random.randrange(50, 400, 10)}
    elif chance < 0.8 or kind != "primary":
        act |= {"contact": 1, "channel": CALLS[int(random.random() * len(CALLS))]}
    else:
        act["deed"] = 1
        if chance < 0.87:
            act["policy"] = 1
        elif chance < 0.91:
            act["difficulty"] = 1
        elif chance < 0.93:
            act |= {"support": "cash", "cash_fen": 100 * random.randrange(100, 1000, 50)}
    return act
