"""What a bundle takes along: reminders of the coming days, each a notice once it went out (docs/decisions/0008)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.domain import notices as rules
from bot.domain.calendar import WorkingDays
from bot.domain.notices import early
from bot.domain.notices.campaign import Campaign
from bot.services.desk import Desk
from bot.services.parcels import Parcel
from bot.services.reminders import Asked, Item, Judge
from db import notices as queue
from db.session import Session

ONE = timedelta(days=1)


class Along:
    """For the bundles of one turn; what comes soon is computed once for all of them."""

    def __init__(self, desk: Desk, calendar: WorkingDays, judge: Judge) -> None:
        self._desk, self._calendar, self._judge = desk, calendar, judge
        self._coming: dict[tuple[str, str], list[Campaign]] = {}

    def taken(self, parcel: Parcel) -> Parcel:
        """The parcel with what is told early in it; a kind that it holds already is not told twice."""
        held = {item.kind for item in parcel.items}
        judged = [(one, self._item(parcel, one)) for one in self._soon(parcel) if one.kind not in held]
        needed = [(one, item) for one, item in judged if item.reason is not None]
        return replace(
            parcel,
            items=(*parcel.items, *(item for _, item in needed)),
            early=tuple(one for one, _ in needed),
        )

    def _soon(self, parcel: Parcel) -> Iterator[Campaign]:
        for item in parcel.items:
            key = item.kind, item.period
            if key not in self._coming:
                self._coming[key] = rules.told_early(self._desk.programme, self._calendar, *key, self._desk.today)
            yield from self._coming[key]

    def _item(self, parcel: Parcel, campaign: Campaign) -> Item:
        """As it would stand on its own day; it has no row yet."""
        today, period = self._desk.today, early.period_of(campaign)
        return self._judge.item(Asked(0, parcel.person_id, campaign.kind, period, today, None), today)


def note(session: Session, desk: Desk, parcel: Parcel, message_id: int | None) -> None:
    """What a parcel told early was sent: from now on it is edited when it is done, like all in the message."""
    for campaign in parcel.early:
        queue.write_sent(
            session,
            parcel.person_id,
            campaign.kind,
            early.period_of(campaign),
            day=parcel.day,
            expires=campaign.day - ONE,
            now=desk.now,
            message_id=message_id,
        )
