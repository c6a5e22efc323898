"""Long work of every form: its words instead of a unit and a period, and what it came to; more behind a keying list.

Revision: 0003, after 0002
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

REPORTS = ('text', 'xlsx', 'png')
FORMS = (*REPORTS, 'unit', 'behind', 'nudge', 'gaps_of', 'gaps', 'explain', 'spot', 'keying', 'roster', 'entry', 'reach', 'broadcast', 'plan')


def columns(forms: tuple[str, ...], *words: sa.Column[Any]) -> list[sa.Column[Any]]:
    states = ('waiting', 'running', 'done', 'cancelled', 'failed')
    return [
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('chat_id', sa.BigInteger(), nullable=False),
        sa.Column('message_id', sa.BigInteger(), nullable=True),
        sa.Column('form', sa.Enum(*forms, name='form', native_enum=False, create_constraint=True, length=32), nullable=False),
        *words,
        sa.Column('state', sa.Enum(*states, name='state', native_enum=False, create_constraint=True, length=32), nullable=False),
        sa.Column('attempts', sa.SmallInteger(), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('beat_at', sa.DateTime(timezone=True), nullable=False),
    ]


def made_anew(rows: list[dict[str, Any]], *parts: sa.Column[Any] | sa.ForeignKeyConstraint) -> None:
    """A small table, and its check of forms is another one: simpler than rebuilding it in place on two databases."""
    op.drop_table('jobs')
    table = op.create_table(
        'jobs',
        *parts,
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_jobs_person_id_people')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_jobs')),
    )
    op.create_index('ix_jobs_state_beat', 'jobs', ['state', 'beat_at'], unique=False)
    if rows:
        op.bulk_insert(table, rows)
        if op.get_context().dialect.name == 'postgresql':
            op.execute("SELECT setval(pg_get_serial_sequence('jobs', 'id'), (SELECT max(id) FROM jobs))")


def kept() -> list[dict[str, Any]]:
    """Times come as the dialect reads them, and go back as such."""
    table = sa.Table('jobs', sa.MetaData(), autoload_with=op.get_bind())
    for name in ('made_at', 'beat_at'):
        table.c[name].type = sa.DateTime(timezone=True)
    return [dict(row) for row in op.get_bind().execute(sa.select(table)).mappings()]


def upgrade() -> None:
    rows = kept()
    for row in rows:
        row['asked'] = json.dumps({'period': row.pop('period'), 'unit_id': row.pop('unit_id')})
    made_anew(
        rows,
        *columns(
            FORMS,
            sa.Column('asked', sa.String(length=400), nullable=False),
            sa.Column('came_to', sa.Integer(), nullable=True),
        ),
    )
    op.add_column('keying_lists', sa.Column('more', sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column('keying_lists', 'more')
    rows = [row for row in kept() if row['form'] in REPORTS]
    for row in rows:
        row.update(json.loads(row.pop('asked')))
        del row['came_to']
    made_anew(
        rows,
        *columns(
            REPORTS,
            sa.Column('unit_id', sa.Integer(), nullable=False),
            sa.Column('period', sa.String(length=8), nullable=False),
        ),
        sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_jobs_unit_id_units')),
    )
