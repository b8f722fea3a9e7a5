"""A line for a shell that repeats a request, byte for byte, whatever is in it."""

import re
import shlex
from collections.abc import Iterator, Mapping
from itertools import pairwise

_NOT_WORTH_REPEATING = {"host", "accept-encoding", "connection", "user-agent", "x-schemathesis-testcaseid"}
_BODILESS = ("GET", "HEAD", "OPTIONS", "TRACE", "DELETE")
# What a terminal or a log would not show as it is, and a shell could not take.
_ODD = re.compile("[\x00-\x08\n\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_RUN = re.compile(rb"([^\x00\n]{1,4}?)\1{199,}")


def curl_line(method: str, url: str, headers: Mapping[str, str], content: bytes) -> str:
    """The line. It shows secrets: mask it."""
    is_head = method == "HEAD" and not content
    words = ["curl", "-I"] if is_head else ["curl", "-i", "-X", method]
    words += ["-g"] if re.search(r"[\[\]{}]", url) else []  # they would stand for several addresses
    words += ["--path-as-is"] if re.search(r"/\.{1,2}(/|$|\?)", url) else []
    words += [_quoted(word) for word in (url, *_fields(method, headers, content))]
    if not content:
        return " ".join(words)
    text = _as_text(content)
    if text is not None:
        return " ".join([*words, "--data-raw", shlex.quote(text)])
    pieces = "; ".join(_pieces(content))
    return f"{{ {pieces}; }} | {' '.join(words)} --data-binary @-"


def _fields(method: str, headers: Mapping[str, str], content: bytes) -> Iterator[str]:
    if content and "content-type" not in headers:
        yield from ("-H", "content-type:")  # curl would say that it is a form
    for name, value in headers.items():
        is_known = name == "content-length" and value == str(len(content)) and (content or method in _BODILESS)
        if name in _NOT_WORTH_REPEATING or is_known or (name, value) == ("accept", "*/*"):
            continue
        yield from ("-H", f"{name}: {value}" if value else f"{name};")


def _quoted(word: str) -> str:
    """A word for a shell; in C's way where a byte of it cannot stand there as it is."""
    if not _ODD.search(word) and word.isascii():
        return shlex.quote(word)
    raw = word.encode("latin-1") if all(ord(each) < 256 for each in word) else word.encode(errors="surrogatepass")
    told = "".join(chr(each) if 32 <= each < 127 and each not in b"'\\" else f"\\x{each:02x}" for each in raw)
    return f"$'{told}'"


def _as_text(content: bytes) -> str | None:
    """The body as one word, if it is not too odd for that."""
    if _RUN.search(content):
        return None
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return None if _ODD.search(text) else text


def _pieces(content: bytes) -> Iterator[str]:
    """Commands that print the body one after the other; what stands there again and again is told once."""
    runs = list(_RUN.finditer(content))
    edges = [0, *(edge for run in runs for edge in run.span()), len(content)]
    for number, (start, end) in enumerate(pairwise(edges)):
        if number % 2:
            unit = runs[number // 2][1]
            times = (end - start) // len(unit)
            yield f"yes \"$(printf {_printed(unit)})\" | head -n {times} | tr -d '\\n'"
        elif end > start:
            yield f"printf {_printed(content[start:end])}"


def _printed(content: bytes) -> str:
    """What `printf` prints as these bytes."""
    told = "".join(chr(each) if 32 <= each < 127 and each not in b"%\\'" else f"\\{each:03o}" for each in content)
    return f"'{told}'"
