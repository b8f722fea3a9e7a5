"""A document as it is written: its files in one piece, every node with its place, and what it says."""
