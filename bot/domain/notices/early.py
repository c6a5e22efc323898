"""Reminders told early, along with a message that goes out anyway, so that who acts at once gets no other.

The programme names them (`along` of a notice). With the first message of a month comes, of each kind named, the next
reminder that would come before the next month's message. It is judged as of its own day, is never a reason to write,
and changes nothing for who does not act: on its own day it comes as if it had not been told.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from bot.domain.notices.campaign import Campaign

MARK = ":early:"
SPAN = timedelta(days=62)  # the next message of a month, and all of this one, lie within


def period_of(campaign: Campaign) -> str:
    """The period of a reminder told early: a notice of its own, with its own day at the end."""
    return f"{campaign.period}{MARK}{campaign.day}"


def is_early(period: str) -> bool:
    return MARK in period


def own_day(period: str, day: date) -> date:
    """As of which day a reminder is judged that goes out on `day`: its own, when it is told before."""
    return max(day, date.fromisoformat(period.split(MARK)[1])) if is_early(period) else day


def told(period: str, today: date, messages: Iterable[Campaign], coming: Iterable[Campaign]) -> list[Campaign]:
    """What a message of `period` tells early today, one of each kind. Both lists are in order of their days.

    `messages` are those of the message's own kind around today; a month is what its periods begin with. What falls due
    today comes by itself.
    """
    month = _month(period)
    around = list(messages)
    first = next((one for one in around if _month(one.period) == month), None)
    following = [one.day for one in around if _month(one.period) > month]
    if first is None or first.period != period or not following:
        return []
    nearest: dict[str, Campaign] = {}
    for one in coming:
        if today <= one.day < following[0]:
            nearest.setdefault(one.kind, one)
    return [one for one in nearest.values() if one.day > today]


def _month(period: str) -> str:
    return period.split(":", maxsplit=1)[0]
