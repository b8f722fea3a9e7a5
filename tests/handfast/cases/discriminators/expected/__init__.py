"""Schemas that a property tells apart 1, generated from its document."""
