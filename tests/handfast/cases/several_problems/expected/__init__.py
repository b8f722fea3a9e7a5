"""Several problems in one response 1, generated from its document."""
