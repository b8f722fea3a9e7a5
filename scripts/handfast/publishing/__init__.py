"""What a frontend takes: the document, its types, and what has changed, all named by one hash of the document."""
