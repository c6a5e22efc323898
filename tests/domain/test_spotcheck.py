"""The draw of a spot check: the same for everybody with the seed, fair to units and classes, nobody twice too soon."""

import hashlib
import hmac
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.spotcheck import Entry, agreement, apportion, draw, fingerprint, seed_of

SEED = seed_of("ab" * 32, "621121", "2026-10")
DAY = date(2026, 10, 9)


def entries(people: int, line: str = "A", group: str = "orphan", first: int = 0) -> list[Entry]:
    return [Entry(n, f"P-{n:04d}", DAY, line, group) for n in range(first, first + people)]


def people_of(drawn):
    return [entry.recipient for entry in drawn.entries]


def test_the_seed_is_the_hmac_of_scope_and_period_under_the_salt():
    expected = hmac.new(bytes.fromhex("ab" * 32), b"621121\n2026-10", hashlib.sha256).hexdigest()
    assert expected == SEED
    assert fingerprint("ab" * 32) == hashlib.sha256(bytes.fromhex("ab" * 32)).hexdigest()


def test_another_salt_scope_or_period_draws_others():
    frame = entries(300)
    seeds = [SEED, seed_of("cd" * 32, "621121", "2026-10"), seed_of("ab" * 32, "621122", "2026-10")]
    samples = {tuple(people_of(draw(seed, 20, frame, {}))) for seed in seeds}
    assert len(samples) == 3


def test_the_lowest_keyed_hash_is_drawn_and_anybody_can_recompute_it():
    frame = entries(50)
    by_hash = sorted(
        (entry.recipient for entry in frame),
        key=lambda number: hmac.new(bytes.fromhex(SEED), f"recipient\n{number}".encode(), hashlib.sha256).digest(),
    )
    assert people_of(draw(SEED, 7, frame, {})) == by_hash[:7]


@given(st.permutations(entries(12) + entries(9, "B", "other", 20)), st.integers(1, 25))
def test_the_order_in_which_a_database_gives_the_people_changes_nothing(shuffled, size):
    straight = entries(12) + entries(9, "B", "other", 20)
    assert draw(SEED, size, shuffled, {}) == draw(SEED, size, straight, {})


def test_a_person_with_many_records_is_drawn_once_with_one_of_them():
    own = [Entry(n, "P-0001", DAY, "A", "orphan") for n in range(30)]
    drawn = draw(SEED, 5, own + entries(2, first=50), {})
    assert Counter(people_of(drawn))["P-0001"] == 1
    assert drawn.frame == 3
    others = {draw(seed_of(f"{n:02x}" * 32, "1", "2026"), 5, own, {}).entries[0].record_id for n in range(40)}
    assert len(others) > 10


def test_units_and_classes_get_seats_in_proportion_to_their_people():
    frame = entries(60) + entries(30, "A", "destitute", 100) + entries(10, "B", "orphan", 200)
    strata = Counter((entry.line, entry.group) for entry in draw(SEED, 20, frame, {}).entries)
    assert strata == {("A", "orphan"): 12, ("A", "destitute"): 6, ("B", "orphan"): 2}


def test_the_sample_comes_in_the_order_of_units_and_class_groups():
    frame = entries(9, "B", "orphan") + entries(9, "A", "destitute", 20) + entries(9, "A", "orphan", 40)
    lines = [(e.line, e.group) for e in draw(SEED, 9, frame, {}, ("orphan", "destitute")).entries]
    assert lines == [("A", "orphan")] * 3 + [("A", "destitute")] * 3 + [("B", "orphan")] * 3


def test_nobody_is_drawn_twice_until_all_were_drawn():
    frame = entries(25) + entries(15, "B", "other", 100)
    before: Counter[str] = Counter()
    for n in range(8):
        sample = draw(seed_of(f"{n:02x}" * 32, "1", "2026"), 5, frame, before)
        before.update(people_of(sample))
        assert max(before.values()) == 1
    assert len(before) == 40
    before.update(people_of(draw(SEED, 5, frame, before)))
    assert Counter(before.values()) == {1: 35, 2: 5}


def test_the_last_who_were_not_drawn_come_first_and_the_rest_is_filled_with_others():
    frame = entries(10)
    before = {f"P-{n:04d}": 1 for n in range(8)}
    drawn = people_of(draw(SEED, 5, frame, before))
    assert {"P-0008", "P-0009"} <= set(drawn)
    assert len(set(drawn)) == 5


def test_a_sample_larger_than_the_frame_is_the_frame():
    drawn = draw(SEED, 20, entries(3), {})
    assert len(drawn.entries) == drawn.frame == 3
    assert draw(SEED, 20, [], {}).entries == ()


@given(
    st.dictionaries(st.tuples(st.sampled_from("ABCD"), st.sampled_from("xyz")), st.integers(1, 60)), st.integers(0, 80)
)
def test_seats_add_up_stay_within_a_stratum_and_within_one_of_the_exact_share(sizes, seats):
    given_seats = apportion(sizes, seats)
    total = sum(sizes.values())
    assert sum(given_seats.values()) == min(seats, total)
    for stratum, size in sizes.items():
        exact = min(seats, total) * size / total
        assert exact - 1 < given_seats[stratum] < exact + 1
        assert given_seats[stratum] <= size


def test_fewer_than_ten_answers_are_not_enough_data():
    assert agreement(["agree"] * 9 + ["no_answer"] * 30) is None
    assert agreement(["agree"] * 9 + ["differ"]) is not None


@pytest.mark.parametrize(
    ("agree", "answered", "low", "high"),
    [
        (10, 10, 0.7225, 1.0),
        (9, 10, 0.5958, 0.9821),
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
    ],
)
def test_the_interval_is_wilson_s(agree, answered, low, high):
    found = agreement(["agree"] * agree + ["differ"] * (answered - agree))
    assert found is not None
    assert (found.agree, found.answered) == (agree, answered)
    assert found.rate == pytest.approx(agree / answered)
    assert found.low == pytest.approx(low, abs=1e-4)
    assert found.high == pytest.approx(high, abs=1e-4)


def test_who_could_not_be_asked_says_nothing():
    alone = agreement(["agree"] * 12 + ["differ"] * 3)
    assert agreement(["agree"] * 12 + ["differ"] * 3 + ["no_answer", "no_number", None]) == alone
