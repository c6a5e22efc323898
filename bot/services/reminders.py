"""One reminder as it stands now: whether it is still needed, and what it has to say. Read anew at every sending."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from bot.domain import notices as rules
from bot.domain.calendar import Period, WorkingDays, local, week_start
from bot.domain.notices import Facts, Reason
from bot.domain.notices.admin import year_missing
from bot.domain.notices.early import own_day
from bot.domain.notices.roster import RosterMonth, roster_month
from bot.domain.quota import Standing
from bot.services import trail
from bot.services.cadres import Cadres
from bot.services.desk import Desk
from bot.services.facts import County
from db import facts
from db.facts import Paired
from db.session import Session

LISTED = 20  # names in one reminder; the rest is a number


@dataclass(frozen=True)
class Line:
    """Somebody a reminder names. `standing`: how a pairing stands; `day`: the day that matters for this one."""

    key: int
    shown: str
    standing: Standing | None = None
    day: date | None = None
    word: str = ""


@dataclass(frozen=True)
class UnitLine:
    name: str
    count: int
    deeds: int = 0


@dataclass(frozen=True)
class Item:
    """`reason` None: no longer needed. `day` is the day that ends it; `more` are lines left out."""

    notice_id: int
    kind: str
    period: str
    reason: Reason | None
    subject_id: int | None = None
    lines: tuple[Line, ...] = ()
    units: tuple[UnitLine, ...] = ()
    day: date | None = None
    more: int = 0
    word: str = ""


@dataclass(frozen=True)
class Asked:
    """What is asked of whom: a notice without its row."""

    notice_id: int
    person_id: int
    kind: str
    period: str
    day: date
    subject_id: int | None
    greetings: bool = True
    language: str = "zh_CN"


@dataclass(frozen=True)
class Found:
    """The facts of a notice, and what its text needs."""

    facts: Facts
    lines: Sequence[Line] = ()
    units: Sequence[UnitLine] = ()
    day: date | None = None
    more: int = 0
    word: str = ""


Finders = Mapping[str, Callable[[Asked, date], Found]]


class Judge:
    """Judges notices of some cadres, and of any office holder, as of a day. `more`: kinds of other subjects."""

    def __init__(
        self,
        session: Session,
        desk: Desk,
        working_days: WorkingDays,
        cadres: Cadres,
        county: County,
        more: Finders | None = None,
    ) -> None:
        self._session, self._desk, self._working_days = session, desk, working_days
        self._cadres, self._county = cadres, county
        self._programme = desk.programme
        self._finders: dict[str, Callable[[Asked, date], Found]] = {
            "roster.confirm": self._confirm,
            "roster.liaison": self._liaison,
            "roster.overdue": self._overdue,
            "quota.pace": self._quota,
            "quota.year_end": self._quota,
            "quota.supervisor": self._supervisor,
            "first_visit": self._first_visit,
            "weekly.visit": self._weekly,
            "birthday": self._birthday,
            "festival": self._festival,
            "age": self._age,
            "escalation": self._escalation,
            "calendar.missing": self._calendar,
            "audit.due": lambda asked, _: Found(
                Facts(done=trail.self_checked(session, asked.person_id, asked.period[:4]))
            ),
            **(more or {}),
        }

    def item(self, asked: Asked, today: date) -> Item:
        """The notice with its reason, or without one when it is to fall silent: also when its rule was switched off."""
        known, rule = asked.kind in rules.RULES, self._programme.notices.get(asked.kind)
        if known and rule is None:
            return Item(asked.notice_id, asked.kind, asked.period, None, asked.subject_id)
        if rule and not rule.switchable:
            asked = replace(asked, greetings=True)
        find = self._finders.get(asked.kind)
        found = find(asked, today) if find else Found(Facts())
        caused = None if found.facts.done else Reason("sent")
        return Item(
            asked.notice_id,
            asked.kind,
            asked.period,
            rules.needed(asked.kind, asked.period, found.facts) if known else caused,
            asked.subject_id,
            tuple(found.lines),
            tuple(found.units),
            found.day,
            found.more,
            found.word,
        )

    def _lines(self, pairings: Sequence[Paired]) -> list[Line]:
        """Each recipient once, however many kinds of pairing."""
        once = {one.recipient_id: one for one in reversed(pairings)}
        ordered = sorted(once.values(), key=lambda one: one.number)
        return [Line(one.recipient_id, self._desk.shown(one.number, one.name)) for one in ordered]

    def _month(self, asked: Asked) -> RosterMonth:
        notice = self._programme.notices[asked.kind]
        deadline = self._programme.deadlines[notice.deadline]
        first = Period.parse(asked.period.split(":")[0]).first
        on = deadline.day or 1
        return roster_month(deadline, first.replace(day=on), notice.day or on, self._working_days)

    def _confirm(self, asked: Asked, today: date) -> Found:
        month = self._month(asked)
        own = self._cadres.standing_on(asked.person_id, self._programme.quota_pairings, today)
        answered = asked.person_id in self._cadres.answered(month.month)
        return Found(Facts(active=bool(own), month_answered=answered), self._lines(own), day=month.entry)

    def _liaison(self, asked: Asked, today: date) -> Found:
        month = self._month(asked)
        units = self._county.units_of(asked.person_id, "liaison", today)
        found = self._roster(units, month, today)
        entered = self._county.entered(month.month)
        desks = set(self._county.desks_of(asked.person_id, today))
        done = bool(desks) and entered.keys() >= desks
        if done:  # what was filed after the tick is not in the list that was ticked
            ticked, within = max(entered[desk] for desk in desks), set(units)
            later = (one for one in self._county.changes(month.month) if one.filed_at > ticked)
            done = not any(one.unit_id in within for one in later)
        return replace(found, facts=replace(found.facts, entered=done))

    def _overdue(self, asked: Asked, today: date) -> Found:
        return self._roster(self._units(asked, today), self._month(asked), today)

    def _units(self, asked: Asked, today: date) -> list[int]:
        """The units of somebody's offices among the roles this kind goes to."""
        roles = self._programme.notices[asked.kind].to
        found = (unit for role in roles for unit in self._county.units_of(asked.person_id, role, today))
        return list(dict.fromkeys(found))

    def _roster(self, units: Sequence[int], month: RosterMonth, today: date) -> Found:
        """Who has not confirmed, and which changes nobody entered, in some units."""
        silent = self._county.unconfirmed(month.month, today, units)
        within = set(units)
        changes = [change for change in self._county.changes(month.month) if change.unit_id in within]
        total = sum(silent.values())
        named = self._county.silent(month.month, today, list(silent), LISTED) if silent else []
        lines = [
            Line(one.person_id, self._desk.shown(one.number or "", one.name).strip(), word="unconfirmed")
            for one in named
        ]
        lines += [Line(change.id, change.kind, day=change.from_day, word="change") for change in changes[:LISTED]]
        names = self._county.unit_names
        return Found(
            Facts(unconfirmed=total, open_changes=len(changes)),
            lines,
            [UnitLine(names[unit], count) for unit, count in silent.items()],
            month.entry,
            total - len(named),
        )

    def _quota(self, asked: Asked, today: date) -> Found:
        day = own_day(asked.period, today)
        year = int(asked.period[:4]) if asked.kind == "quota.year_end" else day.year
        judged = self._cadres.standings(asked.person_id, year, day)
        lines = [
            Line(one.pairing.recipient_id, self._desk.shown(one.pairing.number, one.pairing.name), one.standing)
            for one in judged
            if one.standing.status != "met"
        ]
        lines.sort(key=lambda line: line.standing is not None and -line.standing.missing.deed)
        return Found(Facts(standings=tuple(one.standing for one in judged)), lines, day=date(year, 12, 31))

    def _supervisor(self, asked: Asked, today: date) -> Found:
        year = int(asked.period[:4])
        behind = self._county.behind(self._units(asked, today), year, today)
        names = self._county.unit_names
        lines = [UnitLine(names[unit], pairings, deeds) for unit, (pairings, deeds) in behind.items()]
        return Found(
            Facts(behind=sum(line.count for line in lines), behind_deeds=sum(line.deeds for line in lines)),
            units=lines,
            day=date(year, 12, 31),
        )

    def _first_visit(self, asked: Asked, today: date) -> Found:
        own = [one for one in self._cadres.pairings.get(asked.person_id, ()) if one.id == asked.subject_id]
        if not own or not own[0].stands_on(today):
            return Found(Facts(active=False))
        (pairing,) = own
        seen = self._cadres.visited(pairing.first, today)
        until = pairing.first + timedelta(days=self._programme.notices["first_visit"].within_days - 1)
        return Found(Facts(visited=(asked.person_id, pairing.recipient_id) in seen), self._lines(own), day=until)

    def _weekly(self, asked: Asked, today: date) -> Found:
        own = self._cadres.standing_on(asked.person_id, self._programme.weekly_pairings, today)
        monday = week_start(date.fromisocalendar(int(asked.period[:4]), int(asked.period[6:8]), 1))
        sunday = monday + timedelta(days=6)
        seen = self._cadres.visited(monday, sunday, attempts=True)
        due = {one.recipient_id for one in own}
        left = [one for one in own if (asked.person_id, one.recipient_id) not in seen]
        answered = len(due) - len({one.recipient_id for one in left})
        ahead = str(monday) if monday > today else ""  # sent before a holiday
        return Found(Facts(weekly_due=len(due), weekly_answered=answered), self._lines(left), day=sunday, word=ahead)

    def _of_subject(self, asked: Asked, today: date) -> list[Paired]:
        own = self._cadres.standing_on(asked.person_id, self._programme.quota_pairings, today)
        return [one for one in own if one.recipient_id == asked.subject_id]

    def _birthday(self, asked: Asked, today: date) -> Found:
        own = self._of_subject(asked, today)
        word = asked.period.split(":")[0]
        day = date.fromisoformat(word) if word.count("-") == 2 else None
        return Found(Facts(active=bool(own), switched_off=not asked.greetings), self._lines(own), day=day)

    def _festival(self, asked: Asked, today: date) -> Found:
        key = asked.period.split(":")[1]
        festival = self._programme.festivals.get(key)
        if festival is None:
            return Found(Facts(active=False))
        own = [
            one
            for one in self._cadres.standing_on(asked.person_id, self._programme.quota_pairings, today)
            if not festival.classes or one.class_key in festival.classes
        ]
        word = festival.en if asked.language == "en" else festival.zh
        return Found(Facts(active=bool(own), switched_off=not asked.greetings), self._lines(own), word=word)

    def _age(self, asked: Asked, today: date) -> Found:
        assert asked.subject_id is not None
        recipient = facts.recipient(self._session, asked.subject_id)
        if recipient is None or not recipient.stands_on(today):
            return Found(Facts(active=False))
        before = self._programme.notices["age"].days_before
        first_told = asked.day - timedelta(days=max(before) - int(asked.period.split(":")[1]))
        filed = facts.change_filed(self._session, recipient.id, local(first_told, time(0), self._desk.zone))
        line = Line(recipient.id, self._desk.shown(recipient.number, recipient.name))
        return Found(Facts(done=filed), [line])

    def _escalation(self, asked: Asked, today: date) -> Found:
        items = self._county.items_of(asked.person_id, today)
        named = facts.names(self._session, [item.person_id for item in items[:LISTED]])
        lines = [
            Line(
                item.key or 0,
                self._desk.shown(named[item.person_id][0] or "", named[item.person_id][1]).strip(),
                day=item.since,
            )
            for item in items[:LISTED]
        ]
        return Found(Facts(open_items=len(items)), lines, more=len(items) - len(lines))

    def _calendar(self, asked: Asked, today: date) -> Found:  # noqa: ARG002  the shape of every finder
        year = year_missing(asked.period)
        return Found(Facts(done=not self._working_days.estimated(year)), word=str(year))
