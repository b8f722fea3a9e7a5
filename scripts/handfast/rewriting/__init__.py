"""Documents into documents that say the same, but so that code can be made of them: mended, named, normalised."""
