"""Event streams by itemSchema 1, generated from its document."""
