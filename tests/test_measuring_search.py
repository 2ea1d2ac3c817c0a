"""What `make bench` measures search by: its names, its errors of typing, its table."""

import random

import pytest

from benchmarks.report import Report
from benchmarks.search import samples
from benchmarks.search.names import names
from benchmarks.search.timing import summary


def test_enough_names_are_spelled_in_enough_ways_and_none_like_another() -> None:
    keys = [name.keys for name in names()]

    assert len(names()) >= 200
    assert all(len(set(name.others)) >= 5 for name in names())
    assert len(frozenset().union(*keys)) == sum(map(len, keys))


@pytest.mark.parametrize("word", ["bridge", "دمشق"])
def test_a_mistyped_word_has_one_error_and_is_no_known_word(word: str) -> None:
    chance = random.Random(5)

    mistyped = {samples.mistyped(word, chance, lambda folded: folded == "bride") for _each in range(60)}

    assert {len(each) - len(word) for each in mistyped} == {-1, 0, 1}
    assert not mistyped & {"", word, "bride"}


def test_a_missed_figure_shows() -> None:
    report = Report()
    report.title("Known items")
    report.share("found", 99, 100, "100 articles", at_least=99)
    report.share("found again", 98, 100, "100 articles", at_least=99)

    assert [row.what for row in report.missed] == ["found again"]
    assert "MISSED  found again  ≥ 99 %  98.0 % (98 of 100)" in str(report)


def test_times_are_told_by_their_middle_and_their_95th_percentile() -> None:
    taken = summary([float(each) for each in range(1, 101)])

    assert (taken.median, taken.p95, taken.longest) == (50.5, 96.0, 100.0)
