"""Behind `test_conformance`: schemathesis, and what it cannot know."""
