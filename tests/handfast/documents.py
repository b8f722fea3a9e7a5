"""Small documents for tests, and what the toolchain says of them."""

from collections.abc import Callable
from pathlib import Path

Write = Callable[..., Path]

ROOT = """
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      responses:
        "200":
          description: Pets.
          content:
            application/json:
              schema: {$ref: "%s"}
"""
"""A document whose one response body is a reference, to be filled in; it stands at line 11, column 30."""
