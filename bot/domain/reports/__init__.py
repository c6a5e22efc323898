"""Reports as values: what stands in one, whether its sums foot, and how figures are written in prose."""

from bot.domain.reports.checks import Problem, problems, unequal
from bot.domain.reports.figures import COLUMNS, FLOWS, Figures
from bot.domain.reports.model import (
    DEFINITIONS,
    Correction,
    Gap,
    Helpers,
    Movement,
    Pace,
    Report,
    Row,
    Target,
    UnitLine,
    Weekly,
)

__all__ = [
    "COLUMNS",
    "DEFINITIONS",
    "FLOWS",
    "Correction",
    "Figures",
    "Gap",
    "Helpers",
    "Movement",
    "Pace",
    "Problem",
    "Report",
    "Row",
    "Target",
    "UnitLine",
    "Weekly",
    "problems",
    "unequal",
]
