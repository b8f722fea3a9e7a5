"""Directions 1, generated from its document."""
