"""The docs page of any document: its errors, its tables, its frame."""

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

from handfast.findings import FindingsError
from handfast.page.errors import error_codes
from handfast.page.files import DATABASE, FRAME, page_files
from handfast.page.layout import layout
from handfast.page.tables import tables
from handfast.spec.document import Document, load_as_is
from handfast.support.docs import Edition, docs_page

SMALL = """\
openapi: 3.1.0
info: {title: "Notes <&> more", version: "1"}
servers:
  - url: https://{place}.example.com/v1
    variables: {place: {default: eu, enum: [eu, us]}}
  - url: /
tags: [{name: things}, {name: "odd tag"}]
paths:
  /notes/{id}:
    get:
      tags: ["odd tag"]
      summary: "Get `one` <b>"
      responses:
        "200": {description: It.}
        "404": {$ref: "#/components/responses/Gone"}
        "409": {$ref: "#/components/responses/Either"}
    put: {operationId: put-it, tags: [things], responses: {"404": {$ref: "#/components/responses/Gone"}}}
components:
  securitySchemes:
    login: {type: oauth2, flows: {password: {tokenUrl: "https://login.example.com/token", scopes: {}}}}
  responses:
    Gone:
      description: "Not `there` <i>."
      content: {application/problem+json: {schema: {$ref: "#/components/schemas/Gone"}}}
    Either:
      description: One of two.
      content:
        application/json:
          schema: {oneOf: [{$ref: "#/components/schemas/Full"}, {$ref: "#/components/schemas/Taken"}]}
  schemas:
    Base: {type: object, properties: {error_code: {type: string}, title: {type: string}}}
    Gone:
      allOf: [{$ref: "#/components/schemas/Base"}]
      properties: {error_code: {const: gone}, title: {const: Gone}}
    Full: {description: There is no room., properties: {error_code: {type: string, enum: [full]}}}
    Taken: {properties: {error_code: {const: taken}}}
"""
DBML = """\
Table a {
  id int [pk]
  up int [null]
}
Table b {
  id int [pk]
  a int [not null, unique, note: 'one `a` each']
  mood mood [default: 'good']
}
Table "far.c" {
  x int
  y int
  far_check: 'x < y'
  indexes {
    (x, y) [unique, note: 'where x > 0']
  }
}
Table alone {
  id int [pk]
}
Enum mood {
  good
  bad
}
Ref: b.a - a.id [delete: cascade]
Ref: "far.c".x > a.id
Ref: a.up > a.id
Ref: a.id < b.id
"""
CIRCLE = """\
Table a {
  id int
  b int
}
Table b {
  id int
  a int
}
Ref: a.b > b.id
Ref: b.a > a.id
"""


def document(folder: Path, text: str = SMALL) -> Document:
    path = folder / "openapi.yaml"
    path.write_text(text)
    return load_as_is(path, lenient=True)


def with_tables(folder: Path, text: str) -> Path:
    path = folder / "database" / "schema.dbml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path


def frame(given: Document) -> str:
    return page_files(given, given)[FRAME].decode()


def test_errors_by_code(tmp_path: Path) -> None:
    found = error_codes(document(tmp_path))
    assert [(item.status, item.code, item.title, item.meanings) for item in found] == [
        ("404", "gone", "Gone", ["Not `there` <i>."]),
        ("409", "full", "", ["There is no room."]),
        ("409", "taken", "", ["One of two."]),
    ]
    assert [len(item.pointers) for item in found] == [2, 1, 1]


def test_a_document_without_codes_tables_and_features_has_no_such_parts(tmp_path: Path) -> None:
    given = document(tmp_path, SMALL.replace("error_code:", "error:"))
    made = page_files(given, given)
    assert list(made) == [FRAME]
    assert not re.search(r'id="(errors|features|database)"|#errors|#features', made[FRAME].decode())


def test_texts_are_texts(tmp_path: Path) -> None:
    page = frame(document(tmp_path))
    assert "<title>Notes &lt;&amp;&gt; more</title>" in page
    assert "Get `one` &lt;b&gt;</a>" in page
    assert "Not <code>there</code> &lt;i&gt;." in page


def test_operations_have_the_addresses_of_swagger_ui(tmp_path: Path) -> None:
    page = frame(document(tmp_path))
    assert re.findall(r'class="tag" href="([^"]*)"', page) == ["#/things", "#/odd%20tag"]
    assert 'href="#/things/put-it"' in page
    assert 'href="#/odd%20tag/get_notes__id_"' in page


def test_of_a_large_document_the_tags_are_listed(tmp_path: Path) -> None:
    paths = "".join(f"  /p{n}: {{get: {{tags: [t], responses: {{}}}}}}\n" for n in range(151))
    page = frame(document(tmp_path, f"openapi: 3.1.0\ninfo: {{title: x, version: 1}}\npaths:\n{paths}"))
    assert 'data-fold="none"' in page
    assert 'class="method' not in page


def test_the_page_may_ask_the_servers_of_the_document(tmp_path: Path) -> None:
    given = document(tmp_path)
    swagger = files("fastapi_offline") / "static"
    page = docs_page(frame(given), b'{"servers": [{"url": "https://a.example; script-src *"}]}', swagger, Edition("1"))
    assert "connect-src &#x27;self&#x27;;" in page
    page = docs_page(frame(given), json.dumps(given.data).encode(), swagger, Edition("1"))
    hosts = "https://eu.example.com https://login.example.com https://us.example.com"
    assert f"connect-src &#x27;self&#x27; {hosts};" in page
    assert r'"title":"Notes \u003c&> more"' in page


def test_tables_stand_to_the_right_of_those_they_refer_to(tmp_path: Path) -> None:
    found = tables(with_tables(tmp_path, DBML))
    drawn = layout(found)
    boxes = {box.table.name: box for box in drawn.boxes}
    assert boxes["a"].x < boxes["b"].x == boxes["far.c"].x
    assert len(drawn.lines) == len(found.relations) == 4
    for line in drawn.lines:
        first, last = line.points[0], line.points[-1]
        box, other = boxes[line.relation.table], boxes[line.relation.other]
        assert first[0] in (box.x, box.x + box.width)
        assert last[0] == other.x + other.width
        corners = list(zip(line.points, line.points[1:], strict=False))
        assert all(one[0] == two[0] or one[1] == two[1] for one, two in corners)  # level or upright
    for one in drawn.boxes:
        assert 0 < one.x < one.x + one.width < drawn.width
        assert 0 < one.y < one.y + one.height < drawn.height
        for two in drawn.boxes:
            apart = one.x + one.width < two.x or two.x + two.width < one.x
            assert one is two or apart or one.y + one.height < two.y or two.y + two.height < one.y


def test_tables_are_told_in_words(tmp_path: Path) -> None:
    given = document(tmp_path)
    with_tables(tmp_path, DBML)
    made = page_files(given, given)
    assert page_files(given, given) == made
    text = re.sub(r"<[^>]+>", "", made[DATABASE].decode())
    for words in (
        "foreign key (a) → a (id), on delete cascade",
        "unique (x, y) where x &gt; 0",
        "check x &lt; y",
        "good, bad",
        "one a each",
        "unique (a)",
    ):
        assert words in text, words


def test_circles_and_nothing_at_all(tmp_path: Path) -> None:
    assert len(layout(tables(with_tables(tmp_path, CIRCLE))).lines) == 2
    assert layout(tables(with_tables(tmp_path, "Project x {}\n"))).boxes == ()


def test_what_is_no_dbml_is_found(tmp_path: Path) -> None:
    given = document(tmp_path)
    with_tables(tmp_path, "Table {")
    with pytest.raises(FindingsError, match=r"schema.dbml:1:\d+: no DBML"):
        page_files(given, given)
