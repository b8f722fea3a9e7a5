"""Names that are required beside a choice 1, generated from its document."""
