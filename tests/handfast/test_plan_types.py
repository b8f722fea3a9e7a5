"""Which types of frontends a change of the document changes, by their names."""

from typing import Any

from handfast.plan.types import types_changed


def test_types_of_webhooks_and_of_what_has_no_name() -> None:
    def document(kind: str) -> dict[str, Any]:
        sign = {"in": "header", "name": "X-Sign", "schema": {"type": kind}}
        named, nameless = {"operationId": "sent", "parameters": [sign]}, {"parameters": [sign]}
        return {"paths": {"/a": {"get": nameless}}, "webhooks": {"sent": {"post": named, "put": nameless}}}

    told = [change.subject for change in types_changed(document("string"), document("integer"))]
    assert told == ['operations["sent"]', 'paths["/a"]["get"]', 'webhooks["sent"]["put"]']
