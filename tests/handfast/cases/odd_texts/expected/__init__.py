"""Texts that no program was written for 1, generated from its document."""
