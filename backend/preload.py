"""What a process imports that workers are forked from."""

from contextlib import suppress

with suppress(Exception):  # a worker says what is wrong with it
    import backend.app  # noqa: F401
