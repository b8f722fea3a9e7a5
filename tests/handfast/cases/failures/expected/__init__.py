"""Errors that are no problems 1, generated from its document."""
