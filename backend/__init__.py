"""The backend: what the generated stubs are filled in with, written by hand."""
