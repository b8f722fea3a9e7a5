"""A query that is one value 1, generated from its document."""
