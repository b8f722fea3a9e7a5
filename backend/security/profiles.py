"""What another issuer says of its users: taken where it fits, and done without where it does not."""

import json
from collections.abc import Mapping
from typing import Any, TypeGuard

from pydantic import TypeAdapter, ValidationError

from backend.stores.users import normalise_email
from generated.schemas import Email

LONGEST_NAME = 100
EMAIL: TypeAdapter[str] = TypeAdapter(Email)


def read_email(profile: Mapping[str, Any]) -> str | None:
    """Return the address that `profile` tells, or None if it is none that this API could tell."""
    email = profile.get("email")
    if not isinstance(email, str):
        return None
    try:
        return normalise_email(EMAIL.validate_json(json.dumps(email)))  # bounds of the contract hold for JSON alone
    except ValidationError:
        return None


def read_name(profile: Mapping[str, Any]) -> str:
    name = profile.get("name")
    return storable(name).strip()[:LONGEST_NAME] if isinstance(name, str) else ""


def is_text(value: object, longest: int) -> TypeGuard[str]:
    """Tell whether it is text, not empty, that the database can hold."""
    return isinstance(value, str) and 0 < len(value) <= longest and value == storable(value)


def storable(text: str) -> str:
    """Leave out what PostgreSQL cannot hold: NUL, and halves of surrogate pairs."""
    return text.replace("\x00", "").encode(errors="ignore").decode()
