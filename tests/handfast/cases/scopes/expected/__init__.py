"""Schemas that are documents of their own 1, generated from its document."""
