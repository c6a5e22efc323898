"""Frozen reports."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import Utc


class Report(Base):
    """A finished period of a unit, frozen once. `number` is what people quote; `body` is its JSON (no names)."""

    __tablename__ = "reports"
    number: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    period: Mapped[str] = mapped_column(String(8))
    as_of: Mapped[datetime] = mapped_column(Utc)
    definitions: Mapped[str] = mapped_column(String(16))
    body: Mapped[str] = mapped_column(Text)
    __table_args__ = (UniqueConstraint("unit_id", "period"),)
