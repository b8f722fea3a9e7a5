"""Same names 1, generated from its document."""
