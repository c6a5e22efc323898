"""The commands and who may use them: menus, /help and the README are made of this table."""

from bot.domain.people import Actor

EVERYBODY: frozenset[str] = frozenset()
CADRE = frozenset({"cadre"})
LIAISON = frozenset({"liaison", "admin"})
SUPERVISOR = frozenset({"supervisor", "liaison", "admin"})
ADMIN = frozenset({"admin"})
CHECKERS = frozenset({"supervisor", "admin"})
GUARDS = frozenset({"duty_officer", "supervisor", "admin"})

COMMANDS: dict[str, frozenset[str]] = {
    "log": CADRE,
    "progress": CADRE,
    "records": CADRE,
    "undo": CADRE,
    "pairs": CADRE,
    "roster": CADRE | SUPERVISOR,
    "change": CADRE,
    "leave": CADRE,
    "alert": CADRE,
    "report": SUPERVISOR,
    "behind": SUPERVISOR,
    "unit": SUPERVISOR,
    "gaps": SUPERVISOR,
    "deputy": SUPERVISOR,
    "spotcheck": CHECKERS,
    "alerts": GUARDS,
    "explain": SUPERVISOR,
    "nudge": SUPERVISOR,
    "invite": LIAISON,
    "import": LIAISON,
    "undo_import": ADMIN,
    "grant": ADMIN,
    "revoke": ADMIN,
    "pair": ADMIN,
    "unpair": ADMIN,
    "transfer": ADMIN,
    "holidays": ADMIN,
    "plan": ADMIN,
    "broadcast": ADMIN,
    "pause": ADMIN,
    "resume": ADMIN,
    "reach": ADMIN,
    "audit": ADMIN,
    "person": ADMIN,
    "status": ADMIN,
    "settings": EVERYBODY,
    "privacy": EVERYBODY,
    "feedback": EVERYBODY,
    "help": EVERYBODY,
    "start": EVERYBODY,
}
"""Name → roles; EVERYBODY means every known person. In the order in which a menu shows them."""


def menu(actor: Actor | None) -> tuple[str, ...]:
    """What the `/` menu of somebody shows; a stranger sees how to start."""
    if actor is None:
        return ("start",)
    return tuple(name for name, roles in COMMANDS.items() if not roles or roles & actor.roles)
