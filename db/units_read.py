"""The tree of units, read: by code or name, up to the root, down to the children."""

from collections.abc import Iterable, Sequence

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from db.models import LEVELS, Recipient, Unit, UnitTree


def find(session: Session, word: str) -> Sequence[Unit]:
    """The unit of a code, or else every active unit of a name, in the order of the codes."""
    by_code = session.scalar(select(Unit).where(Unit.code == word))
    if by_code is not None:
        return [by_code]
    return session.scalars(select(Unit).where(Unit.name == word, Unit.active).order_by(Unit.code)).all()


def get(session: Session, unit_id: int) -> Unit | None:
    return session.get(Unit, unit_id)


def path(session: Session, unit_id: int) -> Sequence[Unit]:
    """From the root down to the unit itself."""
    return session.scalars(
        select(Unit)
        .join(UnitTree, UnitTree.ancestor_id == Unit.id)
        .where(UnitTree.unit_id == unit_id)
        .order_by(UnitTree.depth.desc())
    ).all()


def children(session: Session, unit_id: int) -> Sequence[Unit]:
    """Places first, then offices, each in the order of the codes."""
    rows = session.scalars(select(Unit).where(Unit.parent_id == unit_id).order_by(Unit.code)).all()
    return sorted(rows, key=lambda unit: unit.level == "unit")


def roots(session: Session) -> Sequence[Unit]:
    """Topmost units: what "everywhere" means."""
    return session.scalars(select(Unit).where(Unit.parent_id.is_(None), Unit.active).order_by(Unit.code)).all()


def topmost(session: Session, unit_ids: Iterable[int | None]) -> Sequence[Unit]:
    """The units of some scopes (None: everywhere) without those that lie within another, in the order of the tree."""
    wanted = list(unit_ids)
    if None in wanted:
        return roots(session)
    above = aliased(UnitTree)
    within = select(above.unit_id).where(
        above.unit_id == Unit.id, above.depth > 0, above.ancestor_id.in_([key for key in wanted if key is not None])
    )
    rows = session.scalars(select(Unit).where(Unit.id.in_(wanted), ~within.exists()).order_by(Unit.code)).all()
    return sorted(rows, key=lambda unit: LEVELS.index(unit.level))


def recipient_names(session: Session, numbers: Sequence[str]) -> dict[str, str]:
    """Names by the roster's number."""
    rows = session.execute(select(Recipient.number, Recipient.name).where(Recipient.number.in_(numbers)))
    return {number: name for number, name in rows}  # noqa: C416  rows are not pairs to dict()


def broken(session: Session, limit: int) -> Sequence[str]:
    """Codes of units that the tree table holds wrongly: not itself, not its parent's line, or a line too many."""
    self_row = select(UnitTree.unit_id).where(UnitTree.unit_id == Unit.id, UnitTree.ancestor_id == Unit.id)
    own, parents = aliased(UnitTree), aliased(UnitTree)
    lines = select(func.count()).select_from(own).where(own.unit_id == Unit.id).scalar_subquery()
    above = select(func.count()).select_from(parents).where(parents.unit_id == Unit.parent_id).scalar_subquery()
    mine, theirs = aliased(UnitTree), aliased(UnitTree)
    carried = (
        select(func.count())
        .select_from(mine)
        .join(theirs, and_(theirs.ancestor_id == mine.ancestor_id, mine.depth == theirs.depth + 1))
        .where(mine.unit_id == Unit.id, theirs.unit_id == Unit.parent_id)
        .scalar_subquery()
    )
    wrong = or_(~self_row.where(UnitTree.depth == 0).exists(), lines != above + 1, carried != above)
    return session.scalars(select(Unit.code).where(wrong).order_by(Unit.code).limit(limit)).all()
