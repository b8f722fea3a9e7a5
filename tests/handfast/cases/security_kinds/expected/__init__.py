"""Every kind of security scheme 1, generated from its document."""
