"""What no type says is held all the same 1, generated from its document."""
