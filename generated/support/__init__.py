"""What all generated routes share: routing, binding, problems, responses. Emitted with the package, never edited."""
