"""Sums of each pairing by month and year, kept by triggers on the register; what is not keyed in yet, by day.

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

FLOWS = ('contact', 'visit', 'policy', 'difficulty', 'deed', 'cash_fen', 'goods_fen')
READ = ('pairing_id', 'day', *FLOWS, 'attempt', 'action', 'standing')  # what a sum depends on
YEAR = {
    'sqlite': "100 * CAST(substr({0}, 1, 4) AS INTEGER)",
    'postgresql': "CAST(100 * EXTRACT(YEAR FROM {0}) AS INTEGER)",
}
MONTH = {
    'sqlite': "100 * CAST(substr({0}, 1, 4) AS INTEGER) + CAST(substr({0}, 6, 2) AS INTEGER)",
    'postgresql': "CAST(100 * EXTRACT(YEAR FROM {0}) + EXTRACT(MONTH FROM {0}) AS INTEGER)",
}


def counts(row: str) -> str:
    return f"{row}.standing AND NOT {row}.attempt AND {row}.action <> 'withdraw'"


def added(dialect: str) -> str:
    """Of two who write at once the second waits for the first and adds to what that one left."""
    values = ', '.join(f'NEW.{name}' for name in FLOWS)
    rows = [f"({part[dialect].format('NEW.day')}, NEW.pairing_id, {values})" for part in (YEAR, MONTH)]
    sums = ', '.join(f'{name} = pairing_sums.{name} + excluded.{name}' for name in FLOWS)
    return (
        f"INSERT INTO pairing_sums (period, pairing_id, {', '.join(FLOWS)}) VALUES {', '.join(rows)} "
        f"ON CONFLICT (period, pairing_id) DO UPDATE SET {sums};"
    )


def taken(dialect: str) -> str:
    sums = ', '.join(f'{name} = {name} - OLD.{name}' for name in FLOWS)
    periods = ', '.join(part[dialect].format('OLD.day') for part in (YEAR, MONTH))
    return f"UPDATE pairing_sums SET {sums} WHERE period IN ({periods}) AND pairing_id = OLD.pairing_id;"


def upgrade() -> None:
    dialect = op.get_context().dialect.name
    op.create_table('pairing_sums',
    sa.Column('period', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('pairing_id', sa.Integer(), autoincrement=False, nullable=False),
    *[sa.Column(name, sa.BigInteger() if name.endswith('fen') else sa.Integer(), nullable=False) for name in FLOWS],
    sa.PrimaryKeyConstraint('period', 'pairing_id', name=op.f('pk_pairing_sums')),
    sqlite_with_rowid=False
    )
    if dialect == 'postgresql':  # nobody enters anything between the filling and the triggers
        op.execute("LOCK TABLE records IN SHARE ROW EXCLUSIVE MODE")
    summed = ', '.join(f'sum({name})' for name in FLOWS)
    into = f"INSERT INTO pairing_sums (period, pairing_id, {', '.join(FLOWS)}) SELECT"
    op.execute(
        f"{into} {MONTH[dialect].format('day')}, pairing_id, {summed} "
        f"FROM records WHERE {counts('records')} GROUP BY 1, 2 ORDER BY 1, 2"
    )
    op.execute(f"{into} period / 100 * 100, pairing_id, {summed} FROM pairing_sums GROUP BY 1, 2 ORDER BY 1, 2")
    where = sa.text('keyed_at IS NULL')
    op.create_index('ix_records_not_keyed', 'records', ['day', 'id'], postgresql_where=where, sqlite_where=where)
    changed = f"UPDATE OF {', '.join(READ)}"
    if dialect == 'sqlite':
        for name, event in (('entered', 'INSERT'), ('changed_in', changed)):
            op.execute(
                f"CREATE TRIGGER records_{name} AFTER {event} ON records FOR EACH ROW "
                f"WHEN {counts('NEW')} BEGIN {added(dialect)} END"
            )
        for name, event in (('removed', 'DELETE'), ('changed_out', changed)):
            op.execute(
                f"CREATE TRIGGER records_{name} AFTER {event} ON records FOR EACH ROW "
                f"WHEN {counts('OLD')} BEGIN {taken(dialect)} END"
            )
        return
    for name, body, row, event in (
        ('added', added(dialect), 'NEW', 'INSERT'),
        ('taken', taken(dialect), 'OLD', 'DELETE'),
    ):
        op.execute(
            f"CREATE FUNCTION records_{name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {body} RETURN NULL; END $$"
        )
        op.execute(
            f"CREATE TRIGGER records_{name} AFTER {event} OR {changed} ON records FOR EACH ROW "
            f"WHEN ({counts(row)}) EXECUTE FUNCTION records_{name}()"
        )


def downgrade() -> None:
    if op.get_context().dialect.name == 'sqlite':
        for name in ('entered', 'changed_in', 'removed', 'changed_out'):
            op.execute(f"DROP TRIGGER records_{name}")
    else:
        for name in ('added', 'taken'):
            op.execute(f"DROP TRIGGER records_{name} ON records")
            op.execute(f"DROP FUNCTION records_{name}()")
    op.drop_index('ix_records_not_keyed', 'records')
    op.drop_table('pairing_sums')
