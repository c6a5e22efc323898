"""Pairings that are judged as one: those of a cadre, or of a cadre with a household (PROGRAMME.md section 3, scope)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, null, or_, select
from sqlalchemy.orm import Session, aliased

from bot.domain.programme import Programme
from db.counts import Query, Rows
from db.models import Pairing, Recipient


def _of_year(pairing: Any, programme: Programme, year: int) -> ColumnElement[bool]:
    """Quota pairings that touch a year, also those that begin later in it."""
    return and_(
        pairing.kind.in_(programme.quota_pairings),
        pairing.first_day <= date(year, 12, 31),
        or_(pairing.last_day.is_(None), pairing.last_day >= date(year, 1, 1)),
    )


@dataclass(frozen=True)
class Pools:
    """To be joined to quota pairings of the year and their recipients. `key`: the pool, NULL for a pairing alone."""

    key: ColumnElement[Any]
    on: tuple[Any, ColumnElement[bool]] | None = None

    def joined(self, statement: Query) -> Query:
        return statement if self.on is None else statement.outerjoin(*self.on)


def pools(programme: Programme, year: int) -> Pools:
    """A pool is named by the first of its pairings."""
    if programme.scope == "pairing":
        return Pools(null())
    own, home = aliased(Pairing), aliased(Recipient)
    several: Query = select(func.min(own.id).label("key"), own.person_id).where(_of_year(own, programme, year))
    if programme.scope == "household":
        several = several.add_columns(home.household).join(home, home.id == own.recipient_id)
        several = several.where(home.household != "").group_by(own.person_id, home.household)
    else:
        several = several.group_by(own.person_id)
    found = several.having(func.count() > 1).subquery("pools")
    same = found.c.person_id == Pairing.person_id
    if programme.scope == "household":
        same = and_(same, found.c.household == Recipient.household)
    return Pools(found.c.key, (found, same))


def members(session: Session, programme: Programme, year: int, keys: Collection[int]) -> Rows:
    """(pool, pairing, cadre, first day, last day) of all pairings of some pools, in the order of their keys."""
    first, one = aliased(Pairing), aliased(Recipient)
    statement: Query = (
        select(first.id, Pairing.id, Pairing.person_id, Pairing.first_day, Pairing.last_day)
        .select_from(first)
        .join(Pairing, Pairing.person_id == first.person_id)
        .where(first.id.in_(keys), _of_year(Pairing, programme, year))
    )
    if programme.scope == "household":
        statement = statement.join(one, one.id == first.recipient_id)
        statement = statement.join(
            Recipient, and_(Recipient.id == Pairing.recipient_id, Recipient.household == one.household)
        )
    return session.execute(statement.order_by(first.id, Pairing.id)).all()
