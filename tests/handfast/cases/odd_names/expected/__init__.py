"""Odd "names" \\ here , generated from its document."""
