"""From the values of a programme file to a Programme, with every problem named by its dotted key."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from bot.domain.notices.kinds import ALERTS, EARLY, KINDS, SWITCHABLE, text_of
from bot.domain.programme import (
    DEED_COLUMNS,
    QUOTA_KINDS,
    ROLES,
    ROLLS,
    SCOPES,
    Deadline,
    Festival,
    MonthDay,
    Notice,
    PairingKind,
    Programme,
    ProgrammeError,
    ProRata,
    QuotaRule,
    RecipientClass,
    ReportGroup,
)
from bot.programmes.reader import Table

MOST = 366  # no quota, no lead time is longer than a year
LAST_DAY_OF_EVERY_MONTH = 28
LONGEST_LUNAR_MONTH = 30


def programme(values: Mapping[str, Any]) -> Programme:
    """Raises ProgrammeError with every problem found, not only the first."""
    problems: list[str] = []
    file = Table(dict(values), "", problems)
    read = _programme(file)
    file.finish()
    if problems:
        raise ProgrammeError(problems)
    return read


def _programme(file: Table) -> Programme:
    groups = {key: _group(key, table) for key, table in file.tables("groups")}
    classes = {key: _class(key, table, groups) for key, table in file.tables("classes")}
    kinds = {key: _kind(key, table) for key, table in file.tables("kinds")}
    deadlines = {key: _deadline(key, table) for key, table in file.tables("deadlines")}
    quota, pro_rata, hours = file.table("quota"), file.table("pro_rata"), file.table("hours")
    read = Programme(
        key=file.text("key"),
        zh=file.text("zh"),
        en=file.text("en"),
        groups=groups,
        classes=classes,
        kinds=kinds,
        scope=quota.one_of("scope", SCOPES),
        quota_rules=tuple(_rule(row) for row in quota.rows("rules")),
        pro_rata=ProRata(
            month_days=pro_rata.number("month_days", 1, LAST_DAY_OF_EVERY_MONTH),
            one_from_days=pro_rata.number("one_from_days", 1, MOST),
            at_least_one=pro_rata.some_of("at_least_one", QUOTA_KINDS, required=False),
        ),
        due_soon_days=quota.number("due_soon_days", 0, MOST),
        max_backfill_days=file.number("max_backfill_days", 0, MOST),
        year_open_until=file.month_day("year_open_until"),
        deadlines=deadlines,
        quiet_from=hours.hour("quiet_from"),
        quiet_to=hours.hour("quiet_to"),
        default_hour=hours.hour("default"),
        festivals={key: _festival(key, table, classes) for key, table in file.tables("festivals")},
        notices={key: _notice(key, table, deadlines) for key, table in file.tables("notices")},
    )
    for table in (quota, pro_rata, hours):
        table.finish()
    _together(file, read)
    return read


def _together(file: Table, read: Programme) -> None:
    """What no value shows alone."""
    starts = [rule.valid_from for rule in read.quota_rules]
    wrong = {
        "quota.rules": (starts != sorted(set(starts)), "valid_from must rise from rule to rule"),
        "kinds": (not read.quota_pairings, "one of them must have quota = true"),
        "hours.default": (
            not read.quiet_from <= read.default_hour <= read.quiet_to,
            "must lie between quiet_from and quiet_to",
        ),
        "notices.weekly.visit": (
            "weekly.visit" in read.notices and not read.weekly_pairings,
            "needs a pairing kind with weekly = true",
        ),
    }
    for key, (is_wrong, problem) in wrong.items():
        if is_wrong:
            file.note(key, problem)
    for key, notice in read.notices.items():
        deadline = read.deadlines.get(notice.deadline)
        if notice.day and deadline and deadline.day and notice.day >= deadline.day:
            file.note(f"notices.{key}.day", "must lie before the day of its deadline")
        if notice.within_days and notice.day > notice.within_days:
            file.note(f"notices.{key}.day", "must not lie after within_days")
        if key not in ALERTS and notice.hour > read.quiet_to:
            file.note(f"notices.{key}.hour", "must not lie after hours.quiet_to")
        for absent in [kind for kind in notice.along if kind not in read.notices]:
            file.note(f"notices.{key}.along", f"names {absent}, which this programme does not have")
    _names(file, read)


def _names(file: Table, read: Programme) -> None:
    for key in read.groups:
        if not any(c.group == key for c in read.classes.values()):
            file.note(f"groups.{key}", "no class belongs to it")
    words = {"classes": [c.zh for c in read.classes.values()], "kinds": [k.zh for k in read.kinds.values()]}
    for what, names in words.items():
        if len(set(names)) < len(names):
            file.note(what, "two of them have the same zh: the workbook could not tell them apart")


def _group(key: str, table: Table) -> ReportGroup:
    read = ReportGroup(key, table.text("zh"), table.text("en"), table.flag("optional"))
    table.finish()
    return read


def _class(key: str, table: Table, groups: Mapping[str, ReportGroup]) -> RecipientClass:
    group = table.one_of("group", list(groups) or [""])
    read = RecipientClass(key, table.text("zh"), table.text("en"), group, table.flag("child"))
    table.finish()
    return read


def _kind(key: str, table: Table) -> PairingKind:
    read = PairingKind(key, table.text("zh"), table.text("en"), table.flag("quota"), table.flag("weekly"))
    table.finish()
    return read


def _rule(table: Table) -> QuotaRule:
    by = Table(table.values.get("by", {}), f"{table.path}.by", table.problems)
    days = {kind: by.month_day(kind) for kind in QUOTA_KINDS if by.has(kind)}
    by.finish()
    read = QuotaRule(
        valid_from=table.day("valid_from"),
        contact=table.number("contact", 0, MOST),
        visit=table.number("visit", 0, MOST),
        deed=table.number("deed", 0, MOST),
        by=days,
        deed_counts=table.some_of("deed_counts", DEED_COLUMNS),
        visit_is_contact=table.flag("visit_is_contact"),
    )
    if table.has("by"):
        table.table("by")
    table.finish()
    return read


def _deadline(key: str, table: Table) -> Deadline:
    if table.has("day") == table.has("on"):
        table.note("day", 'give either day (of every month) or on (of every year, "12-31")')
    day = table.number("day", 1, LAST_DAY_OF_EVERY_MONTH) if table.has("day") else None
    on = table.month_day("on") if table.has("on") else None
    read = Deadline(key, day, on, table.one_of("roll", ROLLS))
    table.finish()
    return read


def _festival(key: str, table: Table, classes: Mapping[str, RecipientClass]) -> Festival:
    if table.has("solar") == table.has("lunar"):
        table.note("solar", "give either solar or lunar")
    solar = table.month_day("solar") if table.has("solar") else None
    lunar = table.month_day("lunar") if table.has("lunar") else None
    if lunar and lunar.day > LONGEST_LUNAR_MONTH:
        table.note("lunar", "a lunar month has at most 30 days")
    chosen = table.some_of("classes", list(classes), required=False)
    read = Festival(key, table.text("zh"), table.text("en"), solar, lunar, chosen)
    table.finish()
    return read


def _notice(kind: str, table: Table, deadlines: Mapping[str, Deadline]) -> Notice:
    given: dict[str, Any] = {
        "to": table.some_of("to", KINDS[kind].to if kind in KINDS else ROLES),
        "hour": table.hour("hour"),
        "text": table.text("text"),
        "switchable": table.flag("switchable"),
    }
    if kind in KINDS and given["text"] and given["text"] != text_of(kind):
        table.note("text", f"there is no such text for it; its text is {text_of(kind)}")
    if given["switchable"] and kind not in SWITCHABLE:
        table.note("switchable", f"only {' and '.join(sorted(SWITCHABLE))} can be switched off")
    if kind not in KINDS:
        table.note("", f"is no kind of notice; there are {', '.join(KINDS)}")
        return Notice(kind, **given)
    given |= {name: _field(table, name, kind, deadlines) for name in sorted(KINDS[kind].fields)}
    table.finish()
    return Notice(kind, **given)


def _field(
    table: Table, name: str, kind: str, deadlines: Mapping[str, Deadline]
) -> str | int | tuple[int, ...] | tuple[str, ...] | MonthDay:
    if name == "deadline":
        wanted = "day" if kind.startswith("roster.") else "on"
        fitting = [key for key, deadline in deadlines.items() if getattr(deadline, wanted) is not None]
        return str(table.one_of(name, fitting or [""]))
    if name == "start":
        return table.month_day(name)
    if name == "along":
        return table.some_of(name, EARLY, required=False)
    low, high = RANGES[name]
    if name in LISTS:
        return table.numbers(name, low, high)
    return table.number(name, low, high)


RANGES = {
    "day": (1, LAST_DAY_OF_EVERY_MONTH),
    "days_before": (0, MOST),
    "last_days": (1, 31),
    "within_days": (1, MOST),
    "weekday": (1, 7),
    "ages": (1, 150),
    "max_age": (1, 150),
    "unanswered": (1, 10),
    "working_days": (1, 60),
    "hours_after": (1, 24 * MOST),
}
LISTS = {field.name for field in fields(Notice) if field.type == tuple[int, ...]}
