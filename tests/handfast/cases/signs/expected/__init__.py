"""Names that begin with no letter 1, generated from its document."""
