"""New words of an edited message: what they leave open stays as it was answered before."""

from datetime import date

from bot.domain.records import Draft, carried

MONDAY, TUESDAY = date(2026, 5, 25), date(2026, 5, 26)
OPEN = Draft(None, ("visit",), "home", None)


def test_one_occasion_takes_over_everybody_and_the_day() -> None:
    (one,) = carried([OPEN], [1, 2, 1], [MONDAY, MONDAY])
    assert (one.recipient_ids, one.day) == ((1, 2), MONDAY)


def test_what_is_said_anew_is_not_overruled() -> None:
    said = Draft((3,), ("visit",), "home", TUESDAY)
    assert carried([said], [1], [MONDAY]) == (said,)


def test_several_occasions_take_over_only_what_is_one() -> None:
    assert [(d.recipient_ids, d.day) for d in carried([OPEN, OPEN], [1, 2], [MONDAY, TUESDAY])] == [(None, None)] * 2
    assert [(d.recipient_ids, d.day) for d in carried([OPEN, OPEN], [1], [MONDAY])] == [((1,), MONDAY)] * 2


def test_nothing_stood_so_nothing_is_taken_over() -> None:
    assert carried([OPEN], [], []) == (OPEN,)
