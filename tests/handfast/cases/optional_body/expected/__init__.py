"""Optional body 1, generated from its document."""
