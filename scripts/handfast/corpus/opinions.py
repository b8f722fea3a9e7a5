"""A second opinion on requests, where schemathesis says something else than OpenAPI does.

Each cause is a sentence that is true of OpenAPI, of HTTP or of schemathesis; it is looked for in the request as it was
sent, and told with the remarks.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from typing import Any

from schemathesis.core.parameters import ParameterLocation
from schemathesis.transport.serialization import Binary

from handfast.corpus.discriminated import any_of, discriminated
from handfast.corpus.written import Written, meanings
from handfast.examples.schemas import Schemas
from handfast.rewriting.mending import mended
from handfast.spec.document import Document, load_as_is
from handfast.spec.media_types import base_of, is_form, is_json
from handfast.spec.operations import operations, parameters
from handfast.spec.shapes import shape

# Of the document, by another validator.
EXAMPLE = "an example of the document breaks its own schema"
SCHEMA = "the body breaks its schema by the word of another validator"
PARAMETER = "a parameter breaks its schema by the word of another validator"
FITS = "the body fits its schema by the word of another validator"
UNREAD = "a schema that no validator here reads"
# Of schemathesis.
FORMAT = "schemathesis makes no values of a format that the body has to have"
DISCRIMINATOR = "schemathesis does not follow a discriminator"
NAMES_ALONE = "schemathesis writes lists and objects in a list of a form by their names alone, without values"
# Of what is sent, which says less than the value that it was made of.
FORM = "a form writes nothing of an empty list or object, and something is required"
TEXTS_OF_FORM = "a form is text once it is sent, in which a list of one is its item; and that text fits"
TEXT = "a body of this media type is text, and that text fits"
TEXTS = "a parameter is text once it is sent, and that text fits"
PARSER = "no request at all to the HTTP parser, which answers by itself"
FRAGMENT = "a path with a fragment, which no request carries: another operation answers"
SLASHES = "a path with two slashes in a row, of which schemathesis sends one: another operation answers"
# Of OpenAPI: readOnly properties "SHOULD NOT be sent", and nothing says that they are refused.
READ_ONLY = "what is only read may be ignored in a request, and need not be refused"
# Of this generator, which is wider here than the document. It warns of bodies that are as they came; whether branches
# overlap nobody can tell from schemas alone, and clients that send what fits two of them are not helped by a refusal.
AS_IT_CAME = "a body that is neither JSON nor a form goes to the handler as it came, and no type of it is judged"
OVERLAP = "a value that fits several branches of a oneOf is taken for the first of them"
_PARSED = b"Invalid HTTP request received."
_BODY = ParameterLocation.BODY


@dataclass
class Opinions:
    """Of the requests that one document allows."""

    document: Document

    @classmethod
    def of(cls, path: Path, data: dict[str, Any]) -> Opinions:
        """Of the document of a file, in these words."""
        return cls(mended(replace(load_as_is(path, lenient=True), data=data)))

    def why_wrong(self, check: str, case: Any, interaction: Any) -> str | None:
        """Why what schemathesis found is nothing."""
        response = interaction.response
        if response is not None and response.status_code == HTTPStatus.BAD_REQUEST and response.content == _PARSED:
            return PARSER
        elsewhere = why_elsewhere(case.operation.path)
        if elsewhere:
            return elsewhere
        if check == "positive_data_acceptance":
            return self.why_refused(case, interaction)
        return self.why_taken(case, interaction) if check == "negative_data_rejection" else None

    def why_refused(self, case: Any, interaction: Any) -> str | None:
        """Why a request that schemathesis holds for good is none."""
        media_type, body = str(case.media_type or ""), _without_bytes(case.body)
        if is_form(media_type) and isinstance(body, dict) and self._is_emptied(self._pointer(case), media_type, body):
            return FORM
        if base_of(media_type) == "application/x-www-form-urlencoded" and _holds_more_than_texts(body):
            return NAMES_ALONE
        written = self._written(case, interaction)
        parameter = PARAMETER if written.misfits() else None
        return written.why_unreadable() or parameter or self._why_misfit(case, interaction.request.body)

    def why_taken(self, case: Any, interaction: Any) -> str | None:
        """Why a request that schemathesis holds for bad is good, for all of it that is meant to be bad."""
        wrong = [place for place, part in case.meta.components.items() if part.mode.is_negative]
        written = self._written(case, interaction)
        causes = [
            self._why_body_taken(case, interaction.request.body)
            if place == _BODY
            else (TEXTS if written.fits(place.value) else None)
            for place in wrong
        ]
        return None if None in causes else "; ".join(dict.fromkeys(filter(None, causes))) or None

    def _why_body_taken(self, case: Any, body: bytes | None) -> str | None:
        media_type, pointer = str(case.media_type or ""), self._pointer(case)
        if base_of(media_type).endswith(("xml", "yaml")):
            return AS_IT_CAME
        if is_form(media_type):
            return TEXTS_OF_FORM if self._fits_as_text(pointer, media_type, case.body) else None
        if not is_json(media_type):
            return self._why_text_taken(self._plain.schema(pointer, media_type), body)
        if not self._plain.schemas.reads(self._plain.schema(pointer, media_type)):
            return UNREAD
        if self._followed.fits(pointer, media_type, body):
            return FITS if self._one_way.fits(pointer, media_type, body) else READ_ONLY
        return OVERLAP if self._overlapping.fits(pointer, media_type, body) else None

    def _why_text_taken(self, schema: Any, body: bytes | None) -> str | None:
        """Why a body is good that is neither JSON nor a form."""
        if self._plain.schemas.fits(schema, (body or b"").decode("utf-8", "replace")):
            return TEXT
        node = self._plain.schemas.resolve(schema)
        return AS_IT_CAME if isinstance(node, dict) and node.get("type") in ("object", "array") else None

    def _why_misfit(self, case: Any, body: bytes | None) -> str | None:
        """Why a JSON body does not fit, if it does not."""
        pointer, media_type = self._pointer(case), str(case.media_type or "")
        if self._loose.fits(pointer, media_type, body) is False:
            return EXAMPLE if case.meta.phase.name.value == "examples" else SCHEMA
        if self._plain.fits(pointer, media_type, body) is False:
            return FORMAT
        return DISCRIMINATOR if self._followed.fits(pointer, media_type, body) is False else None

    def _is_emptied(self, pointer: str, media_type: str, body: dict[str, Any]) -> bool:
        """Whether a form breaks its schema by what nothing is written of."""
        kept = {name: value for name, value in body.items() if value not in ([], {})}
        schema = self._plain.schema(pointer, media_type)
        return kept != body and not self._plain.schemas.fits(schema, kept)

    def _fits_as_text(self, pointer: str, media_type: str, body: Any) -> bool:
        """Whether each field of a form has a text that stands for what fits."""
        schemas = self._plain.schemas
        found = shape(self._whole, self._plain.schema(pointer, media_type))
        node = schemas.resolve(self._plain.schema(pointer, media_type))
        others = node.get("additionalProperties", True) if isinstance(node, dict) else True
        if not isinstance(body, dict) or not found.required <= body.keys():
            return False
        return all(
            any(
                schemas.fits(found.properties.get(name, others), meaning)
                for meaning in [value, *meanings(_texts(value))]
            )
            for name, value in _without_bytes(body).items()
        )

    def _pointer(self, case: Any) -> str:
        return self._pointers.get((case.operation.method.lower(), case.operation.path), "/nowhere")

    def _written(self, case: Any, interaction: Any) -> Written:
        path, schemas = case.operation.path, self._plain.schemas
        node = schemas.target(f"#{self._pointer(case)}")
        found = parameters(self._whole, path, node) if path in self.document.data["paths"] else []
        return Written(schemas, found, case, interaction)

    @cached_property
    def _pointers(self) -> dict[tuple[str, str], str]:
        return {(method.lower(), path): pointer for pointer, path, method, _ in operations(self.document)}

    @cached_property
    def _whole(self) -> Document:
        return _Whole(**{**vars(self.document), "data": self._plain.schemas.data})

    @cached_property
    def _loose(self) -> _Reading:
        return _Reading(Schemas(self.document, "readOnly", formats=False))

    @cached_property
    def _plain(self) -> _Reading:
        return _Reading(Schemas(self.document, "readOnly"))

    @cached_property
    def _one_way(self) -> _Reading:
        return _Reading(Schemas(discriminated(self.document), "readOnly", closed=True))

    @cached_property
    def _overlapping(self) -> _Reading:
        return _Reading(Schemas(any_of(discriminated(self.document)), "readOnly"))

    @cached_property
    def _followed(self) -> _Reading:
        return _Reading(Schemas(discriminated(self.document), "readOnly"))


def why_elsewhere(template: str) -> str | None:
    """Why requests to an operation lead to another one."""
    if "#" in template:
        return FRAGMENT
    return SLASHES if "//" in template else None


class _Whole(Document):
    """A document with its schemas as they are meant in requests: there a reference names the document, too."""

    def find(self, reference: str) -> Any:
        return super().find(f"#{reference.partition('#')[2]}")


def _holds_more_than_texts(body: Any) -> bool:
    """Whether a form has a list of anything but texts and the like."""
    lists = [value for value in body.values() if isinstance(value, list)] if isinstance(body, dict) else []
    return any(isinstance(item, dict | list) for value in lists for item in value)


def _without_bytes(value: Any) -> Any:
    """What schemathesis made, with plain texts in place of its bytes, which no validator knows."""
    if isinstance(value, Binary):
        return value.data.decode("latin-1")
    if isinstance(value, dict):
        return {name: _without_bytes(item) for name, item in value.items()}
    return [_without_bytes(item) for item in value] if isinstance(value, list) else value


def _texts(value: Any) -> list[str]:
    """What a form writes of a field: JSON of what is no text."""
    items = value if isinstance(value, list) else [value]
    return [item if isinstance(item, str) else json.dumps(item) for item in items] or [""]


@dataclass(frozen=True)
class _Reading:
    """The schemas of bodies, read in one way."""

    schemas: Schemas

    def schema(self, pointer: str, media_type: str) -> Any:
        """The schema of the body of an operation; True where it has none."""
        operation = self.schemas.target(f"#{pointer}")
        body = self.schemas.resolve(operation.get("requestBody", {}))
        media = self.schemas.resolve((body.get("content") or {}).get(media_type, {}))
        return media.get("schema", True) if isinstance(media, dict) else True

    def fits(self, pointer: str, media_type: str, body: bytes | None) -> bool | None:
        """Whether a JSON body fits; None where there is nothing to say."""
        if not is_json(media_type):
            return None
        try:
            value = json.loads(body or b"")
        except ValueError:
            return None
        return self.schemas.fits(self.schema(pointer, media_type), value)
