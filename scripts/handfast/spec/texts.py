"""The text of a file, by the encoding that it has: UTF-8, or by its first bytes UTF-16 or UTF-32.

What is none of these is refused, or with `lenient` read as Windows-1252, which tools of that system write.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from handfast.findings import Finding, FindingsError, Location, shown

_SURROGATES = re.compile(r"\\(?:u([dD][89abAB]..)\\u([dD][c-fC-F]..)|u[dD][89a-fA-F]..|.)", re.DOTALL)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def read_text(path: Path, *, lenient: bool = False) -> tuple[str, tuple[Finding, ...]]:
    """The text, and what had to be guessed. Raises FindingsError for a file that cannot be read as text."""
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise FindingsError([Finding(Location(shown(path)), reason)]) from None
    try:
        return content.decode(json.detect_encoding(content)).replace("\r\n", "\n").replace("\r", "\n"), ()
    except UnicodeDecodeError as error:
        before = content[: error.start]
        where = Location(shown(path), before.count(b"\n") + 1, len(before) - (before.rfind(b"\n") + 1) + 1)
        if not lenient:
            raise FindingsError([Finding(where, "is not UTF-8 text")]) from None
        finding = Finding(where, "is not UTF-8 text; the file is read as Windows-1252")
        return content.decode("cp1252", "replace"), (finding,)


def printable(text: str) -> str:
    """Text as Python source may have it: without characters that steer terminals."""
    return _CONTROLS.sub(" ", text)


def paired(text: str) -> str:
    """JSON with its surrogate pairs written out, which are no YAML as escapes; half of a pair is no character."""

    def written_out(match: re.Match[str]) -> str:
        high, low = match.groups()
        if high:
            return bytes.fromhex(high + low).decode("utf-16-be")
        return "\ufffd" if len(match[0]) > len(r"\u") else match[0]

    return _SURROGATES.sub(written_out, text)
