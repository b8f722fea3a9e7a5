"""The Pydantic models of a document's schemas."""

from handfast.model.schemas import render_schemas
from handfast.spec.document import load
from tests.handfast.documents import Write


def test_schemas_that_say_the_same_are_classes_of_their_own(write: Write) -> None:
    """A class is what makes its operation's body be read: without one, anything would be taken."""
    document = load(
        write(
            """
            openapi: 3.1.0
            info: {title: "", version: ""}
            components:
              schemas:
                NoteCreate: &said {type: object, required: [title], properties: {title: {type: string}}}
                NoteUpdate: *said
                Note: *said
            """
        )
    )
    made = render_schemas(document, {}, set())
    classes = {pointer.rpartition("/")[2]: name for pointer, name in made.classes.items()}
    assert classes == {name: name for name in ("Note", "NoteCreate", "NoteUpdate")}
