"""Reminders: one bundle a day, short and kind, each part one function by kind."""

from collections.abc import Callable, Sequence

from bot.domain.notices.early import is_early
from bot.services.reminders import Item
from bot.texts.language import Gettext, Html, fill
from bot.texts.message import Button, Say
from bot.texts.notices import caused, greetings, office, quota, roster, visits
from bot.texts.notices.parts import Part

LIMIT = 3900  # of Telegram's 4,096, with room for entities

PARTS: dict[str, Callable[[Gettext, Item], Part]] = {
    "roster.confirm": roster.confirm,
    "roster.liaison": roster.liaison,
    "roster.overdue": roster.overdue,
    "quota.pace": quota.pace,
    "quota.year_end": quota.year_end,
    "quota.supervisor": quota.supervisor,
    "first_visit": visits.first_visit,
    "weekly.visit": visits.weekly,
    "birthday": greetings.birthday,
    "festival": greetings.festival,
    "age": greetings.age,
    "escalation": office.escalation,
    "alert": caused.summons,
    "alert.follow_up": caused.summons,
    "spotcheck.differs": caused.differs,
    "plan.reminder": caused.reminder,
    "nudge": quota.nudge,
    "calendar.missing": office.calendar_missing,
    "audit.due": office.audit_due,
}
ORDER = tuple(PARTS)
GREETINGS = frozenset({"birthday", "festival"})
NOT_PUT_OFF = GREETINGS | {"alert", "alert.follow_up"}


def bundle(_: Gettext, items: Sequence[Item]) -> Say:
    """Everything of a day for one person; an item without a reason is done. What does not fit is left to /progress."""
    said = sorted(items, key=lambda item: (ORDER.index(item.kind) if item.kind in ORDER else len(ORDER), item.period))
    if any(item.kind == "quota.year_end" for item in said):  # says the same and more
        said = [item for item in said if item.kind != "quota.pace"]
    parts = [PARTS[item.kind](_, item) for item in said if item.kind in PARTS]
    open_parts = [part for part in parts if not part.done]
    texts = [part.text for part in parts]
    while len("\n\n".join(texts)) > LIMIT:  # the longest gives way first
        longest = max(range(len(parts)), key=lambda n: len(texts[n]))
        if texts[longest] == parts[longest].head:
            texts.pop(longest)
            parts.pop(longest)
        else:
            texts[longest] = parts[longest].head
    rows = tuple(row for part in open_parts for row in part.rows)
    if any(item.reason is not None and item.kind not in NOT_PUT_OFF and not is_early(item.period) for item in said):
        rows = (*rows, (Button(_("明天再说"), "notice:snooze"), Button(_("请假到…"), "leave:until")))
    return Say(Html("\n\n".join(texts)), rows)


def broadcast(_: Gettext, text: str) -> Say:
    """The words of an admin, marked as such."""
    return Say(fill("📢 {text}", text=text))
