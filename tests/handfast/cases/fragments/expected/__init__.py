"""Paths with a fragment 1, generated from its document."""
