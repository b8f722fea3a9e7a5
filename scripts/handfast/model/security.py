"""Security: what has to be known of a caller before an operation is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from handfast import names
from handfast.model.contract import Scheme
from handfast.spec.document import Document


@dataclass
class Security:
    """Reads the security of one document."""

    document: Document
    used: dict[str, bool] = field(default_factory=dict)
    python_names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in self._section:
            self.python_name(name)

    @property
    def _section(self) -> dict[str, Any]:
        section = self.document.data.get("components", {}).get("securitySchemes", {})
        return section if isinstance(section, dict) else {}

    def alternatives(self, node: dict[str, Any]) -> list[dict[str, list[str]]]:
        """The requirements of an operation, each a map from schemes to scopes; an empty one means nobody is asked."""
        found = []
        for item in node.get("security", self.document.data.get("security", [])):
            scopes = {
                name: [str(scope) for scope in given] if isinstance(given, list) else [] for name, given in item.items()
            }
            found.append(scopes)
            for name, given in scopes.items():
                self.used[name] = self.used.get(name, False) or bool(given)
        return found

    def python_name(self, scheme: str) -> str:
        """The field of `Authenticate` for a scheme."""
        if scheme not in self.python_names:
            self.python_names[scheme] = names.unique(names.snake(scheme), self.python_names.values())
        return self.python_names[scheme]

    def schemes(self) -> Iterator[Scheme]:
        """Those that are declared or named by security: each needs an authenticator, or the start stops."""
        for name in dict.fromkeys([*self._section, *self.used]):
            scheme = self.document.resolve(self._section.get(name, {}))
            description = scheme.get("description", "") if isinstance(scheme, dict) else ""
            yield Scheme(name, self.python_name(name), str(description).strip(), self.used.get(name, False))

    def credential(self, scheme: str) -> tuple[str, str]:
        """Where the credential of a security scheme is in a request: a place and a name there."""
        node = self.document.resolve(self._section.get(scheme, {}))
        key = (
            isinstance(node, dict) and node.get("type") == "apiKey" and node.get("in") in ("query", "header", "cookie")
        )
        return (str(node["in"]), str(node.get("name"))) if key else ("header", "Authorization")
