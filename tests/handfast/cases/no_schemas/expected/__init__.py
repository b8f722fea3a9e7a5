"""No schemas 1, generated from its document."""
