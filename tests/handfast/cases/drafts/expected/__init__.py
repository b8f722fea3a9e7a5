"""Lamps and sketches of candles 1, generated from its document."""
