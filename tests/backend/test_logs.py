import json
import logging
import sys
from io import StringIO
from typing import Any

import pytest

from backend.logs import Lines, configure_logs, get_access_logger, get_logger, writes_json
from backend.settings import Settings

SECRET = "W5rV0mQy8Jk2Zt7Xb4Nc9Lf1Hg6Pd3Sa"
TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2VudGluZWw"


def settings(**others: Any) -> Settings:
    return Settings(_env_file=None, better_auth_secret=SECRET, **{"log_format": "json", **others})


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(settings())
    get_logger().info("something\nhappened", count=2, who="Zoë \ud800")
    (line,) = lines(capsys)
    assert list(line)[:3] == ["timestamp", "level", "event"]
    assert (line["event"], line["count"], line["who"]) == ("something\nhappened", 2, "Zoë \ud800")


def test_text_lines(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(settings(log_format="console"))
    get_logger().warning("something happened", count=2)
    out = capsys.readouterr().out
    assert "[warning  ] something happened" in out
    assert "count=2" in out
    assert "\x1b" not in out  # no colours but on a terminal


@pytest.mark.parametrize(
    ("environment", "log_format", "is_json"),
    [
        ("production", "auto", True),
        ("development", "auto", False),
        ("development", "json", True),
        ("production", "console", False),
    ],
)
def test_format(environment: str, log_format: str, is_json: bool) -> None:  # noqa: FBT001 - a column of the table
    named = settings(environment=environment, log_format=log_format, data_folder="x", assistant="offline")
    assert writes_json(named) is is_json


def test_level(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(settings(log_level="warning"))
    get_logger().info("quiet")
    get_access_logger().info("request")
    logging.getLogger("some.library").info("quiet too")
    get_logger().warning("loud")
    logging.getLogger("some.library").warning("loud %s", "too")
    assert [line["event"] for line in lines(capsys)] == ["loud", "loud too"]


def test_lines_of_the_standard_library_are_ours(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(settings())
    logging.getLogger("uvicorn.error").info("Started server process [1]")
    logging.getLogger("uvicorn.error").error("Exception in ASGI application\n")
    logging.getLogger("uvicorn.error").warning("Unsupported upgrade request.")
    logging.getLogger("some.library").log(27, "odd level")
    first, second = lines(capsys)
    assert (first["event"], first["logger"]) == ("Exception in ASGI application", "uvicorn.error")
    assert second["event"] == "odd level"


@pytest.mark.parametrize("log_format", ["json", "console"])
@pytest.mark.parametrize(
    "fields",
    [
        {"password": "sentinel"},
        {"Authorization": "sentinel"},
        {"nested": {"access_token": "sentinel", "list": [{"secret": "sentinel"}]}},
        {"text": f"token={TOKEN}"},
        {"text": "Bearer sentinel"},
        {"text": "Authorization: basic sentinel=="},
        {"text": "postgresql://user:sentinel@host/name"},
        {"text": "postgresql://user:with/@sentinel@host/name"},
        {"text": "$argon2id$v=19$m=19456,t=2,p=1$sentinel$sentinel"},
        {"text": "Field required [type=missing, input_value={'p': 'sentinel'}, input_type=dict]"},
        {"text": "DETAIL:  Failing row contains (1, sentinel, null)."},
        {"text": "Key (email)=(sentinel@example.com) already exists."},
        {"value": ValueError(f"bad: {TOKEN}")},
        {"raw": b"Bearer sentinel"},
    ],
)
def test_secrets_are_taken_out(capsys: pytest.CaptureFixture[str], log_format: str, fields: dict[str, Any]) -> None:
    configure_logs(settings(log_format=log_format))
    get_logger().info("fields", **fields)
    get_logger().info(str(fields.get("text", "")))
    logging.getLogger("some.library").warning("%s", fields.get("text", ""))
    log_failure(LookupError(fields.get("text", "none")))
    out = capsys.readouterr().out
    assert "fields" in out
    assert "LookupError" in out
    assert "sentinel" not in out
    assert TOKEN not in out


def test_tracebacks_show_no_variables(capsys: pytest.CaptureFixture[str]) -> None:
    for log_format in ("json", "console"):
        configure_logs(settings(log_format=log_format))
        log_failure(ValueError("no"), "sentinel")
        out = capsys.readouterr().out
        assert "in log_failure" in out
        assert "sentinel" not in out


def log_failure(error: Exception, _variable: str = "") -> None:
    try:
        raise error
    except type(error):
        get_logger().exception("failed")


def test_reader_who_went_away() -> None:
    class Gone(StringIO):
        def flush(self) -> None:
            raise BrokenPipeError

    Lines(Gone()).msg("nobody reads this")
    closed = StringIO()
    closed.close()
    Lines(closed).msg("nor this")


def test_characters_that_the_terminal_does_not_know(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    with (tmp_path / "log").open("w", encoding="ascii") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        configure_logs(settings(log_format="console"))
        get_logger().info("Zoë \ud800")
    assert "Zo\\xeb \\ud800" in (tmp_path / "log").read_text()
