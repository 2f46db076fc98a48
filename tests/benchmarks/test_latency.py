from random import Random

from benchmarks.sync.latency import Spread, percentile


def test_a_percentile_is_the_smallest_value_that_this_share_does_not_exceed() -> None:
    ordered = [float(value) for value in range(1, 101)]
    assert percentile(ordered, 0.5) == 50
    assert percentile(ordered, 0.95) == 95
    assert percentile(ordered, 0.99) == 99
    assert percentile(ordered, 1) == 100
    assert percentile([7.0], 0.5) == 7


def test_a_spread_is_told_in_milliseconds_whatever_the_order() -> None:
    seconds = [value / 1_000 for value in range(1, 1_001)]
    Random(1).shuffle(seconds)
    assert Spread.of(seconds) == Spread(1_000, 500, 950, 990, 1_000)
    assert Spread.of([]).count == 0
