"""Handfast 0.2.0, generated from its document."""
