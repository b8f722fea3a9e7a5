"""No operationIds 1, generated from its document."""
