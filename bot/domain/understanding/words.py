"""Word lists: one string of words, grouped by meaning, to one pattern."""

from __future__ import annotations


def any_of(*words: str) -> str:
    """A pattern for any of the words (or pattern fragments) that the strings list between blanks."""
    return "(?:" + "|".join(word for group in words for word in group.split()) + ")"
