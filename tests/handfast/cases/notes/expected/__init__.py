"""Notes 1.2, generated from its document."""
