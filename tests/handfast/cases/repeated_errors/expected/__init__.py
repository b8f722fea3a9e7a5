"""Repeated errors 1, generated from its document."""
