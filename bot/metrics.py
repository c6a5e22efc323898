"""Counters since the start, in the text form that Prometheus reads. No label holds personal data."""

from collections import Counter

_counts: Counter[tuple[str, str]] = Counter()
_HELP = {
    "jiedui_updates_total": "Updates taken, by how they ended.",
    "jiedui_notices_total": "Notices delivered, by how they ended.",
}


def count(name: str, outcome: str, by: int = 1) -> None:
    """`name` is one of the metrics of this module. Raises KeyError for another."""
    assert _HELP[name]
    _counts[name, outcome] += by


def text() -> str:
    lines = []
    for name, what in _HELP.items():
        lines += [f"# HELP {name} {what}", f"# TYPE {name} counter"]
        lines += [f'{name}{{outcome="{outcome}"}} {n}' for (one, outcome), n in sorted(_counts.items()) if one == name]
    return "\n".join(lines) + "\n"
