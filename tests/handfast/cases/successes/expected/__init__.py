"""Several successes 1, generated from its document."""
