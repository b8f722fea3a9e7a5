"""How parameters are written 1, generated from its document."""
