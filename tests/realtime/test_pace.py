"""Over its pace a connection's reading waits; nothing is dropped."""

from editor.realtime.pace import LOT, Bucket, Buckets, Pace


def test_a_burst_goes_through_at_once_and_what_comes_after_it_waits() -> None:
    pace = Pace(lambda: 0.0, Bucket(200, 1_000, 0.0))
    assert [pace.wait() for _ in range(992)] == [0.0] * 992
    assert max(pace.wait() for _ in range(2 * LOT)) == 24 / 200  # 1,024 are paid for, 1,000 were there


def test_who_was_quiet_has_no_more_than_a_burst() -> None:
    pace = Pace(lambda: 3_600.0, Bucket(1_000, 2 * LOT, 0.0))
    assert [pace.wait() > 0 for _ in range(3 * LOT)] == [False] * 2 * LOT + [True] + [False] * (LOT - 1)


def test_what_is_shared_is_used_up_by_all_together() -> None:
    shared = Bucket(100, 10 * LOT, 0.0)
    paces = [Pace(lambda: 0.0, Bucket(200, 1_000, 0.0), shared) for _ in range(3)]
    waits = [sum(pace.wait() for _ in range(LOT)) for _ in range(4) for pace in paces]
    assert [wait > 0 for wait in waits] == [False] * 10 + [True] * 2


def test_what_counts_as_many_frames_is_paid_for_at_once() -> None:
    assert Pace(lambda: 0.0, Bucket(10, 100, 0.0)).wait(120) == 2.0


def test_a_bucket_of_its_own_for_each_who_came_last() -> None:
    buckets = Buckets(1, 1, most=2)
    assert buckets.of("ada", 0.0) is buckets.of("ada", 1.0)
    for name in ("ben", "cho"):
        buckets.of(name, 2.0)
    assert len(buckets._buckets) == 2


def test_a_bucket_that_is_asked_says_no_until_it_has_one_again() -> None:
    bucket = Bucket(10, 2, 0.0)
    assert [bucket.try_take(0.0) for _ in range(3)] == [True, True, False]
    assert (bucket.is_over, bucket.try_take(0.1), bucket.is_over) == (True, True, False)
