"""Farewells 1, generated from its document."""
