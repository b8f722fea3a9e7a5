"""Event streams by extension 1, generated from its document."""
