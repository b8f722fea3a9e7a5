"""Behind `test_semantics`: what an operation does to a thing, and what a list shows."""
