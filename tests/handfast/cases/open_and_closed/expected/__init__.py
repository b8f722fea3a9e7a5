"""Objects that say little of themselves 1, generated from its document."""
