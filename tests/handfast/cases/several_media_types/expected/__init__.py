"""Several media types in one response 1, generated from its document."""
