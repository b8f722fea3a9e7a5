"""JSON media types 1, generated from its document."""
