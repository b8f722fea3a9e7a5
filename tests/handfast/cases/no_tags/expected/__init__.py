"""No tags 1, generated from its document."""
