"""Raw bodies 1, generated from its document."""
