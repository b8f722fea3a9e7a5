"""HTML that is put together of parts: whatever is no part already is escaped."""

from collections.abc import Iterable
from html import escape

from contract_tests.report.summary import visible

_VOID = ("input", "meta", "br", "wbr")


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def tag(name: str, /, *content: str, **attributes: str | bool) -> Markup:
    """An element. `class_` is the attribute `class`, `data_x` is `data-x`; one that is True has no value."""
    told = "".join(_attribute(key, value) for key, value in attributes.items() if value is not False)
    end = "" if name in _VOID else f"</{name}>"
    return Markup(f"<{name}{told}>{joined(content)}{end}")


def joined(parts: Iterable[str], between: str = "") -> Markup:
    """Parts in a row."""
    return Markup(_safe(between).join(_safe(part) for part in parts))


def _attribute(key: str, value: object) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(visible(str(value)))}"'


def _safe(part: str) -> str:
    return part if isinstance(part, Markup) else escape(visible(part))
