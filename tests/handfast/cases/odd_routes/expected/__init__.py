"""Odd routes , generated from its document."""
