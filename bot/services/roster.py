"""Bringing a roster in: preview, all or nothing, confirmation by a second pair of eyes, undo."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.people import Actor, Scope
from bot.domain.roster import CADRES, Problem, Workbook
from bot.services import roster_codec
from bot.services.desk import Desk
from bot.services.roster_apply import take_back, write
from bot.services.roster_ground import Plan
from bot.services.roster_plan import make
from db import audit, people
from db import roster as stored
from db.models import RosterImport
from db.session import Session

MANY_REMOVED = 20  # one in twenty: 5 %
SHOWN = 10


@dataclass(frozen=True)
class SheetDiff:
    """One sheet's part of the difference. `gone` names up to ten of the removed as the chat may name them."""

    sheet: str
    existing: int
    added: int
    changed: int
    removed: int
    gone: tuple[str, ...]

    @property
    def many_removed(self) -> bool:
        return self.removed * MANY_REMOVED > self.existing


@dataclass(frozen=True)
class Diff:
    """What a workbook would do, or did. With problems, nothing was or will be done."""

    sheets: tuple[SheetDiff, ...]
    problems: tuple[Problem, ...]
    import_id: int | None = None
    applied: bool = False

    @property
    def added(self) -> int:
        return sum(sheet.added for sheet in self.sheets)

    @property
    def changed(self) -> int:
        return sum(sheet.changed for sheet in self.sheets)

    @property
    def removed(self) -> int:
        return sum(sheet.removed for sheet in self.sheets)

    @property
    def many_removed(self) -> bool:
        """More than 5 % of a sheet's rows in the scope would go."""
        return any(sheet.many_removed for sheet in self.sheets)

    @property
    def empty(self) -> bool:
        return not (self.added or self.changed or self.removed)


@dataclass(frozen=True)
class NeedsSecond:
    """Another admin must tap 应用: so many would go."""

    import_id: int
    removed: int


@dataclass(frozen=True)
class NeedsNumber:
    """There is no other admin: he types how many go."""

    import_id: int
    removed: int


@dataclass(frozen=True)
class NotWaiting:
    """No such import, not this person's to see, or it was applied or dropped before."""

    state: str | None = None


@dataclass(frozen=True)
class Dropped:
    import_id: int


@dataclass(frozen=True)
class Undone:
    import_id: int
    touched: int


@dataclass(frozen=True)
class NotUndoable:
    """`why`: unknown, state (never applied or undone already), later (`latest` must be undone first)."""

    why: str
    latest: int | None = None


def preview(session: Session, desk: Desk, *, workbook: Workbook) -> Diff:
    """What the command line would do; writes nothing."""
    return _diff(make(session, desk, workbook, None))


def bring_in(session: Session, desk: Desk, *, workbook: Workbook, file_name: str, allow_removals: bool) -> Diff:
    """From the command line: all or nothing. `applied` says which; many removals need `allow_removals`."""
    plan = make(session, desk, workbook, None)
    diff = _diff(plan)
    if diff.problems or (diff.many_removed and not allow_removals):
        return diff
    kept = stored.add_import(
        session,
        at=desk.now,
        file_name=file_name,
        added=diff.added,
        changed=diff.changed,
        removed=diff.removed,
        before=write(session, desk, plan),
        state="applied",
        closed_at=desk.now,
    )
    audit.note(session, desk.now, None, "import", subject=str(kept))
    return _diff(plan, import_id=kept, applied=True)


def propose(session: Session, desk: Desk, actor: Actor, *, workbook: Workbook, file_name: str) -> Diff:
    """From the chat: checked, kept encrypted, waiting for 应用."""
    plan = make(session, desk, workbook, actor)
    diff = _diff(plan)
    if diff.problems or diff.empty:
        return diff
    kept = stored.add_import(
        session,
        at=desk.now,
        person_id=actor.person_id,
        file_name=file_name,
        added=diff.added,
        changed=diff.changed,
        removed=diff.removed,
        before=roster_codec.dump(workbook.roster),
        state="waiting",
    )
    return _diff(plan, import_id=kept)


def show(session: Session, desk: Desk, actor: Actor, *, import_id: int) -> Diff | NotWaiting:
    """A waiting import, for the admin who is asked to confirm it."""
    kept = _waiting(session, desk, actor, import_id)
    if isinstance(kept, NotWaiting):
        return kept
    return _diff(_plan_of(session, desk, kept), import_id=import_id)


def confirm(
    session: Session, desk: Desk, actor: Actor, *, import_id: int, typed: int | None = None
) -> Diff | NeedsSecond | NeedsNumber | NotWaiting:
    """应用, by who sent it or by an admin over its scope. The difference is computed anew: time has passed.

    Above 5 % of removals another admin than the sender must tap; where there is none, the sender types their number.
    """
    kept = _waiting(session, desk, actor, import_id)
    if isinstance(kept, NotWaiting):
        return kept
    plan = _plan_of(session, desk, kept)
    diff = _diff(plan, import_id=import_id)
    if diff.problems:
        return diff
    if diff.many_removed and actor.person_id == kept.person_id:
        if _other_admins(session, desk, plan.tops, actor.person_id):
            return NeedsSecond(import_id, diff.removed)
        if typed != diff.removed:
            return NeedsNumber(import_id, diff.removed)
    kept.before = write(session, desk, plan)
    kept.added, kept.changed, kept.removed = diff.added, diff.changed, diff.removed
    stored.close_import(session, kept, "applied", desk.now)
    audit.note(session, desk.now, actor.person_id, "import", subject=str(import_id))
    return _diff(plan, import_id=import_id, applied=True)


def drop(session: Session, desk: Desk, actor: Actor, *, import_id: int) -> Dropped | NotWaiting:
    kept = _waiting(session, desk, actor, import_id)
    if isinstance(kept, NotWaiting):
        return kept
    kept.before = "{}"  # nobody needs the file any more
    stored.close_import(session, kept, "dropped", desk.now)
    return Dropped(import_id)


def undo(session: Session, desk: Desk, actor: Actor | None = None, *, import_id: int) -> Undone | NotUndoable:
    """The roster as it was before an import; imports are undone from the last one backwards.

    In the chat only an admin of everything may: the snapshot is not cut along scopes.
    """
    kept = stored.import_of(session, import_id)
    if kept is None or (actor is not None and None not in actor.units("admin") and kept.person_id != actor.person_id):
        return NotUndoable("unknown")
    if kept.state != "applied":
        return NotUndoable("state")
    latest = stored.latest_import(session)
    if latest is not None and latest.id != import_id:
        return NotUndoable("later", latest.id)
    touched = take_back(session, desk, kept.before)
    kept.before = "{}"
    stored.close_import(session, kept, "undone", desk.now)
    audit.note(session, desk.now, actor.person_id if actor else None, "undo_import", subject=str(import_id))
    return Undone(import_id, touched)


def _diff(plan: Plan, *, import_id: int | None = None, applied: bool = False) -> Diff:
    sheets = tuple(
        SheetDiff(
            sheet=sheet,
            existing=table.existing,
            added=len(table.added),
            changed=len(table.changed) + (len(plan.regranted) if sheet == CADRES else 0),
            removed=len(table.removed),
            gone=tuple(table.shown[:SHOWN]),
        )
        for sheet, table in plan.tables.items()
    )
    return Diff(sheets, plan.problems, import_id, applied)


def _waiting(session: Session, desk: Desk, actor: Actor, import_id: int) -> RosterImport | NotWaiting:
    kept = stored.import_of(session, import_id)
    if kept is None:
        return NotWaiting()
    if kept.person_id != actor.person_id:
        tops = () if kept.state != "waiting" else _plan_of(session, desk, kept).tops
        if not _leads(session, actor.units("admin"), tops):
            return NotWaiting()
    return kept if kept.state == "waiting" else NotWaiting(kept.state)


def _plan_of(session: Session, desk: Desk, kept: RosterImport) -> Plan:
    """With the rights of the sender, as they are today."""
    assert kept.person_id is not None
    grants = people.grants_of(session, kept.person_id, desk.today)
    scopes = tuple(Scope(grant.role, grant.unit_id) for grant in grants)
    sender = Actor(person_id=kept.person_id, unit_id=None, language=desk.language, scopes=scopes)
    return make(session, desk, Workbook(roster_codec.load(kept.before)), sender)


def _leads(session: Session, scopes: Sequence[int | None], tops: Sequence[str]) -> bool:
    """Whether somebody's scopes hold all topmost units of a file; of a new unit only who leads everything."""
    if None in scopes:
        return True
    ids = stored.ids_by_number(session, "units")
    return bool(tops) and all(code in ids and people.covers(session, scopes, ids[code]) for code in tops)


def _other_admins(session: Session, desk: Desk, tops: Sequence[str], but: int) -> bool:
    scopes = stored.reachable_admins(session, desk.today, but)
    return any(_leads(session, held, tops) for held in scopes.values())
