"""Rules for event streams: what an event is, by its name."""

import pytest

from tests.handfast.lint.breaches import Contract

_PLACE = '        "204":\n          description: It runs.\n'
_STREAM = '        "200":\n          description: Beats.\n          content:\n            text/event-stream:\n'
_BEAT = "{type: string, contentMediaType: application/json, contentSchema: {type: boolean}}"


def streaming(contract: Contract, *lines: str) -> list[str]:
    """The findings when one operation answers with an event stream."""
    contract.replace(_PLACE, _STREAM + "".join(f"              {line}\n" for line in lines))
    return contract.findings()


def event(name: str | None, data: str = _BEAT) -> str:
    fixed = f"event: {{const: {name}}}" if name else "event: {type: string, maxLength: 9}"
    return f"{{type: object, properties: {{{fixed}, data: {data}}}}}"


@pytest.mark.parametrize(
    "schema",
    [
        event("beat"),
        f"{{oneOf: [{event('beat')}, {event('end')}]}}",
        "{properties: {data: {type: string, maxLength: 9}}}",
        f"{{oneOf: [{event('beat')}, {{properties: {{data: {{const: '[DONE]'}}}}}}]}}",
        f"{{anyOf: [{event('beat')}, {event(None, '{type: string, maxLength: 9}')}]}}",
        f"{{properties: {{data: {_BEAT}}}, oneOf: [{{properties: {{event: {{const: beat}}}}}}]}}",
    ],
)
def test_a_stream_whose_events_can_be_told_apart(contract: Contract, schema: str) -> None:
    assert streaming(contract, f"x-item-schema: {schema}") == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{}", "is an event stream, but no itemSchema (x-item-schema before OpenAPI 3.2) says what its events are"),
        (
            "x-item-schema: {type: object, properties: {beat: {type: boolean}}}",
            "is an event stream, but its items are no events: objects with `data`, and `event`, `id` and `retry`",
        ),
        (
            f"x-item-schema: {{oneOf: [{event('beat')}, {{type: boolean}}]}}",
            "is an event stream, but its items are no events: objects with `data`, and `event`, `id` and `retry`",
        ),
        (
            f"x-item-schema: {event(None)}",
            "has an event whose data is JSON, but whose `event` is not fixed with a const",
        ),
        (
            f"x-item-schema: {{oneOf: [{event('beat')}, {event(None)}]}}",
            "has an event whose data is JSON, but whose `event` is not fixed with a const",
        ),
        (f"x-item-schema: {{oneOf: [{event('beat')}, {event('beat')}]}}", "has two events called 'beat'"),
    ],
)
def test_event_streams(contract: Contract, line: str, said: str) -> None:
    assert streaming(contract, line) == [f"openapi.yaml:105:9: getHealth: 200 {said}"]


def test_data_is_bounded_by_what_it_holds(contract: Contract) -> None:
    text = "{type: string, contentMediaType: application/json, contentSchema: {type: string}}"
    found = streaming(contract, "x-item-schema:", f"  {event('beat', text)}")
    assert [finding.partition(": ")[2] for finding in found] == ["text without maxLength"]


def test_references_in_items_count_as_use(contract: Contract) -> None:
    contract.replace("NotePage:\n", "Beat: {type: boolean}\n\nNotePage:\n", file="shared.yaml")
    data = _BEAT.replace("{type: boolean}", '{$ref: "shared.yaml#/Beat"}')
    assert streaming(contract, f"x-item-schema: {event('beat', data)}") == []


def test_an_example_of_a_stream_is_no_example_of_an_item(contract: Contract) -> None:
    assert streaming(contract, f"x-item-schema: {event('beat')}", 'example: "data: true"') == []


class TestOpenapi32:
    @pytest.fixture
    def contract(self, contract: Contract) -> Contract:
        contract.replace("openapi: 3.1.0", "openapi: 3.2.0")
        return contract

    def test_knows_items(self, contract: Contract) -> None:
        assert streaming(contract, f"itemSchema: {event('beat')}") == []

    def test_needs_no_extension(self, contract: Contract) -> None:
        said = "OpenAPI 3.2 has a word for x-item-schema: itemSchema"
        assert streaming(contract, f"x-item-schema: {event('beat')}") == [f"openapi.yaml:109:15: {said}"]


def test_openapi_3_1_does_not_know_items(contract: Contract) -> None:
    [finding] = streaming(contract, f"itemSchema: {event('beat')}")
    assert finding.startswith("openapi.yaml:109:15: is no valid OpenAPI")


def test_the_extension_takes_a_schema(contract: Contract) -> None:
    found = streaming(contract, "x-item-schema: beat")
    assert "openapi.yaml:109:15: x-item-schema takes a mapping" in found


_PIECE = "{properties: {text: {type: string, maxLength: 9}}}"
_TEXT = f"{{type: string, contentMediaType: application/json, contentSchema: {_PIECE}}}"
_TALK = f"{{oneOf: [{event('piece', _TEXT)}, {event('end', _TEXT)}]}}"


@pytest.mark.parametrize(
    "ending",
    [
        "{ends: [end]}",
        "{ends: [piece, end]}",
        "{ends: [end], pieces: {piece: /text}, whole: {end: /text}}",
        "{ends: [end], pieces: {piece: ''}, whole: {end: /text}}",
    ],
)
def test_a_stream_that_says_how_it_ends(contract: Contract, ending: str) -> None:
    assert streaming(contract, f"x-item-schema: {_TALK}", f"x-stream: {ending}") == []


@pytest.mark.parametrize(
    ("ending", "said"),
    [
        ("{}", "x-stream names no events in ends, so nobody knows when the stream is over"),
        ("{ends: [stop]}", "x-stream names 'stop', which no event is called"),
        ("{ends: [end], last: end}", "x-stream has no word 'last': there are ends, pieces and whole"),
        ("{ends: [end], pieces: {piece: /text}}", "x-stream has pieces and no whole, or a whole and no pieces"),
        (
            "{ends: [end], pieces: {piece: /words}, whole: {end: /text}}",
            "x-stream names '/words' of 'piece', where its data has no text",
        ),
        ("[end]", "x-stream takes a mapping"),
    ],
)
def test_a_stream_that_ends_otherwise(contract: Contract, ending: str, said: str) -> None:
    [finding] = streaming(contract, f"x-item-schema: {_TALK}", f"x-stream: {ending}")
    assert finding.endswith(said)
