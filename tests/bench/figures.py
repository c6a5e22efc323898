"""Printing a figure with its bound."""


def figure(name: str, value: float, bound: float | None = None, *, unit: str = "", least: bool = False) -> bool:
    """One line; False when the bound is missed. `least`: the bound is a floor, not a ceiling."""
    kept = bound is None or (value >= bound if least else value <= bound)
    sign = (
        ""
        if bound is None
        else f"   ({'at least' if least else 'at most'} {bound:g}{unit}: {'kept' if kept else 'MISSED'})"
    )
    print(f"   {name:<58} {value:>10.3f}{unit}{sign}", flush=True)
    return kept
