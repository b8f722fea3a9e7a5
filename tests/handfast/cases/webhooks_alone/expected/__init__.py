"""Webhooks and no paths 1, generated from its document."""
