"""Behind `test_isolation`: what is one user's, and how another one reaches for it."""
