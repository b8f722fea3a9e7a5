"""Schemas that hold themselves 1, generated from its document."""
