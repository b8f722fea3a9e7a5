"""Small documents for tests, and what the toolchain says of them."""

from collections.abc import Callable
from pathlib import Path

Write = Callable[..., Path]
