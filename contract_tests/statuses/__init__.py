"""Behind `test_statuses`: how each declared answer is brought about."""
