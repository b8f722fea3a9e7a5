"""Behind `test_auth`: every way to be nobody."""
