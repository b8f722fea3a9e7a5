"""Names that Python or the generated modules use already 1, generated from its document."""
