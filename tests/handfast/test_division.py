"""A large document's schemas are a package, with a module for those that one tag alone uses."""

import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from handfast.rendering import division
from handfast.rendering.package import Package, generate
from handfast.spec.document import load_as_is
from tests.handfast.mounted import handled
from tests.handfast.support.asgi import post

NAME = "divided"
DOCUMENT = """\
openapi: 3.1.0
info: {title: Divided, version: "1"}
paths:
  /orders:
    post:
      operationId: addOrder
      tags: [orders]
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}}
      responses:
        "200": {description: It., content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}}
  /people:
    post:
      operationId: addPerson
      tags: [Shared]
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Person"}}}}
      responses:
        "200": {description: It., content: {application/json: {schema: {$ref: "#/components/schemas/Person"}}}}
        "409":
          description: There is one.
          content: {application/json: {schema: {$ref: "#/components/schemas/Taken"}}}
components:
  schemas:
    Order:
      type: object
      description: What a Person asks for; no more than words lead from here to Extra.
      required: [buyer]
      properties:
        buyer: {$ref: "#/components/schemas/Person"}
        lines: {type: array, items: {$ref: "#/components/schemas/Line"}}
        kind: {const: Extra}
    Line:
      type: object
      properties: {count: {$ref: "#/components/schemas/Count"}, order: {$ref: "#/components/schemas/Order"}}
    Count: {type: integer, minimum: 1, description: How many.}
    Person:
      type: object
      properties: {name: {type: string}, firm: {$ref: "#/components/schemas/Firm"}}
    Firm:
      type: object
      properties: {owner: {$ref: "#/components/schemas/Person"}, size: {enum: [small, large], default: small}}
    Taken: {type: object, properties: {by: {type: string}}}
    Extra: {type: object, properties: {order: {$ref: "#/components/schemas/Order"}}}
"""


def made(folder: Path, text: str = DOCUMENT) -> Package:
    (folder / "openapi.yaml").write_text(text, encoding="utf-8")
    package, lost = generate(load_as_is(folder / "openapi.yaml", lenient=True))
    assert not lost
    return package


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the package is to be imported from."""
    place = tmp_path_factory.mktemp(NAME)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(division, "LARGE", 3)
        made(place).write(place / f"case_{NAME}")
        patch.syspath_prepend(place)
        yield place


@pytest.fixture
def schemas(folder: Path) -> ModuleType:  # noqa: ARG001 - it is imported from there
    return importlib.import_module(f"case_{NAME}.schemas")


async def given(body: Any) -> Any:
    return body


def test_a_model_is_where_those_are_who_use_it(schemas: ModuleType) -> None:
    modules = {
        name: getattr(schemas, name).__module__.rpartition(".")[2] for name in ("Order", "Line", "Person", "Firm")
    }
    assert modules == {"Order": "orders", "Line": "orders", "Person": "shared_2", "Firm": "shared_2"}
    assert schemas.Taken.__module__.endswith(".schemas.shared")  # which is a tag here
    assert schemas.Extra.__module__.endswith(".schemas.unused")


def test_an_interface_imports_what_its_models_need_and_nothing_else(folder: Path) -> None:
    code = f"import sys, case_{NAME}.apis.shared; print(*sorted(name for name in sys.modules if '.schemas.' in name))"
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [f"case_{NAME}.schemas.shared_2"]


def test_models_hold_each_other_across_modules(folder: Path) -> None:
    app = handled(folder, NAME, {"add_order": given, "add_person": given})
    lines = [{"count": 1, "order": {"buyer": {}}}]
    order = {"buyer": {"firm": {"owner": {"name": "Ada"}, "size": "large"}}, "lines": lines}
    answer = post(app, json.dumps(order).encode(), target="/orders")
    assert (answer.status, answer.json["lines"]) == (200, lines)
    answer = post(app, b'{"buyer": {"firm": {"owner": 1}}, "lines": [{"count": 0}]}', target="/orders")
    assert [pointer for _, pointer, _ in answer.errors] == ["/buyer/firm/owner", "/lines/0/count"]


def test_a_name_that_is_none_is_none(schemas: ModuleType) -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Ordr'"):
        _ = schemas.Ordr
    assert {"Order", "Person", "Extra"} <= set(dir(schemas))


def test_type_checkers_know_every_model_and_no_other(folder: Path, pytestconfig: pytest.Config) -> None:
    code = f"from case_{NAME}.schemas import Firm, Frim, Order\n\nsize: int = Order(buyer=Firm())\n"
    (folder / "use.py").write_text(code, encoding="utf-8")
    cache = pytestconfig.rootpath / ".mypy_cache" / "golden"
    options = ["--strict", "--python-version=3.11", f"--cache-dir={cache}", "--no-pretty", "--no-error-summary"]
    command = [sys.executable, "-m", "mypy", *options, "use.py", f"case_{NAME}"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    kinds = [line.rpartition("[")[2] for line in done.stdout.splitlines()]
    assert kinds == ["attr-defined]", "assignment]", "arg-type]"]


def test_a_change_touches_few_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(division, "LARGE", 3)
    made(tmp_path).write(tmp_path / "package")
    changed = DOCUMENT.replace("{by: {type: string}}", "{by: {type: integer}}")
    files = ["manifest.json", "openapi.json", "openapi.yaml", "schemas/shared.py"]
    assert made(tmp_path, changed).write(tmp_path / "package") == files


@pytest.mark.parametrize(("large", "tag"), [(8, "orders"), (3, "Shared")])
def test_few_models_and_those_of_one_tag_are_one_module(
    large: int, tag: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(division, "LARGE", large)
    files = made(tmp_path, DOCUMENT.replace("tags: [orders]", f"tags: [{tag}]")).files
    assert [name for name in files if name.startswith("schemas")] == ["schemas.py"]
