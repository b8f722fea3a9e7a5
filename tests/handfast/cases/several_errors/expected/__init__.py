"""Errors and answers of several media types 1, generated from its document."""
