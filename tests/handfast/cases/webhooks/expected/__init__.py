"""Webhooks beside paths 1, generated from its document."""
