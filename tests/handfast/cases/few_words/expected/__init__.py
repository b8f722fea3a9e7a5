"""Schemas that say less than they mean 1, generated from its document."""
