from backend.security.buckets import Bucket


def test_bucket_fills_up_again() -> None:
    now = 100.0
    bucket = Bucket(3, 10, lambda: now)
    assert [bucket.take() for _ in range(5)] == [True, True, True, False, False]
    now += 9
    assert not bucket.take()
    now += 1
    assert [bucket.take() for _ in range(2)] == [True, False]
    now += 10_000
    assert [bucket.take() for _ in range(5)] == [True, True, True, False, False]
