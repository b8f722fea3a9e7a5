"""A project of one's own: the house that a document is given, or that of a small API of notes."""
