"""Names that a person would have chosen."""

import keyword

import pytest

from handfast.names import RESERVED, pascal, snake, unique


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("createTask", "create_task"),
        ("CreateTask", "create_task"),
        ("create_task", "create_task"),
        ("create-task", "create_task"),
        ("create.task", "create_task"),
        ("listHTTPServers", "list_http_servers"),
        ("getOAuth2Token", "get_oauth2_token"),
        ("If-None-Match", "if_none_match"),
        ("ETag", "etag"),
        ("X-Request-ID", "x_request_id"),
        ("get /pets/{id}", "get_pets_id"),
        ("filter[name]", "filter_name"),
        ("$top", "top"),
        ("2fa", "n2fa"),
        ("class", "class_"),
        ("from", "from_"),
        ("None", "none"),
        ("match", "match_"),
        ("", "value"),
        ("$", "value"),
    ],
)
def test_snake(written: str, name: str) -> None:
    assert snake(written) == name
    assert name.isidentifier()
    assert not keyword.iskeyword(name)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("createTask", "CreateTask"),
        ("task_page", "TaskPage"),
        ("OAuth2Token", "OAuth2Token"),
        ("HTTPError", "HTTPError"),
        ("not-found", "NotFound"),
        ("404", "N404"),
        ("none", "None_"),
        ("", "Value"),
    ],
)
def test_pascal(written: str, name: str) -> None:
    assert pascal(written) == name
    assert name.isidentifier()
    assert not keyword.iskeyword(name)


def test_unique_takes_the_first_free_number() -> None:
    assert unique("name", []) == "name"
    assert unique("name", ["name"]) == "name_2"
    assert unique("name", ["name", "name_2", "name_4"]) == "name_3"
    assert unique("class_", ["class_"]) == "class_2"


def test_names_that_generated_functions_use_are_reserved() -> None:
    assert {"self", "caller", "body", "request"} <= RESERVED
