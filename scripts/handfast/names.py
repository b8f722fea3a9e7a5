"""Names that a person would have chosen, from whatever a document calls its things."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from itertools import count

_WORD = re.compile(
    r"(?:OAuth|ETag)[0-9]*"  # names that the standards write with capitals inside
    r"|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+[0-9]*|[A-Z]+[0-9]*|[0-9]+[a-z]*|[^\W\d_]+"
)
# What a handler's signature or a generated function already uses.
RESERVED = frozenset(
    {
        "self", "caller", "body", "request", "read", "api", "authenticate", "result", "schemas", "streams", "router",
        "any_of", "any_of_or_nobody", "require_owner", "has_body", "is_sent", "json_body", "form_body",
        "optional_form_body", "optional_json_body", "raw_body", "text_body", "chosen", "empty_response",
        "event_response", "json_response", "raw_response", "stream_response", "scoped", "accepted",
    }
)  # fmt: skip
# What the modules that name the classes of schemas import or build upon.
IMPORTED_CLASSES = frozenset(
    {
        "ABC", "Annotated", "Any", "AnyUrl", "AsyncIterator", "AwareDatetime", "BaseModel", "Base64Str", "ByteSize",
        "Caller", "ConfigDict", "Decimal", "Discriminator", "EmailStr", "Enum", "Field", "IPv4Address", "IPv4Network",
        "IPv6Address", "IPv6Network", "IntEnum", "Json", "Literal", "Mapping", "Model", "NaiveDatetime", "Path",
        "Refused", "RootModel", "SecretStr", "Sequence", "StrEnum", "StringConstraints", "Tag", "Text",
        "TypeAliasType", "Union", "Upload", "UUID", "Pattern", "AliasChoices", "BeforeValidator", "PlainSerializer",
        "MISSING", "Rules", "UTC", "Optional", "List", "Dict", "Set", "Ulid", "ULID",
        "DateText", "DateTimeText", "EmailAddressText", "UriText", "Ipv4Text", "Ipv6Text", "HostnameText",
        "Base64Text", "SecretText", "UuidText", "Binary", "Int32", "Int64",
        "None_", "True_", "False_",
    }
)  # fmt: skip

_LONGEST = 60


def words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text))


def snake(text: str) -> str:
    """`createTask` -> `create_task`, `If-Match` -> `if_match`, `class` -> `class_`."""
    name = "_".join(word.lower() for word in words(text)) or "value"
    return safe(name)


def pascal(text: str) -> str:
    """`createTask` -> `CreateTask`; the inner capitals of what is a name already are kept."""
    name = "".join(word[:1].upper() + word[1:] for word in words(text)) or "Value"
    return f"N{name}" if name[0].isdigit() else safe(name)


def safe(name: str) -> str:
    name = f"n{name}" if name[:1].isdigit() else name
    return f"{name}_" if keyword.iskeyword(name) or keyword.issoftkeyword(name) else name


def shortened(name: str) -> str:
    """The first words of a name that is longer than anybody would read."""
    while len(name) > _LONGEST:
        head = name[:_LONGEST].rpartition("_")[0]
        name = head or name[:_LONGEST]
    return name


def unique(name: str, taken: Iterable[str]) -> str:
    """The name, or with the first number from 2 that is free."""
    used = taken if isinstance(taken, AbstractSet | Mapping) else set(taken)  # no copy for each of ten thousand names
    candidate, number = name, 2
    while candidate in used:
        candidate, number = f"{name.rstrip('_')}_{number}", number + 1
    return candidate


def class_names(given: Iterable[str]) -> dict[str, str]:
    """A class for each schema, by its name in the document: no two alike, none that the modules use otherwise."""
    chosen: dict[str, str] = {}
    taken = set(IMPORTED_CLASSES)
    exact = {name for name in given if name == pascal(name) and name not in taken}
    for name in given:
        own = pascal(name)
        own = f"{own}Schema" if own in IMPORTED_CLASSES else own
        if own in taken or (own in exact and name != own):
            own = next(f"{own}{number}" for number in count(2) if f"{own}{number}" not in taken | exact)
        chosen[name] = own
        taken.add(own)
    return chosen
