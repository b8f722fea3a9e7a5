"""The document as clients get it."""

from __future__ import annotations

from typing import Any

from handfast.spec.deprecation import announced
from handfast.spec.document import Document
from handfast.spec.drafts import settled
from handfast.spec.extensions import published


def for_clients(document: Document) -> dict[str, Any]:
    """With the headers of what is deprecated, without drafts and the extensions that are none of their business."""
    return published(announced(settled(document)).data)
