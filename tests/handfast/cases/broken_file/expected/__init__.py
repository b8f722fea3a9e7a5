"""A broken file among many 1, generated from its document."""
