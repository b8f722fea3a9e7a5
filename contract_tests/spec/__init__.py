"""What the specs promise, read from their files: each promise with the line that makes it."""
