"""JSON line by line 1, generated from its document."""
