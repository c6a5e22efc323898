"""Recipients that the tests of this folder share, and a Wednesday evening in Gansu."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

from bot.domain.understanding import Paired, read, to_json

SHANGHAI = timezone(timedelta(hours=8))
WEDNESDAY = datetime(2026, 5, 20, 18, 30, tzinfo=SHANGHAI)
XIUYING = Paired(1, "王秀英", "女", 1948, "特困供养人员")
JIANGUO = Paired(2, "李建国", "男", 1952, "困难重度残疾人")
XIAOBAO = Paired(3, "陈小宝", "男", 2014, "孤儿", ("小宝",))
ZHANHAI = Paired(4, "马占海", "男", 1955, "特困供养人员")


def told(text, *pairings, at=WEDNESDAY):
    """The message as the corpus labels it."""
    return to_json(read(text, at, pairings or (XIUYING,)))


def entries(text, *pairings, at=WEDNESDAY):
    """The records that the message would be entered as, at once or after a question."""
    found = read(text, at, pairings or (XIUYING,))
    return to_json(replace(found, records=found.records or found.doubted))["records"]


def brief(text, *pairings, at=WEDNESDAY):
    """Intent, then each record as people, kinds, channel, day, yuan, sort; attempts end in 未成."""
    shaped = told(text, *pairings, at=at)
    return [shaped["intent"]] + [
        " ".join(
            str(part)
            for part in (
                r["recipient_ids"],
                "+".join(r["kinds"]) or "-",
                r["channel"],
                (r["date"] or "vague")[5:] if r["date"] else "vague",
                r["amount_yuan"],
                r["amount_type"],
                *(["未成"] if r["attempt_only"] else []),
            )
        )
        for r in shaped["records"]
    ]
