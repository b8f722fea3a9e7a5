"""Handfast 0.1.0, generated from its document."""
