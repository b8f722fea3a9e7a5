"""Array parameters 1, generated from its document."""
