"""What a field is that is left out: the default of the document, as a value of the field's type."""

import importlib
import json
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID


def test_a_default_is_a_value_of_its_type(packages: Path) -> None:  # noqa: ARG001 - they are to be there
    schemas = importlib.import_module("case_defaults.schemas")
    for thing in (schemas.Thing(), schemas.Thing.model_validate_json("{}")):
        assert (thing.day, thing.until) == (date(2026, 11, 4), date(2027, 1, 1))
        assert thing.date == datetime(2026, 11, 4, 8, 15, 0, 500_000, tzinfo=UTC)
        assert thing.key == UUID("01a1a5c0-3f6e-7c41-9a52-7d1f0b8e64c3")
        assert thing.secret.get_secret_value() == "secret"
        assert thing.place == schemas.Place(name="here", at=date(2026, 11, 4))
        assert thing.places == [schemas.Place(name="here")]
        assert (thing.colours, thing.colour) == ([schemas.Colour.red], schemas.Colour.red)
        assert thing.either is schemas.ThingEither.a
        assert thing.union == schemas.Place(name="there")
        assert (thing.limit, thing.written, thing.truth, thing.text) == (7, 7, True, "7")


def test_defaults_are_written_as_json_has_them(packages: Path) -> None:  # noqa: ARG001 - they are to be there
    schemas = importlib.import_module("case_defaults.schemas")
    written = json.loads(schemas.Thing().model_dump_json())
    assert (written["day"], written["place"]["at"], written["map"]) == ("2026-11-04", "2026-11-04", {"a": 1})
    assert "null_is_none" not in written


def test_each_has_a_default_of_its_own(packages: Path) -> None:  # noqa: ARG001 - they are to be there
    schemas = importlib.import_module("case_defaults.schemas")
    schemas.Thing().places.append(schemas.Place(name="more"))
    schemas.Thing().map["b"] = 2
    assert (len(schemas.Thing().places), schemas.Thing().map) == (1, {"a": 1})
