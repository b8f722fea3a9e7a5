"""What careless servers break at: bytes that are no text, texts that no database keeps, numbers that nothing holds."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from contract_tests.inputs.bodies import Bodies, put
from contract_tests.spec.document import Operation
from contract_tests.spec.schemas import has_format, is_json

_MARK = "stands-for-poison"
_DEEP = 2_000
# Escaped as they stand in an address.
_ADDRESSES = {
    "a NUL": "%00",
    "a NUL within": "a%00b",
    "an escaped NUL": "%2500",
    "no UTF-8": "%FF",
    "half of a pair": "%ED%A0%80",
    "an overlong slash": "%C0%AF",
    "a line break": "a%0D%0Ab",
    "a way up": "..%2F..%2Fx",
    "a quote": "%27%22%5C%60",
    "a format": "%25s%25n%7B0%7D%24%7Bx%7D",
    "beyond the basic plane": "%F0%9F%98%80%E2%80%AE",
    "a number that nothing holds": "9" * 40,
    "a negative number": "-1",
    "no number": "NaN",
    "beyond a float": "1e999",
    "one and a half thousand characters": "x" * 1_500,
}
_TEXTS: dict[str, bytes] = {
    "half of a pair": b'"\\ud800"',
    "half of a pair within": b'"a\\udfffb"',
    "a NUL": b'"a\\u0000b"',
    "a NUL alone": b'"\\u0000"',
    "no UTF-8": b'"\xff\xfe"',
    "half of a pair as bytes": b'"\xed\xa0\x80"',
    "a raw line break": b'"a\nb"',
    "a hundred thousand characters": b'"' + b"x" * 100_000 + b'"',
    "five thousand digits": b"1" + b"0" * 5_000,
    "beyond a float": b"-1e999",
    "no number": b"NaN",
    "without end": b"Infinity",
    "deep lists": b"[" * _DEEP + b"]" * _DEEP,
    "deep objects": b'{"a":' * _DEEP + b"1" + b"}" * _DEEP,
    "a name that is no text": b'{"\\ud800\\u0000": 1}',
}
_MOMENTS: dict[str, bytes] = {
    name: json.dumps(name).encode()
    for name in (
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
        "9999-12-31T23:59:59.999999999999Z",
        "0000-00-00T00:00:00Z",
        "2026-12-31T23:59:60Z",
        "+275760-09-13T00:00:00Z",
        "2026-01-02T03:04:05+99:99",
        "0001-01-01",
        "10000-01-01",
    )
}
_WHOLE: dict[str, bytes] = {
    "nothing": b"",
    "white space": b" \n",
    "a NUL": b"\x00",
    "no text": b"\xff\xfe\xfd",
    "null": b"null",
    "a text": b'"text"',
    "half of a pair": b'"\\ud800"',
    "five thousand digits": b"9" * 5_000,
    "no number": b"NaN",
    "lists so deep": b"[" * 100_000,
    "objects so deep": b'{"a":' * 50_000,
    "lists so deep, and closed": b"[" * 50_000 + b"]" * 50_000,
    "a mark before it": b"\xef\xbb\xbf{}",
    "UTF-16": "{}".encode("utf-16"),
    "UTF-32": "{}".encode("utf-32"),
    "the same name twice": b'{"a": 1, "a": 2}',
    "names that are no texts": b'{"\\ud800": 1, "\\u0000": 2, "": 3, "__proto__": {}, "constructor": 1}',
    "a list": b"[{}]",
}
_TYPES = (
    *("application/json; charset=utf-16", "application/json; charset=nonsense", "application/json; charset=\x22"),
    *("application/json;;=;", "application/json, text/plain", "json", "/", ";", "a/b/c", "application/json; q=\xe9"),
    *("multipart/form-data", "multipart/form-data; boundary=", "application/x-www-form-urlencoded; charset=x"),
)
_HEADERS: tuple[dict[str, str | bytes], ...] = (
    {"Accept": ",;q=nan,*/*;q=9", "Accept-Encoding": ";q=x", "Accept-Language": "*;q=-1,\xff".encode("latin-1")},
    {"If-None-Match": '"', "If-Match": "W/", "If-Modified-Since": "yesterday", "If-Unmodified-Since": "0"},
    {"Cookie": b"\xff=;;=;a", "X-Request-ID": b"\xff\xfe", "X-Forwarded-For": "::%,x", "Forwarded": "for="},
    {"Origin": "http://[", "Access-Control-Request-Method": "\xff".encode("latin-1"), "Referer": "%"},
    {"X-Forwarded-Proto": "x", "X-Forwarded-Host": "[", "X-HTTP-Method-Override": "\xff".encode("latin-1")},
    {"User-Agent": "x" * 4_000, "Accept-Charset": "x", "Via": ","},
    {"User-Agent": b"\xff\xed\xa0\x80", "DNT": "x"},
    {"traceparent": "00-0-0-0", "baggage": "=,;", "Date": "x", "Priority": "u=x", "Upgrade-Insecure-Requests": "x"},
)
_VALUES: tuple[str | bytes, ...] = (
    *('"', b"\xff\xfe", ",", "W/", "9" * 40, "%00", "x" * 4_000, "'\\;--", '"\xe9"'.encode()),
)


@dataclass(frozen=True)
class Poison:
    """What is sent in place of what would be right; what is not told is left as it is."""

    why: str
    path: dict[str, str] = field(default_factory=dict)
    query: str = ""
    fields: tuple[tuple[str, str | bytes], ...] = ()
    content: bytes | None = None
    media_type: str | None = None

    @property
    def is_in_head(self) -> bool:
        """Whether what stands before the body is odd, so that it may be refused before any operation is asked."""
        return self.content is None


def poisons(operation: Operation, body: Any) -> Iterator[Poison]:
    """One place at a time; `body` is one that is right."""
    for name in [*operation.resources, *operation.owners]:
        yield from (Poison(f"{name} in the path is {what}", {name: value}) for what, value in _ADDRESSES.items())
    for each in operation.parameters:
        name = each["name"]
        if each["in"] == "query":
            queries = {what: f"{name}={value}" for what, value in _ADDRESSES.items()}
            queries |= {"empty": f"{name}=", "bare": name, "twice": f"{name}=a&{name}=%00", "a map": f"{name}[a]=b"}
            yield from (Poison(f"{name} in the query is {what}", query=query) for what, query in queries.items())
        elif each["in"] == "header":
            yield from (Poison(f"the header {name} is {value[:9]!r}", fields=((name, value),)) for value in _VALUES)
    for fields in _HEADERS:
        yield Poison(f"odd headers: {', '.join(fields)}", fields=tuple(fields.items()))
    yield Poison("a query that nobody asked for", query="=%00&%FF=%ED%A0%80&a[]=1&;&%")
    for media_type in filter(is_json, operation.bodies):
        yield from _bodies(operation, media_type, body)


def _bodies(operation: Operation, media_type: str, body: Any) -> Iterator[Poison]:
    for what, content in _WHOLE.items():
        yield Poison(f"the body is {what}", content=content, media_type=media_type)
    good = json.dumps(body).encode()
    yield from (Poison(f"the body is sent as {name!r}", media_type=name) for name in _TYPES)
    for coding in ("gzip", "br", "identity, gzip", "nonsense", ""):
        yield Poison(f"the body is said to be packed, {coding!r}", fields=(("Content-Encoding", coding),))
    made = Bodies(operation, media_type) if "schema" in operation.bodies[media_type] else None
    for leaf, schema in made.leaves.items() if made and isinstance(body, dict) else ():
        marked: dict[str, Any] = json.loads(good)
        put(marked, leaf, _MARK)
        text = json.dumps(marked).encode()
        is_moment = has_format(operation.document, schema, "date-time") or has_format(
            operation.document, schema, "date"
        )
        for what, value in {**_TEXTS, **(_MOMENTS if is_moment else {})}.items():
            content = text.replace(json.dumps(_MARK).encode(), value)
            yield Poison(f"{'/'.join(leaf)} is {what}", content=content, media_type=media_type)
