"""The patterns are written as they are meant."""

import ast
from pathlib import Path

import pytest

from bot.domain import understanding
from bot.domain.understanding import clauses

MODULES = sorted(Path(understanding.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_a_repetition_in_a_formatted_pattern_is_escaped(module: Path) -> None:
    """rf"[^,]{0,3}" would look for "(0, 3)"."""
    formatted = (
        node.value for node in ast.walk(ast.parse(module.read_text("utf-8"))) if isinstance(node, ast.FormattedValue)
    )
    assert [ast.unparse(value) for value in formatted if isinstance(value, ast.Tuple | ast.Constant)] == []


def test_a_message_of_nothing_but_commas_is_cut_short() -> None:
    assert len(clauses.split("他," * 2048)) == 400
    assert len(clauses.split("去看了他,送了面," * 100)) == 200
