"""Measures this backend beside two others that do the same: `make bench`."""
