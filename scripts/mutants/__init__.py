"""Seeds defects into copies of this backend, and sees whether the contract tests catch each: `make mutants`."""
