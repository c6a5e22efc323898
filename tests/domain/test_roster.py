"""Phone numbers as people write them, and days that overlap."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.roster import overlaps, phone_digits


@pytest.mark.parametrize(
    ("raw", "digits"),
    [
        ("13900000001", "13900000001"),
        ("+86 139-0000-0001", "13900000001"),
        ("8613900000001", "13900000001"),
        ("008613900000001", "13900000001"),
        ("(0933) 8210000", "09338210000"),
        ("8621000", "8621000"),
        ("+1 202 555 0101", "12025550101"),
        ("", None),
        ("12345", None),
        ("1" * 16, None),
        ("١٣٩٠٠٠٠٠٠٠١", None),
        ("139x0000001", None),
    ],
)
def test_a_phone_number_is_its_digits(raw: str, digits: str | None) -> None:
    assert phone_digits(raw) == digits


days = st.integers(0, 30).map(lambda n: date(2026, 1, 1 + n))
spans = st.lists(st.tuples(days, st.one_of(st.none(), days)).filter(lambda s: s[1] is None or s[0] <= s[1]), max_size=6)


@given(spans)
def test_spans_overlap_exactly_when_two_share_a_day(found: list[tuple[date, date | None]]) -> None:
    numbered = [(first, last, number) for number, (first, last) in enumerate(found)]
    shared = any(
        a[0] <= (b[1] or date.max) and b[0] <= (a[1] or date.max)
        for n, a in enumerate(numbered)
        for b in numbered[n + 1 :]
    )
    assert bool(list(overlaps(numbered))) == shared
