"""Several files 1, generated from its document."""
