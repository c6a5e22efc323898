"""Birthdays and festivals, kindly; and the birthdays at which a child's entitlements change."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

from bot.domain.calendar import Period, born_on, celebrated_on, lunar_day
from bot.domain.notices.campaign import LOOK_AHEAD, Audience, Campaign, Moment
from bot.domain.notices.facts import Facts, Reason
from bot.domain.programme import Festival, MonthDay


def birthday(moment: Moment) -> Iterator[Campaign]:
    """On the day (or the working day before); without a day, on the first working day of the month of birth."""
    kinds = moment.programme.quota_pairings
    for nominal in moment.nominal_days():
        born_from = nominal.year - moment.notice.max_age
        born_that_day = Audience(
            "birthday", "cadre", kinds=kinds, month_days=celebrated_on(nominal), born_from=born_from
        )
        day = moment.working_days.on_or_before(nominal)
        yield moment.campaign(nominal.isoformat(), day, nominal, born_that_day, "recipient")
    for first in _firsts_of_months(moment):
        born_that_month = Audience(
            "birth_month",
            "cadre",
            kinds=kinds,
            month_days=(MonthDay(first.month, 1),),
            born_from=first.year - moment.notice.max_age,
        )
        month = Period.month_of(first)
        yield moment.campaign(
            str(month), moment.working_days.on_or_after(first), month.last, born_that_month, "recipient"
        )


def _firsts_of_months(moment: Moment) -> list[date]:
    months = {Period.month_of(day).first for day in (moment.first, *moment.nominal_days())}
    return sorted(months)


def day_of(festival: Festival, year: int) -> date:
    """A lunar festival is that of the Chinese year beginning in `year`."""
    if festival.lunar:
        return lunar_day(year, festival.lunar.month, festival.lunar.day)
    assert festival.solar
    return festival.solar.in_year(year)


def festival(moment: Moment) -> Iterator[Campaign]:
    for key, festival_ in moment.programme.festivals.items():
        for year in range(moment.first.year - 1, (moment.last + LOOK_AHEAD).year + 1):
            nominal = day_of(festival_, year)
            audience = Audience("festival", "cadre", kinds=moment.programme.quota_pairings, classes=festival_.classes)
            yield moment.campaign(f"{year}:{key}", moment.working_days.on_or_before(nominal), nominal, audience)


def age(moment: Moment) -> Iterator[Campaign]:
    """So many days before a birthday; one born on an unknown day counts as born on the 1st of the month."""
    kinds = moment.programme.quota_pairings
    cases = product(moment.nominal_days(), moment.notice.days_before, moment.notice.ages, moment.notice.to)
    for nominal, before, years, role in cases:
        reached = nominal + timedelta(days=before)
        born = born_on(reached, years)
        month = (reached.year - years, reached.month) if reached.day == 1 else None
        if born:
            audience = Audience("age", role, kinds, born=born, born_month=month)
            day = moment.working_days.on_or_before(nominal)
            yield moment.campaign(f"{years}:{before}", day, reached, audience, "recipient")


def greeting_needed(_period: str, facts: Facts) -> Reason | None:
    return Reason("greeting") if facts.active and not facts.switched_off else None


def age_needed(period: str, facts: Facts) -> Reason | None:
    years, before = period.split(":")[:2]
    return Reason("age", {"age": int(years), "days": int(before)}) if facts.active and not facts.done else None
