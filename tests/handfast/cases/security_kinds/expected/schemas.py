"""The document has no schemas."""
