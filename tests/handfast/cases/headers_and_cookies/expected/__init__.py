"""Headers and cookies 1, generated from its document."""
