"""The tree of units, kept right."""

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from db.models import Unit, UnitTree
from db.roster import TREE, chunks, insert_plain


def rebuild_tree(session: Session) -> None:
    """Bring `unit_tree` to what the parents of the units say, touching only lines that differ."""
    parents = dict(session.execute(select(Unit.id, Unit.parent_id)).all())
    wanted: dict[tuple[int, int], int] = {}
    for unit in parents:
        above: int | None = unit
        depth = 0
        while above is not None:
            wanted[above, unit] = depth
            above, depth = parents[above], depth + 1
    there = {
        (ancestor, unit): depth
        for ancestor, unit, depth in session.execute(select(UnitTree.ancestor_id, UnitTree.unit_id, UnitTree.depth))
    }
    stale = [pair for pair, depth in there.items() if wanted.get(pair) != depth]
    for part in chunks(stale):
        session.connection().execute(
            delete(TREE).where(TREE.c.ancestor_id == bindparam("_above"), TREE.c.unit_id == bindparam("_unit")),
            [{"_above": above, "_unit": unit} for above, unit in part],
        )
    insert_plain(
        session,
        UnitTree,
        (
            {"ancestor_id": above, "unit_id": unit, "depth": depth}
            for (above, unit), depth in wanted.items()
            if there.get((above, unit)) != depth
        ),
    )
