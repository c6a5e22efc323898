"""When the next reminder comes: for the sandbox's clock, and for whoever asks what is ahead."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain import notices as rules
from bot.services import forecast
from bot.services.cadres import Cadres
from bot.services.desk import Desk
from bot.services.facts import County
from bot.services.reminders import Judge
from db import members as roll
from db import working_days
from db.session import Session

ONE = timedelta(days=1)


def next_for(session: Session, desk: Desk, *, numbers: Sequence[str], days: int) -> datetime | None:
    """The next moment after now, within so many days, at which one of these people (干部编号) hears something.

    As things stand now: nobody logs or answers until then.
    """
    members = {key: member for key, member in roll.members(session).items() if member.number in numbers}
    calendar = working_days.calendar(session)
    cadres = Cadres(session, desk, members)
    for ahead in range(days + 1):
        day = desk.today + ahead * ONE
        county = County(session, desk, calendar)
        judge = Judge(session, desk, calendar, cadres, county)
        found: dict[int, list[datetime]] = {}
        for campaign in rules.plan(desk.programme, calendar, day - ONE, day):
            for person_id, subject in forecast.people_of(session, desk, county, campaign):
                if person_id in members:
                    asked = forecast.asked_of(campaign, members[person_id], subject)
                    if judge.item(asked, day).reason is not None:
                        at = forecast.due_at(desk, campaign, members[person_id])
                        found.setdefault(person_id if campaign.kind not in rules.APART else -person_id, []).append(at)
        moments = [max(times) for times in found.values()]  # a bundle goes with its latest part
        coming = [moment for moment in moments if moment > desk.now]
        if coming:
            return min(coming)
    return None
