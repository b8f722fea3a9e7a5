"""What is to be generated, and nothing of how it was written: the one place of truth between loading and rendering."""
